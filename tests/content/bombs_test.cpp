// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <utility>
#include <vector>

#include "common/content/kind.h"
#include "tests/content/contact_helper.h"
#include "tests/support/cpu_time.h"

// Records made to be dear, of every kind and version: each is refused, or taken and written
// for the other side, within 50 ms of CPU.
namespace pim::content::testing {
namespace {

constexpr double BombAllowed = pim::testing::Sanitized ? 1.0 : 0.05;

struct Bomb {
  std::string kind;
  std::string name;
  std::string octets;
};

std::string many(std::size_t count, std::string_view what) {
  std::string out;
  out.reserve(count * what.size());
  for (std::size_t i = 0; i < count; ++i) {
    out += what;
  }
  return out;
}

/// `#` becomes the number of the line.
std::string numbered(std::size_t count, const std::string& line) {
  const std::size_t at = line.find('#');
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += line.substr(0, at) + std::to_string(i) + line.substr(at + 1) + "\r\n";
  }
  return out;
}

using Shape = std::pair<const char*, std::string>;

/// Lines that hurt in any record of content lines.
std::vector<Shape> common_shapes() {
  return {
      {"nothing but lines", many(100'000, "X-A:1\r\n")},
      {"lines up to the limit", numbered(4'900, "X-A#:1")},
      {"one endless line", "X-A:" + std::string(10'000'000, 'a') + "\r\n"},
      {"one line up to the limit", "X-A:" + std::string(255 * 1024, 'a') + "\r\n"},
      {"nothing but soft breaks",
       "X-A;ENCODING=QUOTED-PRINTABLE:" + many(100'000, "=\r\n") + "\r\n"},
      {"no hexadecimal", "X-A;ENCODING=QUOTED-PRINTABLE:" + many(60'000, "=ZZ") + "\r\n"},
      {"nothing but folds", "X-A:" + many(100'000, "\r\n a") + "\r\n"},
      {"nothing but blank lines", many(200'000, "\r\n")},
      {"a thousand parameters", "X-A" + many(1'000, ";X-B=1") + ":1\r\n"},
      {"endless parameters", "X-A" + many(50'000, ";X-B=1") + ":1\r\n"},
      {"an open quote", "X-A;X-B=\"" + std::string(200'000, 'a') + "\r\n"},
      {"nothing but escapes", "X-A:" + many(100'000, "\\n") + "\r\n"},
      {"octets of no charset", "X-A:" + std::string(200'000, '\xfe') + "\r\n"},
      {"nothing but NUL", "X-A:" + std::string(200'000, '\0') + "\r\n"},
      {"unknown components in each other", many(5'000, "BEGIN:X\r\n")},
      {"unknown components beside each other", many(40'000, "BEGIN:X\r\nEND:X\r\n")},
  };
}

std::vector<Shape> contact_shapes() {
  return {
      {"cards in each other", many(5'000, "BEGIN:VCARD\r\n")},
      {"an agent of agents", many(200, "AGENT:BEGIN:VCARD\r\n")},
      {"a photo beyond the limit", "PHOTO;ENCODING=b:" + std::string(8'000'000, 'A') + "\r\n"},
      {"a photo that is none", "PHOTO;ENCODING=b:" + many(100'000, "!?") + "\r\n"},
      {"numbers up to the limit", numbered(4'900, "TEL:+49 30 #")},
      {"one endless number", "TEL:" + std::string(250'000, '1') + "\r\n"},
      {"endless types", "TEL;TYPE=" + many(30'000, "HOME,") + "WORK:1\r\n"},
      {"groups up to the limit", numbered(4'900, "item#.X-ABLabel:a")},
      {"a name of a thousand parts", "N:" + many(1'000, ";") + "\r\n"},
      {"a name of endless parts", "N:" + many(100'000, ";") + "\r\n"},
      {"an address of endless lists", "ADR:" + many(100'000, ",") + "\r\n"},
      {"endless categories", "CATEGORIES:" + many(100'000, "a,") + "\r\n"},
      {"a birthday of digits", "BDAY:" + std::string(100'000, '9') + "\r\n"},
      {"notes in each other's words", many(60, "NOTE:" + many(400, "ab ") + "\r\n")},
  };
}

std::vector<Shape> entry_shapes() {
  return {
      {"exceptions without end", "EXDATE:" + many(60'000, "20260131T100000,") + "1\r\n"},
      {"dates without end", "RDATE:" + many(60'000, "20260131T100000,") + "1\r\n"},
      {"alarms", many(1'600, "BEGIN:VALARM\r\nTRIGGER:-PT1M\r\nEND:VALARM\r\n")},
      {"old alarms", many(4'800, "AALARM:20260131T100000;;;\r\n")},
      {"guests", numbered(4'900, "ATTENDEE;CN=a#:mailto:a@example.org")},
      {"one guest of a thousand parameters",
       "ATTENDEE" + many(1'000, ";X-B=1") + ":mailto:a@example.org\r\n"},
      {"a start of digits", "DTSTART:" + std::string(200'000, '9') + "\r\n"},
      {"a length of digits",
       "DTSTART:20260131T100000\r\nDURATION:P" + std::string(200'000, '9') + "D\r\n"},
      {"starts", many(4'900, "DTSTART;TZID=A/B/C:20260131T100000\r\n")},
      {"rules", many(4'900, "RRULE:FREQ=DAILY\r\n")},
      {"endless categories", "CATEGORIES:" + many(100'000, "a,") + "\r\n"},
  };
}

std::string wrapped(const std::string& name, const std::string& version, const std::string& inside,
                    const std::string& lines) {
  if (inside.empty()) {
    return "BEGIN:" + name + "\r\nVERSION:" + version + "\r\nFN:a\r\n" + lines + "END:" + name +
           "\r\n";
  }
  return "BEGIN:" + name + "\r\nVERSION:" + version + "\r\nBEGIN:" + inside +
         "\r\nUID:1\r\nSUMMARY:a\r\n" + lines + "END:" + inside + "\r\nEND:" + name + "\r\n";
}

void add(std::vector<Bomb>& out, const std::string& kind, const std::vector<Shape>& shapes,
         const std::string& name, const std::string& version, const std::string& inside) {
  for (const Shape& shape : shapes) {
    out.push_back({kind, kind + ' ' + version + ' ' + inside + ": " + shape.first,
                   wrapped(name, version, inside, shape.second)});
  }
}

std::vector<Bomb> bombs() {
  std::vector<Bomb> out;
  for (const char* version : {"2.1", "3.0", "4.0"}) {
    add(out, "contacts", common_shapes(), "VCARD", version, "");
    add(out, "contacts", contact_shapes(), "VCARD", version, "");
  }
  for (const char* version : {"1.0", "2.0"}) {
    add(out, "calendar", common_shapes(), "VCALENDAR", version, "VEVENT");
    add(out, "calendar", entry_shapes(), "VCALENDAR", version, "VEVENT");
    add(out, "tasks", common_shapes(), "VCALENDAR", version, "VTODO");
    add(out, "tasks", entry_shapes(), "VCALENDAR", version, "VTODO");
  }
  add(out, "notes", common_shapes(), "VNOTE", "1.1", "");
  add(out, "notes", common_shapes(), "VCALENDAR", "2.0", "VJOURNAL");
  out.push_back({"notes", "notes: endless text", std::string(10'000'000, 'a')});
  out.push_back({"notes", "notes: text of lines", many(1'000'000, "a\n")});
  return out;
}

/// The best of three: a busy machine is no fault of ours.
double seconds_of(const Bomb& bomb) {
  const Kind& kind = *kind_of(bomb.kind);
  const Ability other = unknown_ability(kind);
  double best = 2 * BombAllowed;
  for (int run = 0; run < 3 && best > BombAllowed; ++run) {
    const double begin = pim::testing::cpu_seconds();
    if (const auto entry = kind.enter(bomb.octets, {test_key(), 0})) {
      (void)kind.render(entry->stored, other);
    }
    best = std::min(best, pim::testing::cpu_seconds() - begin);
  }
  return best;
}

}  // namespace

class BombsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(BombsTest);
  CPPUNIT_TEST(each_is_refused_or_handled_in_time);
  CPPUNIT_TEST_SUITE_END();

 public:
  void each_is_refused_or_handled_in_time() {
    const std::vector<Bomb> all = bombs();
    CPPUNIT_ASSERT(all.size() >= 80);
    std::string late;
    for (const Bomb& bomb : all) {
      const double seconds = seconds_of(bomb);
      if (seconds > BombAllowed) {
        late += bomb.name + ": " + std::to_string(seconds) + " s\n";
      }
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), late);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BombsTest);

}  // namespace pim::content::testing
