// SPDX-License-Identifier: Apache-2.0
// One run in all its states: under way, a check that changed nothing, a result, a refused sign-in.
#include <algorithm>
#include <array>

#include "common/base/limits.h"
#include "common/console/pages/fields.h"
#include "common/console/pages/frame.h"
#include "common/console/pages/page_route.h"
#include "common/console/pages/run_parts.h"

namespace pim::console::pages {

namespace {

/// What a page of a run shows around itself.
struct Scene {
  Surroundings around;
  Data run;
  Data items;  ///< a page of its lines
  std::string peer;
  const Link* link = nullptr;        ///< null where the connection was removed
  const Problem* refused = nullptr;  ///< why a form on the page was

  /// A later sync of the connection did its work.
  bool superseded() const {
    return link != nullptr && !link->last_good.is_null() &&
           number_of(link->last_good, "id") > number_of(run, "id");
  }
  /// How many of the things that it has left for a person still wait for one.
  std::int64_t waiting() const {
    const std::int64_t left =
        total_of(run, "held") + total_of(run, "doubtful") + sum_of(run, "here").conflicts;
    return superseded() ? 0 : std::min(left, around.waiting);
  }
  std::string path() const { return "/runs/" + std::to_string(number_of(run, "id")); }
  std::string connection_path() const {
    return "/connections/" + std::to_string(number_of(run, "connection"));
  }
};

Outcome<Scene> read_scene(const Visit& visit) {
  Scene scene;
  const std::string path = "/runs/" + visit.captures[0];
  PIM_TRY(scene.run, visit.get(path));
  const std::string query = visit.request.method == "POST" ? "" : visit.request.query;
  PIM_TRY(scene.items, visit.get(path + "/items", std::string("fields=true&limit=15") +
                                                      (query.empty() ? "" : "&" + query)));
  PIM_TRY(scene.around, Surroundings::read(visit));
  scene.link = scene.around.link(number_of(scene.run, "connection"));
  scene.peer = scene.link != nullptr ? scene.link->title : text_of(scene.run, "peer");
  if (scene.peer.empty()) {
    scene.peer = "the other portal";
  }
  return scene;
}

/// What every page of a run begins with.
Html way_back(const Visit& visit, const Scene& scene) {
  Html begin = scene.link != nullptr ? crumb(visit, scene.connection_path(), scene.peer)
                                     : crumb(visit, "/history", "History");
  if (scene.refused != nullptr) {
    begin.add(error_summary("Not done", el("p", scene.refused->detail)));
  }
  return begin;
}

/// What stands on the page of a run that a later one has overtaken.
Html later_note(const Visit& visit, const Scene& scene) {
  const std::string later = "/runs/" + std::to_string(number_of(scene.link->last_good, "id"));
  return el("div", {{"class", "note i info"}},
            el("p", "There was a sync with ", scene.peer, " after this, ",
               moment(text_of(scene.link->last_good, "finished_at")), ". ",
               el("a", {{"href", visit.link(later)}}, "What it did")));
}

// ---------------------------------------------------------------- under way

struct Phase {
  std::string_view name;  ///< of the API
  std::string_view title;
};
constexpr std::array<Phase, 4> Phases = {{{"receive", "Look at both sides and receive"},
                                          {"plan", "Compare"},
                                          {"apply", "Save here"},
                                          {"send", "Send what is missing there"}}};

std::size_t place_of(const std::string& phase) {
  for (std::size_t at = 0; at < Phases.size(); ++at) {
    if (Phases[at].name == phase) {
      return at;
    }
  }
  return 0;
}

Html phase_list(const Data& run) {
  const std::size_t now = place_of(text_of(run, "phase"));
  const std::size_t count = flag_of(run, "plan") ? 2 : Phases.size();
  Html list;
  for (std::size_t at = 0; at < count; ++at) {
    const Standing state = at < now    ? Standing{"ok", "Done"}
                           : at == now ? Standing{"run", "Running"}
                                       : Standing{"todo", "To come"};
    list.add(
        el("li", {{"data-phase", Phases[at].name}}, badge(state), el("span", Phases[at].title)));
  }
  return el("ol", {{"class", "phases"}}, list);
}

std::string so_far(const Data& run) {
  return counted(number_of(run, "messages"), "message", "messages") + " · " +
         octets_in_words(number_of(run, "bytes")) + " · " +
         counted(number_of(run, "seconds"), "second", "seconds");
}

Response running(const Visit& visit, const Scene& scene) {
  const bool waits =
      text_of(scene.run, "state") == "due" && !text_of(scene.run, "sentence").empty();
  const std::int64_t seconds = number_of(scene.run, "seconds");
  Page page;
  const std::string word = flag_of(scene.run, "plan") ? "Checking" : "Running";
  page.title = word + ": " + scene.peer;
  page.here = "/";
  constexpr std::int64_t Minute = 60;
  page.refresh = seconds < Minute ? 3 : 15;
  const auto place = static_cast<std::int64_t>(place_of(text_of(scene.run, "phase")));
  const std::int64_t steps = flag_of(scene.run, "plan") ? 2 : 4;
  Html note;
  if (waits) {
    note = el("div", {{"class", "note i away"}},
              el("p", text_of(scene.run, "sentence"), " Next try: ",
                 moment(text_of(scene.run, "due_at")), ". Your data is safe on both sides."));
  }
  page.main =
      way_back(visit, scene)
          .add(
              el("div", {{"class", "head"}}, el("h1", scene.peer), el("p", badge({"run", word})),
                 el("p", {{"class", "lede"}},
                    "You may close this page. The run goes on and the result waits for you here.")),
              note,
              el("section",
                 {{"class", "card"},
                  {"id", "run"},
                  {"data-run", visit.link("/api/v1" + scene.path())}},
                 el("h2", {{"id", "pl"}}, "Step ", grouped(place + 1), " of ", grouped(steps)),
                 el("progress",
                    {{"id", "bar"}, {"max", steps}, {"value", place}, {"aria-labelledby", "pl"}},
                    grouped(place), " of ", grouped(steps)),
                 el("p", {{"class", "soft s"}, {"role", "status"}, {"id", "say"}},
                    so_far(scene.run)),
                 phase_list(scene.run),
                 visit.post_form(scene.path() + "/stop", "acts", el("button", "Stop"),
                                 el("span", {{"class", "soft s"}},
                                    flag_of(scene.run, "cancel_asked")
                                        ? "Stopping: the current message is finished first."
                                        : "Safe: finishes the current message. Nothing is left "
                                          "half done."))));
  return show(visit, scene.around, page);
}

// ---------------------------------------------------------------- a check

std::string would_change(const Data& run, const std::string& peer) {
  const Sum here = sum_of(run, "here");
  const Sum there = sum_of(run, "there");
  const std::int64_t to_here = here.added + here.updated + here.deleted;
  const std::int64_t to_there = there.added + there.updated + there.deleted;
  if (to_here + to_there + total_of(run, "held") == 0) {
    return "Both sides hold the same.";
  }
  return counted(to_here, "record", "records") + " would change here, " + grouped(to_there) +
         " at " + peer + ".";
}

Html held_note(const Data& run, const std::string& peer) {
  const std::int64_t changes = total_of(run, "held_changes");
  const std::int64_t removals = total_of(run, "held") - changes;
  Html notes;
  if (removals != 0) {
    notes.add(el("div", {{"class", "note warn i q"}},
                 el("h2", "Careful: ", counted(removals, "record", "records"),
                    " would be removed here. This is unusual."),
                 el("p", peer,
                    " no longer has them. If you sync now they stay here, and wait for your answer "
                    "under To decide. Everything else is synced.")));
  }
  if (changes != 0) {
    notes.add(el("div", {{"class", "note warn i q"}},
                 el("h2", "Careful: ", counted(changes, "record", "records"),
                    " would be changed here, most of your records to one same value. This is "
                    "unusual."),
                 el("p", peer,
                    " has changed them. If you sync now they stay as they are, and wait for your "
                    "answer under To decide. Everything else is synced.")));
  }
  return notes;
}

Html doubt_note(const Data& run) {
  const std::int64_t doubtful = total_of(run, "doubtful");
  if (doubtful == 0) {
    return {};
  }
  return el("div", {{"class", "note i info"}},
            el("p", counted(doubtful, "record", "records"),
               " may be the same as one you already have. They are kept apart, and shown under To "
               "decide. We never join on likeness alone."));
}

Html list_of(const Visit& visit, const Scene& scene, std::string_view title) {
  const Data lines = scene.items.value("items", Data::array());
  return lines.empty()
             ? Html()
             : el("section", {{"aria-labelledby", "list"}}, el("h2", {{"id", "list"}}, title),
                  line_records(visit, lines, scene.peer, Tense::Plan),
                  pager(visit, scene.path(), scene.items));
}

Html sync_bar(const Visit& visit, const Scene& scene) {
  if (scene.link == nullptr) {
    return {};
  }
  return visit.post_form(
      scene.connection_path() + "/sync", "bar acts",
      el("input", {{"type", "hidden"}, {"name", "mode"}, {"value", text_of(scene.run, "mode")}}),
      el("button", {{"class", "go"}}, "Sync now"),
      el("a", {{"class", "b"}, {"href", visit.link("/")}}, "Not now"),
      el("p", {{"class", "soft s"}}, "Checked ", moment(text_of(scene.run, "finished_at")),
         ". What has changed since is taken into account."));
}

Response checked_before(const Visit& visit, const Scene& scene) {
  Page page;
  page.title = "An earlier check with " + scene.peer;
  page.here = "/";
  page.main =
      way_back(visit, scene)
          .add(head(scene.peer + ": an earlier check",
                    Html("What would have happened then. ")
                        .add(moment(text_of(scene.run, "finished_at")))),
               later_note(visit, scene),
               el("section", {{"aria-labelledby", "sum"}}, el("h2", {{"id", "sum"}}, "In numbers"),
                  count_table(scene.run, scene.peer)),
               list_of(visit, scene, "Every change"));
  return show(visit, scene.around, page);
}

Response checked(const Visit& visit, const Scene& scene) {
  if (scene.superseded()) {
    return checked_before(visit, scene);
  }
  Page page;
  page.title = "Nothing changed yet: check with " + scene.peer;
  page.here = "/";
  page.main =
      way_back(visit, scene)
          .add(head(scene.peer + ": what would happen",
                    el("b", "Nothing has been changed yet.")
                        .add(" ", would_change(scene.run, scene.peer))),
               held_note(scene.run, scene.peer),
               el("section", {{"aria-labelledby", "sum"}}, el("h2", {{"id", "sum"}}, "In numbers"),
                  count_table(scene.run, scene.peer)),
               doubt_note(scene.run), list_of(visit, scene, "Every change"),
               sync_bar(visit, scene));
  return show(visit, scene.around, page);
}

// ---------------------------------------------------------------- a result

std::string result_title(const Scene& scene) {
  const std::string outcome = text_of(scene.run, "outcome");
  const std::string sentence = sentence_of(scene.run, scene.peer);
  if (outcome == "done") {
    return "All done. " + sentence;
  }
  if (outcome == "partly" || outcome == "waiting") {
    return "Done. " + sentence;
  }
  if (text_of(scene.run, "state") == "cancelled") {
    return "Stopped. What was done stays done.";
  }
  return outcome == "away" ? scene.peer + " does not answer" : "The run could not be finished";
}

Html result_lede(const Scene& scene) {
  const std::string outcome = text_of(scene.run, "outcome");
  if (outcome == "away") {
    return "Your data is safe on both sides. What has been received is kept for the next run.";
  }
  if (outcome == "done" || outcome == "partly" || outcome == "waiting") {
    const std::int64_t joined = total_of(scene.run, "joined");
    return joined == 0 ? Html("Nothing was lost.")
                       : Html(counted(joined, "record was", "records were") +
                              " recognised on both sides: joined, not doubled.");
  }
  return text_of(scene.run, "sentence");
}

/// A mode that receives nothing leaves what came where it is.
Html kept_back_note(const Scene& scene) {
  const std::int64_t kept = total_of(scene.run, "kept_back");
  return kept == 0 ? Html()
                   : el("div", {{"class", "note i info"}},
                        el("p", counted(kept, "change of", "changes of"), " ", scene.peer,
                           kept == 1 ? " was" : " were",
                           " not taken in, as you asked. The next sync both ways brings them."));
}

Html decide_card(const Visit& visit, const Scene& scene) {
  const std::int64_t waiting = scene.waiting();
  if (waiting == 0) {
    return {};
  }
  return el(
      "section", {{"aria-labelledby", "dec"}},
      el("div", {{"class", "card"}},
         el("h2", {{"id", "dec"}}, counted(waiting, "record waits", "records wait"), " for you"),
         el("p", total_of(scene.run, "held") == 0
                     ? "Both versions are kept until you choose."
                     : "What is unusually much at once was not done. The records are "
                       "still here, as they were."),
         el("div", {{"class", "acts"}},
            el("a", {{"class", "b go"}, {"href", visit.link("/decide")}}, "Decide"))));
}

Html again_form(const Visit& visit, const Scene& scene, std::string_view label) {
  return scene.link == nullptr
             ? Html()
             : visit.post_form(
                   scene.connection_path() + (flag_of(scene.run, "plan") ? "/check" : "/sync"),
                   "acts pages",
                   el("input", {{"type", "hidden"},
                                {"name", "mode"},
                                {"value", text_of(scene.run, "mode")}}),
                   el("button", label),
                   el("a", {{"class", "b link"}, {"href", visit.link(scene.connection_path())}},
                      "To the connection"));
}

/// What the run did, record by record.
Html done_list(const Visit& visit, const Scene& scene) {
  const Html records =
      line_records(visit, scene.items.value("items", Data::array()), scene.peer, Tense::Done);
  if (records.empty()) {
    return pager(visit, scene.path(), scene.items);
  }
  const std::int64_t added = sum_of(scene.run, "here").added + sum_of(scene.run, "there").added;
  Html note;
  if (added > static_cast<std::int64_t>(limits::NamedAdds)) {
    note = el("p", {{"class", "soft s"}}, "Of ", grouped(added),
              " new records the first ones are listed; changed and removed ones all.");
  }
  return el("section", {{"aria-labelledby", "list"}},
            el("h2", {{"id", "list"}}, "Record by record"), note, records,
            pager(visit, scene.path(), scene.items));
}

Response result(const Visit& visit, const Scene& scene) {
  const Standing standing = standing_of(scene.run, scene.waiting() != 0);
  const std::string outcome = text_of(scene.run, "outcome");
  const bool failed = standing.mark == "fail" || outcome == "away";
  const Data lines = scene.items.value("items", Data::array());
  Page page;
  page.title = std::string(standing.word) + ": " + scene.peer;
  page.here = "/";
  page.main =
      way_back(visit, scene)
          .add(el("div", {{"class", "head"}}, el("p", badge(standing)),
                  el("h1", result_title(scene)), el("p", {{"class", "lede"}}, result_lede(scene)),
                  el("p", {{"class", "soft s"}}, moment(text_of(scene.run, "finished_at")), " · ",
                     so_far(scene.run))),
               kept_back_note(scene), failures(lines, scene.peer), decide_card(visit, scene));
  if (failed && outcome == "away") {
    page.main.add(el("p", {{"class", "soft s"}}, text_of(scene.run, "sentence")));
  }
  const Html counts = count_table(scene.run, scene.peer);
  if (!counts.empty()) {
    page.main.add(el("section", {{"aria-labelledby", "sum"}},
                     el("h2", {{"id", "sum"}}, "In numbers"), counts));
  }
  page.main.add(done_list(visit, scene),
                again_form(visit, scene, failed ? "Try again" : "Sync again"));
  return show(visit, scene.around, page);
}

// ---------------------------------------------------------------- a refused sign-in

Response refused_before(const Visit& visit, const Scene& scene) {
  Page page;
  page.title = "Sign-in refused: " + scene.peer;
  page.here = "/";
  page.main =
      way_back(visit, scene)
          .add(head(scene.peer, Html("The sign-in was refused then, and nothing was changed. ")
                                    .add(moment(text_of(scene.run, "finished_at")))),
               later_note(visit, scene));
  return show(visit, scene.around, page);
}

Response refused(const Visit& visit, const Scene& scene) {
  if (scene.superseded()) {
    return refused_before(visit, scene);
  }
  Page page;
  page.title = "Sign in again: " + scene.peer;
  page.here = "/";
  page.main = way_back(visit, scene)
                  .add(el("div", {{"class", "head"}}, el("h1", scene.peer),
                          el("p", badge({"sign", "Sign in again"}))),
                       error_summary(scene.peer + " did not accept the user name or password",
                                     el("p",
                                        "Nothing was changed. If you use two-step sign-in "
                                        "there, make an app password.")));
  if (scene.link != nullptr) {
    page.main.add(
        el("section",
           visit.post_form(
               scene.connection_path() + "/sign-in", "form card",
               text_field({"user", "User name at " + scene.peer, "", "text",
                           text_of(scene.link->connection, "user")}),
               text_field({"password", "Password or app password", "", "password"}),
               el("input", {{"type", "hidden"},
                            {"name", "plan"},
                            {"value", flag_of(scene.run, "plan") ? "yes" : "no"}}),
               el("input",
                  {{"type", "hidden"}, {"name", "mode"}, {"value", text_of(scene.run, "mode")}}),
               el("div", {{"class", "acts"}}, el("button", {{"class", "go"}}, "Test and go on"),
                  el("a", {{"class", "b link"}, {"href", visit.link("/")}}, "Later")))));
  }
  return show(visit, scene.around, page);
}

Response scene_page(const Visit& visit, const Scene& scene) {
  const std::string state = text_of(scene.run, "state");
  const std::string outcome = text_of(scene.run, "outcome");
  if (state == "due" || state == "running") {
    return running(visit, scene);
  }
  if (outcome == "sign-in") {
    return refused(visit, scene);
  }
  return outcome == "planned" ? checked(visit, scene) : result(visit, scene);
}

Answer show_run(Visit& visit) {
  PIM_TRY(const Scene scene, read_scene(visit));
  return scene_page(visit, scene);
}

Answer stop(Visit& visit) {
  PIM_CHECK(visit.send("POST", "/runs/" + visit.captures[0] + "/cancel", Data::object()));
  return go_to(visit, "/runs/" + visit.captures[0]);
}

Answer run_again(Visit& visit, const Problem& problem) {
  PIM_TRY(Scene scene, read_scene(visit));
  if (problem.trouble != Trouble::RunEnded) {  // that its page says itself
    scene.refused = &problem;
  }
  return scene_page(visit, scene);
}

constexpr PageRoute Routes[] = {
    {"GET", "/runs/*", show_run},
    {"POST", "/runs/*/stop", stop, run_again},
};

}  // namespace

std::span<const PageRoute> run_pages() {
  return Routes;
}

}  // namespace pim::console::pages
