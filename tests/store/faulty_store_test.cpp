// SPDX-License-Identifier: Apache-2.0
#include "common/store/faulty_store.h"

#include <cppunit/extensions/HelperMacros.h>

#include <functional>
#include <map>

#include "common/store/memory_store.h"
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

using Call = std::function<std::string()>;  // the class of its error

/// Every function of a unit of work but commit(), by name.
std::map<std::string, Call> calls_of(UnitOfWork& work) {
  return {
      {"savepoint", [&] { return error_of(work.savepoint()); }},
      {"rollback_to_savepoint", [&] { return error_of(work.rollback_to_savepoint()); }},
      {"collections", [&] { return error_of(work.collections()); }},
      {"collection", [&] { return error_of(work.collection("contacts")); }},
      {"put_collection", [&] { return error_of(work.put_collection({.name = "contacts"})); }},
      {"reserve_ids", [&] { return error_of(work.reserve_ids(1)); }},
      {"raise", [&] { return error_of(work.raise("contacts", 1)); }},
      {"items", [&] { return error_of(work.items({})); }},
      {"feed", [&] { return error_of(work.feed({})); }},
      {"page", [&] { return error_of(work.page({})); }},
      {"write_items", [&] { return error_of(work.write_items({}, {}, 0)); }},
      {"versions", [&] { return error_of(work.versions(1, 1)); }},
      {"with_versions", [&] { return error_of(work.with_versions({})); }},
      {"content_at", [&] { return error_of(work.content_at(1, 1)); }},
      {"find_keys", [&] { return error_of(work.find_keys("contacts", {})); }},
      {"find_weak", [&] { return error_of(work.find_weak("contacts", {})); }},
      {"add_keys", [&] { return error_of(work.add_keys("contacts", {})); }},
      {"put_keys", [&] { return error_of(work.put_keys("contacts", {})); }},
      {"drop_keys", [&] { return error_of(work.drop_keys("contacts", {})); }},
      {"pairing", [&] { return error_of(work.pairing(1)); }},
      {"find_pairing", [&] { return error_of(work.find_pairing("", 0, "", "")); }},
      {"pairings", [&] { return error_of(work.pairings()); }},
      {"put_pairing",
       [&] { return error_of(work.put_pairing({.side = "new", .collection = "contacts"})); }},
      {"maps_by_peer", [&] { return error_of(work.maps_by_peer(1, {})); }},
      {"maps_by_told", [&] { return error_of(work.maps_by_told(1, {})); }},
      {"maps_of", [&] { return error_of(work.maps_of(1, {})); }},
      {"open_maps", [&] { return error_of(work.open_maps(1, 0, 0, 0, 1)); }},
      {"put_maps", [&] { return error_of(work.put_maps(1, {})); }},
      {"drop_maps", [&] { return error_of(work.drop_maps(1, {})); }},
      {"drop_hints", [&] { return error_of(work.drop_hints(1, 1, 1)); }},
      {"staged_by_peer", [&] { return error_of(work.staged_by_peer(1, {})); }},
      {"staged_by_reserved", [&] { return error_of(work.staged_by_reserved(1, {})); }},
      {"staged_for_items", [&] { return error_of(work.staged_for_items(1, {})); }},
      {"staged", [&] { return error_of(work.staged(1, ChangeOp::Delete, "", 1)); }},
      {"put_staged", [&] { return error_of(work.put_staged(1, {})); }},
      {"drop_staged", [&] { return error_of(work.drop_staged(1, {})); }},
      {"held", [&] { return error_of(work.held(1, std::nullopt, 0, 1)); }},
      {"held_for_items", [&] { return error_of(work.held_for_items(1, {})); }},
      {"count_held", [&] { return error_of(work.count_held(1, HeldState::Waiting, false)); }},
      {"all_held", [&] { return error_of(work.all_held(0, 1)); }},
      {"put_held", [&] { return error_of(work.put_held({})); }},
      {"drop_held", [&] { return error_of(work.drop_held({})); }},
      {"conflicts", [&] { return error_of(work.conflicts(0, 1)); }},
      {"put_conflicts", [&] { return error_of(work.put_conflicts({})); }},
      {"settle_doubtful", [&] { return error_of(work.settle_doubtful({})); }},
      {"session", [&] { return error_of(work.session("h")); }},
      {"find_session", [&] { return error_of(work.find_session(SessionRole::Server, "", "")); }},
      {"put_session", [&] { return error_of(work.put_session({.handle = "h"})); }},
      {"drop_session", [&] { return error_of(work.drop_session("h")); }},
      {"count_sessions", [&] { return error_of(work.count_sessions(0)); }},
      {"devices", [&] { return error_of(work.devices()); }},
      {"put_device", [&] { return error_of(work.put_device({})); }},
      {"drop_device", [&] { return error_of(work.drop_device(1)); }},
      {"connections", [&] { return error_of(work.connections()); }},
      {"connection", [&] { return error_of(work.connection(1)); }},
      {"put_connection", [&] { return error_of(work.put_connection({})); }},
      {"drop_connection", [&] { return error_of(work.drop_connection(1)); }},
      {"run", [&] { return error_of(work.run(1)); }},
      {"runs", [&] { return error_of(work.runs(0, 1)); }},
      {"runs_of", [&] { return error_of(work.runs_of(1, 0, 1)); }},
      {"last_good_run", [&] { return error_of(work.last_good_run(1)); }},
      {"waiting_held", [&] { return error_of(work.waiting_held(0, 1)); }},
      {"open_conflicts", [&] { return error_of(work.open_conflicts(0, 1)); }},
      {"open_questions", [&] { return error_of(work.open_questions()); }},
      {"live_runs", [&] { return error_of(work.live_runs(1)); }},
      {"put_run", [&] { return error_of(work.put_run({})); }},
      {"put_run_items", [&] { return error_of(work.put_run_items(3, {})); }},
      {"drop_run_items", [&] { return error_of(work.drop_run_items(3)); }},
      {"run_items", [&] { return error_of(work.run_items(3, 0, 1)); }},
  };
}

