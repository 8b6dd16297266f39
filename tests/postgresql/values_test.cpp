// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_values.h"

#include <cppunit/extensions/HelperMacros.h>

#include <limits>

#include "common/sql/dialect.h"
#include "common/sql/postgres_connection.h"
#include "tests/postgresql/database.h"

namespace pim::sql::testing {

class ValuesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ValuesTest);
  CPPUNIT_TEST(integers_come_back_as_they_were_given);
  CPPUNIT_TEST(octets_come_back_as_they_were_given);
  CPPUNIT_TEST(a_list_asks_for_each_of_its_values);
  CPPUNIT_TEST(many_rows_are_one_statement);
  CPPUNIT_TEST(values_that_all_rows_share_are_stored_in_each);
  CPPUNIT_TEST(batches_of_ever_other_likeness_are_stored);
  CPPUNIT_TEST(many_rows_of_nothing_are_no_statement);
  CPPUNIT_TEST(texts_are_put_into_the_dialect);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    connection_ = must(PostgresConnection::open({.conninfo = cluster_conninfo()}));
    must(connection_->script("CREATE TEMPORARY TABLE t(a BIGINT, b BYTEA)"));
  }

  void integers_come_back_as_they_were_given() {
    using Limits = std::numeric_limits<std::int64_t>;
    for (const std::int64_t each :
         {Limits::min(), std::int64_t{-1}, std::int64_t{0}, std::int64_t{255}, Limits::max()}) {
      Statement statement = connection_->prepare("SELECT ?1", Use::Once);
      CPPUNIT_ASSERT(must(statement.first(each)));
      CPPUNIT_ASSERT_EQUAL(each, statement.row().integer());
    }
  }

  void octets_come_back_as_they_were_given() {
    const std::string octets("a\0\xff\\'", 5);
    Statement statement = connection_->prepare("SELECT ?1, ?2, ?3", Use::Once);
    CPPUNIT_ASSERT(must(statement.first(octets, std::optional<std::string>(), Blob{""})));
    Row row = statement.row();
    CPPUNIT_ASSERT_EQUAL(octets, row.text());
    CPPUNIT_ASSERT(!row.optional_text());
    CPPUNIT_ASSERT_EQUAL(std::string(), row.text());
  }

  void a_list_asks_for_each_of_its_values() {
    must(connection_->script("INSERT INTO t VALUES(1, 'x'), (2, 'y'), (3, 'z')"));
    Statement numbers = connection_->prepare("SELECT a FROM t WHERE a = EACH(?1)", Use::Each);
    CPPUNIT_ASSERT(must(numbers.first(std::vector<std::int64_t>{1, 3, 9})));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, numbers.row().integer());
    CPPUNIT_ASSERT(must(numbers.next()));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{3}, numbers.row().integer());
    CPPUNIT_ASSERT(!must(numbers.next()));
    Statement texts = connection_->prepare("SELECT a FROM t WHERE b = EACH(?1)", Use::Each);
    CPPUNIT_ASSERT(must(texts.first(std::vector<std::string>{"y", ""})));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, texts.row().integer());
    CPPUNIT_ASSERT(!must(texts.first(std::vector<std::string>{})));
  }

  void many_rows_are_one_statement() {
    connection_->work() = Work{};
    Statement put = connection_->prepare("INSERT INTO t(a, b) VALUES(?1, ?2)", Use::Many);
    must(put.add(1, std::optional<std::string>()));
    must(put.add(2, std::optional<std::string>("b")));
    must(put.finish());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, put.changes());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, connection_->work().statements);
    Statement change = connection_->prepare("UPDATE t SET b = ?2 WHERE a = ?1", Use::Many);
    must(change.add(1, "one"));
    must(change.add(2, "two"));
    must(change.finish());
    Statement drop = connection_->prepare("DELETE FROM t WHERE a = ?1 AND b = ?2", Use::Many);
    must(drop.add(1, "one"));
    must(drop.add(2, "other"));
    must(drop.finish());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, drop.changes());
  }

  void values_that_all_rows_share_are_stored_in_each() {
    const auto put = [&](std::int64_t a, const std::optional<std::string>& b, int rows) {
      Statement statement = connection_->prepare("INSERT INTO t(a, b) VALUES(?1, ?2)", Use::Many);
      for (int i = 0; i < rows; ++i) {
        must(statement.add(a, b));
      }
      must(statement.finish());
      CPPUNIT_ASSERT_EQUAL(std::int64_t{rows}, statement.changes());
    };
    put(-7, std::string(), 3);  // of an empty text
    put(-7, std::nullopt, 2);
    put(-7, std::string("b\0c", 3), 1);
    Statement look = connection_->prepare(
        "SELECT count(*), count(b), sum(length(b)) FROM t WHERE a = ?1", Use::Once);
    CPPUNIT_ASSERT(must(look.first(-7)));
    Row row = look.row();
    CPPUNIT_ASSERT_EQUAL(6, row.small());
    CPPUNIT_ASSERT_EQUAL(4, row.small());
    CPPUNIT_ASSERT_EQUAL(3, row.small());
  }

  void batches_of_ever_other_likeness_are_stored() {
    must(connection_->script("CREATE TEMPORARY TABLE w(a BIGINT, b BYTEA, c BYTEA, d BYTEA)"));
    const char* const sql = "INSERT INTO w(a, b, c, d) VALUES(?1, ?2, ?3, ?4)";
    for (unsigned mask = 0; mask < 16; ++mask) {
      Statement put = connection_->prepare(sql, Use::Many);
      for (unsigned i = 0; i < 2; ++i) {
        const auto octet = [&](unsigned bit) {
          return std::string(1, (mask >> bit & i) != 0 ? 'y' : 'x');
        };
        must(put.add(mask & i, octet(1), octet(2), octet(3)));
      }
      must(put.finish());
      CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, put.changes());
    }
    Statement look = connection_->prepare("SELECT count(*), count(DISTINCT w) FROM w", Use::Once);
    CPPUNIT_ASSERT(must(look.first()));
    Row row = look.row();
    CPPUNIT_ASSERT_EQUAL(32, row.small());
    CPPUNIT_ASSERT_EQUAL(16, row.small());
  }

  void many_rows_of_nothing_are_no_statement() {
    connection_->work() = Work{};
    Statement put = connection_->prepare("INSERT INTO t(a, b) VALUES(?1, ?2)", Use::Many);
    must(put.finish());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, connection_->work().statements);
  }

  void texts_are_put_into_the_dialect() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("SELECT each.* FROM unnest($2) AS list(v) CROSS JOIN LATERAL "
                    "(SELECT a FROM t WHERE b = list.v OFFSET 0) AS each"),
        postgres_text("SELECT a FROM t INDEXED BY i WHERE b = EACH(?2)", Use::Each, 2));
    CPPUNIT_ASSERT_EQUAL(std::string("SELECT a FROM t WHERE b = (?2)"),
                         sqlite_text("SELECT a FROM t WHERE b = EACH(?2)"));
    CPPUNIT_ASSERT_EQUAL(std::string("INSERT INTO t(a) SELECT each.v1 FROM unnest($1) AS each(v1) "
                                     "ON CONFLICT DO NOTHING"),
                         postgres_text("INSERT OR IGNORE INTO t(a) VALUES(?1)", Use::Many, 1));
    CPPUNIT_ASSERT_EQUAL(
        std::string("INSERT INTO t(a, b) SELECT each.v1, $2 FROM unnest($1) AS each(v1)"),
        postgres_text("INSERT INTO t(a, b) VALUES(?1, ?2)", Use::Many, 2, 0b10));
    CPPUNIT_ASSERT_EQUAL(std::string("UPDATE t SET a = $2 WHERE b = $1"),
                         postgres_text("UPDATE t SET a = ?2 WHERE b = ?1", Use::Many, 2, 0b11));
    CPPUNIT_ASSERT_EQUAL(std::string("CREATE TABLE t( a BIGINT, b BYTEA)"),
                         postgres_schema_text("CREATE TABLE t( a INTEGER, b TEXT) WITHOUT ROWID"));
  }

 private:
  std::unique_ptr<PostgresConnection> connection_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(ValuesTest);

}  // namespace pim::sql::testing
