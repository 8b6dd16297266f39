// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "common/session/device_password.h"
#include "tests/console/fixture.h"

namespace pim::console {

/// Passwords that devices have of their own, and the devices that have been here.
class DevicesTest : public ApiFixture {
  CPPUNIT_TEST_SUITE(DevicesTest);
  CPPUNIT_TEST(a_user_without_devices_has_empty_lists);
  CPPUNIT_TEST(a_password_is_told_once_and_kept_sealed);
  CPPUNIT_TEST(a_password_may_be_bound_to_a_device_beforehand);
  CPPUNIT_TEST(without_a_key_no_password_is_made);
  CPPUNIT_TEST(too_many_passwords_are_refused);
  CPPUNIT_TEST(wrong_input_is_refused_and_changes_nothing);
  CPPUNIT_TEST(a_password_taken_back_is_gone);
  CPPUNIT_TEST(passwords_of_others_are_unknown);
  CPPUNIT_TEST(devices_that_have_synced_are_told_with_their_collections);
  CPPUNIT_TEST_SUITE_END();

  Object make(const std::string& body = R"({"name":"my phone"})") {
    const Response response = post("/devices", body);
    expect_status(201, response);
    return json(response);
  }
  std::vector<store::Device> stored() { return *work()->devices(); }
  void put_pairing(const std::string& collection, store::PeerKind peer, Seconds at) {
    const auto unit = work();
    store::Pairing pairing;
    pairing.side = "IMEI:1";
    pairing.collection = collection;
    pairing.remote_uri = collection;
    pairing.peer = peer;
    pairing.last_anchor = at;
    pairing.dev_inf =
        "<DevInf xmlns='syncml:devinf'><VerDTD>1.1</VerDTD><Man>Nokia</Man><Mod>E61</Mod>"
        "<DevID>IMEI:1</DevID><DevTyp>phone</DevTyp><DataStore><SourceRef>c</SourceRef>"
        "<Rx-Pref><CTType>text/x-vcard</CTType><VerCT>2.1</VerCT></Rx-Pref>"
        "<Tx-Pref><CTType>text/x-vcard</CTType><VerCT>2.1</VerCT></Tx-Pref>"
        "<SyncCap><SyncType>1</SyncType></SyncCap></DataStore></DevInf>";
    CPPUNIT_ASSERT(unit->put_pairing(pairing).has_value());
    commit(*unit);
  }

 public:
  void a_user_without_devices_has_empty_lists() {
    const Object list = json(get("/devices"));
    CPPUNIT_ASSERT(list.at("passwords").empty());
    CPPUNIT_ASSERT(list.at("seen").empty());
  }

  void a_password_is_told_once_and_kept_sealed() {
    const Object made = make();
    const std::string password = made.at("password").get<std::string>();
    CPPUNIT_ASSERT_EQUAL(std::size_t(19), password.size());
    CPPUNIT_ASSERT_EQUAL(std::string("alice"), made.at("user").get<std::string>());
    const store::Device row = stored().front();
    CPPUNIT_ASSERT_EQUAL(std::string("my phone"), row.name);
    CPPUNIT_ASSERT(row.sealed.find(password) == std::string::npos);
    CPPUNIT_ASSERT_EQUAL(session::device_purpose(work()->owner(), row.number), sealer.last_purpose);
    CPPUNIT_ASSERT(get("/devices").body.find(password) == std::string::npos);
    CPPUNIT_ASSERT(password != make().at("password").get<std::string>());
  }

  void a_password_may_be_bound_to_a_device_beforehand() {
    make(R"({"name":"x","device":"IMEI:7"})");
    CPPUNIT_ASSERT_EQUAL(std::string("IMEI:7"), stored().front().device);
    make(R"({})");
    CPPUNIT_ASSERT(json(get("/devices")).at("passwords")[1].at("device").is_null());
  }

  void without_a_key_no_password_is_made() {
    sealer.works = false;
    expect_problem("API0035", 503, post("/devices", R"({"name":"x"})"));
    CPPUNIT_ASSERT(stored().empty());
  }

  void too_many_passwords_are_refused() {
    for (std::size_t i = 0; i < limits::MaxDevicePasswords; ++i) {
      make("{}");
    }
    expect_problem("API0027", 409, post("/devices", "{}"));
    CPPUNIT_ASSERT_EQUAL(limits::MaxDevicePasswords, stored().size());
  }

  void wrong_input_is_refused_and_changes_nothing() {
    for (const char* body :
         {R"({"name":7})", R"({"password":"mine"})", R"({"name":"a\u0000b"})", "[]"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(body, 400, post("/devices", body).status);
    }
    CPPUNIT_ASSERT(stored().empty());
  }

  void a_password_taken_back_is_gone() {
    const std::string id = make().at("id").dump();
    expect_status(204, remove("/devices/" + id));
    CPPUNIT_ASSERT(stored().empty());
    expect_problem("API0012", 404, remove("/devices/" + id));
    expect_problem("API0012", 404, remove("/devices/x"));
  }

  void passwords_of_others_are_unknown() {
    const std::string id = make().at("id").dump();
    user = "bob";
    CPPUNIT_ASSERT(json(get("/devices")).at("passwords").empty());
    expect_problem("API0012", 404, remove("/devices/" + id));
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), stored().size());
  }

  void devices_that_have_synced_are_told_with_their_collections() {
    get("/collections");
    put_pairing("contacts", store::PeerKind::Device, clock.time);
    put_pairing("calendar", store::PeerKind::Device, clock.time + 60);
    const Object seen = json(get("/devices")).at("seen");
    CPPUNIT_ASSERT_EQUAL(std::size_t(1), seen.size());
    CPPUNIT_ASSERT_EQUAL(std::string("Nokia E61"), seen[0].at("model").get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::size_t(2), seen[0].at("collections").size());
    CPPUNIT_ASSERT_EQUAL(std::string("2026-01-01T00:01:00Z"),
                         seen[0].at("last_session_at").get<std::string>());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DevicesTest);

}  // namespace pim::console
