// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

World::World(const StoreMaker& maker) : store_(maker()) {
  must(store_->portal("here", "0123456789abcdef0123456789abcdef"));
  alice_ = must(store_->owner("here", "alice")).id;
  bob_ = must(store_->owner("here", "bob")).id;
}

ItemWrite contact(ItemId id, Revision rev, const std::string& name) {
  ItemWrite write;
  write.item.id = id;
  write.item.collection = "contacts";
  write.item.rev = rev;
  write.item.changed_at = 1'000;
  write.item.media_type = "text/vcard";
  write.item.uid = "uid-" + name;
  write.item.label = name;
  write.item.sort_key = name;
  write.item.fingerprint = 77;
  write.item.content = "BEGIN:VCARD " + name;
  write.find.text = name;
  return write;
}

ItemId add_contact(UnitOfWork& work, const std::string& name) {
  const ItemId id = must(work.reserve_ids(1));
  const Revision rev = must(work.raise("contacts", 1));
  must(write_one(work, contact(id, rev, name)));
  return id;
}

Status write_one(UnitOfWork& work, const ItemWrite& write) {
  return work.write_items({&write, 1}, Author{.by = "alice"}, 2'000);
}

Item item_of(UnitOfWork& work, ItemId id) {
  const auto found = must(work.items({&id, 1}));
  CPPUNIT_ASSERT_EQUAL(std::size_t{1}, found.size());
  return found.front();
}

ItemWrite next_of(UnitOfWork& work, ItemId id) {
  ItemWrite write;
  write.item = item_of(work, id);
  write.expected = write.item.rev;
  write.item.rev = must(work.raise(write.item.collection, 1));
  write.find.text = write.item.label;
  return write;
}

Collection contacts_of(UnitOfWork& work) {
  const auto found = must(work.collection("contacts"));
  CPPUNIT_ASSERT(found.has_value());
  return *found;
}

PairingId add_pairing(UnitOfWork& work, const std::string& side) {
  Pairing pairing;
  pairing.side = side;
  pairing.collection = "contacts";
  pairing.remote_uri = "contacts";
  return must(work.put_pairing(pairing));
}

std::int64_t add_run(UnitOfWork& work, Seconds due_at) {
  Connection connection;
  connection.peer = "peer";
  Run run;
  run.connection = must(work.put_connection(connection));
  run.mode = "two-way";
  run.due_at = due_at;
  return must(work.put_run(run));
}

void add_other_collection(UnitOfWork& work) {
  must(work.put_collection(
      {.name = OtherCollection, .kind = "contacts", .display_name = "Friends"}));
}

}  // namespace pim::store::testing
