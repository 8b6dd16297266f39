// SPDX-License-Identifier: Apache-2.0
// What waits for a person: removals that are unusually many, changes that make most records alike,
// values that gave way in a merge, records that may be the same as another.
#include <algorithm>
#include <iterator>

#include "common/console/call.h"
#include "common/console/pages/difference_view.h"
#include "common/console/pages/fields.h"
#include "common/console/pages/frame.h"
#include "common/console/pages/page_route.h"

namespace pim::console::pages {

namespace {

/// Rows of each kind on the page; those behind them come when these are answered.
constexpr const char* RowsShown = "limit=50";

Html record_link(const Visit& visit, const Data& row, std::string_view member) {
  const Data item = row.value(std::string(member), Data::object());
  const std::string label = text_of(item, "label").empty() ? "(no name)" : text_of(item, "label");
  if (!item.is_object() || text_of(item, "label").empty()) {
    return el("bdi", label);  // nothing is left of it
  }
  return el("a",
            {{"href", visit.link("/records/" + encoded(text_of(row, "collection")) + "/" +
                                 std::to_string(number_of(item, "id")))}},
            el("bdi", label));
}

/// The two sorts of questions, in words: removals, and changes that make most records alike.
struct Question {
  std::string_view change;              ///< the API's name of the sort
  std::int64_t Surroundings::*waiting;  ///< how many of it wait
  std::string_view id;
  std::string_view happens;  ///< "3 records ..."
  std::string_view there;    ///< "Town ..."
  std::string_view keep;
  std::string_view yes;
  std::string_view afterwards;
  std::string_view caption;
  std::string_view column;
};

constexpr Question Removals = {
    "delete",
    &Surroundings::deletions,
    "held",
    " would be removed here. This is unusual. What should happen?",
    " no longer has them. Nothing has been removed here yet. What is not ticked below waits on.",
    "Keep my records and send them back",
    "Remove them here too",
    "What they held can still be read in their history, and brought back.",
    "Records that would be removed",
    "Gone at",
};
constexpr Question Changes = {
    "change",
    &Surroundings::changes,
    "held-changes",
    " would be changed here, most of your records to one same value. This is unusual. What should "
    "happen?",
    " has changed them. Nothing has been changed here yet. What is not ticked below waits on.",
    "Keep my records and send them back",
    "Change them here too",
    "What they were can still be read in their history, and brought back.",
    "Records that would be changed",
    "Changed at",
};

/// What a change would do to its record, folded in.
Html held_fields(const Data& row) {
  const auto told = row.find("fields");
  if (told == row.end() || !told->is_object()) {
    return {};
  }
  const Differences found = differences_of(*told);
  const std::string label = text_of(row.value("item", Data::object()), "label");
  return found.fields.empty()
             ? Html()
             : el("details",
                  el("summary",
                     counted(static_cast<std::int64_t>(found.fields.size()), "field", "fields")),
                  difference_table(found, label + ", changes", "Here now", "Changed"));
}

Html held_rows(const Visit& visit, const Data& held, const Question& question) {
  Html rows;
  for (const Data& row : held) {
    const std::string number = std::to_string(number_of(row, "number"));
    const std::string label = text_of(row.value("item", Data::object()), "label");
    rows.add(el("tr",
                el("td", el("input", {{"type", "checkbox"},
                                      {"name", "number"},
                                      {"value", number},
                                      {"checked", true},
                                      {"aria-label", "Choose " + label}})),
                el("th", {{"scope", "row"}}, record_link(visit, row, "item"), held_fields(row)),
                el("td", {{"data-l", "Kind"}}, collection_title(text_of(row, "collection"))),
                el("td", {{"data-l", question.column}}, text_of(row, "peer")),
                el("td", {{"data-l", "Since"}}, moment(text_of(row, "at")))));
  }
  return rows;
}

Html held_section(const Visit& visit, const Surroundings& around, const Data& all,
                  const Question& question) {
  Data held = Data::array();
  std::ranges::copy_if(all, std::back_inserter(held),
                       [&](const Data& row) { return text_of(row, "change") == question.change; });
  if (held.empty()) {
    return {};
  }
  const auto shown = static_cast<std::int64_t>(held.size());
  const std::int64_t count = std::max(around.*question.waiting, shown);
  const auto column = [](const Html& title) { return el("th", {{"scope", "col"}}, title); };
  const std::string peer = text_of(held.front(), "peer");
  return el(
      "section", {{"aria-labelledby", question.id}},
      visit.post_form(
          "/decide/held", "",
          el("input", {{"type", "hidden"}, {"name", "change"}, {"value", question.change}}),
          el("div", {{"class", "note warn i q"}},
             el("fieldset",
                el("legend", {{"id", question.id}},
                   "Careful: ", counted(count, "record", "records"), question.happens),
                el("p", {{"class", "s"}}, peer.empty() ? std::string("The other side") : peer,
                   question.there),
                choice({"radio", "decision", "keep", std::string(question.keep),
                        "Recommended. They go there again with the next sync.", true}),
                choice({"radio", "decision", std::string(question.change),
                        std::string(question.yes), std::string(question.afterwards), false}),
                count > shown ? choice({"checkbox", "all", "yes",
                                        "All that wait, not only those below", "", false})
                              : Html(),
                el("div", {{"class", "acts"}}, el("button", {{"class", "go"}}, "Do this")))),
          el("div", {{"class", "tw pages"}},
             el("table", {{"class", "stack"}}, el("caption", {{"class", "sr"}}, question.caption),
                el("thead",
                   el("tr", column(el("span", {{"class", "sr"}}, "Chosen")), column("Record"),
                      column("Kind"), column(question.column), column("Since"))),
                el("tbody", held_rows(visit, held, question))))));
}

/// What can be done about a value that gave way.
Html value_answers(const Visit& visit, const Data& row) {
  const bool comes_back = flag_of(row, "can_come_back");
  return visit.post_form(
      "/decide/conflict", "acts pad",
      el("input", {{"type", "hidden"}, {"name", "number"}, {"value", number_of(row, "number")}}),
      el("button", {{"name", "choice"}, {"value", "kept"}}, "Leave it like this"),
      comes_back ? el("button", {{"name", "choice"}, {"value", "lost"}}, "Take what gave way")
                 : el("span", {{"class", "soft s"}},
                      "It cannot be taken back by itself. What the record was can be read in its "
                      "history, and brought back."));
}

Html value_card(const Visit& visit, const Data& row) {
  const Marked values = mark_difference(text_of(row, "lost"), text_of(row, "kept"));
  const std::string peer = text_of(row, "peer").empty() ? "the other side" : text_of(row, "peer");
  return el(
      "article", {{"class", "rec"}},
      el("div", {{"class", "rh"}},
         el("span", {{"class", "face"}, {"aria-hidden", "true"}},
            initials(text_of(row.value("item", Data::object()), "label"))),
         el("h3", record_link(visit, row, "item")),
         el("p", {{"class", "why"}}, "Changed on both sides, here and at ", peer, ", ",
            moment(text_of(row, "at")), ". The newer value was kept, on both sides.")),
      el("table", {{"class", "diff stack"}}, el("caption", {{"class", "sr"}}, "What gave way"),
         el("thead",
            el("tr", el("th", {{"scope", "col"}, {"class", "f"}}, "Field"),
               el("th", {{"scope", "col"}}, "Gave way"), el("th", {{"scope", "col"}}, "Kept"))),
         el("tbody", el("tr", {{"class", "chg"}},
                        el("th", {{"scope", "row"}, {"class", "i chg"}}, text_of(row, "label")),
                        el("td", {{"data-l", "Gave way"}}, values.before),
                        el("td", {{"data-l", "Kept"}}, values.after)))),
      value_answers(visit, row));
}

/// What two alike records differ in.
Html alike_fields(const Data& row) {
  const auto told = row.find("fields");
  if (told == row.end() || !told->is_object()) {
    return {};
  }
  const Differences found = differences_of(*told);
  if (found.fields.empty()) {
    return el("p", {{"class", "soft s pad"}}, "All that is shown of them is the same.");
  }
  return difference_table(found, "What they differ in", "One", "The other");
}

Html doubtful_card(const Visit& visit, const Data& row) {
  return el(
      "article", {{"class", "rec"}},
      el("div", {{"class", "rh"}}, el("span", {{"class", "face"}, {"aria-hidden", "true"}}, "?"),
         el("h3", "The same?"),
         el("p", {{"class", "why"}},
            "Two records are alike, but not enough to be sure. Both are "
            "kept. We never join on likeness alone.")),
      el("table", {{"class", "stack"}}, el("caption", {{"class", "sr"}}, "Two alike records"),
         el("thead", el("tr", el("th", {{"scope", "col"}}, "One"),
                        el("th", {{"scope", "col"}}, "The other"))),
         el("tbody", el("tr", el("td", {{"data-l", "One"}}, record_link(visit, row, "item")),
                        el("td", {{"data-l", "The other"}}, record_link(visit, row, "other"))))),
      alike_fields(row),
      visit.post_form(
          "/decide/conflict", "acts pad",
          el("input",
             {{"type", "hidden"}, {"name", "number"}, {"value", number_of(row, "number")}}),
          el("button", "Keep both"),
          el("span", {{"class", "soft s"}},
             "If they are the same, remove one of them on its own page. What only that one has "
             "goes "
             "with it, and can be brought back.")));
}

Html conflict_section(const Visit& visit, const Data& conflicts, std::string_view kind,
                      std::string_view title) {
  Html cards;
  for (const Data& row : conflicts) {
    if (text_of(row, "kind") == kind) {
      cards.add(kind == "value" ? value_card(visit, row) : doubtful_card(visit, row));
    }
  }
  const std::string id = "c-" + std::string(kind);
  return cards.empty()
             ? cards
             : el("section", {{"aria-labelledby", id}}, el("h2", {{"id", id}}, title), cards);
}

Answer decide_page(Visit& visit, const Problem* problem) {
  PIM_TRY(const Surroundings around, Surroundings::read(visit));
  PIM_TRY(const Data held, visit.get("/held", std::string("fields=true&") + RowsShown));
  PIM_TRY(const Data conflicts,
          visit.get("/conflicts", std::string("open=true&fields=true&") + RowsShown));
  Page page;
  page.title = problem != nullptr    ? "Not done"
               : around.waiting == 0 ? "Nothing to decide"
                                     : grouped(around.waiting) + " to decide";
  page.here = "/decide";
  page.main = head(around.waiting == 0 ? "Nothing to decide"
                                       : counted(around.waiting, "thing", "things") + " to decide",
                   around.waiting == 0
                       ? "What needs your answer after a sync stands here."
                       : "Nothing is lost while it waits: everything is kept until you choose.");
  if (problem != nullptr) {
    page.main.add(error_summary("Not done", el("p", problem->detail)));
  }
  page.main.add(held_section(visit, around, held["held"], Removals),
                held_section(visit, around, held["held"], Changes),
                conflict_section(visit, conflicts["conflicts"], "value", "Changed on both sides"),
                conflict_section(visit, conflicts["conflicts"], "doubtful", "Perhaps the same"));
  return show(visit, around, page);
}

Answer show_decide(Visit& visit) {
  return decide_page(visit, nullptr);
}

Answer decide_again(Visit& visit, const Problem& problem) {
  return decide_page(visit, &problem);
}

/// Numbers of a form; those that are none are a mistake of the form, not the person's.
Outcome<Data> numbers_of(const Form& form) {
  Data numbers = Data::array();
  for (const std::string& text : form.all("number")) {
    PIM_TRY(const std::int64_t number, number_in_address(text, "question"));
    numbers.push_back(number);
  }
  return numbers;
}

Answer decide_held(Visit& visit) {
  Data order = {{"decision", visit.form.text("decision")}};
  if (visit.form.has("all")) {
    order["all"] = true;
    order["change"] = visit.form.text("change");
  } else {
    PIM_TRY(order["numbers"], numbers_of(visit.form));
    if (order["numbers"].empty()) {
      return trouble(Trouble::WrongMember, "Tick at least one record. Nothing was changed.");
    }
  }
  PIM_CHECK(visit.send("POST", "/held", order));
  return go_to(visit, "/decide");
}

Answer close_conflict(Visit& visit) {
  PIM_TRY(const Data numbers, numbers_of(visit.form));
  const std::string choice = visit.form.text("choice");
  PIM_CHECK(visit.send("POST", "/conflicts",
                       {{"numbers", numbers}, {"choice", choice.empty() ? "kept" : choice}}));
  return go_to(visit, "/decide");
}

constexpr PageRoute Routes[] = {
    {"GET", "/decide", show_decide},
    {"POST", "/decide/held", decide_held, decide_again},
    {"POST", "/decide/conflict", close_conflict, decide_again},
};

}  // namespace

std::span<const PageRoute> decide_pages() {
  return Routes;
}

}  // namespace pim::console::pages
