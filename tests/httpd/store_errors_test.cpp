// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/store_errors.h"

#include <cppunit/extensions/HelperMacros.h>

#include "common/sql/store_address.h"
#include "tests/httpd/log_lines.h"

namespace pim::httpd {

class StoreErrorsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StoreErrorsTest);
  CPPUNIT_TEST(each_engine_has_its_counter);
  CPPUNIT_TEST(lines_about_the_store_are_counted_and_written);
  CPPUNIT_TEST(without_counters_lines_are_written);
  CPPUNIT_TEST_SUITE_END();

 public:
  void each_engine_has_its_counter() {
    StoreErrors errors{};
    CPPUNIT_ASSERT(errors_of(&errors, "/var/lib/pim.db") == &errors.sqlite);
    const auto address = sql::StoreAddress::make("postgresql", "dbname=pim");
    CPPUNIT_ASSERT(errors_of(&errors, address->text()) == &errors.postgresql);
    CPPUNIT_ASSERT(errors_of(nullptr, "/var/lib/pim.db") == nullptr);
  }

  void lines_about_the_store_are_counted_and_written() {
    Cell count = 0;
    LogLines lines;
    StoreErrorLog log(lines, &count);
    for (const std::string tag : {"SML0103", "API0030", "API0034"}) {
      log.write(LogLevel::Error, tag, "away");
    }
    for (const std::string tag : {"SML0104", "API0029", "API0035", "PMB0103", "SML", ""}) {
      log.write(LogLevel::Error, tag, "something else");
    }
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{3}, count.load());
    CPPUNIT_ASSERT_EQUAL(std::size_t{9}, lines.count(""));
  }

  void without_counters_lines_are_written() {
    LogLines lines;
    StoreErrorLog(lines, nullptr).write(LogLevel::Error, "API0031", "away");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, lines.count(""));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(StoreErrorsTest);

}  // namespace pim::httpd
