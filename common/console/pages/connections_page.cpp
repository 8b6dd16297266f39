// SPDX-License-Identifier: Apache-2.0
// The first page: how things stand with every connection, and what needs a person.
#include <optional>

#include "common/console/broken_off.h"
#include "common/console/pages/frame.h"
#include "common/console/pages/page_route.h"
#include "common/console/pages/run_parts.h"

namespace pim::console::pages {

namespace {

constexpr const char* LatestRuns = "limit=5";

bool needs_person(const Link& link) {
  return link.standing.mark == "wait" || link.standing.mark == "sign";
}

std::string path_of(const Link& link) {
  return "/connections/" + std::to_string(link.id);
}

std::string run_path(const Data& run) {
  return "/runs/" + std::to_string(number_of(run, "id"));
}

Html when_line(const Link& link) {
  Html line = Html("Last in step ").add(moment(text_of(link.last_good, "finished_at"), "never"));
  if (!link.last.is_null()) {
    line.add(" · tried ", moment(text_of(link.last, "created_at")));
  }
  return el("p", {{"class", "why"}}, line);
}

Html card(const Visit& visit, const Link& link) {
  const bool sign_in = link.standing.mark == "sign";
  const std::string target = sign_in ? run_path(link.last) : "/decide";
  return el("article", {{"class", "card"}},
            el("div", {{"class", "sh"}},
               el("h3", el("a", {{"href", visit.link(path_of(link))}}, link.title)),
               badge(link.standing)),
            el("p", sentence_of(link.last, link.title)), when_line(link),
            el("div", {{"class", "acts"}},
               el("a", {{"class", "b go"}, {"href", visit.link(target)}},
                  sign_in ? "Sign in again" : "Look and answer"),
               el("a", {{"class", "b link"}, {"href", visit.link(path_of(link))}}, "Edit")));
}

Html needing(const Visit& visit, const Surroundings& around) {
  Html cards;
  for (const Link& link : around.links) {
    if (needs_person(link)) {
      cards.add(card(visit, link));
    }
  }
  return cards.empty() ? cards
                       : el("section", {{"aria-labelledby", "need"}},
                            el("h2", {{"id", "need"}}, "Needs you"), cards);
}

Html state_cell(const Link& link) {
  Html cell = badge(link.standing);
  if (link.standing.mark == "away" || link.standing.mark == "fail" ||
      link.standing.mark == "part") {
    cell.add(el("span", {{"class", "why"}}, sentence_of(link.last, link.title)));
  }
  return cell;
}

Html action(const Visit& visit, const Link& link) {
  if (link.standing.mark == "run") {
    return el("a", {{"class", "b"}, {"href", visit.link(run_path(link.last))}}, "Watch",
              el("span", {{"class", "sr"}}, " ", link.title));
  }
  return visit.post_form(path_of(link) + "/check", "",
                         el("button", "Check", el("span", {{"class", "sr"}}, " ", link.title)));
}

Html row(const Visit& visit, const Link& link) {
  const Mode& mode = mode_named(text_of(link.connection, "mode"));
  Html kinds;
  for (const Data& name : link.connection.value("collections", Data::array())) {
    kinds.add(el("li", {{"class", "i " + std::string(mode.sign)}},
                 collection_title(name.get<std::string>())));
  }
  return el(
      "tr",
      el("th", {{"scope", "row"}}, el("a", {{"href", visit.link(path_of(link))}}, link.title)),
      el("td", {{"data-l", "State"}}, state_cell(link)),
      el("td", {{"data-l", "Kept in step"}}, el("ul", {{"class", "kinds"}}, kinds),
         mode.name == "two-way" ? Html() : el("span", {{"class", "why"}}, mode.title)),
      el("td", {{"data-l", "Last in step"}},
         moment(text_of(link.last_good, "finished_at"), "never")),
      el("td", {{"class", "c r"}}, action(visit, link)));
}

Html column(std::string_view title) {
  return el("th", {{"scope", "col"}}, title);
}

Html others(const Visit& visit, const Surroundings& around) {
  Html rows;
  for (const Link& link : around.links) {
    if (!needs_person(link)) {
      rows.add(row(visit, link));
    }
  }
  if (rows.empty()) {
    return {};
  }
  return el(
      "section", {{"aria-labelledby", "rest"}}, el("h2", {{"id", "rest"}}, "Looked after"),
      el("div", {{"class", "tw"}},
         el("table", {{"class", "stack"}},
            el("caption", {{"class", "sr"}}, "Connections that need nothing from you"),
            el("thead", el("tr", column("Portal"), column("State"), column("Kept in step"),
                           column("Last in step"),
                           el("th", {{"scope", "col"}}, el("span", {{"class", "sr"}}, "Action")))),
            el("tbody", rows))));
}

Html latest(const Visit& visit, const Surroundings& around, const Data& runs) {
  return runs.empty() ? Html()
                      : el("section", {{"aria-labelledby", "late"}},
                           el("div", {{"class", "sh"}}, el("h2", {{"id", "late"}}, "Latest"),
                              el("a", {{"href", visit.link("/history")}}, "All history")),
                           run_table(visit, around, runs, runs.size()));
}

Html to_decide(const Visit& visit, const Surroundings& around) {
  return el("a", {{"href", visit.link("/decide")}},
            counted(around.waiting, "thing waits", "things wait"), " for your decision");
}

Html lede(const Visit& visit, const Surroundings& around) {
  std::int64_t needing = 0;
  for (const Link& link : around.links) {
    needing += needs_person(link) ? 1 : 0;
  }
  const auto all = static_cast<std::int64_t>(around.links.size());
  Html text;
  if (needing != 0) {
    text.add(el("b", grouped(needing), " of ", grouped(all),
                needing == 1 ? " needs you." : " need you."),
             needing < all ? " The others are looked after." : "");
  }
  if (around.waiting != 0) {
    text.add(needing == 0 ? "" : " ", to_decide(visit, around), ".");
  }
  if (text.empty()) {
    text.add("Nothing needs you.");
  }
  return text.add(" Nothing has been lost.");
}

Answer show_empty(Visit& visit, const Surroundings& around) {
  Page page;
  page.title = "No connections yet";
  page.here = "/";
  page.main =
      head("You have no connections yet",
           "Choose a portal to bring your contacts and calendars together.")
          .add(el("div", {{"class", "card"}},
                  el("ol", {{"class", "dec"}},
                     el("li", el("b", "Choose a portal"), " and sign in there."),
                     el("li", el("b", "See what would happen."),
                        " Nothing is changed until you say so."),
                     el("li", el("b", "Sync."),
                        " The result says what was done; every record keeps what it was before.")),
                  el("div", {{"class", "acts"}},
                     el("a", {{"class", "b go"}, {"href", visit.link("/connections/new")}},
                        "Add a connection"),
                     el("a", {{"class", "b link"}, {"href", visit.link("/records/contacts")}},
                        "Look at my contacts"))));
  return pages::show(visit, around, page);
}

Answer show_connections(Visit& visit) {
  PIM_TRY(const Surroundings around, Surroundings::read(visit));
  if (around.links.empty()) {
    return show_empty(visit, around);
  }
  PIM_TRY(const Data latest_runs, visit.get("/runs", LatestRuns));
  Page page;
  page.title = around.waiting == 0 ? "Connections" : grouped(around.waiting) + " to decide";
  page.here = "/";
  Html actions;
  if (around.links.size() > 1) {
    actions.add(visit.post_form("/sync-all", "", el("button", "Sync all")));
  }
  actions.add(
      el("a", {{"class", "b"}, {"href", visit.link("/connections/new")}}, "Add a connection"));
  page.main = head("Connections", lede(visit, around), actions)
                  .add(needing(visit, around), others(visit, around),
                       latest(visit, around, latest_runs["runs"]));
  return pages::show(visit, around, page);
}

/// One order for each, which way its connection says; one that cannot be taken delays none of the
/// others.
Answer sync_all(Visit& visit) {
  PIM_TRY(const Data answer, visit.get("/connections"));
  std::optional<Problem> failed;
  std::size_t asked = 0;
  for (const Data& connection : answer["connections"]) {
    const auto made =
        visit.send("POST", "/connections/" + std::to_string(number_of(connection, "id")) + "/runs",
                   Data::object());
    if (made) {
      ++asked;
    } else if (!failed && info_of(made.error().trouble).status >= 500) {
      failed = made.error();
    }
  }
  if (failed) {
    return tl::unexpected<Problem>(
        asked == 0 ? std::move(*failed)
                   : told_after(std::move(*failed), counted(static_cast<std::int64_t>(asked),
                                                            "sync was", "syncs were") +
                                                        " started"));
  }
  return go_to(visit, "/");
}

constexpr PageRoute Routes[] = {
    {"GET", "/", show_connections},
    {"POST", "/sync-all", sync_all},
};

}  // namespace

std::span<const PageRoute> connections_pages() {
  return Routes;
}

}  // namespace pim::console::pages
