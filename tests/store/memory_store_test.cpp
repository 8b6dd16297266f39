// SPDX-License-Identifier: Apache-2.0
#include "common/store/memory_store.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/store/world.h"

namespace pim::store::testing {

std::unique_ptr<Store> make_memory_store() {
  return std::make_unique<MemoryStore>(HashKey{});
}

struct MemoryStoreConformance {
  static CppUnit::Test* suite() { return conformance_suite("MemoryStore", make_memory_store); }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MemoryStoreConformance);

}  // namespace pim::store::testing
