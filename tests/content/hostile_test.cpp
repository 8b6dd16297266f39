// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <functional>

#include "common/base/limits.h"
#include "tests/content/merge_helper.h"

// Records made to be dear: each is answered in a time that grows with its size, or refused.
// A quadratic step would make these tests hang, which is how they fail.
namespace pim::content::testing {
namespace {

std::string repeated(std::size_t count, const std::function<std::string(std::size_t)>& make) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += make(i);
  }
  return out;
}

void refused(const std::string& octets) {
  const std::string error = error_of(octets);
  CPPUNIT_ASSERT_MESSAGE(error, error.starts_with("too-large: "));
}

/// Everything the engine may do with two records of the largest size.
void handled(const std::string& a, const std::string& b) {
  const std::string ours = enter(a).stored;
  const std::string theirs = enter(b).stored;
  const Ability whole = portal();
  const Ability poor = device({"TEL", "NOTE"});
  contacts().near(ours, theirs);
  contacts().compare(ours, theirs, whole);
  CPPUNIT_ASSERT(contacts().render(ours, poor).has_value());
  for (const Ability* ability : {&whole, &poor}) {
    MergeInput input{.ours = ours,
                     .theirs = theirs,
                     .earlier = {ours, theirs},
                     .sent = {ours},
                     .ability = *ability};
    const auto united = contacts().merge(input);
    CPPUNIT_ASSERT(united.has_value() || united.error().code == ErrorCode::TooLarge);
    const std::string base = card("FN:x");
    input.base = base;
    const auto merged = contacts().merge(input);
    CPPUNIT_ASSERT(merged.has_value() || merged.error().code == ErrorCode::TooLarge);
  }
}

constexpr std::size_t Many = 4'000;

std::string number(std::size_t i) {
  return std::to_string(i);
}

}  // namespace

class HostileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HostileTest);
  CPPUNIT_TEST(floods_of_nothing_are_refused);
  CPPUNIT_TEST(floods_of_parameters_are_refused);
  CPPUNIT_TEST(floods_of_types_are_refused);
  CPPUNIT_TEST(floods_of_list_items_are_refused);
  CPPUNIT_TEST(floods_of_components_are_refused);
  CPPUNIT_TEST(long_heads_are_refused);
  CPPUNIT_TEST(deep_nesting_is_refused);
  CPPUNIT_TEST(thousands_of_numbers_are_handled);
  CPPUNIT_TEST(thousands_of_unknown_names_are_handled);
  CPPUNIT_TEST(thousands_of_groups_are_handled);
  CPPUNIT_TEST(thousands_of_items_are_handled);
  CPPUNIT_TEST(thousands_of_equal_lines_are_handled);
  CPPUNIT_TEST(long_similar_lines_are_handled);
  CPPUNIT_TEST(long_notes_are_handled);
  CPPUNIT_TEST(a_large_photo_is_handled);
  CPPUNIT_TEST(thousands_of_folds_are_handled);
  CPPUNIT_TEST_SUITE_END();

 public:
  void floods_of_nothing_are_refused() {
    refused("BEGIN:VCARD\nVERSION:3.0\nFN:A\n" + std::string(limits::MaxObjSize / 2, '\n'));
    refused("BEGIN:VCARD\nVERSION:3.0\nFN:A\n" +
            repeated(100'000, [](std::size_t) { return "x\n"; }));
  }
  void floods_of_parameters_are_refused() {
    refused(card("TEL" + repeated(limits::MaxLineParameters + 1, [](std::size_t) { return ";x"; }) +
                 ":1"));
    refused(card(repeated(200, [](std::size_t) {
      return "TEL" + repeated(100, [](std::size_t) { return ";x"; }) + ":1\n";
    })));
  }
  void floods_of_types_are_refused() {
    refused(card(
        "TEL;TYPE=" +
        repeated(limits::MaxLineParameters, [](std::size_t i) { return "t" + number(i) + ","; }) +
        "x:1"));
  }
  void floods_of_list_items_are_refused() {
    refused(card("CATEGORIES:" + std::string(limits::MaxRecordItems, ',')));
  }
  void floods_of_components_are_refused() {
    refused(card("N:" + std::string(limits::MaxRecordItems, ';')));
  }
  void long_heads_are_refused() {
    refused(card("X-A;P=" + std::string(limits::MaxFieldSize, 'x') + ":1"));
  }
  void deep_nesting_is_refused() {
    refused(repeated(100'000, [](std::size_t) { return "BEGIN:VCARD\nAGENT:\n"; }));
  }
  void thousands_of_numbers_are_handled() {
    handled(
        card(repeated(Many, [](std::size_t i) { return "TEL;TYPE=HOME:" + number(i * 7) + '\n'; })),
        card(repeated(Many,
                      [](std::size_t i) { return "TEL;TYPE=WORK:" + number(i * 11) + '\n'; })));
  }
  void thousands_of_unknown_names_are_handled() {
    handled(card(repeated(Many, [](std::size_t i) { return "X-" + number(i) + ":1\n"; })),
            card(repeated(Many, [](std::size_t i) { return "X-" + number(i) + ":2\n"; })));
  }
  void thousands_of_groups_are_handled() {
    const auto make = [](const char* prefix) {
      return card(repeated(Many / 2, [&](std::size_t i) {
        return prefix + number(i) + ".TEL:" + prefix + number(i) + '\n' + prefix + number(i) +
               ".X-ABLabel:l" + number(i) + '\n';
      }));
    };
    handled(make("a"), make("b"));
  }
  void thousands_of_items_are_handled() {
    const auto make = [](const char* prefix) {
      return card("CATEGORIES:" +
                  repeated(Many, [&](std::size_t i) { return prefix + number(i) + ","; }) + "x");
    };
    handled(make("a"), make("b"));
  }
  void thousands_of_equal_lines_are_handled() {
    handled(card(repeated(Many, [](std::size_t) { return "TEL;TYPE=PREF:1\n"; })),
            card(repeated(Many, [](std::size_t) { return "EMAIL:1\n"; })));
  }
  void long_similar_lines_are_handled() {
    const auto make = [](const char* end) {
      return card(repeated(15, [&](std::size_t i) {
        return "URL:" + std::string(200'000, 'x') + number(i) + end + '\n';
      }));
    };
    handled(make("a"), make("b"));
  }
  void long_notes_are_handled() {
    const auto make = [](int step) {
      return card("FN:A\nNOTE:" + repeated(20'000, [&](std::size_t i) {
                    return number(i * static_cast<std::size_t>(step) % 977) + "\\n";
                  }));
    };
    handled(make(7), make(11));
  }
  void a_large_photo_is_handled() {
    const auto make = [](char sign) {
      return card("FN:A\nPHOTO;ENCODING=b:" +
                  repeated(40'000, [&](std::size_t) { return std::string(74, sign) + "\n "; }) +
                  "AA");
    };
    handled(make('A'), make('B'));
  }
  void thousands_of_folds_are_handled() {
    const std::string text =
        card("NOTE:" + repeated(100'000, [](std::size_t) { return "\n "; }) + "x");
    CPPUNIT_ASSERT(contacts().equal(text, card("NOTE:x"), true));
    CPPUNIT_ASSERT(enter(text).stored.starts_with(text.substr(0, text.size() - 11)));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(HostileTest);

}  // namespace pim::content::testing
