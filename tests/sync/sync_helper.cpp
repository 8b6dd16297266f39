// SPDX-License-Identifier: Apache-2.0
#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::Access;
using store::ChangeOp;
using store::ItemId;

std::string card(const std::string& name, const std::string& lines) {
  std::string out = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:" + name + ";;;;\r\nFN:" + name + "\r\n";
  for (const char sign : lines) {
    out += sign == '\n' ? std::string("\r\n") : std::string(1, sign);
  }
  return out + (lines.empty() ? "" : "\r\n") + "END:VCARD\r\n";
}

bool says(const store::Item& item, std::string_view text) {
  return item.content.find(text) != std::string::npos;
}

World::World(Side side, std::string_view records)
    : memory(HashKey{}), kind(*content::kind_of(records)) {
  need(memory.portal("default", "0123456789abcdef0123456789abcdef"));
  owner = need(memory.owner("default", "alice")).id;
  is.portal = side == Side::Portal;
  ability.whole = is.portal;
  pairing.side = is.portal ? "fedcba9876543210fedcba9876543210.1" : "IMEI:1";
  pairing.peer = is.portal ? store::PeerKind::Portal : store::PeerKind::Device;
  pairing.collection = "contacts";
  pairing.remote_uri = "contacts";
  begin("", "a1");
  auto unit = need(memory.begin(owner, Access::Write));
  pairing.id = need(unit->put_pairing(pairing));
  need(unit->commit());
}

Scope World::scope(store::UnitOfWork& unit) const {
  return {unit,
          memory.key(),
          kind,
          "contacts",
          {store::AuthorKind::Device, pairing.id, pairing.side, std::to_string(session)},
          now};
}

LocalContext World::local(store::UnitOfWork& unit) {
  return {memory, unit, kind, "contacts", "alice", now};
}

// ---------------------------------------------------------------- a user here

ItemId World::enter(const std::string& record) {
  return in_unit([&](store::UnitOfWork& unit) {
    LocalContext context = local(unit);
    return need(import_records(context, std::span(&record, 1))).front().item;
  });
}

void World::edit(ItemId item, const std::string& record) {
  in_unit([&](store::UnitOfWork& unit) {
    LocalContext context = local(unit);
    return need(replace_item(context, item, record, 0));
  });
}

void World::remove(ItemId item) {
  in_unit([&](store::UnitOfWork& unit) {
    LocalContext context = local(unit);
    need(delete_item(context, item, 0));
    return true;
  });
}

// ---------------------------------------------------------------- what comes

Incoming World::incoming(ChangeOp op, const std::string& peer_id, const std::string& record,
                         Seconds modified) const {
  Incoming made;
  made.op = op;
  made.peer_id = peer_id;
  made.modified = modified;
  if (op != ChangeOp::Delete) {
    made.entry = need(kind.enter(record, {memory.key(), 0}));
  }
  return made;
}

std::vector<Outcome> World::take_all(std::span<const Incoming> changes) {
  return in_unit([&](store::UnitOfWork& unit) {
    std::vector<Outcome> outcomes;
    auto taken = need(take_batch(scope(unit), pairing, ability, is, changes, Care::Batch));
    for (auto& outcome : taken) {
      outcomes.push_back(need(std::move(outcome)));
    }
    return outcomes;
  });
}

Outcome World::take(const Incoming& change) {
  return take_all(std::span(&change, 1)).front();
}

Outcome World::add(const std::string& peer_id, const std::string& record, Seconds modified) {
  return take(incoming(ChangeOp::Add, peer_id, record, modified));
}

Outcome World::replace(const std::string& peer_id, const std::string& record, Seconds modified) {
  return take(incoming(ChangeOp::Replace, peer_id, record, modified));
}

Outcome World::erase(const std::string& peer_id) {
  return take(incoming(ChangeOp::Delete, peer_id));
}

ItemId World::shared(const std::string& peer_id, const std::string& record) {
  const Outcome outcome = add(peer_id, record);
  CPPUNIT_ASSERT(outcome.effect == Effect::Added);
  end_session();
  return outcome.item;
}

// ---------------------------------------------------------------- the stage

void World::begin_package() {
  watch_ = {{}, static_cast<std::int64_t>(live().size()), {}, {}};
  is.watch = &watch_;
}

void World::take_watched(const std::vector<Incoming>& changes) {
  in_unit([&](store::UnitOfWork& unit) {
    const auto outcomes = need(take_batch(scope(unit), pairing, ability, is, changes, Care::Batch));
    need(put_by(scope(unit), pairing, changes, outcomes));
    return true;
  });
}

StageAnswer World::stage(const ServerChange& change) {
  return first(stage_all(std::span(&change, 1)));
}

std::vector<StageAnswer> World::stage_all(std::span<const ServerChange> changes) {
  return in_unit([&](store::UnitOfWork& unit) {
    Workset work(scope(unit), &pairing);
    Stager stager(work, ability, is);
    need(stager.preload(changes));
    std::vector<StageAnswer> answers;
    for (const ServerChange& change : changes) {
      answers.push_back(need(stager.stage(change)));
    }
    need(work.flush());
    need(stager.flush());
    return answers;
  });
}

ServerChange World::change(ChangeOp op, const std::string& their_name, const std::string& our_name,
                           const std::string& record) const {
  ServerChange made;
  made.op = op;
  made.their_name = their_name;
  made.our_name = our_name;
  made.content = record;
  if (op != ChangeOp::Delete) {
    made.entry = need(kind.enter(record, {memory.key(), 0}));
  }
  return made;
}

