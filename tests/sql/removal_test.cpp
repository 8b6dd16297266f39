// SPDX-License-Identifier: Apache-2.0
// How a user's rows leave the store.
#include "common/sql/removal.h"

#include <cppunit/extensions/HelperMacros.h>

#include <sstream>

#include "common/sql/keys.h"
#include "tests/sql/message.h"

namespace pim::sql::testing {

class RemovalTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RemovalTest);
  CPPUNIT_TEST(no_table_keeps_a_row_of_a_removed_user);
  CPPUNIT_TEST(rows_of_other_users_stay);
  CPPUNIT_TEST(rows_go_in_slices);
  CPPUNIT_TEST(the_name_is_free_at_once_and_finds_nothing);
  CPPUNIT_TEST(nothing_is_written_for_a_user_let_go);
  CPPUNIT_TEST(his_runs_are_not_taken_up);
  CPPUNIT_TEST(a_removal_that_was_stopped_is_found);
  CPPUNIT_TEST(an_unknown_user_is_told);
  CPPUNIT_TEST(users_are_listed_with_their_records);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    place_.init();
    store_ = place_.open();
    alice_ = make_alice(*store_);
    bob_ = must(store_->owner("here", "bob")).id;
    must(message(*store_, alice_, make_pairing(*store_, alice_, "phone"), 1));
    must(message(*store_, bob_, make_pairing(*store_, bob_, "phone"), 1));
  }

  void no_table_keeps_a_row_of_a_removed_user() {
    fill_every_table();
    remove_alice();
    for (const std::string& table : tables()) {
      CPPUNIT_ASSERT_EQUAL(table + " 0", table + ' ' + rows_of(table, alice_));
    }
    CPPUNIT_ASSERT(must(store_->integrity_check()).empty());
  }

  void rows_of_other_users_stay() {
    const std::string items = rows_of("item", bob_);
    remove_alice();
    CPPUNIT_ASSERT_EQUAL(items, rows_of("item", bob_));
    CPPUNIT_ASSERT_EQUAL(items, found_of(bob_));
    CPPUNIT_ASSERT(must(store_->integrity_check()).empty());
  }

  void rows_go_in_slices() {
    must(store_->let_go_owner("here", "alice"));
    std::size_t slices = 0;
    while (const std::size_t rows = must(store_->remove_rows(alice_, 7))) {
      CPPUNIT_ASSERT(rows <= 7);
      ++slices;
    }
    CPPUNIT_ASSERT(slices > 5);
  }

  void the_name_is_free_at_once_and_finds_nothing() {
    must(store_->let_go_owner("here", "alice"));
    CPPUNIT_ASSERT(!must(store_->find_owner("here", "alice")));
    const store::OwnerId next = must(store_->owner("here", "alice")).id;
    CPPUNIT_ASSERT(next != alice_);
    CPPUNIT_ASSERT_EQUAL(std::string("0"), rows_of("item", next));
  }

  void nothing_is_written_for_a_user_let_go() {
    const auto work = must(store_->begin(alice_, store::Access::Read));
    must(store_->let_go_owner("here", "alice"));
    const auto late = must(store_->begin(alice_, store::Access::Write));
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(late->put_connection({})));
  }

  void his_runs_are_not_taken_up() {
    {
      const auto work = must(store_->begin(alice_, store::Access::Write));
      store::Run run;
      run.connection = 1;
      must(work->put_run(run));
      must(work->commit());
    }
    must(store_->let_go_owner("here", "alice"));
    CPPUNIT_ASSERT(must(store_->claim_runs("here", "me", {}, 1'000, 2'000, 10)).empty());
  }

  void a_removal_that_was_stopped_is_found() {
    must(store_->let_go_owner("here", "alice"));
    must(store_->remove_rows(alice_, 7));
    CPPUNIT_ASSERT(std::vector{alice_} == must(store_->half_removed()));
    while (must(store_->remove_rows(alice_, 100)) != 0) {
    }
    CPPUNIT_ASSERT(must(store_->half_removed()).empty());
  }

  void an_unknown_user_is_told() {
    CPPUNIT_ASSERT(!must(store_->let_go_owner("here", "carol")));
    CPPUNIT_ASSERT(!must(store_->let_go_owner("there", "alice")));
    remove_alice();
    CPPUNIT_ASSERT(!must(store_->let_go_owner("", std::to_string(alice_))));
  }

  void users_are_listed_with_their_records() {
    remove_alice();
    const auto users = must(store_->users_of("here"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, users.size());
    CPPUNIT_ASSERT_EQUAL(std::string("bob"), users.front().name);
    CPPUNIT_ASSERT_EQUAL(MessageItems, users.front().records);
  }

 private:
  void remove_alice() {
    CPPUNIT_ASSERT(alice_ == must(store_->let_go_owner("here", "alice")));
    while (must(store_->remove_rows(alice_, 100)) != 0) {
    }
  }

  std::vector<std::string> tables() const {
    std::istringstream names(
        ask(place_.path(),
            "SELECT group_concat(m.name, ' ') FROM sqlite_master m WHERE m.type = 'table' AND "
            "EXISTS(SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'owner')"));
    std::vector<std::string> out;
    for (std::string name; names >> name;) {
      out.push_back(name);
    }
    CPPUNIT_ASSERT(out.size() >= 18);
    return out;
  }

  /// A row of hers in each table there is, whatever later versions of the schema add.
  void fill_every_table() const {
    for (const std::string& table : tables()) {
      const std::string columns =
          ask(place_.path(),
              "SELECT group_concat('\"' || name || '\"') FROM pragma_table_info('" + table + "')");
      const std::string values =
          ask(place_.path(), "SELECT group_concat(CASE WHEN name = 'owner' THEN '" +
                                 std::to_string(alice_) + "' WHEN name = 'key' AND pk = 1 THEN '" +
                                 std::to_string(item_key(alice_, 999'999)) +
                                 "' WHEN name = 'number' THEN '200' WHEN type = 'INTEGER' THEN "
                                 "'999999' ELSE '''x''' END) FROM pragma_table_info('" +
                                 table + "')");
      tell(place_.path(), "INSERT INTO " + table + "(" + columns + ") VALUES(" + values + ")");
    }
  }

  std::string rows_of(const std::string& table, store::OwnerId owner) const {
    return ask(place_.path(),
               "SELECT count(*) FROM " + table + " WHERE owner = " + std::to_string(owner));
  }
  std::string found_of(store::OwnerId owner) const {
    return ask(place_.path(),
               "SELECT count(*) FROM item_find WHERE key >> 40 = " + std::to_string(owner));
  }

  Place place_;
  std::unique_ptr<SqliteStore> store_;
  store::OwnerId alice_ = 0;
  store::OwnerId bob_ = 0;
};
CPPUNIT_TEST_SUITE_REGISTRATION(RemovalTest);

}  // namespace pim::sql::testing
