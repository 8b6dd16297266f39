// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cppunit/Test.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/store/store.h"

// The rules of common/store/store.h as tests, written once for every store. A program that tests a
// store links pim_store_conformance and registers a class with
//   static CppUnit::Test* suite() { return conformance_suite("SqliteStore", make); }
namespace pim::store::testing {

/// Makes an empty store. What it needs on a disk belongs to the store it returns.
using StoreMaker = std::function<std::unique_ptr<Store>()>;

/// All cases, each with a store of its own. CppUnit owns the result.
CppUnit::Test* conformance_suite(const std::string& name, StoreMaker maker);

/// Runs the same random operations in a MemoryStore and in a store of the maker and compares every
/// answer: `rounds` stores of `steps` operations each, a test for each round, named by its seed.
CppUnit::Test* comparison_suite(const std::string& name, StoreMaker maker, unsigned rounds,
                                unsigned steps);

class World;
struct Case {
  const char* name;
  void (*run)(World&);
};
#define PIM_CASE(function)      \
  ::pim::store::testing::Case { \
#function, function         \
  }

// The cases by area, each in its file.
std::vector<Case> transaction_cases();
std::vector<Case> collection_cases();
std::vector<Case> item_cases();
std::vector<Case> version_cases();
std::vector<Case> feed_cases();
std::vector<Case> page_cases();
std::vector<Case> key_cases();
std::vector<Case> pairing_cases();
std::vector<Case> map_cases();
std::vector<Case> open_map_cases();
std::vector<Case> part_cases();
std::vector<Case> stage_cases();
std::vector<Case> held_cases();
std::vector<Case> conflict_cases();
std::vector<Case> session_cases();
std::vector<Case> connection_cases();
std::vector<Case> device_cases();
std::vector<Case> run_cases();
std::vector<Case> portal_cases();
std::vector<Case> claim_cases();
std::vector<Case> purge_cases();
std::vector<Case> isolation_cases();
std::vector<Case> thread_cases();

}  // namespace pim::store::testing
