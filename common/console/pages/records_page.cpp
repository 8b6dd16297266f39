// SPDX-License-Identifier: Apache-2.0
// The records of a collection: search, pages, import and export.
#include <algorithm>
#include <array>
#include <span>

#include "common/base/text.h"
#include "common/console/pages/frame.h"
#include "common/console/pages/page_route.h"
#include "common/console/pages/run_parts.h"
#include "common/console/query.h"
#include "common/content/remark_words.h"

namespace pim::console::pages {

namespace {

constexpr const char* RecordsPerPage = "50";

/// What a page about a collection begins with; NotFound where there is none of that name.
struct Shelf {
  Surroundings around;
  Data collection;
  std::string name;
  std::string title;

  std::string path() const { return "/records/" + encoded(name); }
};

Outcome<Shelf> read_shelf(const Visit& visit) {
  Shelf shelf;
  PIM_TRY(shelf.around, Surroundings::read(visit));
  shelf.name = visit.captures[0];
  const auto found = std::ranges::find_if(shelf.around.collections, [&](const Data& one) {
    return text_of(one, "name") == shelf.name;
  });
  if (found == shelf.around.collections.end()) {
    return trouble(Trouble::NotFound, "You have no such collection. Nothing was changed.");
  }
  shelf.collection = *found;
  shelf.title = collection_title(shelf.name, text_of(shelf.collection, "title"));
  return shelf;
}

std::string value_with(const Data& fields, std::string_view word) {
  for (const Data& field : fields) {
    const std::string label = text_of(field, "label");
    if (label.find(word) != std::string::npos) {
      return text_of(field, "value");
    }
  }
  return {};
}

/// Columns that tell records of this kind apart.
struct Column {
  std::string_view title;
  std::string_view word;  ///< of the field's label
  std::string_view or_word{};
};
constexpr std::array<Column, 3> ContactColumns = {
    {{"Phone", "obile", "hone"}, {"Mail", "ail"}, {"Organisation", "Organisation"}}};
constexpr std::array<Column, 3> TaskColumns = {
    {{"Due", "Due"}, {"Where", "Where"}, {"Note", "Note"}}};
constexpr std::array<Column, 3> OtherColumns = {
    {{"Starts", "Starts"}, {"Where", "Where"}, {"Note", "Note"}}};

bool is_contacts(const Shelf& shelf) {
  return text_of(shelf.collection, "kind") == "contacts";
}

std::span<const Column> columns_of(const Shelf& shelf) {
  return is_contacts(shelf)                             ? std::span(ContactColumns)
         : text_of(shelf.collection, "kind") == "tasks" ? std::span(TaskColumns)
                                                        : std::span(OtherColumns);
}

/// The first line of it, cut where it is long.
std::string short_value(const Data& fields, const Column& column) {
  std::string value = value_with(fields, column.word);
  if (value.empty() && !column.or_word.empty()) {
    value = value_with(fields, column.or_word);
  }
  value.resize(std::min(value.find('\n'), value.size()));
  constexpr std::size_t Longest = 60;
  if (value.size() > Longest) {
    std::size_t end = Longest;
    while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) {
      --end;
    }
    value = value.substr(0, end) + "…";
  }
  return value;
}

/// The head of its row: what it is called, and the way to its page.
Html record_name(const Visit& visit, const Shelf& shelf, const Data& item) {
  const std::string label = text_of(item, "label");
  const std::string path = shelf.path() + "/" + std::to_string(number_of(item, "id"));
  return el("th", {{"scope", "row"}},
            el("a", {{"href", visit.link(path)}},
               el("bdi", label.empty() ? std::string("(no name)") : label)));
}

Html record_table(const Visit& visit, const Shelf& shelf, const Data& items) {
  const auto columns = columns_of(shelf);
  Html rows;
  for (const Data& item : items) {
    const Data fields = item.value("fields", Data::array());
    Html cells;
    for (const Column& column : columns) {
      cells.add(el("td", {{"data-l", column.title}}, short_value(fields, column)));
    }
    rows.add(el("tr", record_name(visit, shelf, item), cells));
  }
  Html heads = el("th", {{"scope", "col"}}, "Name");
  for (const Column& column : columns) {
    heads.add(el("th", {{"scope", "col"}}, column.title));
  }
  return el("div", {{"class", "tw"}},
            el("table", {{"class", "list stack"}}, el("caption", {{"class", "sr"}}, shelf.title),
               el("thead", el("tr", heads)), el("tbody", rows)));
}

Html search_form(const Visit& visit, const Shelf& shelf, const std::string& search) {
  return el("form", {{"class", "find"}, {"role", "search"}, {"action", visit.link(shelf.path())}},
            el("label", {{"class", "sr"}, {"for", "q"}}, "Search"),
            el("input",
               {{"id", "q"},
                {"name", "search"},
                {"type", "search"},
                {"value", search},
                {"placeholder", is_contacts(shelf) ? "Name, number, mail" : "Title, place, text"},
                {"autocomplete", "off"}}),
            el("button", "Search"));
}

Html lede_of(const Shelf& shelf, const std::string& search, const Data& page) {
  const std::int64_t all = number_of(shelf.collection, "records");
  if (search.empty()) {
    return counted(all, "record.", "records.");
  }
  const auto found = static_cast<std::int64_t>(page["items"].size());
  const bool more = !text_of(page, "next_cursor").empty();
  return (found == 0 ? "Nothing"
          : more     ? "More than " + grouped(found)
                     : grouped(found)) +
         " found of " + grouped(all) + ".";
}

Html removed_table(const Visit& visit, const Shelf& shelf, const Data& items) {
  Html rows;
  for (const Data& item : items) {
    rows.add(el("tr", record_name(visit, shelf, item),
                el("td", {{"data-l", "Removed"}}, moment(text_of(item, "changed_at")))));
  }
  return el("div", {{"class", "tw"}},
            el("table", {{"class", "list stack"}},
               el("caption", {{"class", "sr"}}, "Removed records, newest first"),
               el("thead", el("tr", el("th", {{"scope", "col"}}, "Name"),
                              el("th", {{"scope", "col"}}, "Removed"))),
               el("tbody", rows)));
}

/// What was removed here, by whomever: each can be read and brought back on its own page.
Answer show_removed(Visit& visit, const Shelf& shelf, const Query& query) {
  const std::string& cursor = query.text("cursor");
  PIM_TRY(const Data records, visit.get("/collections/" + encoded(shelf.name) + "/items",
                                        std::string("deleted=true&limit=") + RecordsPerPage +
                                            (cursor.empty() ? "" : "&cursor=" + encoded(cursor))));
  Page page;
  page.title = "Removed: " + shelf.title;
  const std::string here = shelf.path();
  page.here = here;
  const bool none = records["items"].empty() && text_of(records, "next_cursor").empty();
  page.main =
      crumb(visit, here, shelf.title)
          .add(head("Removed records", none ? "Nothing has been removed here."
                                            : "What they held can be read and brought "
                                              "back. The newest removal stands first."),
               records["items"].empty() ? Html() : removed_table(visit, shelf, records["items"]),
               pager(visit, here + "?removed=true", records));
  return show(visit, shelf.around, page);
}

Answer show_records(Visit& visit) {
  PIM_TRY(const Shelf shelf, read_shelf(visit));
  PIM_TRY(const Query query, Query::read(visit.request.query, {"search", "cursor", "removed"}));
  if (query.text("removed") == "true") {
    return show_removed(visit, shelf, query);
  }
  const std::string& search = query.text("search");
  std::string asked = std::string("fields=true&limit=") + RecordsPerPage;
  asked += search.empty() ? "" : "&search=" + encoded(search);
  asked += query.text("cursor").empty() ? "" : "&cursor=" + encoded(query.text("cursor"));
  PIM_TRY(const Data records, visit.get("/collections/" + encoded(shelf.name) + "/items", asked));
  Page page;
  page.title = search.empty() ? shelf.title : search + ": " + shelf.title;
  const std::string here = shelf.path();
  page.here = here;
  page.main =
      head(shelf.title, lede_of(shelf, search, records),
           el("a", {{"class", "b"}, {"href", visit.link(here + "/import")}}, "Import")
               .add(el("a", {{"class", "b"}, {"href", visit.link(here + "/export")}}, "Export"),
                    el("a", {{"class", "b link"}, {"href", visit.link(here + "?removed=true")}},
                       "Removed")))
          .add(search_form(visit, shelf, search));
  Html found;
  if (!records["items"].empty()) {
    found.add(record_table(visit, shelf, records["items"]));
  } else if (search.empty()) {
    found.add(el("div", {{"class", "card"}},
                 el("p",
                    "There is nothing here yet. Import a file, or add a connection and "
                    "receive what another portal holds.")));
  }
  found.add(pager(visit, here + (search.empty() ? "" : "?search=" + encoded(search)), records));
  page.main.add(el("div", {{"id", "found"}}, found));
  return show(visit, shelf.around, page);
}

/// The API's own answer: a file.
Answer export_records(Visit& visit) {
  PIM_TRY(const Shelf shelf, read_shelf(visit));
  return visit.call("GET", "/collections/" + encoded(shelf.name) + "/items", {}, {}, {},
                    text_of(shelf.collection, "media_type"));
}

// ---------------------------------------------------------------- import

Html import_form(const Visit& visit, const Shelf& shelf, const std::string& typed) {
  return el(
      "form",
      {{"method", "post"},
       {"action", visit.link(shelf.path() + "/import")},
       {"enctype", "multipart/form-data"},
       {"class", "form card"}},
      visit.token_field(),
      el("div", {{"class", "fl"}}, el("label", {{"for", "f-file"}}, "File"),
         el("span", {{"class", "hint"}, {"id", "f-file-h"}},
            "One file with many records, as programs and phones export it."),
         el("input", {{"id", "f-file"},
                      {"name", "file"},
                      {"type", "file"},
                      {"aria-describedby", "f-file-h"}})),
      el("div", {{"class", "fl"}}, el("label", {{"for", "f-text"}}, "Or paste it"),
         el("textarea", {{"id", "f-text"}, {"name", "text"}, {"rows", std::int64_t{6}}}, typed)),
      el("div", {{"class", "acts"}}, el("button", {{"class", "go"}}, "Import"),
         el("a", {{"class", "b link"}, {"href", visit.link(shelf.path())}}, "Cancel")));
}

Answer import_page(Visit& visit, const Html& above, std::string title) {
  PIM_TRY(const Shelf shelf, read_shelf(visit));
  Page page;
  page.title = std::move(title);
  const std::string here = shelf.path();
  page.here = here;
  page.main = crumb(visit, here, shelf.title)
                  .add(head("Import",
                            "A known record is updated, an equal one stays as it is. What "
                            "cannot be read is named; the rest is taken."),
                       above, import_form(visit, shelf, visit.form.text("text")));
  return show(visit, shelf.around, page);
}

Answer show_import(Visit& visit) {
  return import_page(visit, {}, "Import");
}

Answer import_again(Visit& visit, const Problem& problem) {
  const bool some = problem.members.is_object() && problem.members.value("records", 0) > 0;
  const char* const title = some ? "Not all was imported" : "Nothing was imported";
  return import_page(visit, error_summary(title, el("p", problem.detail)), title);
}

Html failed_records(const Data& tally) {
  Html rows;
  for (const Data& failed : tally["failed"]) {
    const std::string label = text_of(failed, "label");
    rows.add(el("li", "Record ", std::to_string(number_of(failed, "index")),
                label.empty() ? Html() : Html(", “").add(el("bdi", label), "”"), ": ",
                text_of(failed, "reason")));
  }
  return rows.empty() ? Html()
                      : el("div", {{"class", "note i fail err"}},
                           el("h2", "These could not be read"), el("ul", rows));
}

/// What was put right or guessed: taken in, and for a person to look at.
Html remarks(const Data& tally) {
  constexpr std::size_t Shown = 100;
  const auto found = tally.find("remarks");
  if (found == tally.end() || found->empty()) {
    return {};
  }
  const Data& all = *found;
  const auto told = static_cast<std::int64_t>(std::min(all.size(), Shown));
  const auto more =
      static_cast<std::int64_t>(all.size()) + number_of(tally, "remarks_left_out") - told;
  Html rows;
  for (std::size_t at = 0; at < static_cast<std::size_t>(told); ++at) {
    const Data& one = all[at];
    const std::string label = text_of(one, "label");
    const std::int64_t line = number_of(one, "line");
    const content::Remark remark{0, text_of(one, "property"), text_of(one, "code")};
    rows.add(el("li", "Record ", std::to_string(number_of(one, "index")),
                label.empty() ? Html() : Html(", “").add(el("bdi", label), "”"),
                line == 0 ? std::string() : ", line " + std::to_string(line), ": ",
                content::words_of(remark)));
  }
  if (more > 0) {
    rows.add(el("li", "and ", grouped(more), " more"));
  }
  return el("div", {{"class", "note i info"}}, el("h2", "Taken, and put right where it had to be"),
            el("ul", rows));
}

/// A reason as a sentence of its own.
std::string as_sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  const bool ended = text.ends_with('.') || text.ends_with('!') || text.ends_with('?');
  return text.empty() || ended ? text : text + ".";
}

