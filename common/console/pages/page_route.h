// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "common/console/pages/visit.h"

namespace pim::console::pages {

/// What the form of a page may bring.
enum class Takes : std::uint8_t { Fields, File };

/// One method of one page's address.
struct PageRoute {
  std::string_view method;   ///< GET or POST
  std::string_view pattern;  ///< "*" for any one segment: "/runs/*"
  Answer (*handle)(Visit& visit) = nullptr;
  /// POST: the page the form stands on, with what was typed and with why it was refused. Nothing
  /// has been changed then.
  Answer (*again)(Visit& visit, const Problem& problem) = nullptr;
  Takes takes = Takes::Fields;
};

// One per page, in the file of its name.
std::span<const PageRoute> connections_pages();
std::span<const PageRoute> connection_form_pages();
std::span<const PageRoute> connection_pages();
std::span<const PageRoute> run_pages();
std::span<const PageRoute> decide_pages();
std::span<const PageRoute> record_list_pages();
std::span<const PageRoute> record_pages();
std::span<const PageRoute> device_pages();
std::span<const PageRoute> history_pages();
std::span<const PageRoute> help_pages();

}  // namespace pim::console::pages
