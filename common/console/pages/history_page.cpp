// SPDX-License-Identifier: Apache-2.0
// What happened, when, with whom: the runs, newest first.
#include "common/console/pages/frame.h"
#include "common/console/pages/page_route.h"
#include "common/console/pages/run_parts.h"

namespace pim::console::pages {

namespace {

constexpr std::size_t RunsPerPage = 50;

Answer show_history(Visit& visit) {
  const std::string& query = visit.request.query;
  PIM_TRY(const Data page_of_runs,
          visit.get("/runs", "limit=" + std::to_string(RunsPerPage) +
                                 (query.empty() ? std::string() : "&" + query)));
  PIM_TRY(const Surroundings around, Surroundings::read(visit));
  const Data runs = page_of_runs.value("runs", Data::array());
  Page page;
  page.title = "History";
  page.here = "/history";
  page.main =
      head("History", runs.empty() ? "Nothing has been synced yet."
                                   : "What happened, when, and what it meant for the data.");
  if (!runs.empty()) {
    page.main.add(run_table(visit, around, runs, RunsPerPage),
                  pager(visit, "/history", page_of_runs));
  }
  return show(visit, around, page);
}

constexpr PageRoute Routes[] = {{"GET", "/history", show_history}};

}  // namespace

std::span<const PageRoute> history_pages() {
  return Routes;
}

}  // namespace pim::console::pages