/// Whether a file is of another kind, in words: by what it begins with.
std::string wrong_kind(const Shelf& shelf, std::string_view file) {
  constexpr std::string_view Begin = "BEGIN:";
  constexpr std::size_t Head = 4 * 1024;
  const std::string head = to_lower_ascii(file.substr(0, Head));
  const std::size_t at = head.find(to_lower_ascii(Begin));
  if (at == std::string::npos) {
    return {};
  }
  const std::string_view what = std::string_view(head).substr(at + Begin.size());
  if (is_contacts(shelf)) {
    return what.starts_with("vcard") ? std::string()
                                     : "This is a calendar file, not one of contacts.";
  }
  return what.starts_with("vcard")
             ? "This is a file of contacts, not of " + to_lower_ascii(shelf.title) + "."
             : std::string();
}

/// Why nothing of a file was taken.
Problem nothing_taken(const Data& tally, const std::string& other_kind) {
  const Data& failed = tally["failed"];
  if (!other_kind.empty()) {
    return {Trouble::RecordUnreadable,
            other_kind + " Nothing was changed. Choose a file of this kind."};
  }
  return {Trouble::RecordUnreadable,
          (failed.empty() ? std::string("There is no record in it.")
                          : as_sentence(text_of(failed.front(), "reason"))) +
              " Nothing was changed. Send another file, or put it right below."};
}

