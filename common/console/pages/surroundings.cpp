// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "common/console/pages/frame.h"

namespace pim::console::pages {

namespace {

/// Runs looked at to say how connections stand; older ones are in the history.
constexpr const char* LatestRuns = "limit=60";
/// More things to decide than this are not counted in the menu.
constexpr const char* FewRows = "limit=50";

bool did_its_work(const Data& run) {
  const std::string outcome = text_of(run, "outcome");
  return !flag_of(run, "plan") &&
         (outcome == "done" || outcome == "partly" || outcome == "waiting");
}

/// A preview that went well says less of a connection than the sync before it.
bool tells_more(const Data& run, const Data& last) {
  return last.is_null() || (text_of(last, "outcome") == "planned" && did_its_work(run));
}

void take_runs(Link& link, const Data& runs, bool something_waits) {
  for (const Data& run : runs) {
    if (number_of(run, "connection") != link.id) {
      continue;
    }
    if (tells_more(run, link.last)) {
      link.last = run;
    }
    if (link.last_good.is_null() && did_its_work(run)) {
      link.last_good = run;
    }
  }
  link.standing = standing_of(link.last, something_waits);
}

}  // namespace

Outcome<Surroundings> Surroundings::read(const Visit& visit) {
  Surroundings around;
  PIM_TRY(Data collections, visit.get("/collections"));
  around.collections = std::move(collections["collections"]);
  PIM_TRY(Data runs, visit.get("/runs", LatestRuns));
  around.runs = std::move(runs["runs"]);
  PIM_TRY(Data held, visit.get("/held", FewRows));
  PIM_TRY(Data conflicts, visit.get("/conflicts", std::string("open=true&") + FewRows));
  const auto waiting_deletions = static_cast<std::int64_t>(held["held"].size());
  around.waiting = waiting_deletions + static_cast<std::int64_t>(conflicts["conflicts"].size());
  PIM_TRY(Data connections, visit.get("/connections"));
  for (Data& connection : connections["connections"]) {
    Link link;
    link.id = number_of(connection, "id");
    link.title = text_of(connection, "title");
    link.connection = std::move(connection);
    take_runs(link, around.runs, waiting_deletions != 0);
    around.links.push_back(std::move(link));
  }
  return around;
}

const Link* Surroundings::link(std::int64_t id) const {
  const auto found = std::ranges::find(links, id, &Link::id);
  return found == links.end() ? nullptr : &*found;
}

}  // namespace pim::console::pages
