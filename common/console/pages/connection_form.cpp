// SPDX-License-Identifier: Apache-2.0
// A new connection: choose a portal, sign in there, say what is kept in step. Sending it tries the
// sign-in with a look at both sides that changes nothing, and goes on to what that has found.
#include <algorithm>

#include "common/console/pages/fields.h"
#include "common/console/pages/frame.h"
#include "common/console/pages/page_route.h"

namespace pim::console::pages {

namespace {

/// "other:" cannot be the name of a peer: those are words.
constexpr const char* Other = "other:";

struct Wrong {
  std::string member;  ///< of the API, or empty
  std::string sentence;

  std::string_view at(std::string_view field) const {
    return field == member ? std::string_view(sentence) : std::string_view();
  }
};

Wrong wrong_of(const Problem* problem) {
  if (problem == nullptr) {
    return {};
  }
  std::string member = problem->members.is_object() && problem->members.contains("member")
                           ? problem->members["member"].get<std::string>()
                           : std::string();
  if (problem->trouble == Trouble::WrongUrl) {
    member = "url";
  }
  return {member, problem->detail};
}

Html peer_choices(const Data& peers, const Form& form, const Wrong& wrong) {
  const Data& named = peers["peers"];
  const std::string& chosen = form.text("peer");
  Html choices;
  for (const Data& peer : named) {
    const std::string name = text_of(peer, "name");
    const bool first = chosen.empty() && &peer == &named.front();
    choices.add(choice({"radio", "peer", name, text_of(peer, "title"), text_of(peer, "url"),
                        first || chosen == name}));
  }
  if (flag_of(peers, "others_allowed")) {
    const bool only = named.empty();
    choices.add(choice({"radio", "peer", Other, "Another portal", "You know its address",
                        only || chosen == Other}));
    choices.add(
        el("div", {{"class", "sub form"}},
           text_field({"url", "Its address", "For example https://portal.example.org/syncml", "url",
                       form.text("url"), wrong.at("url"), false}),
           text_field({"name", "What to call it", "", "text", form.text("name"), wrong.at("name"),
                       false})));
  }
  return el("fieldset", el("legend", "Which portal?"), choices);
}

Html collection_choices(const Surroundings& around, const Form& form) {
  const auto chosen = form.all("collection");
  Html boxes;
  for (const Data& collection : around.collections) {
    const std::string name = text_of(collection, "name");
    const bool on = form.has("peer") ? std::ranges::find(chosen, name) != chosen.end() : true;
    boxes.add(choice(
        {"checkbox", "collection", name, collection_title(name, text_of(collection, "title")),
         counted(number_of(collection, "records"), "record here", "records here"), on}));
  }
  return el("fieldset", el("legend", "What is kept in step?"), boxes);
}

Html summary(const Visit& visit, const Problem& problem, const Wrong& wrong) {
  Html list = wrong.member.empty()
                  ? el("p", problem.detail)
                  : el("ul", el("li", el("a", {{"href", "#f-" + wrong.member}}, problem.detail)));
  if (problem.trouble == Trouble::AlreadyThere && problem.members.contains("connection")) {
    list.add(el(
        "p", el("a", {{"href", visit.link("/connections/" + problem.members["connection"].dump())}},
                "To the connection that is there")));
  }
  return error_summary("Not saved yet", list.add(el("p", {{"class", "soft s"}},
                                                    "What you typed is still here, but for the "
                                                    "password: that is never sent back.")));
}

Answer form_page(Visit& visit, const Problem* problem) {
  PIM_TRY(const Surroundings around, Surroundings::read(visit));
  PIM_TRY(const Data peers, visit.get("/peers"));
  const Wrong wrong = wrong_of(problem);
  Page page;
  page.title = problem == nullptr ? "Add a connection" : "Not saved yet";
  page.here = "/connections/new";
  Html& main = page.main;
  main.add(crumb(visit, "/", "Connections"),
           head("Add a connection",
                "Nothing is changed on either side until you have seen what "
                "would happen."));
  if (problem != nullptr) {
    main.add(summary(visit, *problem, wrong));
  }
  main.add(visit.post_form(
      "/connections/new", "form card", peer_choices(peers, visit.form, wrong),
      text_field(
          {"user", "User name there", "", "text", visit.form.text("user"), wrong.at("user")}),
      text_field({"password", "Password or app password",
                  "If you use two-step sign-in there, make an app password.", "password", "",
                  wrong.at("password")}),
      collection_choices(around, visit.form),
      mode_choice(visit.form.text("mode"), ModeOf::Connection),
      el("div", {{"class", "acts"}}, el("button", {{"class", "go"}}, "Test and look"),
         el("a", {{"class", "b link"}, {"href", visit.link("/")}}, "Cancel"))));
  return show(visit, around, page);
}

Answer new_connection(Visit& visit) {
  return form_page(visit, nullptr);
}

Answer form_again(Visit& visit, const Problem& problem) {
  return form_page(visit, &problem);
}

Outcome<void> check_collections(const Form& form) {
  if (form.has("collection")) {
    return {};
  }
  return trouble(Trouble::WrongMember, "Choose at least one kind of record. Nothing was changed.");
}

Answer create_connection(Visit& visit) {
  const Form& form = visit.form;
  Data order = {{"user", form.text("user")}, {"password", form.text("password")}};
  if (form.text("peer") == Other) {
    order["url"] = form.text("url");
    if (!form.text("name").empty()) {
      order["name"] = form.text("name");
    }
  } else {
    order["peer"] = form.text("peer");
  }
  PIM_CHECK(check_collections(form));
  order["collections"] = form.all("collection");
  if (!form.text("mode").empty()) {
    order["mode"] = form.text("mode");
  }
  PIM_TRY(const Data made, visit.send("POST", "/connections", order));
  const std::string path = "/connections/" + std::to_string(number_of(made, "id"));
  const auto run = visit.send("POST", path + "/runs", {{"plan", true}});
  return go_to(visit, run ? "/runs/" + std::to_string(number_of(*run, "id")) : path);
}

constexpr PageRoute Routes[] = {
    {"GET", "/connections/new", new_connection},
    {"POST", "/connections/new", create_connection, form_again},
};

}  // namespace

std::span<const PageRoute> connection_form_pages() {
  return Routes;
}

}  // namespace pim::console::pages
