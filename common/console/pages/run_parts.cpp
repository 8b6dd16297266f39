// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/run_parts.h"

#include <algorithm>
#include <array>

#include "common/console/pages/difference_view.h"

namespace pim::console::pages {

namespace {

Html column(std::string_view title, std::string_view classes = {}) {
  Attribute look("class", classes);
  look.on = !classes.empty();
  return el("th", {{"scope", "col"}, look}, title);
}

std::string title_of(const Surroundings& around, const Data& run) {
  const Link* link = around.link(number_of(run, "connection"));
  const std::string peer = text_of(run, "peer");
  return link != nullptr ? link->title : peer.empty() ? "A connection that was removed" : peer;
}

/// How a run stands, looked back at: what it asked for may have been answered since.
Standing standing_since(const Surroundings& around, const Data& run) {
  const Standing standing = standing_of(run, around.waiting != 0);
  const Link* link = around.link(number_of(run, "connection"));
  const bool latest = link != nullptr && number_of(link->last, "id") == number_of(run, "id");
  return standing.mark == "sign" && !latest ? Standing{"fail", "Sign-in refused"} : standing;
}

Html number_cell(std::int64_t number, std::string_view label, bool first) {
  std::string classes = first ? "r gl" : "r";
  classes += number == 0 ? " z" : "";
  return el("td", {{"class", classes}, {"data-l", label}},
            number == 0 ? Html("0") : el("b", grouped(number)));
}

Html side_cells(const Data& counts, const std::string& side) {
  return number_cell(number_of(counts, "added"), "New " + side, true)
      .add(number_cell(number_of(counts, "updated"), "Changed " + side, false),
           number_cell(number_of(counts, "deleted"), "Removed " + side, false));
}

Html count_row(const Data& collection) {
  const Data here = collection.value("here", Data::object());
  const Data there = collection.value("there", Data::object());
  const std::int64_t held = number_of(collection, "held");
  return el("tr", el("th", {{"scope", "row"}}, collection_title(text_of(collection, "collection"))),
            side_cells(here, "here"), side_cells(there, "there"),
            el("td", {{"class", held == 0 ? "r gl z" : "r gl"}, {"data-l", "Held"}},
               held == 0 ? Html("0") : el("b", {{"class", "held"}}, grouped(held))),
            number_cell(number_of(collection, "doubtful") + number_of(here, "conflicts") +
                            number_of(there, "conflicts"),
                        "To decide", false),
            number_cell(number_of(here, "failed") + number_of(there, "failed"), "Refused", false));
}

struct Wording {
  std::string_view op;
  std::string_view tag;
  std::string_view here;
  std::string_view there;
};

constexpr std::array<Wording, 10> Wordings = {{
    {"add", "", "New here", "New there"},
    {"update", "", "Changed here", "Changed there"},
    {"delete", "", "Removed here", "Removed there"},
    {"join", "both", "The same on both sides, joined", "The same on both sides, joined"},
    {"unite", "both", "Recognised, each side gets what it lacks",
     "Recognised, each side gets what it lacks"},
    {"conflict", "both", "Changed on both sides, merged", "Changed on both sides, merged"},
    {"keep", "both", "Edited here, so it stays", "Edited there, so it stays"},
    {"hold", "", "Removal held here", "Removal held there"},
    {"doubt", "here", "New here, may be the same as another", "New there, may be the same"},
    {"fail", "", "Could not be saved here", "Could not be saved there"},
}};

Html happened(const Data& line) {
  const std::string op = text_of(line, "op");
  const bool here = text_of(line, "direction") != "there";
  const auto found = std::ranges::find(Wordings, op, &Wording::op);
  if (found == Wordings.end()) {
    return op;
  }
  const std::string_view tag = found->tag.empty() ? (here ? "here" : "there") : found->tag;
  return el("span", {{"class", "tag " + std::string(tag)}}, here ? found->here : found->there);
}

Html label_of(const Visit& visit, const Data& line, Tense tense) {
  const std::string label = text_of(line, "label").empty() ? "(no name)" : text_of(line, "label");
  const std::int64_t item = number_of(line, "item");
  const std::string op = text_of(line, "op");
  const bool to_come = tense == Tense::Plan && text_of(line, "direction") != "there" &&
                       (op == "add" || op == "doubt" || op == "fail");
  if (item == 0 || to_come) {
    return el("bdi", label);  // it has no page yet
  }
  return el("a",
            {{"href", visit.link("/records/" + encoded(text_of(line, "collection")) + "/" +
                                 std::to_string(item))}},
            el("bdi", label));
}

/// The fields of a record that comes, changes or goes. New and removed ones are folded in.
Html line_fields(const Data& line, const std::string& peer, Tense tense) {
  const auto told = line.find("fields");
  if (told == line.end() || !told->is_object()) {
    return {};
  }
  const Differences found = differences_of(*told);
  const std::string op = text_of(line, "op");
  const std::string side = text_of(line, "direction") == "there" ? "At " + peer : "Here";
  const std::string label = text_of(line, "label");
  if (op == "update" || op == "conflict" || op == "unite") {
    if (found.fields.empty()) {
      return {};
    }
    return tense == Tense::Plan
               ? difference_table(found, label + ", changes", side + " now", "After sync")
               : difference_table(found, label + ", changes", "Before", "After this sync");
  }
  if (found.fields.empty()) {
    return {};
  }
  return el(
      "details",
      el("summary", counted(static_cast<std::int64_t>(found.fields.size()), "field", "fields")),
      value_table(found, label));
}

Html line_record(const Visit& visit, const Data& line, const std::string& peer, Tense tense) {
  const std::string reason = text_of(line, "reason");
  return el(
      "article", {{"class", "rec"}},
      el("div", {{"class", "rh"}},
         el("span", {{"class", "face"}, {"aria-hidden", "true"}}, initials(text_of(line, "label"))),
         el("h3", label_of(visit, line, tense)),
         el("p", {{"class", "why"}}, happened(line),
            " · " + collection_title(text_of(line, "collection")),
            reason.empty() ? Html() : Html(" · ").add(reason))),
      line_fields(line, peer, tense));
}

}  // namespace

Html run_table(const Visit& visit, const Surroundings& around, const Data& runs,
               std::size_t at_most) {
  Html rows;
  for (std::size_t at = 0; at < std::min(runs.size(), at_most); ++at) {
    const Data& run = runs[at];
    const std::string title = title_of(around, run);
    const std::string sentence = sentence_of(run, title);
    rows.add(el("tr", el("td", {{"data-l", "When"}}, moment(text_of(run, "created_at"))),
                el("th", {{"scope", "row"}}, title),
                el("td", {{"data-l", "State"}}, badge(standing_since(around, run))),
                el("td", {{"data-l", "Happened"}},
                   el("a", {{"href", visit.link("/runs/" + std::to_string(number_of(run, "id")))}},
                      sentence.empty() ? "Under way" : sentence))));
  }
  return el("div", {{"class", "tw"}},
            el("table", {{"class", "stack"}}, el("caption", {{"class", "sr"}}, "Runs"),
               el("thead", el("tr", column("When"), column("Portal"), column("State"),
                              column("What happened"))),
               el("tbody", rows)));
}

Html count_table(const Data& run, const std::string& peer) {
  Html rows;
  for (const Data& collection : run.value("collections", Data::array())) {
    rows.add(count_row(collection));
  }
  if (rows.empty()) {
    return {};
  }
  const auto group = [](std::string_view tag, std::string_view title) {
    return el("th", {{"scope", "colgroup"}, {"colspan", "3"}, {"class", "gl"}},
              el("span", {{"class", "tag " + std::string(tag)}}, title));
  };
  const Html three = column("New", "r gl").add(column("Changed", "r"), column("Removed", "r"));
  return el(
      "div", {{"class", "tw"}},
      el("table", {{"class", "stack"}}, el("caption", {{"class", "sr"}}, "Changes by kind of data"),
         el("thead",
            el("tr", {{"class", "grp"}}, el("td"), group("here", "Here"),
               group("there", "There, " + peer), el("td", {{"class", "gl"}, {"colspan", "3"}})),
            el("tr", column("Kind"), three, three, column("Held", "r gl"), column("To decide", "r"),
               column("Refused", "r"))),
         el("tbody", rows)));
}

Html line_records(const Visit& visit, const Data& lines, const std::string& peer, Tense tense) {
  Html records;
  for (const Data& line : lines) {
    if (tense == Tense::Plan || text_of(line, "op") != "fail") {
      records.add(line_record(visit, line, peer, tense));
    }
  }
  return records;
}

Html failures(const Data& lines, const std::string& peer) {
  Html notes;
  for (const Data& line : lines) {
    if (text_of(line, "op") != "fail") {
      continue;
    }
    const bool there = text_of(line, "direction") == "there";
    const std::string status = std::to_string(number_of(line, "status"));
    notes.add(
        el("div", {{"class", "note i fail err"}},
           el("h3", "“", el("bdi", text_of(line, "label")), "” could not be saved ",
              there ? "at " + peer : std::string("here")),
           el("p", text_of(line, "reason"), " The rest was synced. ",
              there ? "Your record here is unchanged. It is not sent again until it changes."
                    : "The record there is unchanged. It is tried again with the next run.",
              status == "0" ? Html() : el("span", {{"class", "why"}}, "SyncML status ", status))));
  }
  return notes;
}

Html pager(const Visit& visit, const std::string& path, const Data& page) {
  const std::string cursor = text_of(page, "next_cursor");
  if (cursor.empty()) {
    return {};
  }
  const std::string parted = path + (path.find('?') == std::string::npos ? "?" : "&");
  return el("nav", {{"class", "acts pages"}, {"aria-label", "Pages"}},
            el("a", {{"class", "b"}, {"href", visit.link(parted + "cursor=" + encoded(cursor))}},
               "Next page"));
}

}  // namespace pim::console::pages
