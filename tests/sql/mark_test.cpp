// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <fstream>

#include "common/sql/restore_mark.h"
#include "common/store/standard.h"
#include "tests/sql/scratch.h"

namespace pim::sql::testing {

/// How a store that was put back is noticed (design rule 9).
class MarkTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MarkTest);
  CPPUNIT_TEST(a_mark_rises_by_one);
  CPPUNIT_TEST(a_mark_that_is_not_ahead_changes_nothing);
  CPPUNIT_TEST(a_mark_that_is_ahead_renews_the_epoch_of_each_portal);
  CPPUNIT_TEST(a_restore_is_noticed_once);
  CPPUNIT_TEST(a_mark_is_kept_and_read);
  CPPUNIT_TEST(a_lower_mark_replaces_none);
  CPPUNIT_TEST(what_is_no_mark_is_none);
  CPPUNIT_TEST(a_folder_that_is_not_there_keeps_no_mark);
  CPPUNIT_TEST_SUITE_END();

  static constexpr Seconds Now = 1'767'225'600;

 public:
  void setUp() override {
    place_.init();
    store_ = place_.open();
    must(store_->portal("town", std::string(32, 'a')));
    must(store_->portal("works", std::string(32, 'b')));
  }

  void a_mark_rises_by_one() {
    CPPUNIT_ASSERT_EQUAL(std::int64_t{1}, must(store_->raise_mark()));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{2}, must(place_.open()->raise_mark()));
  }

  void a_mark_that_is_not_ahead_changes_nothing() {
    must(store_->raise_mark());
    CPPUNIT_ASSERT(!must(store_->notice_restore(1, Now)));
    CPPUNIT_ASSERT(!must(store_->notice_restore(0, Now)));
    CPPUNIT_ASSERT_EQUAL(store::FirstEpoch, epoch_of("town"));
  }

  void a_mark_that_is_ahead_renews_the_epoch_of_each_portal() {
    must(store_->raise_mark());
    CPPUNIT_ASSERT(must(store_->notice_restore(2, Now)));
    CPPUNIT_ASSERT_EQUAL(Now, epoch_of("town"));
    CPPUNIT_ASSERT_EQUAL(Now, epoch_of("works"));
  }

  void a_restore_is_noticed_once() {
    CPPUNIT_ASSERT(must(store_->notice_restore(7, Now)));
    CPPUNIT_ASSERT(!must(store_->notice_restore(7, Now)));
    CPPUNIT_ASSERT_EQUAL(Now, epoch_of("town"));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{8}, must(store_->raise_mark()));
  }

  void a_mark_is_kept_and_read() {
    const RestoreMark mark(place_.folder().path(), "0123");
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, mark.read());
    must(mark.keep(5));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{5}, mark.read());
    must(mark.keep(6));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{6}, RestoreMark(place_.folder().path(), "0123").read());
  }

  void a_lower_mark_replaces_none() {
    const RestoreMark mark(place_.folder().path(), "0123");
    must(mark.keep(5));
    must(mark.keep(4));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{5}, mark.read());
  }

  void what_is_no_mark_is_none() {
    for (const char* text : {"", "x", "-3", "0"}) {
      std::ofstream(place_.folder().file("mark-0123")) << text;
      CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, RestoreMark(place_.folder().path(), "0123").read());
    }
  }

  void a_folder_that_is_not_there_keeps_no_mark() {
    CPPUNIT_ASSERT_EQUAL(std::string("unavailable"),
                         error_of(RestoreMark(place_.folder().file("none"), "0123").keep(5)));
  }

 private:
  std::int64_t epoch_of(std::string_view portal) {
    return must(store_->portal(portal, std::string(32, 'c'))).epoch;
  }

  Place place_;
  std::unique_ptr<SqliteStore> store_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(MarkTest);

}  // namespace pim::sql::testing
