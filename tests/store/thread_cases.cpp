// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>
#include <vector>

#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

constexpr int Threads = 4;
constexpr int Rounds = 25;

/// Runs work(number) in threads; what they find wrong is counted, since CppUnit knows one thread.
template <class Work>
void in_threads(Work&& work) {
  std::vector<std::thread> threads;
  for (int number = 0; number < Threads; ++number) {
    threads.emplace_back([&work, number] { work(number); });
  }
  for (std::thread& each : threads) {
    each.join();
  }
}

/// One contact in a transaction of its own.
bool add_one(Store& store, OwnerId owner, const std::string& name) {
  auto work = store.begin(owner, Access::Write);
  if (!work) {
    return false;
  }
  const auto id = (*work)->reserve_ids(1);
  const auto rev = (*work)->raise("contacts", 1);
  return id && rev && write_one(**work, contact(*id, *rev, name)) && (*work)->commit();
}

void writers_take_turns(World& world) {
  std::atomic<int> failures = 0;
  const OwnerId alice = world.alice();
  const OwnerId bob = world.bob();
  in_threads([&](int number) {
    const OwnerId owner = number % 2 == 0 ? alice : bob;
    for (int round = 0; round < Rounds; ++round) {
      failures += add_one(world.store(), owner, "n" + std::to_string(number)) ? 0 : 1;
    }
  });
  CPPUNIT_ASSERT_EQUAL(0, failures.load());
  for (const OwnerId owner : {world.alice(), world.bob()}) {
    world.read(owner, [](UnitOfWork& work) {
      CPPUNIT_ASSERT_EQUAL(std::int64_t{Threads / 2 * Rounds}, contacts_of(work).live);
      CPPUNIT_ASSERT_EQUAL(Revision{Threads / 2 * Rounds}, contacts_of(work).rev);
    });
  }
}

void readers_see_whole_transactions_only(World& world) {
  std::atomic<int> failures = 0;
  const OwnerId alice = world.alice();
  in_threads([&](int number) {
    for (int round = 0; round < Rounds; ++round) {
      if (number == 0) {
        failures += add_one(world.store(), alice, "n") ? 0 : 1;
        continue;
      }
      auto work = world.store().begin(alice, Access::Read);
      if (!work) {  // comparison_test.cpp runs the cases over a store that fails
        ++failures;
        continue;
      }
      const auto before = (*work)->collection("contacts");
      const auto feed = (*work)->feed({.collection = "contacts", .upto = 999});
      const auto page = (*work)->page({.collection = "contacts"});
      const bool whole = before && feed && page && *before &&
                         std::ssize(*feed) == (*before)->live && feed->size() == page->size();
      failures += whole ? 0 : 1;
    }
  });
  CPPUNIT_ASSERT_EQUAL(0, failures.load());
}

void a_run_is_claimed_by_one_of_many(World& world) {
  for (int round = 0; round < Rounds; ++round) {
    world.write([&](UnitOfWork& work) { add_run(work, round); });
  }
  std::atomic<std::size_t> claimed = 0;
  std::atomic<int> failures = 0;
  in_threads([&](int number) {
    const std::string holder = "holder " + std::to_string(number);
    for (int round = 0; round < Rounds; ++round) {
      const auto claims = world.store().claim_runs("here", holder, {}, 1'000, 1'200, 2);
      failures += claims ? 0 : 1;
      claimed += claims ? claims->size() : 0;
    }
  });
  CPPUNIT_ASSERT_EQUAL(0, failures.load());
  CPPUNIT_ASSERT_EQUAL(std::size_t{Rounds}, claimed.load());
}

void an_owner_is_made_once_by_many(World& world) {
  std::vector<OwnerId> ids(Threads, 0);
  in_threads([&](int number) {
    const auto owner = world.store().owner("here", "carol");
    ids[static_cast<std::size_t>(number)] = owner ? owner->id : 0;
  });
  CPPUNIT_ASSERT(ids.front() > 0);
  CPPUNIT_ASSERT(std::vector<OwnerId>(Threads, ids.front()) == ids);
}

}  // namespace

std::vector<Case> thread_cases() {
  return {PIM_CASE(writers_take_turns), PIM_CASE(readers_see_whole_transactions_only),
          PIM_CASE(a_run_is_claimed_by_one_of_many), PIM_CASE(an_owner_is_made_once_by_many)};
}

}  // namespace pim::store::testing
