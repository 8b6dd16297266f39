// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

// Nothing of one owner is seen or changed by another, though the ids of both are the same.
namespace pim::store::testing {

namespace {

/// The ids that fill() made; equal for every new owner.
struct Filled {
  ItemId item = 0;
  PairingId pairing = 0;
  std::int64_t run = 0;
  std::int64_t connection = 0;
  std::int64_t held = 0;
};

/// A row in every table.
Filled fill(UnitOfWork& work, const std::string& name) {
  Filled made;
  ItemWrite write = contact(must(work.reserve_ids(1)), must(work.raise("contacts", 1)), name);
  write.find.weak_keys = {5};
  must(write_one(work, write));
  made.item = write.item.id;
  write = next_of(work, made.item);
  write.find.weak_keys = {5};
  must(write_one(work, write));
  must(work.put_keys("contacts", std::vector<MatchKey>{{5, made.item, KeyKind::Uid}}));
  made.pairing = add_pairing(work, "phone");
  must(work.put_maps(made.pairing, std::vector<MapRow>{{.item = made.item,
                                                        .peer_id = "p",
                                                        .told = "t",
                                                        .state = MapState::Pending,
                                                        .reason = name}}));
  must(work.put_staged(
      made.pairing,
      std::vector<Staged>{
          {.peer_id = "p", .content = name, .item = made.item, .reserved = made.item}}));
  must(work.put_held(
      std::vector<Held>{{.pairing = made.pairing, .item = made.item, .consent = name}}));
  made.held = must(work.all_held(0, 1)).front().number;
  must(work.put_conflicts(
      std::vector<Conflict>{{.kind = ConflictKind::Doubtful, .item = made.item, .record = name}}));
  must(work.put_session(Session{.handle = "h", .device = "d", .session_id = "s", .state = name}));
  made.run = add_run(work, 1);
  made.connection = must(work.run(made.run))->connection;
  must(work.put_run_items(made.run, std::vector<RunItem>{{.line = 1, .label = name}}));
  return made;
}

/// Everything that the functions of a unit of work show of those rows, a block for each function.
std::string image(UnitOfWork& work, const Filled& ids) {
  const std::vector<ItemId> items{ids.item};
  const std::vector<std::uint64_t> keys{5};
  const std::vector<std::string> peers{"p"};
  const std::vector<std::string> told{"t"};
  std::string all;
  const auto show = [&all](const char* name, const std::string& text) {
    all += std::string(name) + "\n" + text + "\n";
  };
  FeedQuery feed{.collection = "contacts", .upto = 9, .pairing = ids.pairing};
  show("items", describe(must(work.items(items))));
  show("feed", describe(must(work.feed(feed))));
  show("page", describe(must(work.page({.collection = "contacts"}))));
  show("versions", describe(must(work.versions(ids.item, 9))));
  show("with_versions", std::to_string(must(work.with_versions(items)).size()));
  show("content_at", describe(must(work.content_at(ids.item, 1))));
  show("find_keys", describe(must(work.find_keys("contacts", keys))));
  show("find_weak", describe(must(work.find_weak("contacts", keys))));
  show("pairing", describe(must(work.pairing(ids.pairing))));
  show("find_pairing", describe(must(work.find_pairing("phone", 0, "contacts", "contacts"))));
  show("pairings", describe(must(work.pairings())));
  show("maps_by_peer", describe(must(work.maps_by_peer(ids.pairing, peers))));
  show("maps_by_told", describe(must(work.maps_by_told(ids.pairing, told))));
  show("maps_of", describe(must(work.maps_of(ids.pairing, items))));
  show("open_maps", describe(must(work.open_maps(ids.pairing, 9, 0, 0, 9))));
  show("staged_by_peer", describe(must(work.staged_by_peer(ids.pairing, peers))));
  show("staged_by_reserved", describe(must(work.staged_by_reserved(ids.pairing, items))));
  show("staged_for_items", describe(must(work.staged_for_items(ids.pairing, items))));
  show("staged", describe(must(work.staged(ids.pairing, ChangeOp::Delete, "", 9))));
  show("held", describe(must(work.held(ids.pairing, std::nullopt, 0, 9))));
  show("held_for_items", describe(must(work.held_for_items(ids.pairing, items))));
  show("all_held", describe(must(work.all_held(0, 9))));
  show("conflicts", describe(must(work.conflicts(0, 9))));
  show("session", describe(must(work.session("h"))));
  show("find_session", describe(must(work.find_session(SessionRole::Server, "d", "s"))));
  show("connections", describe(must(work.connections())));
  show("connection", describe(must(work.connection(ids.connection))));
  show("run", describe(must(work.run(ids.run))));
  show("runs", describe(must(work.runs(0, 9))));
  show("live_runs", describe(must(work.live_runs(ids.connection))));
  show("run_items", describe(must(work.run_items(ids.run, 0, 9))));
  show("count_held",
       std::to_string(must(work.count_held(ids.pairing, HeldState::Proposed, false))));
  show("count_sessions", std::to_string(must(work.count_sessions(0))));
  show("collections", describe(must(work.collections())));
  return all;
}

std::string image_of(World& world, OwnerId owner, const Filled& ids) {
  return world.read(owner, [&](UnitOfWork& work) { return image(work, ids); });
}

Filled fill_for(World& world, OwnerId owner, const std::string& name) {
  return world.write(owner, [&](UnitOfWork& work) { return fill(work, name); });
}

void an_owner_sees_nothing_of_another(World& world) {
  const OwnerId carol = must(world.store().owner("here", "carol")).id;
  const std::string nothing = image_of(world, carol, {1, 2, 3, 4, 5});
  const Filled ids = fill_for(world, world.alice(), "of alice");
  const std::string seen = image_of(world, world.bob(), ids);
  CPPUNIT_ASSERT_EQUAL(nothing, seen);
}

void equal_ids_of_two_owners_are_different_rows(World& world) {
  const Filled ids = fill_for(world, world.alice(), "of alice");
  const std::string before = image_of(world, world.alice(), ids);
  fill_for(world, world.bob(), "of bob");
  const std::string after = image_of(world, world.alice(), ids);
  CPPUNIT_ASSERT_EQUAL(before, after);
}

void dropping_by_an_owner_leaves_the_rows_of_another(World& world) {
  const Filled ids = fill_for(world, world.alice(), "of alice");
  const std::string before = image_of(world, world.alice(), ids);
  world.write(world.bob(), [&](UnitOfWork& work) {
    const std::vector<ItemId> items{ids.item};
    const std::vector<std::string> peers{"p"};
    must(work.drop_keys("contacts", std::vector<MatchKey>{{5, ids.item, KeyKind::Uid}}));
    must(work.drop_maps(ids.pairing, items));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, must(work.drop_hints(ids.pairing, 99, 99)));
    must(work.drop_staged(ids.pairing, peers));
    must(work.drop_held({&ids.held, 1}));
    must(work.settle_doubtful(items));
    must(work.drop_session("h"));
    must(work.drop_run_items(ids.run));
    must(work.drop_connection(ids.connection));
  });
  const std::string after = image_of(world, world.alice(), ids);
  CPPUNIT_ASSERT_EQUAL(before, after);
}

void changing_the_same_rows_leaves_those_of_another(World& world) {
  const Filled ids = fill_for(world, world.alice(), "of alice");
  const Filled same = fill_for(world, world.bob(), "of bob");
  const std::string before = image_of(world, world.alice(), ids);
  world.write(world.bob(), [&](UnitOfWork& work) {
    must(write_one(work, next_of(work, same.item)));
    const MapRow taken{.item = same.item, .peer_id = "other", .told = "other"};
    must(work.put_maps(same.pairing, {&taken, 1}));
    Run run = must(work.run(same.run)).value();
    run.fencing = 99;
    must(work.put_run(run));
    must(work.put_session(Session{.handle = "h", .ended = true}));
    must(work.drop_held({&same.held, 1}));
    must(work.drop_run_items(same.run));
    must(work.drop_connection(same.connection));
  });
  const std::string after = image_of(world, world.alice(), ids);
  CPPUNIT_ASSERT_EQUAL(before, after);
}

void a_pairing_of_another_owner_is_no_pairing(World& world) {
  const Filled ids = fill_for(world, world.alice(), "of alice");
  auto work = world.begin(world.bob(), Access::Write);
  const MapRow row{.item = ids.item, .peer_id = "p"};
  CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work->put_maps(ids.pairing, {&row, 1})));
}

