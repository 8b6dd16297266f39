// SPDX-License-Identifier: Apache-2.0
// One record: what it holds, what it was before and who changed it, back to a version, its end.
#include <optional>
#include <string>

#include "common/console/call.h"
#include "common/console/pages/difference_view.h"
#include "common/console/pages/frame.h"
#include "common/console/pages/page_route.h"
#include "common/console/pages/run_parts.h"

namespace pim::console::pages {

namespace {

struct Scene {
  Surroundings around;
  Data collection;
  Data history;         ///< the API's answer below /versions
  std::string content;  ///< empty where the record was removed
  std::string shelf_path;
  std::string shelf_title;
  std::string label;

  bool removed() const { return flag_of(history, "deleted"); }
};

std::string api_path(const Visit& visit) {
  return "/collections/" + encoded(visit.captures[0]) + "/items/" + encoded(visit.captures[1]);
}

std::string page_path(const Visit& visit) {
  return "/records/" + encoded(visit.captures[0]) + "/" + encoded(visit.captures[1]);
}

Outcome<Scene> read_scene(const Visit& visit) {
  Scene scene;
  const std::string& query = visit.request.query;
  PIM_TRY(scene.history, visit.get(api_path(visit) + "/versions",
                                   query.empty() ? "limit=20" : "limit=20&" + query));
  if (!scene.removed()) {
    PIM_TRY(const Data record, visit.get(api_path(visit)));
    scene.content = text_of(record, "content");
  }
  PIM_TRY(scene.around, Surroundings::read(visit));
  for (const Data& collection : scene.around.collections) {
    if (text_of(collection, "name") == visit.captures[0]) {
      scene.collection = collection;
    }
  }
  scene.shelf_path = "/records/" + encoded(visit.captures[0]);
  scene.shelf_title = collection_title(visit.captures[0], text_of(scene.collection, "title"));
  scene.label =
      text_of(scene.history, "label").empty() ? "(no name)" : text_of(scene.history, "label");
  return scene;
}

Html field_list(const RecordFields& fields) {
  Html list;
  for (const RecordField& field : fields.shown) {
    list.add(el("div", el("dt", field.label), el("dd", el("bdi", lines_of(field.value)))));
  }
  Html kept;
  for (const std::string& name : fields.kept) {
    kept.add(kept.empty() ? "" : ", ", name);
  }
  return el("div", {{"class", "card"}}, el("dl", {{"class", "rcd"}}, list),
            kept.empty()
                ? Html()
                : el("details",
                     el("summary",
                        counted(static_cast<std::int64_t>(fields.kept.size()), "field", "fields"),
                        " we keep but do not show"),
                     el("p", {{"class", "mono"}}, kept)));
}

std::string author_of(const Data& version) {
  const Data author = version.value("author", Data::object());
  const std::string kind = text_of(author, "kind");
  const std::string name = text_of(author, "name");
  if (kind == "user") {
    return "by " + (name.empty() ? std::string("a user") : name);
  }
  return (kind == "peer" ? "sync with " : "by the device ") + name;
}

/// `after`: what the change made of it; nothing where that stands on another page.
Html version_entry(const Visit& visit, const Data& version, const std::optional<std::string>& after,
                   bool removed) {
  const std::string when = text_of(version, "replaced_at");
  const auto revision = number_of(version, "revision");
  Html restore;
  if (!flag_of(version, "deleted")) {
    restore = visit.post_form(
        page_path(visit) + "/restore", "",
        el("input", {{"type", "hidden"}, {"name", "revision"}, {"value", revision}}),
        el("button", "Back to before this"));
  }
  const std::string before = flag_of(version, "deleted") ? "" : text_of(version, "content");
  return el("article", {{"class", "rec"}},
            el("div", {{"class", "rh"}}, el("h3", moment(when)),
               el("p", {{"class", "why"}}, removed ? "Removed " : "Changed ", author_of(version)),
               restore),
            removed  ? field_list(record_fields(before))
            : !after ? Html()
                     : difference_table(differences(before, *after), "What was changed", "Before",
                                        "After"));
}

Html versions(const Visit& visit, const Scene& scene) {
  Html list;
  const bool newest = visit.request.query.empty();
  std::optional<std::string> after = newest ? std::optional(scene.content) : std::nullopt;
  bool removed = newest && scene.removed();
  for (const Data& version : scene.history.value("versions", Data::array())) {
    list.add(version_entry(visit, version, after, removed));
    removed = flag_of(version, "deleted");
    after = removed ? std::string() : text_of(version, "content");
  }
  if (list.empty()) {
    list = el("p", {{"class", "soft"}}, "It has not been changed since it came.");
  }
  list.add(pager(visit, page_path(visit), scene.history));
  return el("section", {{"aria-labelledby", "vs"}}, el("h2", {{"id", "vs"}}, "Changes"), list);
}

Html remove_form(const Visit& visit, const Scene& scene) {
  if (scene.removed()) {
    return {};
  }
  return el("details", {{"class", "pages"}}, el("summary", "Remove this record"),
            visit.post_form(page_path(visit) + "/remove", "card",
                            el("p",
                               "It is removed here, and at every portal it is in step with at "
                               "the next sync. What it held can still be read here, and "
                               "brought back."),
                            el("div", {{"class", "acts"}},
                               el("button", {{"class", "link bad"}}, "Remove it"))));
}

Answer record_page(Visit& visit, const Problem* problem) {
  PIM_TRY(const Scene scene, read_scene(visit));
  Page page;
  page.title = (problem != nullptr ? "Not done: "
                : scene.removed()  ? "Removed: "
                                   : "") +
               scene.label;
  page.here = scene.shelf_path;
  page.main.add(
      crumb(visit, scene.shelf_path, scene.shelf_title),
      el("div", {{"class", "head"}},
         el("div", {{"class", "hf"}},
            el("span", {{"class", "face"}, {"aria-hidden", "true"}}, initials(scene.label)),
            el("div", el("h1", el("bdi", scene.label)),
               el("p", {{"class", "soft"}},
                  scene.removed()
                      ? Html("This record was removed. What it held stands below, and can be "
                             "brought back.")
                      : Html("Changed ").add(moment(text_of(scene.history, "changed_at"))))))));
  if (problem != nullptr) {
    page.main.add(error_summary("Not done", el("p", problem->detail)));
  }
  if (!scene.removed()) {
    page.main.add(el("section", {{"aria-labelledby", "rn"}},
                     el("h2", {{"id", "rn"}}, "The record now"),
                     field_list(record_fields(scene.content))));
  }
  page.main.add(versions(visit, scene), remove_form(visit, scene));
  return show(visit, scene.around, page);
}

Answer show_record(Visit& visit) {
  return record_page(visit, nullptr);
}

Answer record_again(Visit& visit, const Problem& problem) {
  return record_page(visit, &problem);
}

Answer remove(Visit& visit) {
  PIM_CHECK(visit.send("DELETE", api_path(visit), {}));
  return go_to(visit, page_path(visit));
}

/// A record that lives becomes what it was; one that was removed is made anew, and shown.
Answer restore(Visit& visit) {
  PIM_TRY(const std::int64_t revision,
          number_in_address(visit.form.text("revision"), "version of this record"));
  PIM_TRY(const Data record,
          visit.send("POST", api_path(visit) + "/restore", {{"revision", revision}}));
  return go_to(visit, "/records/" + encoded(visit.captures[0]) + "/" +
                          std::to_string(number_of(record, "id")));
}

constexpr PageRoute Routes[] = {
    {"GET", "/records/*/*", show_record},
    {"POST", "/records/*/*/remove", remove, record_again},
    {"POST", "/records/*/*/restore", restore, record_again},
};

}  // namespace

std::span<const PageRoute> record_pages() {
  return Routes;
}

}  // namespace pim::console::pages
