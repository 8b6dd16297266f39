// SPDX-License-Identifier: Apache-2.0
#include "tests/sql/message.h"

namespace pim::sql::testing {
namespace {

const std::string Handle(32, 'a');

store::Session session_at(std::int64_t number) {
  store::Session session;
  session.handle = Handle;
  session.device = "phone";
  session.session_id = "1";
  session.last_msg = number;
  session.state = std::string(3000, static_cast<char>('a' + number % 26));
  session.reply = "reply " + std::to_string(number) + std::string(9000, 'r');
  return session;
}

/// The newest contact, once more.
Status touch_last(store::UnitOfWork& unit, store::ItemId first_new) {
  if (first_new <= MessageItems) {
    return {};
  }
  const store::ItemId last = first_new - 1;
  PIM_TRY(const auto found, unit.items({&last, 1}));
  if (found.empty()) {
    return fail(ErrorCode::Internal, "the last contact is not there");
  }
  store::ItemWrite write;
  write.item = found.front();
  write.expected = write.item.rev;
  PIM_TRY(write.item.rev, unit.raise("contacts", 1));
  return unit.write_items({&write, 1}, {}, 1);
}

}  // namespace

Status message(store::Store& store, store::OwnerId owner, store::PairingId pairing,
               std::int64_t number) {
  PIM_TRY(const auto unit, store.begin(owner, store::Access::Write));
  Contacts contacts;
  try {
    contacts = Contacts(*unit, static_cast<std::size_t>(MessageItems), 0);
  } catch (const CppUnit::Exception&) {
    return fail(ErrorCode::Unavailable, "no ids or revisions");
  }
  PIM_CHECK(unit->write_items(contacts.writes, {}, 1));
  PIM_CHECK(unit->put_keys("contacts", contacts.keys));
  PIM_CHECK(unit->put_maps(pairing, contacts.maps));
  PIM_CHECK(unit->put_staged(pairing, std::span(contacts.staged).first(1)));
  PIM_CHECK(touch_last(*unit, contacts.ids.front()));
  PIM_CHECK(unit->put_session(session_at(number)));
  return unit->commit();
}

std::int64_t check_messages(SqliteStore& store, store::OwnerId owner, store::PairingId pairing) {
  const auto faults = must(store.integrity_check());
  CPPUNIT_ASSERT_MESSAGE(faults.empty() ? "" : faults.front(), faults.empty());
  return count_messages(store, owner, pairing);
}

std::int64_t count_messages(store::Store& store, store::OwnerId owner, store::PairingId pairing) {
  const auto unit = must(store.begin(owner, store::Access::Read));
  const auto session = must(unit->session(Handle));
  const std::int64_t count = session ? session->last_msg : 0;
  if (session) {
    CPPUNIT_ASSERT(*session == session_at(count));
  }
  const std::int64_t items = count * MessageItems;
  CPPUNIT_ASSERT_EQUAL(items, must(unit->collection("contacts"))->live);
  std::vector<store::ItemId> ids;
  for (std::int64_t id = 1; id <= items; ++id) {
    ids.push_back(id + pairing);  // the pairing took the first id
  }
  CPPUNIT_ASSERT_EQUAL(ids.size(), must(unit->items(ids)).size());
  CPPUNIT_ASSERT_EQUAL(ids.size(), must(unit->maps_of(pairing, ids)).size());
  const auto staged = must(unit->staged(pairing, store::ChangeOp::Add, "", 100'000));
  CPPUNIT_ASSERT_EQUAL(static_cast<std::size_t>(count), staged.size());
  return count;
}

}  // namespace pim::sql::testing
