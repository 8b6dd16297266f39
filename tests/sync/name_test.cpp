// SPDX-License-Identifier: Apache-2.0
// Records whose name goes to another one: nothing of them is lost (sync rules 17, 20, 32).
#include <cppunit/extensions/HelperMacros.h>

#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ItemId;

class NameTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(NameTest);
  CPPUNIT_TEST(a_record_whose_name_another_took_in_a_slow_sync_still_goes_out);
  CPPUNIT_TEST(a_record_whose_name_a_server_gave_to_another_goes_again);
  CPPUNIT_TEST(an_add_whose_hint_a_map_gives_to_another_still_waits_for_its_own);
  CPPUNIT_TEST(a_record_keyed_anew_keeps_what_the_device_cannot_hold);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  void a_record_whose_name_another_took_in_a_slow_sync_still_goes_out() {  // sync rules 13, 17, 20
    const ItemId anna = world.shared("7", card("Anna", "TEL:123456789"));
    world.begin_slow();
    world.send();  // Anna as Add, its hint "7" kept; never confirmed
    world.add("7", card("Bert", "TEL:987654321"));
    world.end_session();
    CPPUNIT_ASSERT_EQUAL(anna, world.only().item);
  }

  void a_record_whose_name_a_server_gave_to_another_goes_again() {  // sync rule 17
    const ItemId anna = world.shared("s7", card("Anna"));
    world.enter(card("Bert"));
    world.confirm(first(world.send(Sender::Client)), "s7");
    world.end_session();
    CPPUNIT_ASSERT_EQUAL(anna, world.only(Sender::Client).item);
  }

  void an_add_whose_hint_a_map_gives_to_another_still_waits_for_its_own() {  // sync rules 18, 20
    const ItemId anna = world.shared("7", card("Anna", "TEL:123456789"));
    const ItemId like = world.enter(card("Anna", "TEL:123456789\nTITLE:one"));
    world.begin_slow();
    world.send();
    world.map(std::to_string(like), "7");
    CPPUNIT_ASSERT(world.row(anna).state == store::MapState::Unconfirmed);
    world.map(std::to_string(anna), "9");
    CPPUNIT_ASSERT_EQUAL(std::string("9"), world.row(anna).peer_id.value());
  }

  void a_record_keyed_anew_keeps_what_the_device_cannot_hold() {  // sync rule 32
    world.ability.declared = {{"N", {}}, {"FN", {}}, {"TEL", {}}};
    const ItemId item = world.given(card("Anna", "TEL:123456789\nNOTE:ours"), "7");
    world.erase("7");
    CPPUNIT_ASSERT_EQUAL(item, world.add("8", card("Anna", "TEL:123456789")).item);
    world.decide();
    CPPUNIT_ASSERT(says(world.item(item), "NOTE:ours") && !world.item(item).deleted);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(NameTest);

}  // namespace pim::sync::testing
