// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "common/base/text.h"
#include "common/content/ical_elements.h"
#include "common/content/ical_view.h"
#include "common/content/recurrence_dates.h"
#include "common/content/recurrence_old.h"
#include "tests/content/event_helper.h"

namespace pim::content::testing {
namespace {

/// Calendars of other programs are not part of the project: PIM_CORPORA names their directory.
std::filesystem::path corpora() {
  const char* named = std::getenv("PIM_CORPORA");
  return named == nullptr ? std::filesystem::path() : std::filesystem::path(named) / "pim";
}

bool present() {
  if (std::filesystem::is_directory(corpora())) {
    return true;
  }
  std::puts("corpora absent (PIM_CORPORA): calendars of others not read");
  return false;
}

std::string octets_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<WallSeconds> dates_of(const RecurrenceRule& rule, const EventTime& start) {
  constexpr std::size_t Enough = 500;
  RecurrenceDates dates(rule, start);
  std::vector<WallSeconds> out;
  while (out.size() < Enough) {
    const auto date = dates.next();
    if (!date) {
      break;
    }
    out.push_back(*date);
  }
  return out;
}

struct Counts {
  int records = 0;
  int refused = 0;
  int in_files = 0;  ///< exactly the same fields after a file of each version
  int kept = 0;      ///< the same fields after a device of 1.0
  int changed = 0;   ///< on purpose; why stands in `why`
  std::map<std::string, int> why;
};

Ability form_of(const char* version, bool file) {
  Ability ability;
  ability.version = version;
  ability.media_type = ability.version == "1.0" ? "text/x-vcalendar" : "text/calendar";
  ability.file = file;
  return ability;
}

/// The properties that are not the same, without the names of instances.
std::string different(const ItemView& before, const ItemView& after) {
  const Elements one = item_elements(before);
  const Elements two = item_elements(after);
  std::set<std::string> names;
  const auto look = [&](const Elements& from, const Elements& in) {
    for (const auto& [name, list] : from) {
      const auto other = in.find(name);
      const bool same = other != in.end() && canonical_of({{"x", list}}, Level::Exact) ==
                                                 canonical_of({{"x", other->second}}, Level::Exact);
      const std::size_t blank = name.find(' ');
      if (!same && name.starts_with('@')) {
        names.insert(blank == std::string::npos && name.size() == 1 ? "" : "RECURRENCE-ID");
      } else if (!same) {
        names.insert(name == "WHEN" ? "clock" : name == "NESTED VALARM" ? "VALARM" : name);
      }
    }
  };
  look(one, two);
  look(two, one);
  names.erase("");
  std::string out;
  for (const std::string& name : names) {
    out += (out.empty() ? "" : " ") + name;
  }
  return out;
}

}  // namespace

/// Calendars and rules of other programs.
class EventCorpusTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventCorpusTest);
  CPPUNIT_TEST(rules_keep_their_dates_through_the_other_grammar);
  CPPUNIT_TEST(calendars_are_read_written_and_read_again);
  CPPUNIT_TEST_SUITE_END();

  static const Kind* kind_of_text(const std::string& piece) {
    return piece.find("BEGIN:VTODO") != std::string::npos    ? &tasks()
           : piece.find("BEGIN:VEVENT") != std::string::npos ? &events()
           : piece.find("BEGIN:VJOURNAL") != std::string::npos || piece.starts_with("BEGIN:VNOTE")
               ? &notes()
               : nullptr;
  }

  static void read_rules(const std::filesystem::path& path, int& followed, int& lost) {
    std::vector<std::string> expected;
    std::ifstream file(path.string() + ".recurson.ref");
    for (std::string line; std::getline(file, line);) {
      if (!trim(line).empty()) {
        expected.emplace_back(trim(line));
      }
    }
    for (const std::string& piece : events().split(octets_of(path))) {
      const auto view = ItemView::read(piece, ItemKind::Event);
      CPPUNIT_ASSERT_MESSAGE(path.string(), view.has_value());
      const Component& item = view->items().front();
      const auto start = start_of(*view, item);
      auto rule = parse_rule(item.first("RRULE")->line->value);
      CPPUNIT_ASSERT_MESSAGE(path.string(), rule && start);
      if (rule->until && rule->until->kind != TimeKind::Date) {
        rule->until = view->aligned(*rule->until, *start);
      }
      const OldRuleText text = write_old_rule(*rule, *start, {});
      if (!text.loss.empty()) {
        std::printf("  %s: %s\n", path.filename().c_str(), text.loss.c_str());
        ++lost;
        continue;
      }
      const std::string old =
          text.text + (text.until ? ' ' + format_time(TimeKind::Floating, *text.until) : "");
      const OldRule back = read_old_rule(old, *start, {});
      CPPUNIT_ASSERT_EQUAL_MESSAGE(old, std::string(), back.loss);
      const auto before = dates_of(*rule, *start);
      CPPUNIT_ASSERT_MESSAGE(old, before == dates_of(back.rule, *start));
      for (std::size_t at = 0; at < std::min(before.size(), expected.size()); ++at) {
        const CivilDate date = civil_of(day_of(before[at]));
        char shown[16];
        std::snprintf(shown, sizeof shown, "%04d-%02d-%02d", date.year, date.month, date.day);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(path.string(), expected[at].substr(0, 10), std::string(shown));
      }
      ++followed;
    }
  }

  static void read_record(const std::string& piece, const std::string& place, Counts& counts) {
    const Kind* kind = kind_of_text(piece);
    if (kind == nullptr) {
      return;
    }
    ++counts.records;
    const auto entry = kind->enter(piece, {test_key(), 0});
    if (!entry) {
      ++counts.refused;
      std::printf("  %s refused: %s\n", place.c_str(), entry.error().text().c_str());
      return;
    }
    const Entry again = enter_as(*kind, entry->stored);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(place, entry->stored, again.stored);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(place, entry->facts.fingerprint, again.facts.fingerprint);
    if (kind == &notes()) {
      ++counts.in_files;
      ++counts.kept;
      return;
    }
    const ItemKind items = kind == &tasks() ? ItemKind::Task : ItemKind::Event;
    bool everywhere = true;
    for (const char* version : {"1.0", "2.0"}) {
      const std::string back = through(*kind, items, entry->stored, form_of(version, true), place);
      everywhere = everywhere && kind->equal(entry->stored, back, true);
      CPPUNIT_ASSERT_MESSAGE(place + ' ' + version + '\n' + entry->stored + back,
                             kind->equal(entry->stored, back, true));
    }
    counts.in_files += everywhere ? 1 : 0;
    // Through a device of the other version: once changed on purpose, then stable.
    const Ability device = form_of("1.0", false);
    const std::string once = through(*kind, items, entry->stored, device, place);
    const std::string twice = through(*kind, items, once, device, place);
    CPPUNIT_ASSERT_MESSAGE(place + "\n" + once + twice, kind->equal(once, twice, false));
    const auto before = ItemView::read(entry->stored, items);
    const auto after = ItemView::read(once, items);
    CPPUNIT_ASSERT_MESSAGE(place, before && after);
    const std::string names = different(*before, *after);
    (names.empty() ? counts.kept : counts.changed)++;
    for (const std::string& name : split(names, ' ')) {
      counts.why[name] += name.empty() ? 0 : 1;
    }
  }

  /// The form of what a record means, as it is read again.
  static std::string through(const Kind& kind, ItemKind items, const std::string& record,
                             const Ability& side, const std::string& place) {
    const auto view = ItemView::read(record, items);
    CPPUNIT_ASSERT_MESSAGE(place, view.has_value());
    const auto form = kind.render(std::string(view->text()), side);
    CPPUNIT_ASSERT_MESSAGE(place, form.has_value());
    return enter_as(kind, form->text).stored;
  }

 public:
  void rules_keep_their_dates_through_the_other_grammar() {
    if (!present()) {
      return;
    }
    int followed = 0;
    int lost = 0;
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(corpora() / "kcalendarcore")) {
      if (file.path().extension() == ".ics") {
        read_rules(file.path(), followed, lost);
      }
    }
    std::printf("rules: %d with the same dates, %d losses by name\n", followed, lost);
    CPPUNIT_ASSERT(followed >= 5);
  }

  void calendars_are_read_written_and_read_again() {
    if (!present()) {
      return;
    }
    std::map<std::string, Counts> table;
    for (const auto& file : std::filesystem::recursive_directory_iterator(corpora())) {
      const std::string extension = file.path().extension().string();
      if (extension != ".ics" && extension != ".vcs" && extension != ".vnt") {
        continue;
      }
      const std::string octets = octets_of(file.path());
      const std::string source =
          std::filesystem::relative(file.path(), corpora()).begin()->string();
      const Kind& splitter = extension == ".vnt" ? notes() : events();
      for (const std::string& piece : splitter.split(octets)) {
        read_record(piece, file.path().filename().string(), table[source]);
      }
    }
    std::printf("%-22s %7s %7s %18s %22s %7s  why\n", "source", "records", "refused",
                "same in 1.0, 2.0", "kept by a 1.0 device", "changed");
    for (const auto& [source, counts] : table) {
      std::string why;
      for (const auto& [name, count] : counts.why) {
        why += name.empty() ? "" : ' ' + name + ' ' + std::to_string(count);
      }
      std::printf("%-22s %7d %7d %18d %22d %7d %s\n", source.c_str(), counts.records,
                  counts.refused, counts.in_files, counts.kept, counts.changed, why.c_str());
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EventCorpusTest);

}  // namespace pim::content::testing
