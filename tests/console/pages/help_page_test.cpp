// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/console/pages/pages_fixture.h"

namespace pim::console::pages {

class HelpPageTest : public PagesFixture {
  CPPUNIT_TEST_SUITE(HelpPageTest);
  CPPUNIT_TEST(every_code_has_a_page);
  CPPUNIT_TEST(an_unknown_code_is_not_found);
  CPPUNIT_TEST(devices_say_what_a_phone_must_know);
  CPPUNIT_TEST(history_begins_empty);
  CPPUNIT_TEST_SUITE_END();

 public:
  void every_code_has_a_page() {
    const Response all = open("/help");
    for (const TroubleInfo& info : all_troubles()) {
      expect_text("/sync/help/" + std::string(info.code), all);
      const Response response = open("/help/" + std::string(info.code));
      expect_status(200, response);
      expect_text("What it means for your data", response);
    }
  }

  void an_unknown_code_is_not_found() { expect_status(404, open("/help/API9999")); }

  void devices_say_what_a_phone_must_know() {
    expect_text("https://phones.example.org/server", open("/devices"));
  }

  void history_begins_empty() { expect_text("Nothing has been synced yet.", open("/history")); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HelpPageTest);

}  // namespace pim::console::pages
