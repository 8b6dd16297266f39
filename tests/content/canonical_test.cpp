// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/contact_helper.h"

// What is the same record (content rule 3, content examples D): tables of pairs.
namespace pim::content::testing {
namespace {

struct Pair {
  const char* a;
  const char* b;
};

void exactly(const Pair& pair, bool same) {
  CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(pair.a) + " / " + pair.b, same,
                               contacts().equal(card(pair.a), card(pair.b), false));
}

void loosely(const Pair& pair, bool same) {
  CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(pair.a) + " / " + pair.b, same,
                               fingerprint(card(pair.a)) == fingerprint(card(pair.b)));
}

}  // namespace

class CanonicalTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CanonicalTest);
  CPPUNIT_TEST(spelling_is_no_difference);
  CPPUNIT_TEST(content_is_a_difference);
  CPPUNIT_TEST(matching_forgives_more_than_comparing);
  CPPUNIT_TEST(matching_tells_different_content_apart);
  CPPUNIT_TEST(further_spellings_are_one_property);
  CPPUNIT_TEST(uid_counts_only_where_asked_for);
  CPPUNIT_TEST(a_bare_return_in_a_raw_value_is_a_break_in_every_version);
  CPPUNIT_TEST(a_photo_is_compared_by_its_octets);
  CPPUNIT_TEST(unreadable_records_are_equal_only_as_octets);
  CPPUNIT_TEST_SUITE_END();

 public:
  void spelling_is_no_difference() {
    const Pair table[] = {
        {"FN:A\nTEL:1", "TEL:1\nFN:A"},
        {"fn:A", "FN:A"},
        {"FN:A\nNOTE:ab\n c", "FN:A\nNOTE:abc"},
        {"TEL;PREF;CELL:1", "tel;type=Cell;type=PREF:1"},      // content example 14
        {"TEL;TYPE=\"cell,pref\":1", "TEL;PREF;TYPE=CELL:1"},  // content example 14
        {"TEL;TYPE=CELL,PREF:1", "TEL;TYPE=CELL:1"},           // PREF of an only value
        {"TEL;TYPE=VOICE,HOME:1", "TEL;TYPE=HOME:1"},
        {"EMAIL;TYPE=INTERNET:a@x.example", "EMAIL:a@x.example"},
        {"ADR;TYPE=INTL,POSTAL,PARCEL,HOME:;;A", "ADR;TYPE=HOME:;;A;;;;"},
        {"N:A;B;;;", "N:A;B"},
        {"FN:A\nNOTE:", "FN:A"},
        {"FN:A\nN:;;;;", "FN:A"},
        {"FN:A\nCLASS:PUBLIC", "FN:A"},
        {"FN:A\nREV:20200101T000000Z", "FN:A\nPRODID:x"},
        {"FN;CHARSET=utf-8:A", "FN:A"},
        // content example 16
        {"URL:http\\://a.example/", "URL:http://a.example/"},
        // content example 21
        {"BDAY:2005-02-26T00:00:00Z", "BDAY:20050226"},
        {"BDAY;VALUE=date:2005-02-26", "BDAY:20050226"},
        {"FN:A\nBDAY:0000-00-00", "FN:A\nBDAY:"},
        // content example 20
        {"BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12", "BDAY:--0412"},
        // content example 28
        {"N:Doe;John;Richter\\,James;Mr.;Sr.", "N:Doe;John;Richter,James;Mr.;Sr."},
        {"CATEGORIES:A,B", "CATEGORIES:B\nCATEGORIES:A"},
        {"CATEGORIES:A,,B,A", "CATEGORIES:A,B"},
        {"FN:Mu\xcc\x88ller", "FN:M\xc3\xbcller"},  // NFC
        {"item1.TEL:1\nitem1.X-ABLabel:Boat", "item7.TEL:1\nitem7.X-ABLabel:Boat"},
        {"item1.TEL:1\nitem1.X-ABLabel:_$!<Mobile>!$_", "TEL;TYPE=CELL:1"},
        {"NOTE:a\\,b", "NOTE:a,b"},
    };
    for (const Pair& pair : table) {
      exactly(pair, true);
      loosely(pair, true);
    }
  }
  void content_is_a_difference() {
    const Pair table[] = {
        {"FN:A", "FN:B"},
        {"TEL;TYPE=CELL:1", "TEL;TYPE=WORK:1"},
        {"TEL;PREF:1\nTEL:2", "TEL:1\nTEL;PREF:2"},
        {"TEL;TYPE=OTHER:1", "TEL:1"},
        {"CATEGORIES:A\\,B,C", "CATEGORIES:A,B,C"},  // content example 30
        {"NOTE:a\\nb", "NOTE:a b"},
        {"X-FOO;BAR=1:a", "X-FOO;BAR=2:a"},
        {"item1.TEL:1\nitem1.X-ABLabel:Boat", "TEL:1"},
        {"N:A;B", "N:B;A"},
        {"BDAY:2005-02-26", "BDAY:2005-02-27"},
        {"NOTE:a", "NOTE:a\nX-NOTE:a"},
    };
    for (const Pair& pair : table) {
      exactly(pair, false);
      loosely(pair, false);
    }
  }
  void matching_forgives_more_than_comparing() {
    const Pair table[] = {
        // content example 56
        {"TEL:+44 (0)7700 900000", "TEL:00447700900000"},
        {"TEL:tel:+44-7700-900000", "TEL:00447700900000"},
        // content example 59
        {"N:M\xc3\xbcller;Anna;;;\nFN:Anna M\xc3\xbcller", "N:M\xc3\xbcller;Anna;;;"},
        {"N:M\xc3\xbcller;Anna;;;\nFN:M\xc3\xbcller, Anna", "N:M\xc3\xbcller;Anna;;;"},
        {"EMAIL:A@X.example", "EMAIL;TYPE=INTERNET:a@x.example"},
        {"URL:HTTP://Www.Example/Path/", "URL:http://www.example/Path"},
        {"CATEGORIES:Friends", "CATEGORIES:FRIENDS"},
        {"NOTE:a  b ", "NOTE:a b"},
        {"FN:A\nX-EVOLUTION-FILE-AS:x", "FN:A"},
        {"FN;LANGUAGE=de:A", "FN:A"},
    };
    for (const Pair& pair : table) {
      exactly(pair, false);
      loosely(pair, true);
    }
  }
  void matching_tells_different_content_apart() {
    loosely({"TEL:0170 1234567", "TEL:+49 170 1234567"}, false);  // content example 56
    loosely({"N:M\xc3\xbcller;Anna;;;\nFN:Dr. A. M\xc3\xbcller", "N:M\xc3\xbcller;Anna;;;"},
            false);  // content example 59
    loosely({"URL:http://a.example/A", "URL:http://a.example/a"}, false);
  }
  void further_spellings_are_one_property() {
    const Pair table[] = {
        {"X-JABBER;type=HOME:a@x.example\nIMPP;X-SERVICE-TYPE=Jabber;type=HOME:xmpp:a@x.example",
         "X-JABBER;type=HOME:a@x.example"},  // content example 25
        {"IMPP;X-SERVICE-TYPE=ICQ:aim:123", "X-ICQ:123"},
        {"item1.X-ABDATE:1975-03-01\nitem1.X-ABLabel:_$!<Anniversary>!$_",
         "X-ANNIVERSARY:1975-03-01"},  // content example 26
        {"X-EVOLUTION-ANNIVERSARY:19750301", "X-KADDRESSBOOK-X-Anniversary:1975-03-01"},
        {"item1.X-ABRELATEDNAMES:Jenny\nitem1.X-ABLabel:_$!<Spouse>!$_", "X-SPOUSE:Jenny"},
        {"X-EVOLUTION-SPOUSE:Jenny", "X-KADDRESSBOOK-X-SpousesName:Jenny"},
        {"X-WAB-GENDER:1", "X-GENDER:F"},
        {"X-EPOCSECONDNAME:Al", "NICKNAME:Al"},
    };
    for (const Pair& pair : table) {
      exactly(pair, true);
    }
    exactly({"X-SPOUSE:Jenny", "X-MANAGER:Jenny"}, false);
    exactly({"X-JABBER:a", "X-AIM:a"}, false);
  }
  void uid_counts_only_where_asked_for() {
    CPPUNIT_ASSERT(contacts().equal(card("UID:1\nFN:A"), card("UID:2\nFN:A"), false));
    CPPUNIT_ASSERT(!contacts().equal(card("UID:1\nFN:A"), card("UID:2\nFN:A"), true));
  }
  void a_bare_return_in_a_raw_value_is_a_break_in_every_version() {
    const auto of = [](std::string_view version, std::string_view line) {
      return "BEGIN:VCARD\r\nVERSION:" + std::string(version) + "\r\nFN:A\r\n" + std::string(line) +
             "\r\nEND:VCARD\r\n";
    };
    for (const std::string_view name : {"X-A", "URL"}) {
      const std::string bare = std::string(name) + ":a\xa5\rb";
      const std::string quoted = std::string(name) + ";ENCODING=QUOTED-PRINTABLE:a=A5=0Db";
      CPPUNIT_ASSERT(contacts().equal(of("2.1", bare), of("2.1", quoted), false));
      CPPUNIT_ASSERT(contacts().equal(of("3.0", bare), of("2.1", quoted), false));
      CPPUNIT_ASSERT(contacts().equal(of("4.0", bare), of("3.0", bare), false));
      CPPUNIT_ASSERT(
          !contacts().equal(of("2.1", bare), of("2.1", std::string(name) + ":ab"), false));
    }
  }
  void a_photo_is_compared_by_its_octets() {
    exactly({"PHOTO;ENCODING=b;TYPE=JPEG:/9j/\n 4AAQ", "PHOTO;ENCODING=BASE64:/9j/4AAQ"}, true);
    exactly({"PHOTO;ENCODING=b:/9j/4AAQ", "PHOTO;ENCODING=b:/9j/4AAR"}, false);
    exactly({"PHOTO;ENCODING=b:/9j/4A==", "PHOTO;ENCODING=b:/9j/4A"}, true);
    exactly({"PHOTO;VALUE=uri:http://a.example/p", "PHOTO;VALUE=URL:http://a.example/p"}, true);
  }
  void unreadable_records_are_equal_only_as_octets() {
    CPPUNIT_ASSERT(contacts().equal("junk", "junk", true));
    CPPUNIT_ASSERT(!contacts().equal("junk", "other", true));
    CPPUNIT_ASSERT(!contacts().equal("junk", card("FN:A"), false));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CanonicalTest);

}  // namespace pim::content::testing
