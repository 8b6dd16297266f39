// SPDX-License-Identifier: Apache-2.0
#include "common/sync/part_set.h"

#include <cppunit/extensions/HelperMacros.h>

#include <set>

#include "tests/sync/sync_helper.h"

namespace pim::sync::testing {

using store::ItemId;
using store::PartRow;
using store::PartState;

class PartSetTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PartSetTest);
  CPPUNIT_TEST(unmapped_rows_are_found_without_the_mapped_ones);
  CPPUNIT_TEST(unmapped_rows_are_those_as_they_are_here);
  CPPUNIT_TEST(the_parts_of_a_content_are_split_once);
  CPPUNIT_TEST_SUITE_END();

 public:
  World world;

  static PartRow part(ItemId name, PartState state) {
    PartRow row;
    row.name = name;
    row.item = 7;
    row.part = "20260512T1000" + std::to_string(name);
    row.state = state;
    return row;
  }
  static std::set<ItemId> unmapped(Workset& work) {
    std::set<ItemId> names;
    for (const PartRow& row : need(work.parts().unmapped())) {
      names.insert(row.name);
    }
    return names;
  }

  void setUp() override {
    world.in_workset([](Workset& work) {
      for (const PartRow& one : {part(11, PartState::Mapped), part(12, PartState::ToAdd),
                                 part(13, PartState::Pending), part(14, PartState::Mapped)}) {
        need(work.parts().put(one));
      }
      return true;
    });
  }

  void unmapped_rows_are_found_without_the_mapped_ones() {
    const auto names = world.in_workset([](Workset& work) { return unmapped(work); });
    CPPUNIT_ASSERT(names == (std::set<ItemId>{12, 13}));
  }

  void unmapped_rows_are_those_as_they_are_here() {
    const auto names = world.in_workset([](Workset& work) {
      need(work.parts().put(part(12, PartState::Mapped)));
      need(work.parts().put(part(14, PartState::Pending)));
      work.parts().drop(13);
      return unmapped(work);
    });
    CPPUNIT_ASSERT(names == (std::set<ItemId>{14}));
  }

  void the_parts_of_a_content_are_split_once() {
    const std::string series =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:s\r\nSUMMARY:Yoga\r\n"
        "DTSTART:20260505T100000\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:s\r\n"
        "RECURRENCE-ID:20260512T100000\r\nSUMMARY:outside\r\nDTSTART:20260513T100000\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n";
    const content::Kind& calendar = *content::kind_of("calendar");
    PartMemo memo;
    const auto once = need(memo.of(calendar, series));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, once->size());
    CPPUNIT_ASSERT(once == need(memo.of(calendar, std::string(series))));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PartSetTest);

}  // namespace pim::sync::testing
