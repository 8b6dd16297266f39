// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/content/ability.h"
#include "common/content/contact_view.h"
#include "common/content/kind.h"

namespace pim::content {

/// What a side gets of a record, and which of our fields each of its fields comes from.
struct Projection {
  std::string text;                  ///< empty where the side gets our octets
  std::vector<std::size_t> sources;  ///< indexes into fields(), in order of the form's fields
  std::vector<std::string> losses;
  bool untouched = true;
};

/// Leaves out what the side cannot hold (aside), renames a spelling it does not know, cuts what is
/// too long, drops types outside its vocabulary (content rules 2.5, 2.8, 2.13, 5).
Projection project(const ContactView& view, const Ability& ability);

/// Kind::render for contacts.
Result<Form> render_contact(std::string_view stored, const Ability& ability);

/// Kind::learn for contacts. Besides counts per property it notes `NAME;n` for component n of N,
/// ADR and ORG, and `TYPE=X` for a type outside the vocabulary.
void learn_contact(const ContactView& form, Ability& ability);

}  // namespace pim::content
