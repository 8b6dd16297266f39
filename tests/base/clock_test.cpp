// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <ctime>
#include <limits>
#include <string>

#include "common/base/clock.h"

using namespace pim;

class ClockTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ClockTest);
  CPPUNIT_TEST(writes_utc_stamps);
  CPPUNIT_TEST(stamps_beyond_four_digit_years_are_clamped);
  CPPUNIT_TEST(reads_every_form);
  CPPUNIT_TEST(refuses_what_is_no_stamp);
  CPPUNIT_TEST(what_is_written_is_read_back);
  CPPUNIT_TEST(the_system_clock_tells_the_time);
  CPPUNIT_TEST_SUITE_END();

  void writes_utc_stamps() {
    CPPUNIT_ASSERT_EQUAL(std::string("19700101T000000Z"), utc_stamp(0));
    CPPUNIT_ASSERT_EQUAL(std::string("20260131T235959Z"), utc_stamp(1'769'903'999));
    CPPUNIT_ASSERT_EQUAL(std::string("19691231T235959Z"), utc_stamp(-1));
    CPPUNIT_ASSERT_EQUAL(std::string("20240229T120000Z"), utc_stamp(1'709'208'000));
  }
  void stamps_beyond_four_digit_years_are_clamped() {
    CPPUNIT_ASSERT_EQUAL(std::string("99991231T235959Z"),
                         utc_stamp(std::numeric_limits<Seconds>::max()));
    CPPUNIT_ASSERT_EQUAL(std::string("00000101T000000Z"),
                         utc_stamp(std::numeric_limits<Seconds>::min()));
  }
  void reads_every_form() {
    const struct {
      const char* text;
      Seconds time;
    } cases[] = {
        {"20260131T235959Z", 1'769'903'999},
        {"20260131T235959", 1'769'903'999},
        {"20260131235959Z", 1'769'903'999},
        {"20260131t235959z", 1'769'903'999},
        {"2026-01-31T23:59:59Z", 1'769'903'999},
        {"2026-01-31T23:59:59.123Z", 1'769'903'999},
        {"2026-01-31T23:59:59,5", 1'769'903'999},
        {"2026-02-01T01:59:59+02:00", 1'769'903'999},
        {"2026-01-31T20:29:59-0330", 1'769'903'999},
        {"20260201T005959+01", 1'769'903'999},
        {"20260131T240000Z", 1'769'904'000},
        {"20260131T235960Z", 1'769'904'000},
        {"20260201", 1'769'904'000},
        {"2026-02-01", 1'769'904'000},
        {"19700101T000000Z", 0},
    };
    for (const auto& [text, time] : cases) {
      const auto read = parse_stamp(text);
      CPPUNIT_ASSERT_MESSAGE(text, read.has_value());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, time, *read);
    }
  }
  void refuses_what_is_no_stamp() {
    for (const char* text :
         {"", "2026", "20260131T", "20261301", "20260230", "2023-02-29", "20260131T250000Z",
          "20260131T240001Z", "20260131T236000Z", "20260131T235959ZZ", "20260131T235959+",
          "20260131T235959+24:00", "2026-01-31T235959", "2026-01-3123:59:59", "abc", "-0260131",
          "20260131T235959.Z", "20260131T2359", " 20260131"}) {
      const auto read = parse_stamp(text);
      CPPUNIT_ASSERT_MESSAGE(text, !read.has_value());
      CPPUNIT_ASSERT_MESSAGE(text, read.error().code == ErrorCode::Malformed);
    }
  }
  void what_is_written_is_read_back() {
    for (Seconds time = -5'000'000'000; time < 5'000'000'000; time += 77'777'777) {
      CPPUNIT_ASSERT_EQUAL(time, parse_stamp(utc_stamp(time)).value());
    }
  }
  void the_system_clock_tells_the_time() {
    const Seconds before = std::time(nullptr);
    const Seconds now = SystemClock().now();
    CPPUNIT_ASSERT(now >= before && now <= before + 60);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ClockTest);
