// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/console/pages/visit.h"
#include "common/console/pages/words.h"

namespace pim::console::pages {

/// A connection with the runs that say how it stands.
struct Link {
  std::int64_t id = 0;
  std::string title;
  Data connection = Data::object();
  Data last;       ///< the run that says how it stands; null = none
  Data last_good;  ///< the latest that did its work, previews left out; null = none
  Standing standing;
};

/// What every page shows around its own: read once for each.
struct Surroundings {
  std::vector<Link> links;
  Data collections = Data::array();
  std::int64_t waiting = 0;    ///< all things to decide
  std::int64_t deletions = 0;  ///< those of them that are held removals
  std::int64_t changes = 0;    ///< and held changes

  static Outcome<Surroundings> read(const Visit& visit);
  /// Null where it is not there any more.
  const Link* link(std::int64_t id) const;
};

/// A page with everything around it.
struct Page {
  std::string title;      ///< begins with the state
  std::string_view here;  ///< the path of its entry in the menu: "/history"
  Html main;
  int status = 200;
  int refresh = 0;  ///< without script: seconds until it is asked for again; 0 = never
};

Response show(const Visit& visit, const Surroundings& around, const Page& page);
/// A page without menu, for who has not signed in or where nothing can be read.
Response show_bare(const Visit& visit, const Page& page);

/// The head of a page: the sentence first. `actions` may be empty.
Html head(std::string_view title, const Html& lede, const Html& actions = {});
Html crumb(const Visit& visit, std::string_view path, std::string_view title);
/// The summary above a form that was refused.
Html error_summary(std::string_view title, const Html& list);

/// The page that tells a problem.
Response show_problem(const Visit& visit, const Problem& problem);

}  // namespace pim::console::pages
