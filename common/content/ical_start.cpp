// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_start.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/event_time.h"
#include "common/content/ical_view.h"

namespace pim::content {
namespace {

/// Nearly every event says it on a line of its own: no document is made to see that.
bool says_start(std::string_view stored) {
  constexpr std::string_view Name = "\nDTSTART";
  const std::size_t event = stored.find("\nBEGIN:VEVENT");
  const std::size_t line = event == std::string_view::npos ? event : stored.find(Name, event);
  if (line == std::string_view::npos) {
    return false;
  }
  std::string_view text = stored.substr(line + Name.size());
  text = text.substr(0, text.find_first_of("\r\n"));
  const std::size_t colon = text.rfind(':');
  return colon != std::string_view::npos && parse_time(trim(text.substr(colon + 1)), {});
}

}  // namespace

bool has_start(std::string_view stored) {
  if (says_start(stored)) {
    return true;
  }
  const auto view = ItemView::read(stored, ItemKind::Event);
  return view && std::ranges::any_of(view->items(), [&](const Component& component) {
           const Field* start = component.first("DTSTART");
           return start != nullptr && view->time_of(component, *start);
         });
}

}  // namespace pim::content