void a_run_of_another_owner_is_no_run(World& world) {
  const Filled ids = fill_for(world, world.alice(), "of alice");
  auto work = world.begin(world.bob(), Access::Write);
  const RunItem line{.line = 1};
  CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work->put_run_items(ids.run, {&line, 1})));
}

void a_rolled_back_transaction_changes_nothing_at_all(World& world) {
  const Filled ids = fill_for(world, world.alice(), "of alice");
  const std::string before = image_of(world, world.alice(), ids);
  world.try_out([&](UnitOfWork& work) {
    must(write_one(work, next_of(work, ids.item)));
    const std::vector<ItemId> items{ids.item};
    must(work.drop_maps(ids.pairing, items));
    must(work.drop_held({&ids.held, 1}));
    must(work.settle_doubtful(items));
    must(work.drop_session("h"));
    must(work.drop_run_items(ids.run));
    must(work.drop_connection(ids.connection));
    must(work.drop_keys("contacts", std::vector<MatchKey>{{5, ids.item, KeyKind::Uid}}));
  });
  const std::string after = image_of(world, world.alice(), ids);
  CPPUNIT_ASSERT_EQUAL(before, after);
}

}  // namespace

std::vector<Case> isolation_cases() {
  return {PIM_CASE(an_owner_sees_nothing_of_another),
          PIM_CASE(equal_ids_of_two_owners_are_different_rows),
          PIM_CASE(dropping_by_an_owner_leaves_the_rows_of_another),
          PIM_CASE(changing_the_same_rows_leaves_those_of_another),
          PIM_CASE(a_pairing_of_another_owner_is_no_pairing),
          PIM_CASE(a_run_of_another_owner_is_no_run),
          PIM_CASE(a_rolled_back_transaction_changes_nothing_at_all)};
}

}  // namespace pim::store::testing
