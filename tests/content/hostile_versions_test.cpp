// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

#include "tests/content/contact_helper.h"
#include "tests/support/cpu_time.h"

// Records of 2.1 and 4.0 made to be dear: refused alone, with a reason, in no time.
namespace pim::content::testing {
namespace {

std::string record(const std::string& version, const std::string& lines) {
  return "BEGIN:VCARD\r\nVERSION:" + version + "\r\n" + lines + "END:VCARD\r\n";
}

std::string times(std::size_t count, const std::string& what) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += what;
  }
  return out;
}

/// A refusal takes 50 ms of CPU at most; builds that check are allowed more.
constexpr double Allowed = pim::testing::Sanitized ? 1.0 : 0.05;

void refused(const std::string& octets) {
  const double before = pim::testing::cpu_seconds();
  const std::string error = error_of(octets);
  const double seconds = pim::testing::cpu_seconds() - before;
  CPPUNIT_ASSERT_MESSAGE(error.substr(0, 80), error.starts_with("too-large: "));
  CPPUNIT_ASSERT_MESSAGE(std::to_string(seconds), seconds < Allowed);
}

void handled(const std::string& octets) {
  const double before = pim::testing::cpu_seconds();
  const auto entry = contacts().enter(octets, {test_key(), 0});
  CPPUNIT_ASSERT_MESSAGE(entry ? "" : entry.error().text(), entry.has_value());
  for (const char* version : {"2.1", "3.0", "4.0"}) {
    Ability file;
    file.version = version;
    file.file = true;
    CPPUNIT_ASSERT(contacts().render(entry->stored, file).has_value());
  }
  const double seconds = pim::testing::cpu_seconds() - before;
  CPPUNIT_ASSERT_MESSAGE(std::to_string(seconds), seconds < 2);
}

}  // namespace

class HostileVersionsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(HostileVersionsTest);
  CPPUNIT_TEST(records_beyond_the_limits_are_refused);
  CPPUNIT_TEST(endless_soft_breaks_are_refused);
  CPPUNIT_TEST(garbage_of_quoted_printable_is_read);
  CPPUNIT_TEST(garbage_of_charsets_is_kept_as_octets);
  CPPUNIT_TEST(no_octet_of_garbage_is_lost_in_quoted_printable);
  CPPUNIT_TEST(thousands_of_labels_are_handled);
  CPPUNIT_TEST(thousands_of_charsets_are_handled);
  CPPUNIT_TEST(thousands_of_ranks_are_handled);
  CPPUNIT_TEST_SUITE_END();

 public:
  void records_beyond_the_limits_are_refused() {
    for (const char* version : {"2.1", "4.0"}) {
      refused(record(version, "NOTE:" + std::string(5 * 1024 * 1024, 'x') + "\r\n"));
      refused(record(version, "NOTE:" + std::string(300 * 1024, 'x') + "\r\n"));
      refused(record(version, times(5001, "X-A:1\r\n")));
      refused(record(version, times(5, "AGENT:\r\nBEGIN:VCARD\r\n")));
    }
  }
  void endless_soft_breaks_are_refused() {
    refused(record("2.1", "NOTE;ENCODING=QUOTED-PRINTABLE:" + times(100'000, "=41=\r\n") + "\r\n"));
  }
  void garbage_of_quoted_printable_is_read() {
    handled(record("2.1", "N:A\r\nNOTE;QUOTED-PRINTABLE:" + times(50'000, "=Z=4") + "\r\n"));
    handled(record("2.1", "N:A\r\nNOTE;QUOTED-PRINTABLE:" + times(30'000, "=5C=3B") + "\r\n"));
  }
  void no_octet_of_garbage_is_lost_in_quoted_printable() {
    Ability old;
    old.version = "2.1";
    for (const char* charset : {"", "ISO-8859-1"}) {
      old.charset = charset;
      const auto form = contacts().render(card("FN:A\nNOTE:n\xa5\xd2\xb2\\nz\xbf"), old);
      CPPUNIT_ASSERT(form.has_value());
      const std::string line = "\r\nNOTE;ENCODING=QUOTED-PRINTABLE:n=A5=D2=B2=0D=0Az=BF\r\n";
      CPPUNIT_ASSERT_MESSAGE(form->text, form->text.find(line) != std::string::npos);
    }
  }
  void garbage_of_charsets_is_kept_as_octets() {
    const std::string text =
        record("2.1", "UID:1\r\nN;CHARSET=X-NONE;QUOTED-PRINTABLE:=E4=F6=FC=DF\r\n");
    const Entry entry = enter(text);
    CPPUNIT_ASSERT_EQUAL(text, entry.stored);
    CPPUNIT_ASSERT_EQUAL(std::string("4 N charset"), told(entry));
    CPPUNIT_ASSERT(entry.facts.weak_keys.empty());
  }
  void thousands_of_labels_are_handled() {
    handled(record("3.0", "N:A\r\nFN:A\r\n" + times(2'000, "LABEL;TYPE=HOME:x\r\n") +
                              times(1'000, "ADR;TYPE=WORK:;;y\r\n")));
  }
  void thousands_of_charsets_are_handled() {
    std::string lines = "N:A\r\n";
    for (int i = 0; i < 2'000; ++i) {
      lines += "X-A;QUOTED-PRINTABLE;CHARSET=ISO-8859-" + std::to_string(i) + ":=E4=F6=FC\r\n";
    }
    handled(record("2.1", lines));
  }
  void thousands_of_ranks_are_handled() {
    std::string lines = "FN:A\r\n";
    for (int i = 0; i < 4'000; ++i) {
      lines += "TEL;PREF=" + std::to_string(i % 100 + 1) + ":" + std::to_string(i) + "\r\n";
    }
    handled(record("4.0", lines));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(HostileVersionsTest);

}  // namespace pim::content::testing
