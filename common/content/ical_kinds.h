// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/content/ical_property.h"
#include "common/content/kind.h"

namespace pim::content {

/// Events and tasks as iCalendar records: one record is one VCALENDAR with all instances of a UID.
class CalendarItems : public Kind {
 public:
  explicit CalendarItems(ItemKind kind) : kind_(kind) {}

  std::string_view name() const override;
  std::string_view media_type() const override { return "text/calendar"; }
  std::string_view version() const override { return "2.0"; }
  std::span<const Format> formats() const override;
  Result<Entry> enter(std::string_view octets, const EntryOptions& options) const override;
  Result<Facts> facts(std::string_view stored, const HashKey& key) const override;
  Result<Form> render(std::string_view stored, const Ability& ability) const override;
  Status presentable(std::string_view stored) const override;
  bool heeds(const Ability& ability) const override;
  bool shows(std::string_view stored, std::string_view theirs, const Ability& ability,
             bool with_uid) const override;
  bool equal(std::string_view a, std::string_view b, bool with_uid) const override;
  bool near(std::string_view a, std::string_view b) const override;
  bool second_key_agrees(std::string_view a, std::string_view b) const override;
  Likeness compare(std::string_view ours, std::string_view theirs,
                   const Ability& ability) const override;
  Result<Merged> merge(const MergeInput& input) const override;
  std::vector<std::uint64_t> set_values(std::string_view before, std::string_view after,
                                        const HashKey& key) const override;
  Result<std::string> with_uid(std::string_view stored, std::string_view uid) const override;
  std::optional<Seconds> last_end(std::string_view stored) const override;
  bool splits(const Ability& ability) const override;
  Result<std::vector<Part>> parts(std::string_view stored) const override;
  Result<std::string> with_part(std::string_view stored, std::string_view id,
                                std::string_view before, std::string_view now) const override;
  Result<std::string> without_part(std::string_view stored, std::string_view id) const override;
  void learn(std::string_view form, Ability& ability) const override;
  std::vector<std::string> split(std::string_view file) const override;

 private:
  ItemKind kind_;
};

}  // namespace pim::content
