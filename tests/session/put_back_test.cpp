// SPDX-License-Identifier: Apache-2.0
// A store that was put back learns it from another portal (sync rule 17).
#include <cppunit/extensions/HelperMacros.h>

#include "common/session/identity.h"
#include "common/session/witness.h"
#include "common/syncml/status.h"
#include "tests/session/terminal.h"

namespace pim::session::test {

namespace code = syncml::status;

class PutBackTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PutBackTest);
  CPPUNIT_TEST(words_come_back_as_they_were_said);
  CPPUNIT_TEST(other_vendors_words_say_nothing);
  CPPUNIT_TEST(a_portal_hears_how_far_it_was_heard);
  CPPUNIT_TEST(who_knows_its_anchor_goes_on_fast);
  CPPUNIT_TEST(an_anchor_that_was_never_said_makes_both_compare);
  CPPUNIT_TEST(more_messages_than_were_said_make_both_compare);
  CPPUNIT_TEST(a_device_is_not_asked_what_it_heard);
  CPPUNIT_TEST(a_message_that_a_portal_left_out_ends_the_session);
  CPPUNIT_TEST_SUITE_END();

  const std::string Id = std::string(32, 'b');
  Terminal portal{ServerConfig{}};

  static PortalWords read(const std::vector<std::string>& emi) { return PortalWords::read(emi); }

  void header(const std::string& session, unsigned message) {
    portal.header(session, message).header.source.uri = Id + ".1";
  }
  /// Package 1 of another portal; `heard`: NEXT/N, or nothing.
  void open(const std::string& session, const std::string& last, const std::string& next,
            const std::string& heard, bool as_portal = true) {
    portal.handle.clear();
    portal.clock.time += 10;
    header(session, 1);
    portal.sign_in();
    syncml::DevInf info = device_of(Id + ".1", "contacts", {"text/vcard", "3.0"});
    info.dev_typ = "server";
    if (as_portal) {
      write_mark(info, {Id, 1, 7});
    }
    portal.put(info);
    portal.alert(last.empty() ? 201 : 200, last, next);
    auto& alert = std::get<syncml::AlertCmd>(portal.message.body.back());
    if (!heard.empty()) {
      alert.items.front().meta.emi.push_back("X-PIMSYNC heard=" + heard);
    }
    portal.final();
    portal.send();
  }
  /// The rest of a session that brings nothing.
  void finish(const std::string& session) {
    header(session, 2);
    portal.sync();
    portal.final();
    portal.send();
    header(session, 3);
    portal.answer(2, 0, "SyncHdr", 200);
    portal.final();
    portal.send();
  }
  const syncml::Item& answer() const {
    for (const auto& command : portal.reply.body) {
      if (const auto* alert = std::get_if<syncml::AlertCmd>(&command)) {
        return alert->items.front();
      }
    }
    throw std::logic_error("no Alert came");
  }
  /// One whole session; the anchor that the server said in it.
  std::string first_session() {
    open("1", "", "20260101T000000Z", "/0");
    std::string next = answer().meta.anchor->next;
    finish("1");
    return next;
  }
  bool compares() const {
    return portal.status("Alert") == code::RefreshRequired && read(answer().meta.emi).put_back;
  }

 public:
  void words_come_back_as_they_were_said() {
    std::vector<std::string> emi;
    PortalWords{true, Heard{"20260101T000000Z", 3}}.write(emi);
    const PortalWords back = read(emi);
    CPPUNIT_ASSERT(back.put_back && back.heard);
    CPPUNIT_ASSERT_EQUAL(std::string("20260101T000000Z"), back.heard->next);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{3}, back.heard->messages);
  }

  void other_vendors_words_say_nothing() {
    const PortalWords back = read({"X-OTHER heard=1/2", "X-PIMSYNC heard=no number/x",
                                   "X-PIMSYNC heard=20260101T000000Z", "X-PIMSYNC"});
    CPPUNIT_ASSERT(!back.put_back && !back.heard);
  }

  void a_portal_hears_how_far_it_was_heard() {
    first_session();
    open("2", "20260101T000000Z", "20260101T000100Z", "/0");
    const auto words = read(answer().meta.emi);
    CPPUNIT_ASSERT(words.heard.has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("20260101T000000Z"), words.heard->next);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{3}, words.heard->messages);
  }

  void who_knows_its_anchor_goes_on_fast() {
    const std::string said = first_session();
    open("2", "20260101T000000Z", "20260101T000100Z", said + "/3");
    CPPUNIT_ASSERT_EQUAL(200, portal.status("Alert"));
  }

  void an_anchor_that_was_never_said_makes_both_compare() {
    first_session();
    open("2", "20260101T000000Z", "20260101T000100Z", "20290101T000000Z/1");
    CPPUNIT_ASSERT(compares());
    finish("2");
    open("3", "20260101T000100Z", "20260101T000200Z", "20290101T000000Z/1");
    CPPUNIT_ASSERT_EQUAL(200, portal.status("Alert"));  // once is enough
  }

  void more_messages_than_were_said_make_both_compare() {
    const std::string said = first_session();
    open("2", "20260101T000000Z", "20260101T000100Z", said + "/4");
    CPPUNIT_ASSERT(compares());
  }

  void a_device_is_not_asked_what_it_heard() {
    open("1", "", "a1", "", false);
    finish("1");
    open("2", "a1", "a2", "20290101T000000Z/1", false);
    CPPUNIT_ASSERT_EQUAL(200, portal.status("Alert"));
    CPPUNIT_ASSERT(answer().meta.emi.empty());
  }

  void a_message_that_a_portal_left_out_ends_the_session() {
    first_session();
    open("2", "20260101T000000Z", "20260101T000100Z", "/0");
    header("2", 3);
    portal.sync();
    portal.final();
    portal.send();
    CPPUNIT_ASSERT(portal.status("SyncHdr") >= 400);
    open("3", "20260101T000000Z", "20260101T000200Z", "/0");
    CPPUNIT_ASSERT(compares());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PutBackTest);

}  // namespace pim::session::test
