// SPDX-License-Identifier: Apache-2.0
#include "tests/store/comparison.h"

#include <cppunit/TestAssert.h>
#include <cppunit/TestCase.h>
#include <cppunit/TestSuite.h>

#include <array>
#include <utility>

#include "common/store/memory_store.h"
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

std::vector<Drawer> joined(std::initializer_list<std::vector<Drawer>> parts) {
  std::vector<Drawer> all;
  for (const auto& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

Side side_of(std::unique_ptr<Store> store) {
  Side side;
  must(store->portal("here", "0123456789abcdef0123456789abcdef"));
  for (const char* name : {"alice", "bob"}) {
    side.owners.push_back(must(store->owner("here", name)).id);
  }
  side.names.resize(side.owners.size());
  side.store = std::move(store);
  return side;
}

/// One run of random operations in a MemoryStore and another store.
class Comparison {
 public:
  Comparison(const StoreMaker& maker, std::uint64_t seed)
      : dice_(seed),
        sides_{side_of(std::make_unique<MemoryStore>(HashKey{})), side_of(maker())},
        reads_(joined({item_reads(), pairing_reads(), stage_reads(), review_reads(), run_reads()})),
        writes_(joined({item_writes(), item_writes(), pairing_writes(), stage_writes(),
                        review_writes(), run_writes()})) {}

  void run(unsigned steps) {
    while (step_ < steps) {
      if (dice_.one_in(6)) {
        both(store_ops());
      } else if (dice_.one_in(6)) {
        read_while_another_writes();
      } else {
        write_transaction();
      }
    }
    compare_everything();
  }

 private:
  /// True where neither store has failed.
  bool both(const std::vector<Drawer>& drawers) {
    Draw draw(dice_, sides_[0].known());
    return both(dice_.pick(drawers)(draw));
  }
  bool both(const Op& op) {
    ++step_;
    const std::string expected = op.run(sides_[0]);
    const std::string actual = op.run(sides_[1]);
    CPPUNIT_ASSERT_EQUAL_MESSAGE("step " + std::to_string(step_) + " " + op.name, expected, actual);
    return !expected.starts_with("error");
  }

  void begin(Access access) {
    const std::size_t owner = dice_.below(sides_[0].owners.size());
    for (Side& side : sides_) {
      side.current = owner;
      side.work = must(side.store->begin(side.owners[owner], access));
      side.at_begin = side.known();
    }
  }
  void commit() {
    for (Side& side : sides_) {
      must(side.work->commit());
      side.work.reset();
    }
  }
  void roll_back() {
    for (Side& side : sides_) {
      side.work.reset();
      side.known() = side.at_begin;
    }
    savepoint_ = false;
  }
  void set_savepoint() {
    for (Side& side : sides_) {
      must(side.work->savepoint());
      side.at_savepoint = side.known();
    }
    savepoint_ = true;
  }
  void go_back() {
    for (Side& side : sides_) {
      must(side.work->rollback_to_savepoint());
      side.known() = side.at_savepoint;
    }
  }

  void write_transaction() {
    savepoint_ = false;
    begin(Access::Write);
    for (std::size_t left = 1 + dice_.below(12); left > 0; --left) {
      const bool well = both(dice_.one_in(3) ? reads_ : writes_);
      if (!well && !savepoint_) {
        return roll_back();
      }
      if (!well || (savepoint_ && dice_.one_in(8))) {
        go_back();
      } else if (dice_.one_in(6)) {
        set_savepoint();
      }
    }
    if (dice_.one_in(5)) {
      roll_back();
    } else {
      commit();
    }
  }

  void read_while_another_writes() {
    begin(Access::Read);
    for (Side& side : sides_) {
      must(side.work->collections());  // some reads ask nothing, and a snapshot may be of the first
    }
    both(reads_);
    std::array<std::unique_ptr<UnitOfWork>, 2> readers;
    for (std::size_t i = 0; i < readers.size(); ++i) {
      readers[i] = std::move(sides_[i].work);
    }
    const std::size_t owner = sides_[0].current;
    write_transaction();
    for (std::size_t i = 0; i < readers.size(); ++i) {
      sides_[i].current = owner;
      sides_[i].work = std::move(readers[i]);
    }
    for (int more = 0; more < 5; ++more) {
      both(reads_);
    }
    commit();
  }

  void compare_everything() {
    for (std::size_t owner = 0; owner < sides_[0].owners.size(); ++owner) {
      for (Side& side : sides_) {
        side.current = owner;
        side.work = must(side.store->begin(side.owners[owner], Access::Read));
      }
      for (unsigned more = 0; more < 10; ++more) {
        for (const Drawer drawer : reads_) {
          Draw draw(dice_, sides_[0].known());
          both(drawer(draw));
        }
      }
      commit();
    }
  }

  Dice dice_;
  std::array<Side, 2> sides_;
  std::vector<Drawer> reads_;
  std::vector<Drawer> writes_;
  unsigned step_ = 0;
  bool savepoint_ = false;
};

class ComparisonTest : public CppUnit::TestCase {
 public:
  ComparisonTest(StoreMaker maker, unsigned seed, unsigned steps)
      : CppUnit::TestCase("both_stores_answer_alike_seed_" + std::to_string(seed)),
        maker_(std::move(maker)),
        seed_(seed),
        steps_(steps) {}
  void runTest() override { Comparison(maker_, seed_).run(steps_); }

 private:
  StoreMaker maker_;
  unsigned seed_;
  unsigned steps_;
};

}  // namespace

std::string Dice::octets() {
  std::string made;
  for (std::size_t left = below(4); left > 0; --left) {
    made += std::string("ab\0\xff'%", 6)[below(6)];
  }
  return made;
}

std::vector<std::size_t> Draw::items() {
  std::vector<std::size_t> made;
  for (std::size_t left = known.items.size() == 0 ? 0 : dice.below(5); left > 0; --left) {
    made.push_back(1 + dice.below(known.items.size()));
  }
  return made;
}

std::vector<std::string> Draw::peers() {
  std::vector<std::string> made;
  for (std::size_t left = dice.below(4); left > 0; --left) {
    made.push_back(dice.word({"p1", "p2", "p3", "P1", "#1", "p4"}));
  }
  return made;
}

std::vector<ItemId> ids_of(const IdNames& names, const std::vector<std::size_t>& numbers) {
  std::vector<ItemId> ids;
  for (const std::size_t number : numbers) {
    ids.push_back(names.id(number));
  }
  return ids;
}

CppUnit::Test* comparison_suite(const std::string& name, StoreMaker maker, unsigned rounds,
                                unsigned steps) {
  auto suite = std::make_unique<CppUnit::TestSuite>(name + "Comparison");
  for (unsigned seed = 1; seed <= rounds; ++seed) {
    suite->addTest(std::make_unique<ComparisonTest>(maker, seed, steps).release());
  }
  return suite.release();
}

}  // namespace pim::store::testing
