// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_match.h"

#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/content/ical_elements.h"
#include "common/content/ical_facts.h"
#include "common/content/ical_series.h"

namespace pim::content {
namespace {

using Values = std::set<std::string>;

/// A shorter summary must have so much of the longer one to count as cut.
constexpr std::size_t LeastCut = 8;
/// How far a clock can be off when a zone was lost on the way (content rule 7.2).
constexpr Seconds MaxShift = 14 * 3600;
constexpr std::size_t FirstText = 100;

Values loose_of(const Elements& elements, const std::string& name) {
  Values out;
  if (const auto at = elements.find(name); at != elements.end()) {
    for (const Element& element : at->second) {
      out.insert(element.loose);
    }
  }
  return out;
}

std::size_t common(const Values& a, const Values& b) {
  return static_cast<std::size_t>(std::count_if(
      a.begin(), a.end(), [&](const std::string& value) { return b.contains(value); }));
}

bool is_instance(const std::string& name) {
  return name.starts_with('@') && name.find(' ') == std::string::npos;
}

bool within(const Values& a, const Values& b) {
  return common(a, b) == std::min(a.size(), b.size());
}

bool whole_hours(Seconds difference) {
  const Seconds size = difference < 0 ? -difference : difference;
  return size != 0 && size <= MaxShift && size % 3600 == 0;
}

enum class AlarmMatch : std::uint8_t { Exactly, ByTheirTime };

bool one_alarm(const Element& a, const Element& b) {
  const auto time = [](const Element& alarm) {
    return std::string_view(alarm.loose).substr(0, alarm.loose.find('\x1e'));
  };
  return time(a) == time(b) || rings_alike(a, b);
}

/// Each alarm of the shorter list is one of the longer.
bool alarms_within(const std::vector<Element>& a, const std::vector<Element>& b) {
  const std::vector<Element>& some = a.size() <= b.size() ? a : b;
  const std::vector<Element>& all = a.size() <= b.size() ? b : a;
  return std::all_of(some.begin(), some.end(), [&](const Element& alarm) {
    return std::any_of(all.begin(), all.end(),
                       [&](const Element& other) { return one_alarm(alarm, other); });
  });
}

/// Two records of one kind, side by side.
class Comparison {
 public:
  Comparison(const ItemView& a, const ItemView& b, AlarmMatch alarms)
      : a_(a), b_(b), alarms_(alarms), left_(item_elements(a)), right_(item_elements(b)) {}

  Likeness judge() const {
    if (canonical_of(left_, Level::Loose) == canonical_of(right_, Level::Loose)) {
      return Likeness::Same;
    }
    if (a_.items().front().id != b_.items().front().id) {
      return Likeness::Different;  // a series and its exception, or two exceptions
    }
    const int sum = points() - against();
    if (sum >= 80 && against() == 0 && !singles_differ() && lists_within()) {
      return Likeness::Same;
    }
    if (sum < 50 && !shifted()) {
      return Likeness::Different;
    }
    return Likeness::Ask;
  }

 private:
  int points() const {
    switch (a_.kind()) {
      case ItemKind::Event:
        return when(40) + summary() + length(10) + equal("LOCATION", 10) + equal("RRULE", 15);
      case ItemKind::Task:
        return summary() + equal("DUE", 25) + equal("DTSTART", 15) + equal("DESCRIPTION", 20);
      case ItemKind::Note: break;
    }
    return body() + (summary() > 0 ? 30 : 0);
  }
  int against() const {
    int sum = differ("RRULE") ? 30 : 0;
    const auto left = start_of(a_, a_.items().front());
    const auto right = start_of(b_, b_.items().front());
    const bool event = a_.kind() == ItemKind::Event && left && right;
    sum += event && (left->kind == TimeKind::Date) != (right->kind == TimeKind::Date) ? 20 : 0;
    return sum;
  }

  Values left(const std::string& name) const { return loose_of(left_, name); }
  Values right(const std::string& name) const { return loose_of(right_, name); }
  bool differ(const std::string& name) const { return left(name) != right(name); }
  int equal(const std::string& name, int points) const {
    return common(left(name), right(name)) > 0 ? points : 0;
  }
  int summary() const {
    const std::string one = item_name(a_);
    const std::string two = item_name(b_);
    if (one.empty() || two.empty()) {
      return 0;
    }
    if (one == two) {
      return 40;
    }
    const bool cut = std::min(one.size(), two.size()) >= LeastCut &&
                     (one.starts_with(two) || two.starts_with(one));
    return cut ? 30 : 0;
  }
  std::optional<std::string> moment(const ItemView& view) const {
    const auto time = start_of(view, view.items().front());
    if (!time) {
      return std::nullopt;
    }
    const bool fixed = time->kind == TimeKind::Utc || time->kind == TimeKind::Zoned;
    return format_time(fixed ? TimeKind::Utc : time->kind, view.utc_of(*time));
  }
  int when(int points) const {
    const auto one = moment(a_);
    return one && one == moment(b_) ? points : 0;
  }
  int length(int points) const {
    return length_of(a_, a_.items().front()) == length_of(b_, b_.items().front()) ? points : 0;
  }
  int body() const {
    const std::string one = fold_for_search(item_text(a_, "DESCRIPTION"));
    const std::string two = fold_for_search(item_text(b_, "DESCRIPTION"));
    if (one.empty() || two.empty()) {
      return 0;
    }
    return one == two ? 100 : one.substr(0, FirstText) == two.substr(0, FirstText) ? 40 : 0;
  }

