// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cppunit/TestAssert.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/store/conformance.h"
#include "tests/store/describe.h"
#include "tests/support/result.h"

namespace pim::store::testing {

using pim::testing::error_of;
using pim::testing::must;

/// Rows compare by what they say, so that a failure says it as well.
template <class Row>
void check_same(const Row& expected, const Row& actual) {
  CPPUNIT_ASSERT_EQUAL(describe(expected), describe(actual));
  CPPUNIT_ASSERT_MESSAGE("a field that describe() does not know differs", expected == actual);
}
template <class Row>
void check_rows(const std::vector<Row>& expected, const std::vector<Row>& actual,
                Order order = Order::AsGiven) {
  CPPUNIT_ASSERT_EQUAL(describe(expected, {}, order), describe(actual, {}, order));
}

/// A store with one portal and two owners, and the shortest ways to use it.
class World {
 public:
  explicit World(const StoreMaker& maker);

  Store& store() { return *store_; }
  OwnerId alice() const { return alice_; }
  OwnerId bob() const { return bob_; }

  std::unique_ptr<UnitOfWork> begin(OwnerId owner, Access access) {
    return must(store_->begin(owner, access));
  }

  /// Runs work(UnitOfWork&) and commits.
  template <class Work>
  auto write(OwnerId owner, Work&& work) {
    auto unit = begin(owner, Access::Write);
    if constexpr (std::is_void_v<decltype(work(*unit))>) {
      work(*unit);
      must(unit->commit());
    } else {
      auto answer = work(*unit);
      must(unit->commit());
      return answer;
    }
  }
  /// As alice.
  template <class Work>
  auto write(Work&& work) {
    return write(alice_, std::forward<Work>(work));
  }
  /// Runs work(UnitOfWork&) and rolls back.
  template <class Work>
  void try_out(Work&& work) {
    auto unit = begin(alice_, Access::Write);
    work(*unit);
  }
  template <class Work>
  auto read(OwnerId owner, Work&& work) {
    auto unit = begin(owner, Access::Read);
    return work(*unit);
  }
  /// As alice.
  template <class Work>
  auto read(Work&& work) {
    return read(alice_, std::forward<Work>(work));
  }

 private:
  std::unique_ptr<Store> store_;
  OwnerId alice_ = 0;
  OwnerId bob_ = 0;
};

/// An insert of a contact, ready but for what a case is about.
ItemWrite contact(ItemId id, Revision rev, const std::string& name);
/// Takes an id and a revision for a contact and inserts it; its id.
ItemId add_contact(UnitOfWork& work, const std::string& name);
/// The same content under a new revision, deleted or not.
ItemWrite next_of(UnitOfWork& work, ItemId id);
Item item_of(UnitOfWork& work, ItemId id);
Status write_one(UnitOfWork& work, const ItemWrite& write);
Collection contacts_of(UnitOfWork& work);
/// A pairing of contacts with this side, stored.
PairingId add_pairing(UnitOfWork& work, const std::string& side);
std::int64_t add_run(UnitOfWork& work, Seconds due_at);

/// A second collection of the same kind, made where it is missing.
inline constexpr const char* OtherCollection = "friends";
void add_other_collection(UnitOfWork& work);

}  // namespace pim::store::testing
