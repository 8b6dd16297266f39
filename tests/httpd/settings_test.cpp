// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/settings.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace pim::httpd {
namespace {

struct Named {
  std::string name;
  int value = 0;
  bool operator==(const Named&) const = default;
};

struct Sample {
  std::optional<int> number;
  std::optional<std::string> text;
  std::vector<Named> things;
  static constexpr auto members() {
    return std::tuple(&Sample::number, &Sample::text, &Sample::things);
  }
  bool operator==(const Sample&) const = default;
};

class SettingsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SettingsTest);
  CPPUNIT_TEST(what_is_not_said_in_the_narrower_place_is_taken_over);
  CPPUNIT_TEST(the_narrower_place_wins);
  CPPUNIT_TEST(named_things_add_up);
  CPPUNIT_TEST(merging_leaves_both_sides_alone);
  CPPUNIT_TEST_SUITE_END();

 public:
  void what_is_not_said_in_the_narrower_place_is_taken_over() {
    const Sample base{1, "a", {{"x", 1}}};
    CPPUNIT_ASSERT(merged(base, Sample{}) == base);
    CPPUNIT_ASSERT(merged(Sample{}, base) == base);
  }

  void the_narrower_place_wins() {
    const Sample result = merged(Sample{1, "a", {}}, Sample{0, "", {}});
    CPPUNIT_ASSERT(result == (Sample{0, "", {}}));
  }

  void named_things_add_up() {
    const Sample result =
        merged(Sample{{}, {}, {{"x", 1}, {"y", 1}}}, Sample{{}, {}, {{"y", 2}, {"z", 2}}});
    CPPUNIT_ASSERT(result.things == (std::vector<Named>{{"x", 1}, {"y", 2}, {"z", 2}}));
  }

  void merging_leaves_both_sides_alone() {
    const Sample base{1, {}, {{"x", 1}}};
    const Sample narrower{2, {}, {{"x", 2}}};
    CPPUNIT_ASSERT(merged(base, narrower) == narrower);
    CPPUNIT_ASSERT(base == (Sample{1, {}, {{"x", 1}}}));
    CPPUNIT_ASSERT(narrower == (Sample{2, {}, {{"x", 2}}}));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SettingsTest);

}  // namespace
}  // namespace pim::httpd
