// SPDX-License-Identifier: Apache-2.0
// Small histories whose end is known, and the simulator's own promises.
#include <cppunit/extensions/HelperMacros.h>

#include "tests/simulation/generate.h"
#include "tests/simulation/world.h"

namespace pim::sim {
namespace {

constexpr std::string_view TwoPortals = "portals 2\nlinks P1>P2 P2>P1\n";
constexpr std::string_view Phone =
    "device D1 P1 fields=name,tel,mail,note,title,home declares keeps-uid resends\n";
constexpr std::string_view PoorPhone = "device D1 P1 fields=name,tel,home resends\n";

/// Plays a script to its settled end.
class Play {
 public:
  explicit Play(const std::string& text)
      : script_(*Script::parse(text)), world_(script_, StoreKind::Memory, false) {
    const Outcome outcome = world_.run();
    CPPUNIT_ASSERT_EQUAL_MESSAGE(outcome.detail, std::string(), outcome.violation);
  }
  std::vector<StoredCard> at(const std::string& portal) {
    return world_.portal(portal).cards(false);
  }
  World& world() { return world_; }

 private:
  Script script_;
  World world_;
};

std::string play(std::string_view head, std::string_view steps) {
  return std::string(head) + std::string(steps);
}

}  // namespace

class ScenarioTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ScenarioTest);
  CPPUNIT_TEST(a_contact_reaches_the_other_portal);
  CPPUNIT_TEST(one_device_add_reaches_the_other_portal);
  CPPUNIT_TEST(edits_on_both_sides_merge);
  CPPUNIT_TEST(edits_of_one_field_leave_the_loser_in_the_conflicts);
  CPPUNIT_TEST(a_deletion_reaches_the_other_portal);
  CPPUNIT_TEST(an_edit_beats_a_deletion);
  CPPUNIT_TEST(a_poor_device_erases_nothing);
  CPPUNIT_TEST(equal_records_without_uid_become_one);
  CPPUNIT_TEST(equal_records_under_other_uids_become_one);
  CPPUNIT_TEST(a_lost_reply_doubles_nothing);
  CPPUNIT_TEST(a_preview_changes_nothing);
  CPPUNIT_TEST(many_deletions_wait_for_a_person);
  CPPUNIT_TEST(many_changes_to_one_text_wait_for_a_person);
  CPPUNIT_TEST(a_ring_of_three_settles);
  CPPUNIT_TEST(the_same_seed_runs_the_same_way);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_contact_reaches_the_other_portal() {
    Play ended(play(TwoPortals, "create P1 r1\nfull P1>P2\n"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, ended.at("P2").size());
  }

  void one_device_add_reaches_the_other_portal() {
    Play ended(play(TwoPortals, std::string(Phone) + "create D1 r1\nfull D1\nfull P1>P2\n"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, ended.at("P2").size());
  }

  void edits_on_both_sides_merge() {
    Play ended(
        play(TwoPortals, "create P1 r1 uid\nfull P1>P2\nedit P1 r1 note\nedit P2 r1 title\n"));
    const Card card = ended.at("P1")[0].card;
    CPPUNIT_ASSERT((card.tokens(Field::Note) == std::vector<Token>{6}));
    CPPUNIT_ASSERT((card.tokens(Field::Title) == std::vector<Token>{7}));
  }

  void edits_of_one_field_leave_the_loser_in_the_conflicts() {
    Play ended(
        play(TwoPortals, "create P1 r1 uid\nfull P1>P2\nedit P1 r1 title\nedit P2 r1 title\n"));
    CPPUNIT_ASSERT((ended.at("P1")[0].card.tokens(Field::Title) == std::vector<Token>{7}));
    const auto kept = tokens_in(ended.world().portal("P1").conflict_texts() +
                                ended.world().portal("P2").conflict_texts());
    CPPUNIT_ASSERT(std::find(kept.begin(), kept.end(), 6) != kept.end());
  }

  void a_deletion_reaches_the_other_portal() {
    Play ended(play(TwoPortals, "create P1 r1\ncreate P1 r2\nfull P1>P2\ndelete P2 r1\n"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, ended.at("P1").size());
  }

  void an_edit_beats_a_deletion() {
    Play ended(play(TwoPortals, "create P1 r1\nfull P1>P2\ndelete P2 r1\nedit P1 r1 note\n"));
    CPPUNIT_ASSERT((ended.at("P2").at(0).card.tokens(Field::Note) == std::vector<Token>{6}));
  }

  void a_poor_device_erases_nothing() {
    Play ended(play(TwoPortals,
                    std::string(PoorPhone) + "create P1 r1\nfull D1\nedit D1 r1 tel\nfull D1\n"));
    const Card card = ended.at("P2").at(0).card;
    CPPUNIT_ASSERT((card.tokens(Field::Note) == std::vector<Token>{4}));
    CPPUNIT_ASSERT((card.tokens(Field::Tel) == std::vector<Token>{6}));
  }

  void equal_records_without_uid_become_one() {
    Play ended(play(TwoPortals, "create P1 r1 twin=P2\n"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, ended.at("P1").size());
  }

  void equal_records_under_other_uids_become_one() {
    Play ended(play(TwoPortals, "create P1 r1 uid twin=P2 twin-uid\n"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, ended.at("P1").size());
  }

  void a_lost_reply_doubles_nothing() {
    Play ended(play(TwoPortals,
                    "create P1 r1\nstart P1>P2\ngo P1>P2 4\nfault P1>P2 lose-reply\n"
                    "fault P1>P2 lose-reply\nfault P1>P2 lose-reply\nfault P1>P2 lose-reply\n"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, ended.at("P2").size());
  }

  void a_preview_changes_nothing() {
    const auto script =
        Script::parse(play(TwoPortals, "create P2 r1\nstart P1>P2 plan\ngo P1>P2 20\n"));
    World world(*script, StoreKind::Memory, false);
    CPPUNIT_ASSERT_EQUAL(std::string(), world.play_steps());
    CPPUNIT_ASSERT(world.portal("P1").cards(false).empty());
  }

  void many_deletions_wait_for_a_person() {
    std::string steps = "guard 20 2\n";
    for (int record = 1; record <= 8; ++record) {
      steps += "create P1 r" + std::to_string(record) + "\n";
    }
    const auto script =
        Script::parse(play(TwoPortals, steps + "full P1>P2\nmass P2 6\nfull P1>P2\n"));
    World world(*script, StoreKind::Memory, false);
    CPPUNIT_ASSERT_EQUAL(std::string(), world.play_steps());
    CPPUNIT_ASSERT_EQUAL(std::size_t{8}, world.portal("P1").cards(false).size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{6}, world.portal("P1").waiting());
  }

  void many_changes_to_one_text_wait_for_a_person() {
    std::string steps = "guard 20 2\n";
    for (int record = 1; record <= 8; ++record) {
      steps += "create P1 r" + std::to_string(record) + "\n";
    }
    const auto script =
        Script::parse(play(TwoPortals, steps + "full P1>P2\nsame P2 note 6\nfull P1>P2\n"));
    World world(*script, StoreKind::Memory, false);
    CPPUNIT_ASSERT_EQUAL(std::string(), world.play_steps());
    CPPUNIT_ASSERT(world.portal("P1").waiting() >= 4);
  }

  void a_ring_of_three_settles() {
    Play ended(
        "portals 3\nlinks P1>P2 P2>P3 P3>P1\ncreate P1 r1\nfull P1>P2\nfull P2>P3\n"
        "edit P1 r1 note\nfull P3>P1\n");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, ended.at("P3").size());
  }

  void the_same_seed_runs_the_same_way() {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const Script script = generate(seed, nullptr);
      const Outcome first = World(script, StoreKind::Memory, false).run();
      const Outcome second = World(script, StoreKind::Memory, false).run();
      CPPUNIT_ASSERT_EQUAL(first.hash, second.hash);
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ScenarioTest);

}  // namespace pim::sim
