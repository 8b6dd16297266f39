// SPDX-License-Identifier: Apache-2.0
#include "common/store/persistent_map.h"

#include <cppunit/extensions/HelperMacros.h>

#include <map>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace pim::store {

namespace {

using Numbers = PersistentMap<int, int>;

std::string keys_of(const Numbers& map) {
  std::string keys;
  map.scan([&](int key, int) {
    keys += std::to_string(key) + " ";
    return true;
  });
  return keys;
}

Numbers with_keys(const std::vector<int>& keys) {
  Numbers map;
  for (const int key : keys) {
    map.set(key, key * 10);
  }
  return map;
}

std::map<int, int> content_of(const Numbers& map) {
  std::map<int, int> content;
  map.scan([&](int key, int value) {
    content.emplace(key, value);
    return true;
  });
  return content;
}

/// Collects at most `limit` keys of a scan.
auto collect(std::string& keys, int limit = 99) {
  return [&keys, limit](int key, int) mutable {
    keys += std::to_string(key) + " ";
    return --limit > 0;
  };
}

}  // namespace

class PersistentMapTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PersistentMapTest);
  CPPUNIT_TEST(a_new_map_is_empty);
  CPPUNIT_TEST(keys_come_in_order);
  CPPUNIT_TEST(setting_a_key_again_replaces_its_value);
  CPPUNIT_TEST(erasing_tells_whether_the_key_was_there);
  CPPUNIT_TEST(a_copy_does_not_see_later_changes);
  CPPUNIT_TEST(keys_are_found_by_views_of_their_parts);
  CPPUNIT_TEST(scan_from_begins_at_the_key);
  CPPUNIT_TEST(scan_after_begins_behind_the_key);
  CPPUNIT_TEST(scan_down_begins_below_the_key);
  CPPUNIT_TEST(scans_stop_when_told);
  CPPUNIT_TEST(a_copy_can_be_scanned_while_the_map_changes);
  CPPUNIT_TEST(many_keys_in_order_stay_cheap_to_find);
  CPPUNIT_TEST(random_changes_agree_with_a_plain_map);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_new_map_is_empty() {
    const Numbers map;
    CPPUNIT_ASSERT(map.empty());
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, map.size());
    CPPUNIT_ASSERT(map.find(1) == nullptr);
  }

  void keys_come_in_order() {
    CPPUNIT_ASSERT_EQUAL(std::string("1 2 3 5 8 9 "), keys_of(with_keys({5, 2, 9, 1, 8, 3})));
  }

  void setting_a_key_again_replaces_its_value() {
    Numbers map = with_keys({1, 2});
    map.set(1, 7);
    CPPUNIT_ASSERT_EQUAL(7, *map.find(1));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, map.size());
  }

  void erasing_tells_whether_the_key_was_there() {
    Numbers map = with_keys({1, 2, 3});
    CPPUNIT_ASSERT(map.erase(2));
    CPPUNIT_ASSERT(!map.erase(2));
    CPPUNIT_ASSERT_EQUAL(std::string("1 3 "), keys_of(map));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, map.size());
  }

  void a_copy_does_not_see_later_changes() {
    Numbers map = with_keys({1, 2, 3});
    const Numbers copy = map;
    map.set(4, 40);
    map.set(1, 0);
    map.erase(2);
    CPPUNIT_ASSERT_EQUAL(std::string("1 2 3 "), keys_of(copy));
    CPPUNIT_ASSERT_EQUAL(10, *copy.find(1));
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, copy.size());
  }

  void keys_are_found_by_views_of_their_parts() {
    PersistentMap<std::tuple<int, std::string>, int> map;
    map.set({1, "a"}, 5);
    CPPUNIT_ASSERT_EQUAL(5, *map.find(std::tuple(1, std::string_view("a"))));
    CPPUNIT_ASSERT(map.erase(std::tuple(1, std::string_view("a"))));
  }

  void scan_from_begins_at_the_key() {
    std::string keys;
    with_keys({1, 3, 5, 7}).scan_from(3, collect(keys));
    CPPUNIT_ASSERT_EQUAL(std::string("3 5 7 "), keys);
  }

  void scan_after_begins_behind_the_key() {
    std::string keys;
    with_keys({1, 3, 5, 7}).scan_after(3, collect(keys));
    CPPUNIT_ASSERT_EQUAL(std::string("5 7 "), keys);
  }

  void scan_down_begins_below_the_key() {
    std::string keys;
    with_keys({1, 3, 5, 7}).scan_down(7, collect(keys));
    CPPUNIT_ASSERT_EQUAL(std::string("5 3 1 "), keys);
  }

  void scans_stop_when_told() {
    const Numbers map = with_keys({1, 2, 3, 4, 5, 6, 7});
    std::string keys;
    map.scan(collect(keys, 2));
    map.scan_from(2, collect(keys, 2));
    map.scan_after(4, collect(keys, 2));
    map.scan_down(4, collect(keys, 2));
    CPPUNIT_ASSERT_EQUAL(std::string("1 2 2 3 5 6 3 2 "), keys);
  }

  void a_copy_can_be_scanned_while_the_map_changes() {
    Numbers map = with_keys({1, 2, 3, 4});
    const Numbers copy = map;
    copy.scan([&](int key, int) { return map.erase(key); });
    CPPUNIT_ASSERT(map.empty());
  }

  void many_keys_in_order_stay_cheap_to_find() {
    // A tree that degenerates into a list would overflow the stack or need minutes here.
    Numbers map;
    for (int key = 0; key < 200'000; ++key) {
      map.set(key, key);
    }
    for (int key = 0; key < 199'999; ++key) {
      map.erase(key);
    }
    CPPUNIT_ASSERT_EQUAL(std::string("199999 "), keys_of(map));
  }

  void random_changes_agree_with_a_plain_map() {
    std::mt19937 random(1);
    Numbers map;
    std::map<int, int> plain;
    std::vector<std::pair<Numbers, std::map<int, int>>> earlier;
    for (int step = 0; step < 20'000; ++step) {
      const int key = static_cast<int>(random() % 300);
      if (random() % 2 == 0) {
        map.set(key, step);
        plain[key] = step;
      } else {
        CPPUNIT_ASSERT_EQUAL(plain.erase(key) == 1, map.erase(key));
      }
      if (step % 2'000 == 0) {
        earlier.emplace_back(map, plain);
      }
    }
    earlier.emplace_back(map, plain);
    for (const auto& [copy, expected] : earlier) {
      CPPUNIT_ASSERT(content_of(copy) == expected);
      CPPUNIT_ASSERT_EQUAL(expected.size(), copy.size());
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PersistentMapTest);

}  // namespace pim::store
