// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/content/contact_view.h"

// The canonical form of contacts (content rule 3): what has to be equal for two records, or two
// values, to be the same.
namespace pim::content {

enum class Level : std::uint8_t {
  Exact,  ///< content rule 3.1: finds edits of a side that said the base itself
  Loose,  ///< content rule 3.2: matching, fingerprint, echoes of what we said
};

/// The record as sorted entries without doubles, UID left out.
std::string canonical(const ContactView& view, Level level);

// Parts of one entry, each appended to `out`:
/// Types that count: noise out, PREF out where it is the only value of its property.
TypeSet counted_types(const ContactView& view, const Field& field);
/// Parameters that count, sorted: `NAME=value` each.
void append_parameters(const ContactView& view, const Field& field, Level level, std::string& out);
/// The parameter says something that is compared on this level (content rule V6); TYPE is told by
/// counted_types.
bool parameter_counts(const Field& field, std::string_view name, Level level);
/// The value; components parted by U+001E without empty ones at the end. For Shape::List all items.
void append_value(const ContactView& view, const Field& field, Level level, std::string& out);
/// One item of a list, or one component, from its raw text.
void append_text(const PropertyInfo& info, std::string_view raw, Level level, std::string& out);
/// The name it is compared under.
void append_name(const Field& field, std::string& out);

/// Runs blanks of `text` from `start` on together, trims the ends; breaks stay, without blanks
/// around them.
void squeeze(std::string& text, std::size_t start);

/// FN says no more than the other properties do (content rule 2.3), as a set of words.
bool is_generated_name(const ContactView& view);
/// The name that content rule 2.3 makes where FN is missing, never empty unless the record has
/// nothing to show.
std::string generated_name(const ContactView& view);
/// prefix given additional family suffix, from decoded components of N
std::string display_name(const std::vector<std::string>& components);
/// The same words in any order; blanks and commas part words.
bool same_words(std::string_view a, std::string_view b);

}  // namespace pim::content
