// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_check.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdio>

#include "tests/sql/message.h"

namespace pim::sql::testing {

/// integrity_check() finds what no constraint guards.
class CheckTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CheckTest);
  CPPUNIT_TEST(a_sound_store_has_no_faults);
  CPPUNIT_TEST(a_wrong_live_count_is_found);
  CPPUNIT_TEST(a_revision_above_its_collection_is_found);
  CPPUNIT_TEST(a_key_of_another_owner_is_found);
  CPPUNIT_TEST(a_record_without_search_row_is_found);
  CPPUNIT_TEST(an_id_that_was_not_given_is_found);
  CPPUNIT_TEST(maps_without_pairing_are_found);
  CPPUNIT_TEST(a_torn_page_is_found);
  CPPUNIT_TEST(no_sentence_tells_content);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    place_.init();
    const auto store = place_.open();
    const store::OwnerId alice = make_alice(*store);
    const store::PairingId pairing = make_pairing(*store, alice, "phone");
    must(message(*store, alice, pairing, 1));
    must(message(*store, alice, pairing, 2));
  }

  void a_sound_store_has_no_faults() { CPPUNIT_ASSERT_EQUAL(std::string(), faults()); }

  void a_wrong_live_count_is_found() {
    check_found("UPDATE collection SET live = 7", "7 records counted, 40 there");
  }
  void a_revision_above_its_collection_is_found() {
    check_found("UPDATE collection SET rev = 1", "is above that of its collection");
  }
  void a_key_of_another_owner_is_found() {
    check_found("UPDATE item SET owner = 9 WHERE key = (SELECT max(key) FROM item)",
                "key and owner disagree");
  }
  void a_record_without_search_row_is_found() {
    check_found("DELETE FROM item_find", "a record without its search row");
  }
  void an_id_that_was_not_given_is_found() {
    check_found("UPDATE owner SET next_id = 3", "its id was not given yet");
  }
  void maps_without_pairing_are_found() {
    check_found("DELETE FROM pairing", "map rows without a pairing");
  }

  void a_torn_page_is_found() {
    must(place_.open()->checkpoint());
    std::FILE* file = std::fopen(place_.path().c_str(), "r+");
    CPPUNIT_ASSERT(file != nullptr);
    std::fseek(file, 0, SEEK_END);
    const long pages = std::ftell(file) / 4096;
    for (long page = pages / 2; page < pages / 2 + 3; ++page) {
      std::fseek(file, page * 4096, SEEK_SET);
      for (int i = 0; i < 100; ++i) {
        std::fputc(0x5a, file);
      }
    }
    std::fclose(file);
    CPPUNIT_ASSERT(!faults().empty());
  }

  void no_sentence_tells_content() {
    tell(place_.path(), "DELETE FROM item_find; UPDATE collection SET live = 7, rev = 1");
    CPPUNIT_ASSERT(faults().find("name0") == std::string::npos);
  }

 private:
  std::string faults() const {
    std::string text;
    for (const std::string& each : must(place_.open()->integrity_check())) {
      text += each + "\n";
    }
    return text;
  }

  void check_found(const std::string& damage, const std::string& sentence) const {
    tell(place_.path(), damage);
    const std::string text = faults();
    CPPUNIT_ASSERT_MESSAGE(text, text.find(sentence) != std::string::npos);
  }

  Place place_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(CheckTest);

}  // namespace pim::sql::testing
