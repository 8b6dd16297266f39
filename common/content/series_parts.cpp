// SPDX-License-Identifier: Apache-2.0
#include "common/content/series_parts.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/ical_elements.h"
#include "common/content/ical_merge.h"
#include "common/content/ical_view.h"
#include "common/content/series_split.h"

namespace pim::content {
namespace {

constexpr std::string_view Name = "RECURRENCE-ID";

/// Seen without reading the record: most have no exception. A fold within a name is possible, and
/// nobody writes one.
bool may_have_exceptions(std::string_view stored) {
  const auto found = std::search(stored.begin(), stored.end(), Name.begin(), Name.end(),
                                 [](char a, char b) { return (a & ~0x20) == (b & ~0x20); });
  return found != stored.end();
}

/// The later one of the date and the exception's own start, in UTC.
Seconds time_of(const ItemView& view, const SeriesPart& part) {
  Seconds at = 0;
  const auto start = start_of(view, *view.master());
  if (const auto date = parse_time(part.id, {}); date && start) {
    EventTime told = *start;
    told.wall = date->wall;
    at = view.utc_of(told);
  }
  if (const Component* own = view.item(part.id)) {
    if (const auto time = start_of(view, *own)) {
      at = std::max(at, view.utc_of(*time));
    }
  }
  return at;
}

bool repeats(const ItemView& view) {
  const Component& lead = view.items().front();
  return lead.first("RRULE") != nullptr || lead.first("RDATE") != nullptr;
}

}  // namespace

Result<std::vector<Part>> series_parts(std::string_view stored, ItemKind kind) {
  std::vector<Part> parts;
  if (!may_have_exceptions(stored)) {
    return parts;
  }
  PIM_TRY(const ItemView view, ItemView::read(stored, kind));
  if (view.master() == nullptr || view.items().size() == 1) {
    return parts;
  }
  for (SeriesPart& part : split_series(view, INT64_MIN)) {
    if (!part.id.empty() && !part.id.ends_with('+')) {
      const Seconds at = time_of(view, part);
      parts.push_back({std::move(part.id), std::move(part.record), at});
    }
  }
  return parts;
}

Result<std::string> series_with_part(std::string_view stored, std::string_view id,
                                     std::string_view before, std::string_view now, ItemKind kind) {
  PIM_TRY(const ItemView edited, ItemView::read(now, kind));
  if (repeats(edited)) {
    return fail(ErrorCode::Unsupported, "an exception of a series cannot repeat");
  }
  PIM_TRY(const ItemView view, ItemView::read(stored, kind));
  PIM_TRY(const std::string base, part_as_exception(view, id, before));
  PIM_TRY(const std::string theirs, part_as_exception(view, id, now));
  Ability whole;
  whole.whole = true;
  PIM_TRY(Merged merged,
          merge_items({.ours = stored, .theirs = theirs, .base = base, .ability = whole}, kind));
  return std::move(merged.stored);
}

}  // namespace pim::content
