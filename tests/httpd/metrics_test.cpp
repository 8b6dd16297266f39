// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/metrics.h"

#include <cppunit/extensions/HelperMacros.h>

namespace pim::httpd {
namespace {

class MetricsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MetricsTest);
  CPPUNIT_TEST(lines_of_a_family_stand_under_one_head);
  CPPUNIT_TEST(labels_are_escaped);
  CPPUNIT_TEST(a_histogram_counts_upwards_and_sums_in_seconds);
  CPPUNIT_TEST(the_last_bucket_takes_what_is_slower);
  CPPUNIT_TEST_SUITE_END();

 public:
  void lines_of_a_family_stand_under_one_head() {
    const std::array<Series, 3> table = {{{"a_total", R"(op="x")", "What a is."},
                                          {"a_total", R"(op="y")", "What a is."},
                                          {"b", "", "What b is.", "gauge"}}};
    std::array<Cell, 3> cells{};
    cells[1] = 7;
    std::string text;
    append_table(text, table, cells);
    CPPUNIT_ASSERT_EQUAL(std::string("# HELP a_total What a is.\n# TYPE a_total counter\n"
                                     "a_total{op=\"x\"} 0\na_total{op=\"y\"} 7\n"
                                     "# HELP b What b is.\n# TYPE b gauge\nb 0\n"),
                         text);
  }

  void labels_are_escaped() {
    CPPUNIT_ASSERT_EQUAL(std::string(R"(peer="a\"b\\c\nd")"), label("peer", "a\"b\\c\nd"));
  }

  void a_histogram_counts_upwards_and_sums_in_seconds() {
    Histogram histogram{};
    histogram.take(5'000);
    histogram.take(6'000);
    histogram.take(9'000);
    std::string text;
    histogram.append(text, {"t_seconds", "", "Time.", "histogram"});
    for (const char* line :
         {"t_seconds_bucket{le=\"0.005\"} 1\n", "t_seconds_bucket{le=\"0.01\"} 3\n",
          "t_seconds_bucket{le=\"+Inf\"} 3\n", "t_seconds_sum 0.02\n", "t_seconds_count 3\n"}) {
      CPPUNIT_ASSERT_MESSAGE(line, text.find(line) != std::string::npos);
    }
  }

  void the_last_bucket_takes_what_is_slower() {
    Histogram histogram{};
    histogram.take(60'000'000);
    std::string text;
    histogram.append(text, {"t", "", "Time.", "histogram"});
    CPPUNIT_ASSERT(text.find("t_bucket{le=\"5\"} 0\n") != std::string::npos);
    CPPUNIT_ASSERT(text.find("t_bucket{le=\"+Inf\"} 1\n") != std::string::npos);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MetricsTest);

}  // namespace
}  // namespace pim::httpd
