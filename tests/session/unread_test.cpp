// SPDX-License-Identifier: Apache-2.0
// A record of a terminal's that cannot be read: what we hold of it neither goes there beside it nor
// over it (sync rules 13, 23).
#include <cppunit/extensions/HelperMacros.h>

#include "common/content/kind.h"
#include "common/sync/local.h"
#include "tests/session/terminal.h"

namespace pim::session::test {

using syncml::ChangeKind;

namespace {

constexpr const char* Unreadable = "BEGIN:VCARD\r\nVERSION:9.0\r\nFN:Anna\r\nEND:VCARD\r\n";

}  // namespace

class UnreadTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(UnreadTest);
  CPPUNIT_TEST(in_a_slow_sync_ours_does_not_go_beside_it);
  CPPUNIT_TEST(in_a_later_sync_ours_does_not_go_beside_it_either);
  CPPUNIT_TEST(once_it_is_read_it_is_the_same_record);
  CPPUNIT_TEST(once_it_is_read_it_is_compared_with_what_it_was);
  CPPUNIT_TEST(once_it_is_read_as_another_record_ours_goes_there);
  CPPUNIT_TEST(a_name_that_was_never_read_deletes_nothing);
  CPPUNIT_TEST(a_slow_sync_that_brings_it_no_more_sends_ours);
  CPPUNIT_TEST(what_was_deleted_here_does_not_come_back_once_it_is_read);
  CPPUNIT_TEST(ours_does_not_go_over_an_edit_that_cannot_be_read);
  CPPUNIT_TEST(our_deletion_does_not_reach_an_edit_that_cannot_be_read);
  CPPUNIT_TEST(an_edit_that_is_read_at_last_meets_ours);
  CPPUNIT_TEST(a_deletion_there_of_an_edit_never_read_is_one);
  CPPUNIT_TEST(a_record_that_comes_in_parts_is_not_overwritten);
  CPPUNIT_TEST(of_two_in_one_message_the_last_one_counts);
  CPPUNIT_TEST(a_record_that_was_to_be_copied_is_not_unread);
  CPPUNIT_TEST_SUITE_END();

 public:
  Terminal terminal;
  unsigned session = 1;

  /// A session up to its package of changes, which change() goes into.
  void begin(bool slow) {
    const std::string last = slow ? "" : "a" + std::to_string(session);
    ++session;
    terminal.handle.clear();
    terminal.clock.time += 10;
    terminal.header(std::to_string(session), 1);
    terminal.sign_in();
    terminal.alert(slow ? 201 : 200, last, "a" + std::to_string(session));
    terminal.final();
    terminal.send();
    CPPUNIT_ASSERT_EQUAL(200, terminal.status("Alert"));
    terminal.header(std::to_string(session), 2);
    terminal.sync();
  }
  /// The end of that package and of the session; what came back is answered well.
  void end() {
    terminal.final();
    terminal.send();
    brought = terminal.received();
    terminal.header(std::to_string(session), 3);
    terminal.answer(2, 0, "SyncHdr", 200);
    for (const syncml::ChangeCmd& change : brought) {
      const bool add = change.kind == ChangeKind::Add;
      terminal.answer(2, static_cast<unsigned>(std::stoul(change.cmd_id)), add ? "Add" : "Replace",
                      add ? 201 : 200);
      if (add) {
        terminal.map(change.items.at(0).source->uri, std::to_string(++luids));
      }
    }
    terminal.final();
    terminal.send();
  }
  void sync(bool slow, ChangeKind kind, const std::string& record) {
    begin(slow);
    terminal.change(kind, "7", record);
    end();
  }
  void sync_nothing(bool slow = false) {
    begin(slow);
    end();
  }
  /// Anna is here and there, as 7; a slow session of hers then cannot be read.
  void unread_slowly(const std::string& lines = "") {
    terminal.first_session({{"7", card("Anna", lines)}});
    sync(true, ChangeKind::Replace, Unreadable);
  }
  void unread_edit() {
    terminal.first_session({{"7", card("Anna")}});
    sync(false, ChangeKind::Replace, Unreadable);
  }

