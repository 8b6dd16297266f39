// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/words.h"

#include <algorithm>
#include <array>

#include "common/bridge/runs.h"

namespace pim::console::pages {

namespace {

constexpr std::array<std::string_view, 12> Months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

constexpr std::array<Mode, 6> AllModes = {{
    {"two-way", "Both ways", "Changes of either side reach the other.", "both"},
    {"slow", "Compare everything",
     "Both sides are compared record by record. Nothing is removed in this run.", "both", true},
    {"from-peer", "Only receive", "Changes come here. Yours stay here.", "here"},
    {"to-peer", "Only send", "Your changes go there. Theirs stay there.", "there"},
    {"refresh-from-peer", "Mirror there to here",
     "Here becomes a copy of the other side. What only you have is removed here.", "here"},
    {"refresh-to-peer", "Mirror here to there",
     "The other side becomes a copy of here. What only they have is removed there.", "there"},
}};

std::string received_and_sent(const Data& run) {
  const Sum here = sum_of(run, "here");
  const Sum there = sum_of(run, "there");
  const std::int64_t received = here.added + here.updated;
  const std::int64_t sent = there.added + there.updated;
  std::string text = (received == 0 ? std::string("Nothing") : grouped(received)) + " received, " +
                     (sent == 0 ? std::string("nothing") : grouped(sent)) + " sent, ";
  if (here.deleted + there.deleted == 0) {
    return text + "nothing removed.";
  }
  text += here.deleted == 0 ? "" : grouped(here.deleted) + " removed here";
  text += here.deleted != 0 && there.deleted != 0 ? ", " : "";
  return text + (there.deleted == 0 ? "" : grouped(there.deleted) + " removed there") + ".";
}

bool ended_well(const std::string& outcome) {
  return outcome == "done" || outcome == "partly" || outcome == "waiting" || outcome == "planned";
}

}  // namespace

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3 + (number < 0 ? 1U : 0U);) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
  return grouped(number) + ' ' + std::string(number == 1 ? one : many);
}

std::string octets_in_words(std::int64_t octets) {
  constexpr std::int64_t Kilo = 1'000;
  if (octets < Kilo) {
    return counted(octets, "byte", "bytes");
  }
  return octets < Kilo * Kilo ? grouped(octets / Kilo) + " KB"
                              : grouped(octets / (Kilo * Kilo)) + " MB";
}

Html moment(const std::string& time, std::string_view if_none) {
  constexpr std::size_t Whole = 20;  // "2026-11-25T18:02:00Z"
  if (time.size() != Whole) {
    return if_none;
  }
  const auto month = static_cast<std::size_t>((time[5] - '0') * 10 + (time[6] - '0')) - 1;
  std::string day = time.substr(8, 2);
  if (day.front() == '0') {
    day.erase(0, 1);
  }
  return el("time", {{"datetime", time}}, day, " ",
            month < Months.size() ? Months[month] : std::string_view(), " ", time.substr(0, 4),
            ", ", time.substr(11, 5), " UTC");
}

Sum sum_of(const Data& run, std::string_view side) {
  Sum sum;
  for (const Data& collection : run.value("collections", Data::array())) {
    const auto counts = collection.find(side);
    if (counts != collection.end()) {
      sum.added += number_of(*counts, "added");
      sum.updated += number_of(*counts, "updated");
      sum.deleted += number_of(*counts, "deleted");
      sum.conflicts += number_of(*counts, "conflicts");
      sum.failed += number_of(*counts, "failed");
    }
  }
  return sum;
}

std::int64_t total_of(const Data& run, std::string_view member) {
  std::int64_t total = 0;
  for (const Data& collection : run.value("collections", Data::array())) {
    total += number_of(collection, member);
  }
  return total;
}

Standing standing_of(const Data& run, bool something_waits) {
  if (run.is_null()) {
    return {"todo", "Not synced yet"};
  }
  const std::string state = text_of(run, "state");
  const std::string outcome = text_of(run, "outcome");
  if (state == "due" && !text_of(run, "sentence").empty()) {
    return {"away", "Trying again"};
  }
  if (state == "due" || state == "running") {
    return {"run", flag_of(run, "plan") ? "Checking" : "Running"};
  }
  if (state == "cancelled") {
    return {"hold", "Stopped"};
  }
  if (outcome == "waiting") {
    return something_waits ? Standing{"wait", "Waiting for you"} : Standing{"ok", "In step"};
  }
  if (outcome == "planned") {
    return {"todo", "Checked only"};
  }
  if (outcome == "done") {
    return {"ok", "In step"};
  }
  if (outcome == "partly") {
    return {"part", "Done, with problems"};
  }
  if (outcome == "sign-in") {
    return {"sign", "Sign in again"};
  }
  return outcome == "away" ? Standing{"away", "Away"} : Standing{"fail", "Failed"};
}

Html badge(const Standing& standing) {
  return el("span", {{"class", "st " + std::string(standing.mark)}}, standing.word);
}

std::string sentence_of(const Data& run, const std::string& peer) {
  const std::string outcome = text_of(run, "outcome");
  if (outcome == "planned") {
    return "Checked only. Nothing was changed.";
  }
  if (outcome == "sign-in") {
    return peer + " did not accept the user name or password. Nothing was changed.";
  }
  if (outcome == "away") {
    return peer + " does not answer. Your data is safe on both sides.";
  }
  if (!ended_well(outcome)) {
    return text_of(run, "sentence");
  }
  std::string text = received_and_sent(run);
  const std::int64_t failed = sum_of(run, "here").failed + sum_of(run, "there").failed;
  if (failed != 0) {
    text += " " + grouped(failed) + " could not be saved.";
  }
  if (outcome == "waiting") {
    const std::int64_t changes = total_of(run, "held_changes");
    const std::int64_t removals = total_of(run, "held") - changes;
    if (removals != 0) {
      text += " " + counted(removals, "removal was", "removals were") + " left for your answer.";
    }
    if (changes != 0) {
      text += " " + counted(changes, "change was", "changes were") + " left for your answer.";
    }
  }
  return text;
}

std::string collection_title(const std::string& name, const std::string& display) {
  if (!display.empty()) {
    return display;
  }
  std::string title = name;
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') {
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
  }
  return title;
}

const Mode& mode_named(std::string_view name) {
  const auto found = std::ranges::find(AllModes, name, &Mode::name);
  return found == AllModes.end() ? AllModes.front() : *found;
}

std::vector<Mode> modes() {
  std::vector<Mode> able;
  for (const Mode& mode : AllModes) {
    if (bridge::check_mode(mode.name)) {
      able.push_back(mode);
    }
  }
  return able;
}

}  // namespace pim::console::pages
