// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/merge_helper.h"

// What poor devices send back (content rules 5, sync rule 24, content examples F).
namespace pim::content::testing {
namespace {

/// We said the base; the device answers with `theirs`.
Merging echo(const std::string& base, const std::string& ours, const std::string& theirs,
             Ability ability = device()) {
  Merging at{base, ours, theirs, std::move(ability)};
  at.base_said_by_side = false;
  return at;
}

}  // namespace

class DeviceMergeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DeviceMergeTest);
  CPPUNIT_TEST(numbers_a_device_never_sent_are_not_removed);
  CPPUNIT_TEST(a_number_the_device_said_itself_is_removed);
  CPPUNIT_TEST(a_device_that_showed_as_many_can_remove);
  CPPUNIT_TEST(a_property_not_declared_is_never_removed);
  CPPUNIT_TEST(a_component_never_shown_is_not_removed);
  CPPUNIT_TEST(loose_differences_of_an_echo_are_no_edit);
  CPPUNIT_TEST(exact_differences_from_what_it_said_are_edits);
  CPPUNIT_TEST(a_type_outside_its_vocabulary_is_no_edit);
  CPPUNIT_TEST(a_moved_type_of_a_device_is_an_edit);
  CPPUNIT_TEST(a_moved_type_keeps_what_the_device_does_not_know);
  CPPUNIT_TEST(an_added_type_of_a_device_takes_none_away);
  CPPUNIT_TEST(a_preferred_mark_takes_no_types_away);
  CPPUNIT_TEST(a_preferred_mark_of_an_only_value_says_nothing);
  CPPUNIT_TEST(a_preferred_mark_does_not_bring_back_what_ours_removed);
  CPPUNIT_TEST(a_changed_number_keeps_what_the_device_does_not_know);
  CPPUNIT_TEST(a_cut_text_is_no_edit);
  CPPUNIT_TEST(an_edited_cut_text_keeps_our_tail);
  CPPUNIT_TEST(a_replaced_cut_text_loses_our_tail);
  CPPUNIT_TEST(a_replaced_cut_text_is_told_where_ours_was_edited);
  CPPUNIT_TEST(an_addition_to_a_cut_text_keeps_our_tail);
  CPPUNIT_TEST(a_text_that_grew_by_an_edit_was_not_cut);
  CPPUNIT_TEST(a_text_cut_by_us_was_cut);
  CPPUNIT_TEST(a_new_name_without_full_name_takes_ours_along);
  CPPUNIT_TEST(an_own_full_name_outlives_a_new_name);
  CPPUNIT_TEST(a_dash_for_nothing_is_no_value);
  CPPUNIT_TEST(a_small_photo_of_a_device_is_kept_aside);
  CPPUNIT_TEST(a_device_that_gave_a_photo_may_change_it);
  CPPUNIT_TEST(a_missing_photo_is_no_removal);
  CPPUNIT_TEST(an_unedited_echo_through_the_form_changes_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void numbers_a_device_never_sent_are_not_removed() {  // content example 68
    const std::string five = "FN:A\nTEL:1\nTEL:2\nTEL:3\nTEL:4\nTEL:5\n";
    const std::string changed = "FN:B\nTEL:1\nTEL:2\nTEL:3\nTEL:4\nTEL:5\n";
    CPPUNIT_ASSERT_EQUAL(changed, echo(five, five, "FN:B\nTEL:1\nTEL:2\nTEL:3").result());
  }
  void a_number_the_device_said_itself_is_removed() {  // content example 68
    Merging at{"FN:B\nTEL:1\nTEL:2\nTEL:3", "FN:B\nTEL:1\nTEL:2\nTEL:3\nTEL:4\nTEL:5",
               "FN:B\nTEL:1\nTEL:3", device()};
    CPPUNIT_ASSERT_EQUAL(std::string("FN:B\nTEL:1\nTEL:3\nTEL:4\nTEL:5\n"), at.result());
    CPPUNIT_ASSERT(at.run().edit);
  }
  void a_device_that_showed_as_many_can_remove() {
    Ability shown = device();
    shown.shown["TEL"] = 3;
    shown.shown["TEL:"] = 3;
    CPPUNIT_ASSERT_EQUAL(
        std::string("FN:A\nTEL:1\nTEL:2\n"),
        echo("FN:A\nTEL:1\nTEL:2\nTEL:3", "FN:A\nTEL:1\nTEL:2\nTEL:3", "FN:A\nTEL:1\nTEL:2", shown)
            .result());
    CPPUNIT_ASSERT_EQUAL(std::string("FN:A\nTEL:1\nTEL:2\nTEL:3\nTEL:4\n"),
                         echo("FN:A\nTEL:1\nTEL:2\nTEL:3\nTEL:4",
                              "FN:A\nTEL:1\nTEL:2\nTEL:3\nTEL:4", "FN:A\nTEL:1", shown)
                             .result());
  }
  void a_property_not_declared_is_never_removed() {
    Merging at{"FN:A\nORG:X", "FN:A\nORG:X", "FN:B", device({"FN", "N", "TEL"})};
    CPPUNIT_ASSERT_EQUAL(std::string("FN:B\nORG:X\n"), at.result());
  }
  void a_component_never_shown_is_not_removed() {
    const std::string full = "N:Doe;John;Quinlan;Mr.;\n";
    CPPUNIT_ASSERT_EQUAL(std::string("N:Doe;Jon;Quinlan;Mr.;\n"),
                         echo(full, full, "N:Doe;Jon;;;").result());
    Ability shown = device();
    shown.shown["N;3"] = 1;
    CPPUNIT_ASSERT_EQUAL(std::string("N:Doe;Jon;Quinlan;;\n"),
                         echo(full, full, "N:Doe;Jon;;;", shown).result());
  }
  void loose_differences_of_an_echo_are_no_edit() {
    const std::string ours = "N:Doe;J;;;\nFN:J Doe\nTEL:+49 170 1\nEMAIL:A@x.example\nNOTE:a  b\n";
    const Merging at =
        echo(ours, ours, "N:Doe;J;;;\nFN:J Doe\nTEL:+491701\nEMAIL:a@x.example\nNOTE:a b");
    CPPUNIT_ASSERT_EQUAL(ours, at.result());
    CPPUNIT_ASSERT(!at.run().edit);
  }
  void exact_differences_from_what_it_said_are_edits() {
    Merging at{"TEL:+49 170 1", "TEL:+49 170 1", "TEL:+491701", device()};
    CPPUNIT_ASSERT_EQUAL(std::string("TEL:+491701\n"), at.result());
    CPPUNIT_ASSERT(at.run().edit);
  }
  void a_type_outside_its_vocabulary_is_no_edit() {
    const std::string ours = "TEL;TYPE=CELL,X-OWN:1\n";
    CPPUNIT_ASSERT_EQUAL(ours, echo(ours, ours, "TEL;TYPE=CELL:1").result());
    CPPUNIT_ASSERT(!echo(ours, ours, "TEL;TYPE=CELL:1").run().edit);
  }
  void a_moved_type_of_a_device_is_an_edit() {
    CPPUNIT_ASSERT_EQUAL(std::string("TEL;TYPE=WORK:1\n"),
                         echo("TEL;TYPE=CELL:1", "TEL;TYPE=CELL:1", "TEL;TYPE=WORK:1").result());
  }
  void a_moved_type_keeps_what_the_device_does_not_know() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("TEL;TYPE=X-OWN,WORK:1\n"),
        echo("TEL;TYPE=CELL,X-OWN:1", "TEL;TYPE=CELL,X-OWN:1", "TEL;TYPE=WORK:1").result());
  }
  void an_added_type_of_a_device_takes_none_away() {
    const Merging at = echo("TEL;TYPE=HOME:1", "TEL;TYPE=HOME:1", "TEL;TYPE=X-NUMBER:1");
    CPPUNIT_ASSERT_EQUAL(std::string("TEL;TYPE=HOME,X-NUMBER:1\n"), at.result());
    CPPUNIT_ASSERT(at.run().edit);
  }
  void a_preferred_mark_takes_no_types_away() {
    const std::string ours =
        "EMAIL;TYPE=INTERNET,HOME:a@x.example\nEMAIL;TYPE=INTERNET,WORK:b@y.example\n"
        "TEL;TYPE=HOME:22\nTEL;TYPE=CELL:11\nADR;TYPE=HOME:;;Str 1;Berlin;;10115;DE\n";
    const Merging at =
        echo(ours, ours,
             "EMAIL;TYPE=INTERNET,PREF:a@x.example\nEMAIL;TYPE=INTERNET:b@y.example\n"
             "TEL;TYPE=PREF,VOICE:22\nTEL;TYPE=CELL:11\n"
             "ADR;TYPE=PREF:;;Str 1;Berlin;;10115;DE");
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "EMAIL;TYPE=INTERNET,HOME,PREF:a@x.example\nEMAIL;TYPE=INTERNET,WORK:b@y.example\n"
            "TEL;TYPE=HOME,PREF:22\nTEL;TYPE=CELL:11\nADR;TYPE=HOME:;;Str 1;Berlin;;10115;DE\n"),
        at.result());
    CPPUNIT_ASSERT(!at.run().edit);  // else it would bring back what was deleted here
    CPPUNIT_ASSERT_EQUAL(std::string(), at.lost());
  }
  void a_preferred_mark_of_an_only_value_says_nothing() {
    const std::string ours = "EMAIL;TYPE=INTERNET,HOME:a@x.example\nTEL;TYPE=HOME:22\n";
    const Merging at =
        echo(ours, ours, "EMAIL;TYPE=INTERNET,PREF:a@x.example\nTEL;TYPE=PREF,HOME:22");
    CPPUNIT_ASSERT_EQUAL(ours, at.result());
    CPPUNIT_ASSERT(!at.run().edit);
  }
  void a_preferred_mark_does_not_bring_back_what_ours_removed() {
    const Merging at = echo("TEL;TYPE=HOME:22\nTEL;TYPE=CELL:11", "TEL;TYPE=CELL:11",
                            "TEL;TYPE=HOME,PREF:22\nTEL;TYPE=CELL:11");
    CPPUNIT_ASSERT_EQUAL(std::string("TEL;TYPE=CELL:11\n"), at.result());
    CPPUNIT_ASSERT(!at.run().edit);
  }
  void a_changed_number_keeps_what_the_device_does_not_know() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("item1.TEL;TYPE=CELL,X-OWN;X-A=b:2\nitem1.X-ABLabel:Boat\n"),
        echo("TEL;TYPE=CELL:1", "item1.TEL;TYPE=CELL,X-OWN;X-A=b:1\nitem1.X-ABLabel:Boat",
             "TEL;TYPE=CELL:2")
            .result());
  }
  void a_cut_text_is_no_edit() {  // content example 67
    const std::string ours = "NOTE:Project meeting with the whole team\n";
    CPPUNIT_ASSERT_EQUAL(ours, echo(ours, ours, "NOTE:Project meeting with").result());
    CPPUNIT_ASSERT(!echo(ours, ours, "NOTE:Project meeting with").run().edit);
  }
  void an_edited_cut_text_keeps_our_tail() {  // content example 67
    const std::string ours = "NOTE:Project meeting with the whole team\n";
    const auto back = [&](const char* theirs) {
      return Merging{"NOTE:Project meeting with", ours, theirs, device()}.result();
    };
    CPPUNIT_ASSERT_EQUAL(std::string("NOTE:Project meeting the whole team\n"),
                         back("NOTE:Project meeting"));
    CPPUNIT_ASSERT_EQUAL(std::string("NOTE:Project meeting at 9 the whole team\n"),
                         back("NOTE:Project meeting at 9"));
  }
  void a_replaced_cut_text_loses_our_tail() {  // content example 67
    CPPUNIT_ASSERT_EQUAL(
        std::string("NOTE:Cancelled\n"),
        (Merging{"NOTE:Project meeting with", "NOTE:Project meeting with the whole team",
                 "NOTE:Cancelled", device()}
             .result()));
  }
  void a_replaced_cut_text_is_told_where_ours_was_edited() {
    Merging at{"NOTE:Project meeting with", "NOTE:Project meeting with the whole team",
               "NOTE:Cancelled", device()};
    CPPUNIT_ASSERT_EQUAL(std::string(), at.lost());  // content example 67
    at.earlier = {"NOTE:Project meeting with the whole team"};
    CPPUNIT_ASSERT_EQUAL(std::string(), at.lost());
    at.earlier = {"NOTE:Project meeting with the team"};
    CPPUNIT_ASSERT_EQUAL(
        std::string("NOTE: Project meeting with the whole team gave way to Cancelled\n"),
        at.lost());
  }
  void an_addition_to_a_cut_text_keeps_our_tail() {
    const Merging at{"NOTE:Call Bob", "NOTE:Call Bob the builder",
                     "NOTE:Call Bob tomorrow at ten o'clock sharp", device()};
    CPPUNIT_ASSERT_EQUAL(std::string("NOTE:Call Bob tomorrow at ten o'clock sharp the builder\n"),
                         at.result());
  }
  void a_text_that_grew_by_an_edit_was_not_cut() {
    for (const bool said : {false, true}) {
      Merging note{"NOTE:Call Bob", "NOTE:Call Bob\\nre invoice 4711",
                   "NOTE:Call Bob\\ntomorrow 10:00", device()};
      note.base_said_by_side = said;
      note.earlier = {"NOTE:Call Bob"};
      note.ours_modified = 2;
      CPPUNIT_ASSERT_EQUAL(std::string("NOTE:Call Bob\\ntomorrow 10:00\\nre invoice 4711\n"),
                           note.result());
      Merging title{"TITLE:Lunch", "TITLE:Lunch at 12", "TITLE:Dinner", device()};
      title.base_said_by_side = said;
      title.earlier = {"TITLE:Lunch"};
      title.ours_modified = 2;
      CPPUNIT_ASSERT_EQUAL(std::string("TITLE:Lunch at 12\n"), title.result());
      CPPUNIT_ASSERT_EQUAL(std::string("TITLE: Dinner gave way to Lunch at 12\n"), title.lost());
      CPPUNIT_ASSERT(title.run().contested);
    }
    // Nothing is known of the past; but we sent it, and there was room.
    const Merging sent = echo("TITLE:Lunch", "TITLE:Lunch at 12", "TITLE:Dinner");
    CPPUNIT_ASSERT(sent.run().contested);
  }
  void a_text_cut_by_us_was_cut() {
    Ability small = device({"TITLE"});
    small.declared["TITLE"].max_size = 20;
    const Merging at = echo("TITLE:Project meeting with", "TITLE:Project meeting with the team",
                            "TITLE:Project meeting at 9", small);
    CPPUNIT_ASSERT_EQUAL(std::string("TITLE:Project meeting at 9 the team\n"), at.result());
    CPPUNIT_ASSERT_EQUAL(std::string(), at.lost());
  }
  void a_new_name_without_full_name_takes_ours_along() {
    const std::string ours = "N:M\xc3\xbcller;Anna;;;\nFN:Anna M\xc3\xbcller\n";
    const std::string renamed = "N:Schmidt;Anna;;;\nFN:Anna Schmidt\n";
    CPPUNIT_ASSERT_EQUAL(renamed, echo(ours, ours, "N:Schmidt;Anna;;;").result());
    Merging said{"N:M\xc3\xbcller;Anna;;;", ours, "N:Schmidt;Anna;;;", device()};
    CPPUNIT_ASSERT_EQUAL(renamed, said.result());
    CPPUNIT_ASSERT_EQUAL(std::string(), said.lost());
    CPPUNIT_ASSERT_EQUAL(ours, echo(ours, ours, "N:M\xc3\xbcller;Anna;;;").result());
    said.ability = portal();
    said.base = ours;
    said.theirs = "N:Schmidt;Anna;;;";
    CPPUNIT_ASSERT_EQUAL(std::string("N:Schmidt;Anna;;;\n"), said.result());  // a portal means it
  }
  void an_own_full_name_outlives_a_new_name() {
    const std::string ours = "N:M\xc3\xbcller;Anna;;;\nFN:Dr. A. M\xc3\xbcller\n";
    CPPUNIT_ASSERT_EQUAL(std::string("N:Schmidt;Anna;;;\nFN:Dr. A. M\xc3\xbcller\n"),
                         echo(ours, ours, "N:Schmidt;Anna;;;").result());
  }
  void a_dash_for_nothing_is_no_value() {
    CPPUNIT_ASSERT_EQUAL(std::string("FN:A\n"), echo("FN:A", "FN:A", "FN:A\nEMAIL:-").result());
  }
  void a_small_photo_of_a_device_is_kept_aside() {  // content example 70
    const std::string ours = "FN:A\nPHOTO;ENCODING=b:AAAABBBB\n";
    const Merging at = echo("FN:A\nPHOTO;ENCODING=b:AAAA", ours, "FN:A\nPHOTO;ENCODING=b:CCCC");
    CPPUNIT_ASSERT_EQUAL(ours, at.result());
    CPPUNIT_ASSERT_EQUAL(std::string("PHOTO: CCCC gave way to AAAABBBB\n"), at.lost());
    const Merging same = echo("FN:A\nPHOTO;ENCODING=b:AAAA", ours, "FN:A\nPHOTO;ENCODING=b:AAAA");
    CPPUNIT_ASSERT_EQUAL(std::string(), same.lost());
  }
  void a_device_that_gave_a_photo_may_change_it() {  // content example 70
    Ability shown = device();
    shown.shown["PHOTO:WHOLE"] = 1;
    const std::string ours = "FN:A\nPHOTO;ENCODING=b:AAAA\n";
    CPPUNIT_ASSERT_EQUAL(std::string("FN:A\nPHOTO;ENCODING=b:CCCC\n"),
                         echo(ours, ours, "FN:A\nPHOTO;ENCODING=b:CCCC", shown).result());
  }
  void a_missing_photo_is_no_removal() {
    const std::string ours = "FN:A\nPHOTO;ENCODING=b:AAAA\n";
    CPPUNIT_ASSERT_EQUAL(ours, echo(ours, ours, "FN:A").result());
  }
  void an_unedited_echo_through_the_form_changes_nothing() {
    const std::string ours = card(
        "UID:1\nN:Doe;J;;;\nFN:J Doe\nitem1.TEL;TYPE=CELL,X-OWN:1\nitem1.X-ABLabel:Boat\n"
        "NOTE:long text here\nX-FOO:aside\nORG:X;Y");
    Ability ability = device({"N", "FN", "TEL", "NOTE"});
    ability.declared["NOTE"].max_size = 9;
    const std::string form = contacts().render(ours, ability)->text;
    const MergeInput input{
        .ours = ours, .theirs = form, .base = form, .base_said_by_side = false, .ability = ability};
    const auto merged = contacts().merge(input);
    CPPUNIT_ASSERT_EQUAL(ours, merged->stored);
    CPPUNIT_ASSERT(!merged->edit);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(DeviceMergeTest);

}  // namespace pim::content::testing