  template <class Do>
  void locally(Do what) {
    auto owner = terminal.memory.owner("default", "alice");
    auto work = terminal.memory.begin(owner->id, store::Access::Write);
    sync::LocalContext context{terminal.store, **work,  *content::kind_of("contacts"),
                               "contacts",     "alice", terminal.clock.now()};
    CPPUNIT_ASSERT(what(context).has_value());
    CPPUNIT_ASSERT((*work)->commit().has_value());
  }
  void edit(const std::string& record) {
    const store::ItemId id = terminal.items().at(0).id;
    locally(
        [&](sync::LocalContext& context) { return sync::replace_item(context, id, record, 0); });
  }
  void remove() {
    const store::ItemId id = terminal.items().at(0).id;
    locally([&](sync::LocalContext& context) { return sync::delete_item(context, id, 0); });
  }
  bool says(const std::string& text) {
    const auto items = terminal.items();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, items.size());
    return items[0].content.find(text) != std::string::npos;
  }
  ChangeKind only_brought() const {
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, brought.size());
    return brought[0].kind;
  }

  void in_a_slow_sync_ours_does_not_go_beside_it() {
    unread_slowly();
    CPPUNIT_ASSERT(brought.empty());
  }

  void in_a_later_sync_ours_does_not_go_beside_it_either() {
    unread_slowly();
    edit(card("Anna", "NOTE:ours\r\n"));
    sync_nothing();
    CPPUNIT_ASSERT(brought.empty());
  }

  void once_it_is_read_it_is_the_same_record() {
    unread_slowly();
    sync(false, ChangeKind::Replace, card("Anna", "NOTE:theirs\r\n"));
    CPPUNIT_ASSERT(says("NOTE:theirs"));
    CPPUNIT_ASSERT(brought.empty());
  }

  void once_it_is_read_it_is_compared_with_what_it_was() {
    unread_slowly("TEL:123456789\r\nTITLE:one\r\nNOTE:one\r\n");
    edit(card("Anna", "TEL:123456789\r\nTITLE:one\r\nNOTE:ours\r\n"));
    sync(false, ChangeKind::Replace, card("Anna", "TEL:123456789\r\nNOTE:one\r\n"));
    CPPUNIT_ASSERT(says("NOTE:ours"));
    CPPUNIT_ASSERT(!says("TITLE"));
    CPPUNIT_ASSERT(only_brought() == ChangeKind::Replace);
  }

  void once_it_is_read_as_another_record_ours_goes_there() {
    unread_slowly("TEL:123456789\r\n");
    sync(false, ChangeKind::Replace, card("Bert", "TEL:987654321\r\n"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, terminal.items().size());
    CPPUNIT_ASSERT(only_brought() == ChangeKind::Add);
    CPPUNIT_ASSERT(brought[0].items.at(0).data->find("FN:Anna") != std::string::npos);
  }

  void a_name_that_was_never_read_deletes_nothing() {  // sync rule 23
    unread_slowly();
    sync(false, ChangeKind::Delete, "");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, terminal.items().size());
    CPPUNIT_ASSERT(only_brought() == ChangeKind::Add);
  }

  void a_slow_sync_that_brings_it_no_more_sends_ours() {
    unread_slowly();
    sync_nothing(true);
    CPPUNIT_ASSERT(only_brought() == ChangeKind::Add);
  }

  void what_was_deleted_here_does_not_come_back_once_it_is_read() {
    terminal.first_session({{"7", card("Anna", "TEL:123456789\r\n")}});
    remove();
    sync(true, ChangeKind::Replace, Unreadable);
    CPPUNIT_ASSERT(brought.empty());
    sync(false, ChangeKind::Replace, card("Anna", "TEL:123456789\r\n"));
    CPPUNIT_ASSERT(terminal.items().empty());
    CPPUNIT_ASSERT(only_brought() == ChangeKind::Delete);
  }

  void ours_does_not_go_over_an_edit_that_cannot_be_read() {
    terminal.first_session({{"7", card("Anna")}});
    edit(card("Anna", "NOTE:ours\r\n"));
    sync(false, ChangeKind::Replace, Unreadable);
    CPPUNIT_ASSERT(brought.empty());
    edit(card("Anna", "NOTE:later\r\n"));
    sync_nothing();
    CPPUNIT_ASSERT(brought.empty());
  }

  void our_deletion_does_not_reach_an_edit_that_cannot_be_read() {  // sync rule 28
    unread_edit();
    remove();
    sync_nothing();
    CPPUNIT_ASSERT(brought.empty());
  }

  void an_edit_that_is_read_at_last_meets_ours() {
    unread_edit();
    edit(card("Anna", "NOTE:ours\r\n"));
    sync_nothing();
    sync(false, ChangeKind::Replace, card("Anna", "TITLE:theirs\r\n"));
    CPPUNIT_ASSERT(says("NOTE:ours"));
    CPPUNIT_ASSERT(says("TITLE:theirs"));
    CPPUNIT_ASSERT(only_brought() == ChangeKind::Replace);
  }

  void a_deletion_there_of_an_edit_never_read_is_one() {
    unread_edit();
    sync(false, ChangeKind::Delete, "");
    CPPUNIT_ASSERT(terminal.items().empty());
    CPPUNIT_ASSERT(brought.empty());
  }

  void a_record_that_comes_in_parts_is_not_overwritten() {  // sync rule 41
    terminal.first_session({{"7", card("Anna")}});
    edit(card("Anna", "NOTE:ours\r\n"));
    begin(false);
    terminal.change(ChangeKind::Replace, "7", "BEGIN:VCARD\r\n");
    auto& sync = std::get<syncml::SyncCmd>(terminal.message.body.back());
    std::get<syncml::ChangeCmd>(sync.commands.back()).items[0].more_data = true;
    end();
    CPPUNIT_ASSERT(brought.empty());
  }

  void of_two_in_one_message_the_last_one_counts() {
    terminal.first_session({{"7", card("Anna")}, {"8", card("Bert")}});
    begin(false);
    terminal.change(ChangeKind::Replace, "7", Unreadable);
    terminal.change(ChangeKind::Replace, "7", card("Anna", "TITLE:theirs\r\n"));
    terminal.change(ChangeKind::Replace, "8", card("Bert", "TITLE:theirs\r\n"));
    terminal.change(ChangeKind::Replace, "8", Unreadable);
    end();
    for (const store::Item& item : terminal.items()) {
      locally([&](sync::LocalContext& context) {
        return sync::replace_item(context, item.id, card(item.label, "NOTE:ours\r\n"), 0);
      });
    }
    sync_nothing();
    CPPUNIT_ASSERT(only_brought() == ChangeKind::Replace);
    CPPUNIT_ASSERT_EQUAL(std::string("7"), brought[0].items.at(0).target->uri);
  }

  void a_record_that_was_to_be_copied_is_not_unread() {
    terminal.first_session({{"7", card("Anna")}});
    sync(false, ChangeKind::Copy, card("Anna"));
    edit(card("Anna", "NOTE:ours\r\n"));
    sync_nothing();
    CPPUNIT_ASSERT(only_brought() == ChangeKind::Replace);
  }

 private:
  std::vector<syncml::ChangeCmd> brought;
  unsigned luids = 100;
};
CPPUNIT_TEST_SUITE_REGISTRATION(UnreadTest);

}  // namespace pim::session::test
