// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <limits>
#include <string>
#include <vector>

#include "common/base/pack.h"

using namespace pim;

class PackTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PackTest);
  CPPUNIT_TEST(unsigned_numbers_survive);
  CPPUNIT_TEST(signed_numbers_survive);
  CPPUNIT_TEST(texts_and_flags_survive_in_order);
  CPPUNIT_TEST(small_values_take_one_octet);
  CPPUNIT_TEST(cut_octets_are_corrupt_at_every_place);
  CPPUNIT_TEST(octets_left_over_are_corrupt);
  CPPUNIT_TEST(a_length_beyond_the_end_is_corrupt);
  CPPUNIT_TEST(a_number_of_too_many_bits_is_corrupt);
  CPPUNIT_TEST(after_a_fault_everything_is_empty);
  CPPUNIT_TEST_SUITE_END();

  void unsigned_numbers_survive() {
    for (unsigned shift = 0; shift < 64; ++shift) {
      for (const std::uint64_t value : {std::uint64_t{1} << shift, (std::uint64_t{1} << shift) - 1,
                                        ~std::uint64_t{0} >> shift}) {
        const std::string octets = Packer().u(value).octets();
        Unpacker in(octets);
        CPPUNIT_ASSERT_EQUAL(value, in.u());
        CPPUNIT_ASSERT(in.finish("number").has_value());
      }
    }
  }
  void signed_numbers_survive() {
    for (const std::int64_t value :
         {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1}, std::int64_t{-1'000'000},
          std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
      const std::string octets = Packer().i(value).octets();
      Unpacker in(octets);
      CPPUNIT_ASSERT_EQUAL(value, in.i());
      CPPUNIT_ASSERT(in.done());
    }
  }
  void texts_and_flags_survive_in_order() {
    const std::string nul("a\0b", 3);
    const std::string octets =
        Packer().s("one").b(true).s("").s(nul).b(false).s(std::string(300, 'x')).octets();
    Unpacker in(octets);
    CPPUNIT_ASSERT_EQUAL(std::string("one"), in.s());
    CPPUNIT_ASSERT(in.b());
    CPPUNIT_ASSERT_EQUAL(std::string(), in.s());
    CPPUNIT_ASSERT_EQUAL(nul, in.s());
    CPPUNIT_ASSERT(!in.b());
    CPPUNIT_ASSERT_EQUAL(std::string(300, 'x'), in.s());
    CPPUNIT_ASSERT(in.finish("texts").has_value());
  }
  void small_values_take_one_octet() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, Packer().u(127).octets().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, Packer().i(-64).octets().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, Packer().u(128).octets().size());
  }
  void cut_octets_are_corrupt_at_every_place() {
    const std::string whole = Packer().u(300).s("hello").i(-300).octets();
    for (std::size_t size = 0; size < whole.size(); ++size) {
      Unpacker in(std::string_view(whole).substr(0, size));
      in.u();
      in.s();
      in.i();
      CPPUNIT_ASSERT(in.finish("state").error().code == ErrorCode::Corrupt);
    }
  }
  void octets_left_over_are_corrupt() {
    const std::string octets = Packer().u(1).u(2).octets();
    Unpacker in(octets);
    in.u();
    CPPUNIT_ASSERT(in.ok());
    CPPUNIT_ASSERT(!in.finish("state"));
  }
  void a_length_beyond_the_end_is_corrupt() {
    const std::string octets = Packer().u(~std::uint64_t{0}).octets() + "abc";
    Unpacker in(octets);
    CPPUNIT_ASSERT_EQUAL(std::string(), in.s());
    CPPUNIT_ASSERT(!in.ok());
  }
  void a_number_of_too_many_bits_is_corrupt() {
    for (const std::string& octets : {std::string(9, '\xff') + "\x02", std::string(11, '\x80')}) {
      Unpacker in(octets);
      CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, in.u());
      CPPUNIT_ASSERT(!in.ok());
    }
  }
  void after_a_fault_everything_is_empty() {
    const std::string octets = std::string("\x05", 1) + "ab";
    Unpacker in(octets);
    in.s();
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, in.u());
    CPPUNIT_ASSERT_EQUAL(std::string(), in.s());
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, in.i());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PackTest);
