// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "common/console/pages/visit.h"

namespace pim::console::pages {

/// One line of a form with its label, its hint and what is wrong with it.
struct TextField {
  Literal name;
  std::string_view label;
  std::string_view hint = {};
  std::string_view type = "text";
  std::string value = {};  ///< never that of a password
  std::string_view error = {};
  bool required = true;
};
Html text_field(const TextField& field);

/// A box or a round one of a group: label and what choosing it means.
struct Choice {
  std::string_view type;  ///< "checkbox", "radio"
  Literal name;
  std::string value;
  std::string label;
  std::string means = {};
  bool chosen = false;
};
Html choice(const Choice& one);

/// What a way to sync is chosen for.
enum class ModeOf : std::uint8_t { Connection, OneSync };

/// The ways to sync, as a group of the field "mode"; to compare everything is of one sync only.
Html mode_choice(std::string_view chosen, ModeOf what);

}  // namespace pim::console::pages
