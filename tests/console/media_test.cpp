// SPDX-License-Identifier: Apache-2.0
#include "common/console/media.h"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

#include <vector>

namespace pim::console {

class MediaTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MediaTest);
  CPPUNIT_TEST(type_and_parameters_are_read);
  CPPUNIT_TEST(quotation_marks_go);
  CPPUNIT_TEST(what_is_no_type_is_nothing);
  CPPUNIT_TEST(the_client_chooses);
  CPPUNIT_TEST_SUITE_END();

 public:
  void type_and_parameters_are_read() {
    const auto media = parse_media_type("Text/VCard ; Charset=UTF-8;version=3.0");
    CPPUNIT_ASSERT_EQUAL(std::string("text/vcard"), media->type);
    CPPUNIT_ASSERT_EQUAL(std::string("UTF-8"), media->parameter("charset"));
    CPPUNIT_ASSERT_EQUAL(std::string("3.0"), media->parameter("version"));
  }

  void quotation_marks_go() {
    CPPUNIT_ASSERT_EQUAL(std::string("utf-8"),
                         parse_media_type("a/b; charset=\"utf-8\"")->parameter("charset"));
  }

  void what_is_no_type_is_nothing() {
    for (const char* text : {"", ";", "text", "/vcard", "text/", " ; charset=utf-8"}) {
      CPPUNIT_ASSERT_MESSAGE(text, !parse_media_type(text).has_value());
    }
  }

  void the_client_chooses() {
    const std::vector<Offer> offers = {{"application/json", ""}, {"text/vcard", "3.0"}};
    const struct {
      const char* accept;
      int chosen;  // -1 = none
    } cases[] = {
        {"", 0},
        {"*/*", 0},
        {"nonsense", 0},
        {"text/vcard", 1},
        {"text/*", 1},
        {"application/json", 0},
        {"TEXT/VCARD", 1},
        {"text/vcard;version=3.0", 1},
        {"text/vcard;version=4.0", -1},
        {"text/vcard;q=0.5, application/json;q=0.4", 1},
        {"text/vcard;q=0.5, */*;q=0.6", 0},
        {"text/vcard;q=0, */*", 0},
        {"application/json;q=0, */*;q=0.1", 1},
        {"application/json;q=x, text/vcard;q=0.001", 1},
        {"text/html,application/xhtml+xml,*/*;q=0.8", 0},
        {"image/png", -1},
        {"application/json;q=0", -1},
    };
    for (const auto& one : cases) {
      const auto chosen = choose(one.accept, offers);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(one.accept, one.chosen, chosen ? static_cast<int>(*chosen) : -1);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MediaTest);

}  // namespace pim::console
