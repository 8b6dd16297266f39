// SPDX-License-Identifier: Apache-2.0
#include "tests/store/conformance.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/sql/scratch.h"

namespace pim::sql::testing {

struct SqliteStoreConformance {
  static CppUnit::Test* suite() {
    return store::testing::conformance_suite("SqliteStore", make_store);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(SqliteStoreConformance);

/// Random operations, answer by answer as in the memory store.
struct SqliteStoreComparison {
  static CppUnit::Test* suite() {
    return store::testing::comparison_suite("SqliteStore", make_store, 25, 400);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(SqliteStoreComparison);

}  // namespace pim::sql::testing
