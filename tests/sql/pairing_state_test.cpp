// SPDX-License-Identifier: Apache-2.0
#include "common/sql/pairing_state.h"

#include <cppunit/extensions/HelperMacros.h>

#include "tests/sql/scratch.h"

namespace pim::sql::testing {

class PairingStateTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PairingStateTest);
  CPPUNIT_TEST(an_empty_state_comes_back);
  CPPUNIT_TEST(every_part_comes_back);
  CPPUNIT_TEST(a_state_of_before_is_read);
  CPPUNIT_TEST(cut_octets_are_corrupt);
  CPPUNIT_TEST(octets_too_many_are_corrupt);
  CPPUNIT_TEST(an_unknown_form_is_corrupt);
  CPPUNIT_TEST(a_huge_count_ends_with_the_octets);
  CPPUNIT_TEST_SUITE_END();

 public:
  void an_empty_state_comes_back() {
    store::Pairing back;
    must(unpack_pairing_state(pack_pairing_state({}), back));
    CPPUNIT_ASSERT(back == store::Pairing{});
  }

  void every_part_comes_back() {
    store::Pairing back;
    must(unpack_pairing_state(pack_pairing_state(full()), back));
    CPPUNIT_ASSERT(back == full());
  }

  void a_state_of_before_is_read() {
    std::string octets = pack_pairing_state(full());
    octets.front() = 2;
    octets.resize(octets.size() - 19);
    store::Pairing expected = full();
    expected.current->open = false;
    expected.parts = false;
    expected.other_life = false;
    expected.said.clear();
    expected.heard.clear();
    expected.heard_in.clear();
    store::Pairing back;
    must(unpack_pairing_state(octets, back));
    CPPUNIT_ASSERT(back == expected);
  }

  void cut_octets_are_corrupt() {
    const std::string octets = pack_pairing_state(full());
    for (std::size_t length = 0; length < octets.size(); ++length) {
      store::Pairing back;
      CPPUNIT_ASSERT_EQUAL(std::string("corrupt"),
                           error_of(unpack_pairing_state(octets.substr(0, length), back)));
    }
  }

  void octets_too_many_are_corrupt() {
    store::Pairing back;
    CPPUNIT_ASSERT_EQUAL(std::string("corrupt"),
                         error_of(unpack_pairing_state(pack_pairing_state(full()) + "x", back)));
  }

  void an_unknown_form_is_corrupt() {
    std::string octets = pack_pairing_state({});
    octets.front() = 9;
    store::Pairing back;
    CPPUNIT_ASSERT_EQUAL(std::string("corrupt"), error_of(unpack_pairing_state(octets, back)));
  }

  void a_huge_count_ends_with_the_octets() {
    std::string octets(1, '\x01');
    octets += std::string(2, '\0');
    octets += std::string(9, '\xff') + '\x01';
    store::Pairing back;
    CPPUNIT_ASSERT_EQUAL(std::string("corrupt"), error_of(unpack_pairing_state(octets, back)));
  }

 private:
  static store::Pairing full() {
    store::Pairing pairing;
    pairing.said = {{"a1", "s"}, {"b2", "t"}};
    pairing.heard = "x9";
    pairing.heard_in = "h";
    pairing.accepted = store::AnchorPair{"a", "b", 1, 2, true};
    pairing.current = store::AnchorPair{"", std::string("\0x", 2), -5, 1LL << 60, false, true};
    pairing.touched_deletes = {"one", "", "three"};
    pairing.repeat_deletes = {"four"};
    pairing.skip = {{1, 5}, {9, 9}};
    pairing.hint_floor = 7;
    pairing.resend_above = 0;
    pairing.unconfirmed_maps = {{"theirs", "ours"}, {"", "x"}};
    pairing.parts = true;
    pairing.other_life = true;
    return pairing;
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PairingStateTest);

}  // namespace pim::sql::testing
