// SPDX-License-Identifier: Apache-2.0
// One connection: how it stands, its orders, its sign-in, its end.
#include <algorithm>

#include "common/console/broken_off.h"
#include "common/console/pages/fields.h"
#include "common/console/pages/frame.h"
#include "common/console/pages/page_route.h"
#include "common/console/pages/run_parts.h"

namespace pim::console::pages {

namespace {

std::string path_of(const Visit& visit) {
  return "/connections/" + visit.captures[0];
}

const Mode& mode_of(const Link& link) {
  return mode_named(text_of(link.connection, "mode"));
}

Html facts(const Link& link) {
  const auto fact = [](std::string_view name, const Html& value) {
    return el("div", el("dt", name), el("dd", value));
  };
  return el("dl", {{"class", "card facts"}},
            fact("Last in step", moment(text_of(link.last_good, "finished_at"), "never")),
            fact("Last try",
                 link.last.is_null() ? Html("never") : moment(text_of(link.last, "created_at"))),
            fact("Which way", mode_of(link).title),
            fact("Address", text_of(link.connection, "url")),
            fact("Your name there", text_of(link.connection, "user")));
}

Html orders(const Visit& visit, const Link& link) {
  const std::string path = path_of(visit);
  return el(
      "section", {{"aria-labelledby", "go"}}, el("h2", {{"id", "go"}}, "Sync"),
      visit.post_form(
          path + "/check", "card form", mode_choice(mode_of(link).name, ModeOf::OneSync),
          el("div", {{"class", "acts"}}, el("button", {{"class", "go"}}, "Check before you sync"),
             el("button", {{"formaction", visit.link(path + "/sync")}}, "Sync now")),
          el("p", {{"class", "soft s"}}, "A check shows what would happen and changes nothing.")));
}

/// Sent by the settings only: the form of a sign-in says nothing of what is kept in step.
constexpr const char* SettingsMark = "settings";

/// As ticked in a form that was refused, else as it is stored.
Html kinds(const Visit& visit, const Surroundings& around, const Link& link) {
  const auto chosen = visit.form.has(SettingsMark)
                          ? visit.form.all("collection")
                          : link.connection.value("collections", std::vector<std::string>());
  Html boxes;
  for (const Data& collection : around.collections) {
    const std::string name = text_of(collection, "name");
    boxes.add(choice({"checkbox", "collection", name,
                      collection_title(name, text_of(collection, "title")), "",
                      std::ranges::find(chosen, name) != chosen.end()}));
  }
  return el("fieldset", el("legend", "What is kept in step"), boxes);
}

Html settings(const Visit& visit, const Surroundings& around, const Link& link) {
  const std::string mode =
      visit.form.has(SettingsMark) ? visit.form.text("mode") : std::string(mode_of(link).name);
  const std::string user =
      visit.form.has("user") ? visit.form.text("user") : text_of(link.connection, "user");
  return el(
      "section", {{"aria-labelledby", "set"}}, el("h2", {{"id", "set"}}, "Settings"),
      visit.post_form(
          path_of(visit), "card form",
          el("input", {{"type", "hidden"}, {"name", SettingsMark}, {"value", "yes"}}),
          kinds(visit, around, link), mode_choice(mode, ModeOf::Connection),
          text_field({"user", "User name there", "", "text", user, {}}),
          text_field({"password",
                      "Password or app password",
                      "Leave it empty to keep the one that is stored. Another user name needs "
                      "its password.",
                      "password",
                      "",
                      {},
                      false}),
          el("div", {{"class", "acts"}}, el("button", "Save"))),
      visit.post_form(
          path_of(visit) + "/remove", "card form",
          el("p",
             "Removing the connection removes no record on either side. What waits to go "
             "there goes nowhere."),
          choice({"checkbox", "sure", "yes", "Remove this connection", "", false}),
          el("div", {{"class", "acts"}},
             el("button", {{"class", "link bad"}}, "Remove the connection"))));
}

Html own_runs(const Visit& visit, const Surroundings& around, const Data& runs) {
  return runs.empty()
             ? Html()
             : el("section", {{"aria-labelledby", "late"}}, el("h2", {{"id", "late"}}, "Latest"),
                  run_table(visit, around, runs, runs.size()));
}

Answer connection_page(Visit& visit, const Problem* problem) {
  // asked of the API first: it says what there is none of
  PIM_TRY(const Data connection, visit.get(path_of(visit)));
  PIM_TRY(const Surroundings around, Surroundings::read(visit));
  const Link* link = around.link(number_of(connection, "id"));
  if (link == nullptr) {
    return trouble(Trouble::NotFound, "There is no such connection. Nothing was changed.");
  }
  PIM_TRY(const Data runs, visit.get(path_of(visit) + "/runs", "limit=8"));
  const std::string here = path_of(visit);
  Page page;
  page.title =
      std::string(problem == nullptr ? link->standing.word : "Not done") + ": " + link->title;
  page.here = here;
  Html lede = badge(link->standing);
  if (!link->last.is_null()) {
    lede.add(" ", sentence_of(link->last, link->title));
  }
  page.main.add(crumb(visit, "/", "Connections"), head(link->title, lede));
  if (problem != nullptr) {
    page.main.add(error_summary("Not done", el("p", problem->detail)));
  }
  page.main.add(el("section", facts(*link)), orders(visit, *link),
                own_runs(visit, around, runs["runs"]), settings(visit, around, *link));
  return show(visit, around, page);
}

Answer show_connection(Visit& visit) {
  return connection_page(visit, nullptr);
}

Answer connection_again(Visit& visit, const Problem& problem) {
  return connection_page(visit, &problem);
}

Answer start(Visit& visit, bool plan) {
  Data order = {{"plan", plan}};
  if (!visit.form.text("mode").empty()) {
    order["mode"] = visit.form.text("mode");
  }
  PIM_TRY(const Data run, visit.send("POST", path_of(visit) + "/runs", order));
  return go_to(visit, "/runs/" + std::to_string(number_of(run, "id")));
}

Answer check_first(Visit& visit) {
  return start(visit, true);
}

Answer sync_now(Visit& visit) {
  return start(visit, false);
}

Answer change(Visit& visit) {
  const Form& form = visit.form;
  PIM_TRY(const Data before, visit.get(path_of(visit)));
  Data order = Data::object();
  if (form.text("user").empty()) {
    return trouble(Trouble::WrongMember, "Give the user name there. Nothing was changed.");
  }
  if (form.text("user") != text_of(before, "user")) {
    if (form.text("password").empty()) {
      return trouble(Trouble::WrongMember,
                     "Another user name needs its password. Nothing was changed. Type it in, too.");
    }
    order["user"] = form.text("user");
  }
  if (!form.text("password").empty()) {
    order["password"] = form.text("password");
  }
  if (!form.text("mode").empty()) {
    order["mode"] = form.text("mode");
  }
  order["collections"] = form.all("collection");
  if (order["collections"].empty()) {
    return trouble(Trouble::WrongMember,
                   "Choose at least one kind of record. Nothing was changed.");
  }
  PIM_CHECK(visit.send("PATCH", path_of(visit), order));
  return go_to(visit, path_of(visit));
}

Answer remove(Visit& visit) {
  if (visit.form.text("sure") != "yes") {
    return trouble(Trouble::WrongMember,
                   "Tick \"Remove this connection\" to remove it. Nothing was changed.");
  }
  PIM_CHECK(visit.send("DELETE", path_of(visit), {}));
  return go_to(visit, "/");
}

/// A new password, and the order that was refused once more.
Answer sign_in_again(Visit& visit) {
  PIM_CHECK(
      visit.send("PATCH", path_of(visit),
                 {{"user", visit.form.text("user")}, {"password", visit.form.text("password")}}));
  auto started = start(visit, visit.form.text("plan") != "no");
  if (!started) {
    return tl::unexpected<Problem>(
        told_after(std::move(started.error()), "The user name and the password are saved"));
  }
  return started;
}

constexpr PageRoute Routes[] = {
    {"GET", "/connections/*", show_connection},
    {"POST", "/connections/*", change, connection_again},
    {"POST", "/connections/*/check", check_first, connection_again},
    {"POST", "/connections/*/sync", sync_now, connection_again},
    {"POST", "/connections/*/sign-in", sign_in_again, connection_again},
    {"POST", "/connections/*/remove", remove, connection_again},
};

}  // namespace

std::span<const PageRoute> connection_pages() {
  return Routes;
}

}  // namespace pim::console::pages
