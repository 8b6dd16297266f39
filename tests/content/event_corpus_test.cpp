// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

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
  int kept = 0;     ///< the same fields after a round through the other version
  int changed = 0;  ///< with named losses
};

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
      ++counts.kept;
      return;
    }
    // Through the other version and back: once changed by name, then stable.
    Ability old;
    old.version = "1.0";
    old.media_type = "text/x-vcalendar";
    const ItemKind items = kind == &tasks() ? ItemKind::Task : ItemKind::Event;
    const auto through = [&](const std::string& record) {
      const auto view = ItemView::read(record, items);
      CPPUNIT_ASSERT_MESSAGE(place, view.has_value());
      const auto form = kind->render(std::string(view->text()), old);
      CPPUNIT_ASSERT_MESSAGE(place, form.has_value());
      return form->text;
    };
    const std::string once = through(entry->stored);
    const std::string twice = through(once);
    CPPUNIT_ASSERT_MESSAGE(place + "\n" + once + twice, kind->equal(once, twice, false));
    (kind->equal(once, entry->stored, false) ? counts.kept : counts.changed)++;
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
    std::printf("%-22s %8s %8s %8s %8s\n", "source", "records", "kept", "changed", "refused");
    for (const auto& [source, counts] : table) {
      std::printf("%-22s %8d %8d %8d %8d\n", source.c_str(), counts.records, counts.kept,
                  counts.changed, counts.refused);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EventCorpusTest);

}  // namespace pim::content::testing
