// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/content/ical_kinds.h"

namespace pim::content {

/// Notes: stored as VJOURNAL, whatever they came as, since a text has no place for its UID; sides
/// that know plain text only get and give title and body (content rule 2b.25).
class Notes final : public CalendarItems {
 public:
  Notes() : CalendarItems(ItemKind::Note) {}

  std::span<const Format> formats() const override;
  Result<Entry> enter(std::string_view octets, const EntryOptions& options) const override;
  Result<Form> render(std::string_view stored, const Ability& ability) const override;
  bool equal(std::string_view a, std::string_view b, bool with_uid) const override;
  bool near(std::string_view a, std::string_view b) const override;
  bool second_key_agrees(std::string_view a, std::string_view b) const override;
  Likeness compare(std::string_view ours, std::string_view theirs,
                   const Ability& ability) const override;
  Result<Merged> merge(const MergeInput& input) const override;
  void learn(std::string_view form, Ability& ability) const override;
  std::vector<std::string> split(std::string_view file) const override;
};

}  // namespace pim::content