  /// Equal but for a clock that runs by another zone.
  bool shifted() const {
    const auto one = start_of(a_, a_.items().front());
    const auto two = start_of(b_, b_.items().front());
    return a_.kind() == ItemKind::Event && one && two && one->kind != TimeKind::Date &&
           two->kind != TimeKind::Date && summary() == 40 && length(1) == 1 &&
           whole_hours(a_.utc_of(*one) - b_.utc_of(*two));
  }

  /// Two places whose clocks show the same for ten years of a series are one to it
  /// (content rule 3.3).
  bool clocks_agree() const {
    constexpr Seconds Life = 3650 * DaySeconds;
    const auto one = start_of(a_, a_.items().front());
    const auto two = start_of(b_, b_.items().front());
    if (!one || !two || one->kind != TimeKind::Zoned || two->kind != TimeKind::Zoned ||
        one->wall != two->wall || length(1) == 0) {
      return false;
    }
    const ZoneUse* here = a_.zone_use(one->zone);
    const ZoneUse* there = b_.zone_use(two->zone);
    const Seconds first = a_.utc_of(*one);
    return here != nullptr && there != nullptr && here->zone != nullptr && there->zone != nullptr &&
           here->zone->agrees(*there->zone, first, first + Life);
  }

  bool singles_differ() const {
    return std::any_of(left_.begin(), left_.end(), [&](const auto& entry) {
      const auto& [name, list] = entry;
      const auto other = right_.find(name);
      const Merging merging = list.front().info->merging;
      const bool single = merging == Merging::Single || merging == Merging::Components;
      return single && !is_instance(name) && other != right_.end() &&
             list.front().loose != other->second.front().loose &&
             !(name == "WHEN" && clocks_agree());
    });
  }
  bool lists_within() const {
    return std::all_of(left_.begin(), left_.end(), [&](const auto& entry) {
      const auto& [name, list] = entry;
      const Merging merging = list.front().info->merging;
      const bool one = merging == Merging::Single || merging == Merging::Components;
      if (alarms_ == AlarmMatch::ByTheirTime && name.ends_with("NESTED VALARM")) {
        const auto other = right_.find(name);
        return other == right_.end() || alarms_within(list, other->second);
      }
      return one || is_instance(name) || within(left(name), right(name));
    });
  }

  const ItemView& a_;
  const ItemView& b_;
  AlarmMatch alarms_;
  Elements left_;
  Elements right_;
};

}  // namespace

bool near_items(const ItemView& a, const ItemView& b) {
  const Elements left = item_elements(a);
  const Elements right = item_elements(b);
  std::size_t both = 0;
  std::size_t agree = 0;
  for (const auto& [name, list] : left) {
    const auto other = right.find(name);
    if (other == right.end() || is_instance(name) ||
        list.front().info->weight != Weight::Compared) {
      continue;
    }
    const Values here = loose_of(left, name);
    const Values there = loose_of(right, name);
    ++both;
    agree += common(here, there) * 2 >= std::max(here.size(), there.size()) ? 1U : 0U;
  }
  return agree * 2 >= both;
}

bool item_key_agrees(const ItemView& a, const ItemView& b) {
  if (a.items().front().id != b.items().front().id) {
    return false;
  }
  const std::string one = item_name(a);
  const std::string two = item_name(b);
  if (!one.empty() && !two.empty()) {
    return one == two;
  }
  const auto left = item_moment(a);
  const auto right = item_moment(b);
  return left && right && a.utc_of(*left) == b.utc_of(*right);
}

Likeness compare_items(const ItemView& a, const ItemView& b) {
  return Comparison(a, b, AlarmMatch::Exactly).judge();
}

Likeness compare_shown(const ItemView& shown, const ItemView& theirs) {
  return Comparison(shown, theirs, AlarmMatch::ByTheirTime).judge();
}

}  // namespace pim::content