/// Every function of Store that counts as a call.
std::map<std::string, Call> calls_of(Store& store) {
  return {
      {"begin", [&] { return error_of(store.begin(1, Access::Read)); }},
      {"portal", [&] { return error_of(store.portal("here", "")); }},
      {"renew_epoch", [&] { return error_of(store.renew_epoch("here", 1)); }},
      {"owner", [&] { return error_of(store.owner("here", "alice")); }},
      {"find_owner", [&] { return error_of(store.find_owner(1)); }},
      {"find_owner_by_name", [&] { return error_of(store.find_owner("here", "alice")); }},
      {"claim_runs", [&] { return error_of(store.claim_runs("here", "h", {}, 1, 2, 3)); }},
      {"renew_leases", [&] { return error_of(store.renew_leases({}, 1)); }},
      {"holders", [&] { return error_of(store.holders("here")); }},
      {"purge", [&] { return error_of(store.purge(0, 0, 1)); }},
      {"open_questions", [&] { return error_of(store.open_questions()); }},
  };
}

}  // namespace

class FaultyStoreTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FaultyStoreTest);
  CPPUNIT_TEST(every_function_of_a_transaction_fails_once_and_then_works);
  CPPUNIT_TEST(every_function_of_the_store_fails_once_and_then_works);
  CPPUNIT_TEST(a_call_that_fails_does_not_reach_the_store);
  CPPUNIT_TEST(the_nth_call_fails_with_the_chosen_error);
  CPPUNIT_TEST(calls_are_counted_from_arming);
  CPPUNIT_TEST(a_failed_commit_has_no_effect);
  CPPUNIT_TEST(a_commit_that_fails_afterwards_has_its_effect_and_is_unknown);
  CPPUNIT_TEST(a_dead_store_fails_every_call);
  CPPUNIT_TEST(a_dead_store_loses_the_open_transaction);
  CPPUNIT_TEST(a_dead_store_lives_again_when_armed_or_disarmed);
  CPPUNIT_TEST(a_sweep_ends_when_nothing_fails_any_more);
  CPPUNIT_TEST(key_and_counters_are_those_of_the_store_behind);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    behind_ = std::make_unique<MemoryStore>(HashKey{{7}});
    store_ = std::make_unique<FaultyStore>(*behind_);
    must(behind_->portal("here", "id"));
    owner_ = must(behind_->owner("here", "alice")).id;
    auto work = must(behind_->begin(owner_, Access::Write));
    CPPUNIT_ASSERT_EQUAL(PairingId{1}, add_pairing(*work, "phone"));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{3}, add_run(*work, 1));
    must(work->commit());
  }

  void every_function_of_a_transaction_fails_once_and_then_works() {
    auto work = must(store_->begin(owner_, Access::Write));
    must(work->savepoint());
    for (const auto& [name, call] : calls_of(*work)) {
      store_->arm({.call = 1, .code = ErrorCode::Full});
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string("full"), call());
      CPPUNIT_ASSERT_EQUAL(name, store_->fired_at());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string("none"), call());
    }
  }

  void every_function_of_the_store_fails_once_and_then_works() {
    for (const auto& [name, call] : calls_of(*store_)) {
      store_->arm({.call = 1, .code = ErrorCode::Busy});
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string("busy"), call());
      CPPUNIT_ASSERT_EQUAL(name, store_->fired_at());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string("none"), call());
    }
  }

  void a_call_that_fails_does_not_reach_the_store() {
    auto work = must(store_->begin(owner_, Access::Write));
    store_->arm({.call = 1});
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(work->raise("contacts", 5)));
    CPPUNIT_ASSERT_EQUAL(Revision{1}, must(work->raise("contacts", 1)));
  }

  void the_nth_call_fails_with_the_chosen_error() {
    store_->arm({.call = 3, .code = ErrorCode::Corrupt});
    auto work = must(store_->begin(owner_, Access::Read));
    must(work->collections());
    CPPUNIT_ASSERT_EQUAL(std::string("corrupt"), error_of(work->pairings()));
    must(work->pairings());
  }

  void calls_are_counted_from_arming() {
    auto work = must(store_->begin(owner_, Access::Read));
    must(work->collections());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, store_->calls());
    must(work->commit());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{4}, store_->calls());
    store_->disarm();
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, store_->calls());
  }

  void a_failed_commit_has_no_effect() {
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), add_with_fault(1));
    CPPUNIT_ASSERT_EQUAL(std::string("commit"), store_->fired_at());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, live());
  }

  void a_commit_that_fails_afterwards_has_its_effect_and_is_unknown() {
    CPPUNIT_ASSERT_EQUAL(std::string("unknown-outcome"), add_with_fault(2));
    CPPUNIT_ASSERT_EQUAL(std::string("commit-done"), store_->fired_at());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, live());
  }

  void a_dead_store_fails_every_call() {
    auto work = must(store_->begin(owner_, Access::Write));
    store_->arm({.call = 2, .after = AfterFault::Dead});
    must(work->collections());
    for (int i = 0; i < 3; ++i) {
      CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(work->collections()));
      CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(work->commit()));
      CPPUNIT_ASSERT_EQUAL(std::string("unavailable"),
                           error_of(store_->begin(owner_, Access::Read)));
      CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(store_->holders("here")));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("collections"), store_->fired_at());
  }

  void a_dead_store_loses_the_open_transaction() {
    auto work = must(store_->begin(owner_, Access::Write));
    add_contact(*work, "anna");
    store_->arm({.call = 1, .after = AfterFault::Dead});
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(work->commit()));
    work.reset();
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, live());
  }

  void a_dead_store_lives_again_when_armed_or_disarmed() {
    const Fault fault{.call = 1, .after = AfterFault::Dead};
    store_->arm(fault);
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(store_->holders("here")));
    store_->arm({.call = 9});
    must(store_->holders("here"));
    store_->arm(fault);
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"), error_of(store_->holders("here")));
    store_->disarm();
    must(store_->holders("here"));
    CPPUNIT_ASSERT_EQUAL(std::string(), store_->fired_at());
  }

  void a_sweep_ends_when_nothing_fails_any_more() {
    std::string places;
    for (std::uint64_t call = 1;; ++call) {
      store_->arm({.call = call});
      auto work = store_->begin(owner_, Access::Write);
      const bool done = work && (*work)->raise("contacts", 1) && (*work)->commit();
      if (store_->fired_at().empty()) {
        CPPUNIT_ASSERT(done);
        break;
      }
      CPPUNIT_ASSERT(!done);
      places += store_->fired_at() + " ";
    }
    CPPUNIT_ASSERT_EQUAL(std::string("begin raise commit commit-done "), places);
  }

  void key_and_counters_are_those_of_the_store_behind() {
    CPPUNIT_ASSERT(store_->key() == behind_->key());
    CPPUNIT_ASSERT_EQUAL(behind_->counters().transactions, store_->counters().transactions);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, store_->calls());
    CPPUNIT_ASSERT_EQUAL(owner_, must(store_->begin(owner_, Access::Read))->owner());
  }

 private:
  std::int64_t live() {
    auto work = must(behind_->begin(owner_, Access::Read));
    return contacts_of(*work).live;
  }
  /// Adds a contact with a fault at the n-th call from commit() on; the class of its error.
  std::string add_with_fault(std::uint64_t call) {
    auto work = must(store_->begin(owner_, Access::Write));
    add_contact(*work, "anna");
    store_->arm({.call = call});
    return error_of(work->commit());
  }

  std::unique_ptr<MemoryStore> behind_;
  std::unique_ptr<FaultyStore> store_;
  OwnerId owner_ = 0;
};
CPPUNIT_TEST_SUITE_REGISTRATION(FaultyStoreTest);

}  // namespace pim::store::testing
