// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/content/ical_view.h"
#include "common/content/kind.h"
#include "common/content/outcome.h"
#include "common/content/patch.h"

namespace pim::content {

/// Writes outcomes into a stored calendar record (content rule 1.3): only the lines of a changed
/// value change; everything else keeps its octets and its place.
class ItemPatch {
 public:
  /// `by_our_clock`: times of theirs were told by the clock of ours, and are written so.
  ItemPatch(const ItemView& ours, const ItemView& theirs, bool by_our_clock)
      : ours_(ours), theirs_(theirs), by_our_clock_(by_our_clock), patch_(ours.text()) {}

  /// Outcomes of one property of the instance `component` of ours.
  void take(const Component& component, const Outcomes& outcomes);
  /// An instance that only theirs has comes in whole.
  void add_instance(const Component& theirs);
  void remove_instance(const Component& ours);
  /// The date that an exception stands for moves with its series.
  void move_instance(const Component& ours, WallSeconds by);
  /// Excluded dates of a series move with it.
  void move_dates(const Component& ours, WallSeconds by);
  /// The start moved: a rule that only repeated what the start implied (its weekday) must not hold
  /// it back. Where theirs says the same rule by the new start, its words are taken.
  void free_rule(const Component& ours, const Component& theirs);
  /// LAST-MODIFIED of an instance becomes theirs.
  void take_stamp(const Component& ours, const Component& theirs);
  std::string apply();
  /// What came in and has no words by the clock of ours.
  std::vector<Lost> take_lost() { return std::move(lost_); }

 private:
  struct ListEdit {
    std::set<std::size_t> removed;
    std::vector<std::string> added;
    WallSeconds moved = 0;
  };

  void drop_formatted(const Component& component, const Outcome& outcome);
  bool rule_comes_in(const Outcome& outcome) const;
  std::optional<std::string> rule_value(const Outcome& outcome) const;
  bool differs(const Outcome& outcome) const;
  void remove(const Component& component, const Element& element);
  void change(const Component& component, const Outcome& outcome);
  void add(const Component& component, const Outcome& outcome);
  bool add_item(const Component& component, const Outcome& outcome);
  std::string lines_of(const Outcome& outcome) const;
  std::string when_lines(const Outcome& outcome) const;
  std::string person_line(const Outcome& outcome) const;
  std::string date_line(const Outcome& outcome) const;
  std::string single_line(const Outcome& outcome) const;

  /// A date of the series as it stands, and where it moves to by the clock of the start.
  std::string moved_date(const Line& line, std::string_view date, WallSeconds by) const;
  void write_lists();
  void remove_line(const Line& line);
  void replace_line(const Line& line, std::string with);
  void insert_behind(const Component& component, std::string_view name, std::string lines);
  std::string copied(const Document& from, const Line& first, const Line& last) const;
  std::string their_zones(const std::string& text) const;
  std::string_view line_end() const { return ours_.document().line_end(); }

  const ItemView& ours_;
  const ItemView& theirs_;
  const bool by_our_clock_;
  Patch patch_;
  std::map<const Field*, ListEdit> lists_;
  std::set<const Line*> touched_;
  std::vector<Lost> lost_;
};

}  // namespace pim::content
