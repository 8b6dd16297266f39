// SPDX-License-Identifier: Apache-2.0
#include "tests/store/conformance.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/postgresql/database.h"

namespace pim::sql::testing {

struct PostgresStoreConformance {
  static CppUnit::Test* suite() {
    return store::testing::conformance_suite("PostgresStore", make_postgres_store);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PostgresStoreConformance);

/// Random operations, answer by answer as in the memory store.
struct PostgresStoreComparison {
  static CppUnit::Test* suite() {
    return store::testing::comparison_suite("PostgresStore", make_postgres_store, 25, 400);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PostgresStoreComparison);

}  // namespace pim::sql::testing
