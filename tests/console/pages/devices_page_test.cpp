// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/console/pages/pages_fixture.h"

namespace pim::console::pages {

class DevicesPageTest : public PagesFixture {
  CPPUNIT_TEST_SUITE(DevicesPageTest);
  CPPUNIT_TEST(the_page_tells_what_a_phone_must_know);
  CPPUNIT_TEST(without_a_server_for_devices_none_is_promised);
  CPPUNIT_TEST(a_new_password_is_shown_once);
  CPPUNIT_TEST(a_password_is_taken_back);
  CPPUNIT_TEST(a_refusal_is_told_on_the_page);
  CPPUNIT_TEST(a_name_is_shown_as_text);
  CPPUNIT_TEST_SUITE_END();

  std::string only_id() { return json(get("/devices")).at("passwords").at(0).at("id").dump(); }

 public:
  void the_page_tells_what_a_phone_must_know() {
    const Response response = open("/devices");
    expect_text("https://phones.example.org/server", response);
    expect_text("contacts, calendar, tasks, notes", response);
    expect_text("None yet.", response);
  }

  void without_a_server_for_devices_none_is_promised() {
    Request request = page_request("GET", "/devices");
    request.device_url.clear();
    const Response response = site.handle(request);
    expect_no_text("Server address", response);
    expect_no_text("Make a password", response);
    expect_text("takes no devices", response);
  }

  void a_new_password_is_shown_once() {
    const Response response = submit("/devices", {{"name", "my phone"}});
    expect_status(200, response);
    expect_text("Write this down", response);
    const std::size_t at = response.body.find("<dt>Password</dt><dd class=\"mono\">");
    CPPUNIT_ASSERT(at != std::string::npos);
    const std::string password = response.body.substr(at + 34, 19);
    CPPUNIT_ASSERT_EQUAL('-', password[4]);
    expect_text("my phone", open("/devices"));
    expect_no_text(password, open("/devices"));
  }

  void a_password_is_taken_back() {
    submit("/devices", {{"name", "my phone"}});
    expect_sent_to("/devices", submit("/devices/" + only_id() + "/revoke", {}));
    expect_text("None yet.", open("/devices"));
  }

  void a_refusal_is_told_on_the_page() {
    sealer.works = false;
    const Response response = submit("/devices", {{"name", "my phone"}});
    expect_status(503, response);
    expect_text("cannot seal passwords", response);
    expect_text("value=\"my phone\"", response);
    expect_status(404, submit("/devices/99/revoke", {}));
  }

  void a_name_is_shown_as_text() {
    submit("/devices", {{"name", "<b>phone</b>"}});
    expect_text("&lt;b&gt;phone", open("/devices"));
    expect_no_text("<b>phone", open("/devices"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DevicesPageTest);

}  // namespace pim::console::pages