Answer import_records(Visit& visit) {
  PIM_TRY(const Shelf shelf, read_shelf(visit));
  std::string file = visit.form.take_file();
  if (file.empty()) {
    file = visit.form.text("text");
  }
  const std::string other_kind = wrong_kind(shelf, file);
  const Response answer =
      visit.call("POST", "/collections/" + encoded(shelf.name) + "/items", {},
                 text_of(shelf.collection, "media_type"), std::move(file), "application/json");
  if (answer.status >= 400) {
    return tl::unexpected<Problem>(problem_of(answer));
  }
  const Data tally = Data::parse(answer.body, nullptr, false);
  const auto failed = static_cast<std::int64_t>(tally["failed"].size());
  const std::int64_t taken =
      number_of(tally, "added") + number_of(tally, "updated") + number_of(tally, "unchanged");
  if (taken == 0) {
    return tl::unexpected<Problem>(nothing_taken(tally, other_kind));
  }
  const std::string sentence =
      grouped(number_of(tally, "added")) + " added, " + grouped(number_of(tally, "updated")) +
      " updated, " + counted(number_of(tally, "unchanged"), "was", "were") + " here already" +
      (failed == 0 ? "." : ", " + grouped(failed) + " could not be read.");
  const auto after = Surroundings::read(visit);  // what was done is told with or without them
  Page page;
  page.title = "Imported: " + sentence;
  const std::string here = shelf.path();
  page.here = here;
  page.main =
      crumb(visit, here, shelf.title)
          .add(head("Imported", sentence), failed_records(tally), remarks(tally),
               el("p", {{"class", "acts pages"}},
                  el("a", {{"class", "b go"}, {"href", visit.link(here)}}, "To " + shelf.title)));
  return after ? show(visit, *after, page) : show_bare(visit, page);
}

constexpr PageRoute Routes[] = {
    {"GET", "/records/*", show_records},
    {"GET", "/records/*/export", export_records},
    {"GET", "/records/*/import", show_import},
    {"POST", "/records/*/import", import_records, import_again, Takes::File},
};

}  // namespace

std::span<const PageRoute> record_list_pages() {
  return Routes;
}

}  // namespace pim::console::pages
