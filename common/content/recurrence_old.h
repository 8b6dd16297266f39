// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/content/recurrence_rule.h"

// The rule grammar of vCalendar 1.0 (content rules 2b.18, 2b.19).
namespace pim::content {

/// What a device makes of rules.
struct OldRuleManner {
  bool counts_dates = false;  ///< #n counts dates; the standard counts intervals
  bool clamps = false;        ///< day 31 is the last day of shorter months (Symbian)
};

struct OldRule {
  RecurrenceRule rule;  ///< UNTIL by the clock of the start
  /// not empty: no such rule in the other grammar, and its name (content rule V7)
  std::string loss;
};

/// Reads a rule of 1.0. An end in UTC stays so.
OldRule read_old_rule(std::string_view text, const EventTime& start, const OldRuleManner& manner);

struct OldRuleText {
  std::string text;                  ///< without its end where `until` is told
  std::optional<WallSeconds> until;  ///< the end as a time by the clock of the start
  std::string loss;
};

/// Writes a rule for 1.0. UNTIL must stand by the clock of the start.
OldRuleText write_old_rule(const RecurrenceRule& rule, const EventTime& start,
                           const OldRuleManner& manner);

}  // namespace pim::content
