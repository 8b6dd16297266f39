// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_error.h"

#include <cppunit/extensions/HelperMacros.h>

#include "common/sql/postgres_connection.h"
#include "tests/postgresql/database.h"

namespace pim::sql::testing {

class PostgresErrorTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PostgresErrorTest);
  CPPUNIT_TEST(classes_follow_the_sqlstate);
  CPPUNIT_TEST(a_constraint_is_refused_without_its_values);
  CPPUNIT_TEST(a_statement_after_a_failed_one_is_refused);
  CPPUNIT_TEST(a_name_too_long_for_its_index_is_refused);
  CPPUNIT_TEST_SUITE_END();

 public:
  void classes_follow_the_sqlstate() {
    struct Expected {
      const char* sqlstate;
      ErrorCode code;
    };
    for (const Expected& each :
         {Expected{"40001", ErrorCode::Conflict}, Expected{"40P01", ErrorCode::Conflict},
          Expected{"40003", ErrorCode::Unavailable}, Expected{"23505", ErrorCode::Refused},
          Expected{"P0001", ErrorCode::Refused}, Expected{"55P03", ErrorCode::Busy},
          Expected{"57014", ErrorCode::Busy}, Expected{"57P01", ErrorCode::Unavailable},
          Expected{"53100", ErrorCode::Full}, Expected{"08006", ErrorCode::Unavailable},
          Expected{"XX001", ErrorCode::Corrupt}, Expected{"25006", ErrorCode::Unavailable},
          Expected{"42601", ErrorCode::Internal}}) {
      CPPUNIT_ASSERT_MESSAGE(each.sqlstate, class_of_sqlstate(each.sqlstate) == each.code);
    }
  }

  void a_constraint_is_refused_without_its_values() {
    const auto connection = must(PostgresConnection::open({.conninfo = database_.conninfo()}));
    Statement put =
        connection->prepare("INSERT INTO portal(name, id, epoch) VALUES(?1, ?2, 1)", Use::Once);
    must(put.run("secret", "id"));
    const Status again = put.run("secret", "id");
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(again));
    CPPUNIT_ASSERT(again.error().text().find("secret") == std::string::npos);
  }

  void a_statement_after_a_failed_one_is_refused() {
    const auto connection = must(PostgresConnection::open({.conninfo = database_.conninfo()}));
    must(connection->send("BEGIN"));
    Statement wrong = connection->prepare("SELECT 1 / ?1", Use::Once);
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(wrong.first(0)));
    Statement right = connection->prepare("SELECT ?1", Use::Once);
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(right.first(1)));
    CPPUNIT_ASSERT(connection->in_transaction());
  }

  void a_name_too_long_for_its_index_is_refused() {
    SystemRandom random;
    const auto store = database_.open();
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(store->portal(random.hex(8000), "id")));
  }

 private:
  Database database_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(PostgresErrorTest);

}  // namespace pim::sql::testing