TakeCounts World::apply(std::size_t page_size) {
  return in_unit([&](store::UnitOfWork& unit) {
    StageCursor cursor;
    TakeCounts counts;
    while (true) {
      StagePage page = need(stage_page(scope(unit), pairing, cursor, page_size));
      if (page.rows.empty()) {
        return counts;
      }
      counts +=
          need(apply_stage(scope(unit), pairing, ability, is, Care::Batch, std::move(page), cursor))
              .counts;
    }
  });
}

std::vector<store::Staged> World::staged() {
  auto unit = need(memory.begin(owner, Access::Read));
  return need(unit->staged(pairing.id, ChangeOp::Delete, "", 100));
}

// ---------------------------------------------------------------- what goes

std::vector<Outgoing> World::read_feed(Workset& work, Sender sender, std::size_t page, bool send) {
  OutgoingFeed feed(work, ability, sender, is.portal);
  FeedCursor cursor;
  cursor.upto = need(work.scope().work.collection("contacts"))->rev;
  std::vector<Outgoing> all;
  while (cursor.phase != FeedCursor::Phase::Done) {
    auto next = need(feed.next(cursor, page));
    for (Outgoing& change : next.changes) {
      if (send) {
        need(feed.sent(change));
      }
      all.push_back(std::move(change));
    }
    cursor = next.end;
  }
  return all;
}

std::vector<Outgoing> World::outgoing(Sender sender, std::size_t page) {
  auto unit = need(memory.begin(owner, Access::Write));
  Workset work(scope(*unit), &pairing);
  return read_feed(work, sender, page, false);
}

Outgoing World::only(Sender sender) {
  auto changes = outgoing(sender);
  CPPUNIT_ASSERT_EQUAL(std::size_t{1}, changes.size());
  return std::move(changes.front());
}

std::vector<Outgoing> World::send(Sender sender) {
  return in_workset([&](Workset& work) { return read_feed(work, sender, 100, true); });
}

void World::confirm(const Outgoing& change, std::optional<std::string> peer_id) {
  in_workset([&](Workset& work) {
    need(OutgoingFeed(work, ability, Sender::Server, is.portal)
             .confirmed(change, std::move(peer_id)));
    return true;
  });
}

bool World::map(const std::string& our_name, const std::string& peer_id) {
  return in_workset(
      [&](Workset& work) { return need(take_map(work, our_name, peer_id, ability)); });
}

ItemId World::given(const std::string& record, const std::string& peer_id) {
  const ItemId id = enter(record);
  send();
  CPPUNIT_ASSERT(map(std::to_string(id), peer_id));
  end_session();
  return id;
}

void World::tell(ItemId item, const std::string& name) {
  in_workset([&](Workset& work) {
    store::MapRow row = *need(work.row_of(item));
    row.told = name;
    work.put_row(std::move(row));
    return true;
  });
}

// ---------------------------------------------------------------- the session

Opening World::begin(std::string_view last, std::string_view next) {
  ++session;
  return open_as_server(pairing, false, last, next, now);
}

void World::end_session(Hints hints) {
  in_unit([&](store::UnitOfWork& unit) {
    end_well(pairing, need(unit.collection("contacts"))->rev, hints);
    return true;
  });
}

void World::begin_slow() {
  begin("", "slow");
  is.slow = true;
}

HeldDecided World::decide(GuardLimits guard, Deletes deletes) {
  return in_unit([&](store::UnitOfWork& unit) {
    return need(decide_proposals(scope(unit), pairing, guard, deletes));
  });
}

// ---------------------------------------------------------------- how it stands

store::Item World::item(ItemId id) {
  auto unit = need(memory.begin(owner, Access::Read));
  auto found = need(unit->items(std::span(&id, 1)));
  CPPUNIT_ASSERT_EQUAL(std::size_t{1}, found.size());
  return found.front();
}

std::vector<store::Item> World::live() {
  auto unit = need(memory.begin(owner, Access::Read));
  store::PageQuery query;
  query.collection = "contacts";
  query.limit = 1000;
  return need(unit->page(query));
}

bool World::has_row(ItemId id) {
  auto unit = need(memory.begin(owner, Access::Read));
  return !need(unit->maps_of(pairing.id, std::span(&id, 1))).empty();
}

store::MapRow World::row(ItemId id) {
  CPPUNIT_ASSERT_MESSAGE("has no map row", has_row(id));
  auto unit = need(memory.begin(owner, Access::Read));
  return need(unit->maps_of(pairing.id, std::span(&id, 1))).front();
}

store::MapRow World::row_of_peer(const std::string& peer_id) {
  auto unit = need(memory.begin(owner, Access::Read));
  return first(need(unit->maps_by_peer(pairing.id, std::span(&peer_id, 1))));
}

std::vector<store::Conflict> World::conflicts() {
  auto unit = need(memory.begin(owner, Access::Read));
  return need(unit->conflicts(0, 100));
}

std::vector<store::Held> World::held() {
  auto unit = need(memory.begin(owner, Access::Read));
  return need(unit->held(pairing.id, {}, 0, 1000));
}

std::vector<store::ItemVersion> World::versions(ItemId id) {
  auto unit = need(memory.begin(owner, Access::Read));
  return need(unit->versions(id, 100));
}

}  // namespace pim::sync::testing
