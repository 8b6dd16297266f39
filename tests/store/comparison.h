// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/store/describe.h"

// The parts of comparison_suite(): operations drawn at random and run in two stores. Ids are told
// by the order of their making, so two stores may number differently.
namespace pim::store::testing {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : numbers_(seed) {}
  /// 0 to count - 1.
  std::size_t below(std::size_t count) { return count == 0 ? 0 : numbers_() % count; }
  std::int64_t number(std::int64_t below_this) {
    return static_cast<std::int64_t>(below(static_cast<std::size_t>(below_this)));
  }
  bool one_in(std::size_t count) { return below(count) == 0; }
  template <class Value>
  const Value& pick(const std::vector<Value>& from) {
    return from[below(from.size())];
  }
  std::string word(std::initializer_list<const char*> from) {
    return from.begin()[below(from.size())];
  }
  /// Octets of any kind, often none.
  std::string octets();

 private:
  std::mt19937_64 numbers_;
};

/// One of the two stores with what it is in the middle of.
struct Side {
  std::unique_ptr<Store> store;
  std::vector<OwnerId> owners;
  std::vector<Names> names;  ///< of each owner
  std::size_t current = 0;   ///< the owner at work
  std::unique_ptr<UnitOfWork> work;
  Names at_begin;
  Names at_savepoint;

  Names& known() { return names[current]; }
};

/// An operation with all its choices made; run() gives the answer as text.
struct Op {
  std::string name;
  std::function<std::string(Side&)> run;
};

/// What choices are made from. Numbers of rows are 1 to size(); 0 = none.
class Draw {
 public:
  Draw(Dice& from, const Names& names) : dice(from), known(names) {}

  Dice& dice;
  const Names& known;

  std::size_t item() { return dice.below(known.items.size() + 1); }
  std::size_t pairing() { return mostly_known(known.pairings); }
  std::size_t run() { return mostly_known(known.runs); }
  std::size_t connection() { return dice.below(known.connections.size() + 1); }
  std::vector<std::size_t> items();  ///< none of them 0
  std::vector<std::string> peers();
  std::string collection() { return dice.word({"contacts", "contacts", "friends", "nothing"}); }
  std::size_t limit() { return dice.one_in(3) ? dice.below(4) : 1'000; }

 private:
  std::size_t mostly_known(const IdNames& names) {
    return names.size() == 0 || dice.one_in(8) ? 0 : 1 + dice.below(names.size());
  }
};

std::vector<ItemId> ids_of(const IdNames& names, const std::vector<std::size_t>& numbers);

/// An answer as text; the error's class where it is one.
template <class Value>
std::string answer(const Result<Value>& result, const Names& names, Order order = Order::AsGiven) {
  if (!result) {
    return "error " + std::string(name_of(result.error().code));
  }
  if constexpr (std::is_void_v<Value>) {
    return "done";
  } else if constexpr (std::is_integral_v<Value>) {
    return std::to_string(*result);
  } else if constexpr (requires { describe(*result, names, order); }) {
    return describe(*result, names, order);
  } else {
    return describe(*result, names);
  }
}

using Drawer = Op (*)(Draw&);
std::vector<Drawer> item_reads();
std::vector<Drawer> item_writes();
std::vector<Drawer> pairing_reads();
std::vector<Drawer> pairing_writes();
std::vector<Drawer> stage_reads();
std::vector<Drawer> stage_writes();
std::vector<Drawer> review_reads();
std::vector<Drawer> review_writes();
std::vector<Drawer> run_reads();
std::vector<Drawer> run_writes();
/// Functions of Store itself, between transactions.
std::vector<Drawer> store_ops();

}  // namespace pim::store::testing
