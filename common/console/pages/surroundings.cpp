// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "common/console/pages/frame.h"

namespace pim::console::pages {

namespace {

/// A preview that went well says less of a connection than the sync before it.
void take_runs(Link& link, bool something_waits) {
  link.last = std::exchange(link.connection["last_run"], nullptr);
  link.last_good = std::exchange(link.connection["last_good_run"], nullptr);
  if (text_of(link.last, "outcome") == "planned" && !link.last_good.is_null()) {
    link.last = link.last_good;
  }
  link.standing = standing_of(link.last, something_waits);
}

/// Connections of one title are told apart by the user there.
void tell_apart(std::vector<Link>& links) {
  std::map<std::string, int> titles;
  for (const Link& link : links) {
    ++titles[link.title];
  }
  for (Link& link : links) {
    if (titles[link.title] > 1) {
      link.title += " (" + text_of(link.connection, "user") + ")";
    }
  }
}

}  // namespace

Outcome<Surroundings> Surroundings::read(const Visit& visit) {
  Surroundings around;
  PIM_TRY(Data collections, visit.get("/collections"));
  around.collections = std::move(collections["collections"]);
  PIM_TRY(const Data questions, visit.get("/questions"));
  around.deletions = number_of(questions, "deletions");
  around.changes = number_of(questions, "changes");
  const std::int64_t held = around.deletions + around.changes;
  around.waiting = held + number_of(questions, "conflicts") + number_of(questions, "doubtful");
  PIM_TRY(Data connections, visit.get("/connections", "runs=true"));
  for (Data& connection : connections["connections"]) {
    Link link;
    link.id = number_of(connection, "id");
    link.title = text_of(connection, "title");
    link.connection = std::move(connection);
    take_runs(link, held != 0);
    around.links.push_back(std::move(link));
  }
  tell_apart(around.links);
  return around;
}

const Link* Surroundings::link(std::int64_t id) const {
  const auto found = std::ranges::find(links, id, &Link::id);
  return found == links.end() ? nullptr : &*found;
}

}  // namespace pim::console::pages
