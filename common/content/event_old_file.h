// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/content/event_old.h"
#include "common/content/ical_view.h"

// Files of vCalendar 1.0 lack nothing (content rule 1.13): what the plain lines do not bring back
// stands beside them as 2.0 has it, `X-PIMSYNC-DTSTART;TZID=Europe/Berlin:...`, a component as the
// text of `X-PIMSYNC-BEGIN`. It counts as long as the plain lines are what we make of it: whoever
// edits a file means the plain lines.
namespace pim::content {

/// One instance as the lines of a component, without BEGIN and END.
struct OldPart {
  std::string zone_lines;  ///< of the calendar
  std::string lines;
  std::vector<std::string> losses;
};
/// `file`: what has no place is no loss.
OldPart old_part(const ItemView& view, const Component& item, const OldManner& manner, bool file);

/// The excluded date of an exception that stands in the file itself.
inline constexpr std::string_view ExcludedByFile = "EXDATE;X-PIMSYNC-EXCEPTION=YES";

/// The date of the series that an instance in a file stands for.
inline constexpr std::string_view InstanceOfFile = "X-PIMSYNC-RECURRENCE-ID";

/// Dates that a file of ours marked as those of exceptions, as instants: a master excludes them
/// only where the exception does not stand in the file any more.
struct ExcludedByExceptions {
  std::set<Seconds> met;
  std::set<Seconds> left_alone;

  /// The master excludes the date at this instant.
  bool counts(Seconds at);
  /// Some that were met have no exception in what was read: another look at the file is wanted.
  bool lacks_some(std::string_view read, ItemKind kind);
};

/// The file form: every instance is a component.
Form old_file_of(const ItemView& view, const OldManner& manner);

/// Some line says more than the plain ones.
bool has_originals(const Document& document);
/// The plain lines are what our file form makes of the record `read`.
bool originals_count(const Document& document, std::string_view read, ItemKind kind);
/// The text of a component that stands in one line; empty where it is none.
std::string component_in(std::string_view escaped);

}  // namespace pim::content
