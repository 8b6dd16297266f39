// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_error.h"

#include <cppunit/extensions/HelperMacros.h>

#include "common/sql/sqlite_connection.h"
#include "tests/sql/scratch.h"

namespace pim::sql::testing {

class ErrorTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ErrorTest);
  CPPUNIT_TEST(each_result_code_has_its_class);
  CPPUNIT_TEST(a_constraint_is_refused);
  CPPUNIT_TEST(a_trigger_that_raises_is_refused);
  CPPUNIT_TEST(an_error_tells_no_values);
  CPPUNIT_TEST(a_full_file_is_full);
  CPPUNIT_TEST(a_torn_page_is_corrupt);
  CPPUNIT_TEST(a_read_only_file_is_unavailable);
  CPPUNIT_TEST_SUITE_END();

 public:
  void each_result_code_has_its_class() {
    const struct {
      int code;
      ErrorCode expected;
    } table[] = {
        {SQLITE_BUSY, ErrorCode::Busy},
        {SQLITE_BUSY_RECOVERY, ErrorCode::Busy},
        {SQLITE_BUSY_SNAPSHOT, ErrorCode::Busy},
        {SQLITE_LOCKED, ErrorCode::Busy},
        {SQLITE_LOCKED_SHAREDCACHE, ErrorCode::Busy},
        {SQLITE_FULL, ErrorCode::Full},
        {SQLITE_CONSTRAINT, ErrorCode::Refused},
        {SQLITE_CONSTRAINT_TRIGGER, ErrorCode::Refused},
        {SQLITE_CONSTRAINT_UNIQUE, ErrorCode::Refused},
        {SQLITE_CONSTRAINT_PRIMARYKEY, ErrorCode::Refused},
        {SQLITE_CORRUPT, ErrorCode::Corrupt},
        {SQLITE_CORRUPT_INDEX, ErrorCode::Corrupt},
        {SQLITE_NOTADB, ErrorCode::Corrupt},
        {SQLITE_TOOBIG, ErrorCode::TooLarge},
        {SQLITE_IOERR, ErrorCode::Unavailable},
        {SQLITE_IOERR_FSYNC, ErrorCode::Unavailable},
        {SQLITE_IOERR_READ, ErrorCode::Unavailable},
        {SQLITE_IOERR_NOMEM, ErrorCode::Unavailable},
        {SQLITE_CANTOPEN, ErrorCode::Unavailable},
        {SQLITE_READONLY_DBMOVED, ErrorCode::Unavailable},
        {SQLITE_ABORT_ROLLBACK, ErrorCode::Unavailable},
        {SQLITE_NOMEM, ErrorCode::Unavailable},
        {SQLITE_ERROR, ErrorCode::Internal},
        {SQLITE_MISUSE, ErrorCode::Internal},
    };
    for (const auto& [code, expected] : table) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(code), std::string(name_of(expected)),
                                   std::string(name_of(class_of(code))));
    }
  }

  void a_constraint_is_refused() {
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(put_bob(*open())));
  }

  void a_trigger_that_raises_is_refused() {
    const auto connection = open();
    must(
        connection->script("CREATE TRIGGER no BEFORE DELETE ON people BEGIN "
                           "SELECT RAISE(ABORT, 'not this one'); END"));
    const auto status = connection->script("DELETE FROM people");
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(status));
    CPPUNIT_ASSERT(status.error().message.find("not this one") != std::string::npos);
  }

  void an_error_tells_no_values() {
    const auto status = put_bob(*open());
    CPPUNIT_ASSERT(status.error().text().find("people.name") != std::string::npos);
    CPPUNIT_ASSERT(status.error().text().find("bob") == std::string::npos);
  }

  void a_full_file_is_full() {
    const auto connection = open();
    must(connection->script("PRAGMA max_page_count=3"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("full"),
        error_of(connection->script("INSERT INTO people VALUES('x', zeroblob(100000))")));
  }

  void a_torn_page_is_corrupt() {
    must(open()->script("INSERT INTO people VALUES('x', zeroblob(100000))"));
    std::FILE* file = std::fopen(place_.path().c_str(), "r+");
    CPPUNIT_ASSERT(file != nullptr);
    std::fseek(file, 4096, SEEK_SET);
    for (int i = 0; i < 4096; ++i) {
      std::fputc(0xff, file);
    }
    std::fclose(file);
    const auto connection = must(Connection::open({.path = place_.path()}));
    CPPUNIT_ASSERT_EQUAL(std::string("corrupt"),
                         error_of(connection->script("SELECT * FROM people")));
  }

  void a_read_only_file_is_unavailable() {
    const auto connection = open();
    must(connection->script("PRAGMA query_only=ON"));
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"),
                         error_of(connection->script("DELETE FROM people")));
  }

 private:
  std::unique_ptr<Connection> open() {
    auto connection = must(Connection::create({.path = place_.path()}));
    must(
        connection->script("CREATE TABLE IF NOT EXISTS people(name PRIMARY KEY, photo);"
                           "INSERT OR IGNORE INTO people VALUES('bob', '')"));
    return connection;
  }

  static Status put_bob(Connection& connection) {
    Statement put = must(connection.prepare("INSERT INTO people VALUES(?1, '')"));
    return put.run("bob");
  }

  Place place_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(ErrorTest);

}  // namespace pim::sql::testing
