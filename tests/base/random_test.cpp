// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <set>
#include <string>

#include "common/base/random.h"

using namespace pim;

namespace {

/// Counts upwards, so that the helpers can be seen at work.
class CountingRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) {
      byte = std::byte{next_++};
    }
  }

 private:
  unsigned char next_ = 0;
};

}  // namespace

class RandomTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RandomTest);
  CPPUNIT_TEST(hex_gives_two_digits_for_each_octet);
  CPPUNIT_TEST(u64_uses_eight_octets);
  CPPUNIT_TEST(the_kernel_gives_different_numbers);
  CPPUNIT_TEST(the_kernel_fills_long_buffers);
  CPPUNIT_TEST_SUITE_END();

  void hex_gives_two_digits_for_each_octet() {
    CountingRandom random;
    CPPUNIT_ASSERT_EQUAL(std::string("00010203"), random.hex(4));
    CPPUNIT_ASSERT_EQUAL(std::string(), random.hex(0));
  }
  void u64_uses_eight_octets() {
    CountingRandom random;
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0x0706050403020100U}, random.u64());
    CPPUNIT_ASSERT_EQUAL(std::string("08"), random.hex(1));
  }
  void the_kernel_gives_different_numbers() {
    SystemRandom random;
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 100; ++i) {
      seen.insert(random.u64());
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{100}, seen.size());
  }
  void the_kernel_fills_long_buffers() {
    SystemRandom random;
    const std::string digits = random.hex(4096);
    CPPUNIT_ASSERT_EQUAL(std::size_t{8192}, digits.size());
    CPPUNIT_ASSERT(digits.substr(8192 - 64) != std::string(64, '0'));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(RandomTest);
