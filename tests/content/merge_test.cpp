// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/merge_helper.h"

// Merges between portals: content examples E, and patches of content examples A.
namespace pim::content::testing {

class MergeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MergeTest);
  CPPUNIT_TEST(different_fields_are_no_conflict);
  CPPUNIT_TEST(one_value_changed_twice_is_a_conflict);
  CPPUNIT_TEST(equal_times_go_by_greater_octets);
  CPPUNIT_TEST(policy_decides_before_time);
  CPPUNIT_TEST(removed_against_changed_lives);
  CPPUNIT_TEST(removed_and_changed_next_to_each_other);
  CPPUNIT_TEST(a_moved_type_is_no_removal);
  CPPUNIT_TEST(changed_numbers_are_recognised_by_likeness);
  CPPUNIT_TEST(additions_to_a_note_are_joined_by_age);
  CPPUNIT_TEST(an_addition_that_came_round_is_not_doubled);
  CPPUNIT_TEST(notes_merge_by_lines);
  CPPUNIT_TEST(notes_rewritten_on_both_sides_are_a_conflict);
  CPPUNIT_TEST(names_merge_by_component);
  CPPUNIT_TEST(a_full_name_follows_a_merged_name);
  CPPUNIT_TEST(addresses_merge_by_component);
  CPPUNIT_TEST(categories_come_and_go_one_by_one);
  CPPUNIT_TEST(without_a_base_values_are_united);
  CPPUNIT_TEST(without_a_base_nothing_is_removed);
  CPPUNIT_TEST(without_a_base_one_single_value_wins);
  CPPUNIT_TEST(without_a_base_equal_numbers_are_one);
  CPPUNIT_TEST(without_a_base_a_number_and_its_national_form_are_one);
  CPPUNIT_TEST(without_a_base_addresses_complete_each_other);
  CPPUNIT_TEST(a_form_sent_and_not_confirmed_is_no_edit);
  CPPUNIT_TEST(an_older_content_is_no_edit);
  CPPUNIT_TEST(an_unconfirmed_base_does_not_let_old_values_in);
  CPPUNIT_TEST(a_value_known_to_that_side_gives_way_to_its_edit);
  CPPUNIT_TEST(a_removal_beaten_by_an_echo_stays);
  CPPUNIT_TEST(a_label_of_one_line_is_not_given_to_its_group);
  CPPUNIT_TEST(a_type_that_a_label_says_goes_from_one_line_only);
  CPPUNIT_TEST(a_standard_label_outlives_another_type);
  CPPUNIT_TEST(a_type_outlives_the_standard_label_that_said_it);
  CPPUNIT_TEST(new_lines_of_one_group_keep_their_label);
  CPPUNIT_TEST(a_type_with_a_break_is_the_type_that_is_written);
  CPPUNIT_TEST(newer_revision_travels);
  CPPUNIT_TEST(a_newer_revision_alone_changes_nothing);
  CPPUNIT_TEST(uid_is_never_merged);
  CPPUNIT_TEST(errors_name_what_is_wrong);
  CPPUNIT_TEST_SUITE_END();

 public:
  void different_fields_are_no_conflict() {  // content example 60
    const Merging at{"TEL;TYPE=CELL:1", "TEL;TYPE=CELL:2", "TEL;TYPE=CELL:1\nORG:X"};
    CPPUNIT_ASSERT_EQUAL(std::string("TEL;TYPE=CELL:2\nORG:X\n"), at.result());
    CPPUNIT_ASSERT_EQUAL(std::string(), at.lost());
    CPPUNIT_ASSERT(at.run().edit && at.run().changed);
  }
  void one_value_changed_twice_is_a_conflict() {  // content example 61
    Merging at{"TEL;TYPE=CELL:1", "TEL;TYPE=CELL:2", "TEL;TYPE=CELL:3"};
    at.theirs_modified = 5;
    CPPUNIT_ASSERT_EQUAL(std::string("TEL;TYPE=CELL:3\n"), at.result());
    CPPUNIT_ASSERT_EQUAL(std::string("TEL: 2 gave way to 3\n"), at.lost());
  }
  void equal_times_go_by_greater_octets() {
    CPPUNIT_ASSERT_EQUAL(std::string("TEL:3\n"), (Merging{"TEL:1", "TEL:2", "TEL:3"}.result()));
    CPPUNIT_ASSERT_EQUAL(std::string("TEL:3\n"), (Merging{"TEL:1", "TEL:3", "TEL:2"}.result()));
  }
  void policy_decides_before_time() {
    Merging at{"TEL:1", "TEL:2", "TEL:3"};
    at.ours_modified = 9;
    at.winner = Winner::Theirs;
    CPPUNIT_ASSERT_EQUAL(std::string("TEL:3\n"), at.result());
    at.winner = Winner::Ours;
    at.theirs_modified = 99;
    CPPUNIT_ASSERT_EQUAL(std::string("TEL:2\n"), at.result());
  }
  void removed_against_changed_lives() {  // content example 61
    CPPUNIT_ASSERT_EQUAL(
        std::string("FN:A\nTEL;TYPE=CELL:2\n"),
        (Merging{"FN:A\nTEL;TYPE=CELL:1", "FN:A\nTEL;TYPE=CELL:2", "FN:A"}.result()));
    CPPUNIT_ASSERT_EQUAL(
        std::string("FN:A\nTEL;TYPE=CELL:2\n"),
        (Merging{"FN:A\nTEL;TYPE=CELL:1", "FN:A", "FN:A\nTEL;TYPE=CELL:2"}.result()));
  }
  // content example 61: CELL stays, HOME changed lives
  void removed_and_changed_next_to_each_other() {
    CPPUNIT_ASSERT_EQUAL(std::string("TEL;TYPE=CELL:1\nTEL;TYPE=HOME:6\n"),
                         (Merging{"TEL;TYPE=CELL:1\nTEL;TYPE=HOME:5", "TEL;TYPE=CELL:1",
                                  "TEL;TYPE=CELL:1\nTEL;TYPE=HOME:6"}
                              .result()));
  }
  void a_moved_type_is_no_removal() {  // content example 62
    CPPUNIT_ASSERT_EQUAL(
        std::string("TEL;TYPE=WORK:1\nTEL;TYPE=HOME:7\n"),
        (Merging{"TEL;TYPE=CELL:1", "TEL;TYPE=WORK:1", "TEL;TYPE=CELL:1\nTEL;TYPE=HOME:7"}
             .result()));
  }
  void changed_numbers_are_recognised_by_likeness() {  // content example 62
    CPPUNIT_ASSERT_EQUAL(std::string("TEL;TYPE=HOME:030119\nTEL;TYPE=HOME:040229\n"),
                         (Merging{"TEL;TYPE=HOME:030111\nTEL;TYPE=HOME:040222",
                                  "TEL;TYPE=HOME:030111\nTEL;TYPE=HOME:040222",
                                  "TEL;TYPE=HOME:040229\nTEL;TYPE=HOME:030119"}
                              .result()));
  }
  void additions_to_a_note_are_joined_by_age() {  // content example 63
    Merging at{"NOTE:x", "NOTE:x\\na", "NOTE:x\\nb"};
    at.ours_modified = 1;
    at.theirs_modified = 2;
    CPPUNIT_ASSERT_EQUAL(std::string("NOTE:x\\na\\nb\n"), at.result());
    at.ours_modified = 3;
    CPPUNIT_ASSERT_EQUAL(std::string("NOTE:x\\nb\\na\n"), at.result());
  }
  void an_addition_that_came_round_is_not_doubled() {
    Merging at{"NOTE:Allergic to nuts", "NOTE:Allergic to nuts\\nGift: book",
               "NOTE:Allergic to nuts\\nGift: book\\nMoved to Kiel"};
    const std::string all = "NOTE:Allergic to nuts\\nGift: book\\nMoved to Kiel\n";
    CPPUNIT_ASSERT_EQUAL(all, at.result());
    at.ours_modified = 1;
    CPPUNIT_ASSERT_EQUAL(all, at.result());
    std::swap(at.ours, at.theirs);
    CPPUNIT_ASSERT_EQUAL(all, at.result());
  }
  void notes_merge_by_lines() {  // content example 63
    CPPUNIT_ASSERT_EQUAL(std::string("NOTE:A\\nb\\nC\n"),
                         (Merging{"NOTE:a\\nb\\nc", "NOTE:A\\nb\\nc", "NOTE:a\\nb\\nC"}.result()));
  }
  void notes_rewritten_on_both_sides_are_a_conflict() {  // content example 63
    const Merging at{"NOTE:x", "NOTE:y", "NOTE:z"};
    CPPUNIT_ASSERT_EQUAL(std::string("NOTE:z\n"), at.result());
    CPPUNIT_ASSERT_EQUAL(std::string("NOTE: y gave way to z\n"), at.lost());
  }
  void names_merge_by_component() {  // content example 64
    CPPUNIT_ASSERT_EQUAL(std::string("N:Roe;John;;;\n"),
                         (Merging{"N:Doe;J;;;", "N:Doe;John;;;", "N:Roe;J"}.result()));
  }
  void a_full_name_follows_a_merged_name() {
    const Merging at{"N:Doe;J;;;\nFN:J Doe", "N:Doe;John;;;\nFN:John Doe", "N:Roe;J;;;\nFN:J Roe"};
    CPPUNIT_ASSERT_EQUAL(std::string("N:Roe;John;;;\nFN:John Roe\n"), at.result());
    CPPUNIT_ASSERT_EQUAL(std::string(), at.lost());
  }
  void addresses_merge_by_component() {
    CPPUNIT_ASSERT_EQUAL(std::string("ADR;TYPE=HOME:;;B St;Town;;2;\n"),
                         (Merging{"ADR;TYPE=HOME:;;A St;Town;;1;", "ADR;TYPE=HOME:;;B St;Town;;1;",
                                  "ADR;TYPE=HOME:;;A St;Town;;2;"}
                              .result()));
  }
  void categories_come_and_go_one_by_one() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("CATEGORIES:b,c,d\n"),
        (Merging{"CATEGORIES:a,b", "CATEGORIES:a,b,c", "CATEGORIES:b,d"}.result()));
  }
  void without_a_base_values_are_united() {
    Merging at{"", "FN:A\nTEL:1", "FN:A\nTEL:2\nORG:X"};
    at.has_base = false;
    CPPUNIT_ASSERT_EQUAL(std::string("FN:A\nTEL:1\nTEL:2\nORG:X\n"), at.result());
    CPPUNIT_ASSERT(at.run().edit);
  }
  void without_a_base_nothing_is_removed() {
    Merging at{"", "FN:A\nTEL:1\nORG:X", "FN:A"};
    at.has_base = false;
    CPPUNIT_ASSERT_EQUAL(std::string("FN:A\nTEL:1\nORG:X\n"), at.result());
    CPPUNIT_ASSERT(!at.run().edit && !at.run().changed);
  }
  void without_a_base_one_single_value_wins() {
    Merging at{"", "FN:A\nTITLE:x", "FN:A\nTITLE:y"};
    at.has_base = false;
    CPPUNIT_ASSERT_EQUAL(std::string("FN:A\nTITLE:y\n"), at.result());
    CPPUNIT_ASSERT_EQUAL(std::string("TITLE: x gave way to y\n"), at.lost());
  }
  void without_a_base_equal_numbers_are_one() {
    Merging at{"", "TEL;TYPE=CELL:+49 170 1", "TEL;TYPE=WORK:+491701"};
    at.has_base = false;
    at.ours_modified = 1;
    CPPUNIT_ASSERT_EQUAL(std::string("TEL;TYPE=CELL,WORK:+49 170 1\n"), at.result());
    CPPUNIT_ASSERT_EQUAL(std::string(), at.lost());
  }
  void without_a_base_a_number_and_its_national_form_are_one() {
    const auto joined = [](const std::string& ours, const std::string& theirs,
                           const Ability& ability) {
      Merging at{"", ours, theirs, ability};
      at.has_base = false;
      return at.result();
    };
    const std::string national = "TEL;TYPE=CELL:0170 1234567\n";
    const std::string world = "TEL;TYPE=CELL:+491701234567\n";
    for (const Ability& ability : {portal(), device()}) {
      CPPUNIT_ASSERT_EQUAL(world, joined(national, world, ability));
      CPPUNIT_ASSERT_EQUAL(world, joined(world, national, ability));
    }
    // each finds its own, of two that end alike
    CPPUNIT_ASSERT_EQUAL(
        std::string("TEL;TYPE=HOME:+43301234567\nTEL;TYPE=WORK:+49301234567\n"),
        joined("TEL;TYPE=HOME:030 1234567\nTEL;TYPE=WORK:+49301234567\n",
               "TEL;TYPE=HOME:+43301234567\nTEL;TYPE=WORK:+49301234567\n", device()));
    // two countries, a number within a town, and another extension are other numbers
    const std::string other = "TEL;TYPE=CELL:+431701234567\n";
    CPPUNIT_ASSERT_EQUAL(world + other, joined(world, other, device()));
    CPPUNIT_ASSERT_EQUAL(std::string("TEL:+12125551234\nTEL:5551234\n"),
                         joined("TEL:+12125551234\n", "TEL:5551234\n", device()));
    CPPUNIT_ASSERT_EQUAL(std::string("TEL:030 1234567 ext 5\nTEL:+49301234567\n"),
                         joined("TEL:030 1234567 ext 5\n", "TEL:+49301234567\n", device()));
  }
  void without_a_base_addresses_complete_each_other() {
    Merging at{"", "ADR;TYPE=HOME:;;A St;Town;;;", "ADR;TYPE=HOME:;;A St;Town;;1;DE"};
    at.has_base = false;
    CPPUNIT_ASSERT_EQUAL(std::string("ADR;TYPE=HOME:;;A St;Town;;1;DE\n"), at.result());
  }
  void a_form_sent_and_not_confirmed_is_no_edit() {
    Merging at{"TITLE:a", "TITLE:c", "TITLE:b"};
    at.theirs_modified = 9;
    at.sent = {"TITLE:b"};
    CPPUNIT_ASSERT_EQUAL(std::string("TITLE:c\n"), at.result());
    CPPUNIT_ASSERT(!at.run().edit);
  }
  void an_older_content_is_no_edit() {
    Merging at{"TITLE:a", "TITLE:c", "TITLE:b"};
    at.theirs_modified = 9;
    at.earlier = {"TITLE:b"};
    CPPUNIT_ASSERT_EQUAL(std::string("TITLE:c\n"), at.result());
    CPPUNIT_ASSERT(!at.run().edit);
    at.ours = "TITLE:a";  // still the confirmed base: then it wins
    CPPUNIT_ASSERT_EQUAL(std::string("TITLE:b\n"), at.result());
  }
  void an_unconfirmed_base_does_not_let_old_values_in() {
    Merging at{"TITLE:a", "TITLE:a", "TITLE:b"};
    at.earlier = {"TITLE:b"};
    at.base_unconfirmed = true;
    CPPUNIT_ASSERT_EQUAL(std::string("TITLE:a\n"), at.result());
  }
  void a_value_known_to_that_side_gives_way_to_its_edit() {
    Merging at{"TITLE:a", "TITLE:b", "TITLE:x"};
    at.ours_modified = 9;
    at.sent = {"TITLE:b"};
    CPPUNIT_ASSERT_EQUAL(std::string("TITLE:x\n"), at.result());
    CPPUNIT_ASSERT_EQUAL(std::string("TITLE: b gave way to x\n"), at.lost());
  }
  void a_removal_beaten_by_an_echo_stays() {
    Merging at{"FN:A", "FN:A", "FN:A\nTEL:1"};
    at.sent = {"FN:A\nTEL:1"};
    CPPUNIT_ASSERT_EQUAL(std::string("FN:A\n"), at.result());
    CPPUNIT_ASSERT(!at.run().edit);
  }
  void a_label_of_one_line_is_not_given_to_its_group() {
    const std::string shared = "item1.TEL:1\nitem1.X-A:2\n";
    const std::string label = "item1.X-ABLabel:Boat\n";
    // added, changed, removed: X-A keeps what it had
    CPPUNIT_ASSERT_EQUAL(
        std::string("item2.TEL:1\nitem2.X-ABLabel:Boat\nitem1.X-A:2\n"),
        (Merging{"TEL:1\nX-A:2", shared, "item1.TEL:1\n" + label + "X-A:2"}.result()));
    const std::string labelled = shared + label;
    CPPUNIT_ASSERT_EQUAL(
        std::string("item2.TEL:1\nitem2.X-ABLabel:Car\nitem1.X-A:2\nitem1.X-ABLabel:Boat\n"),
        (Merging{labelled, labelled, "item1.X-A:2\n" + label + "item2.TEL:1\nitem2.X-ABLabel:Car"}
             .result()));
    CPPUNIT_ASSERT_EQUAL(std::string("item2.TEL:1\nitem1.X-A:2\nitem1.X-ABLabel:Boat\n"),
                         (Merging{labelled, labelled, "item1.X-A:2\n" + label + "TEL:1"}.result()));
    // both got it: nothing is left that the old one speaks of
    CPPUNIT_ASSERT_EQUAL(std::string("item2.TEL:1\nitem2.X-ABLabel:Car\nitem3.X-A:2\n"
                                     "item3.X-ABLabel:Car\n"),
                         (Merging{labelled, labelled, shared + "item1.X-ABLabel:Car"}.result()));
  }
  void a_type_that_a_label_says_goes_from_one_line_only() {
    const std::string both = "item1.TEL:1\nitem1.EMAIL:a@x\nitem1.X-ABLabel:_$!<Home>!$_\n";
    CPPUNIT_ASSERT_EQUAL(
        std::string("item2.TEL;TYPE=WORK:1\nitem1.EMAIL:a@x\nitem1.X-ABLabel:_$!<Home>!$_\n"),
        (Merging{both, both, "TEL;TYPE=WORK:1\nEMAIL;TYPE=HOME:a@x"}.result()));
  }
  void a_standard_label_outlives_another_type() {
    const std::string ours = "item1.TEL;TYPE=CELL:1\nitem1.X-ABLabel:_$!<Home>!$_\n";
    CPPUNIT_ASSERT_EQUAL(std::string("item1.TEL:1\nitem1.X-ABLabel:_$!<Home>!$_\n"),
                         (Merging{ours, ours, "TEL;TYPE=HOME:1"}.result()));
  }
  void a_type_outlives_the_standard_label_that_said_it() {
    const std::string ours = "item1.TEL:1\nitem1.X-ABLabel:_$!<Home>!$_\n";
    CPPUNIT_ASSERT_EQUAL(std::string("item1.TEL;TYPE=HOME:1\nitem1.X-ABLabel:Boat\n"),
                         (Merging{ours, ours, "a.TEL;TYPE=HOME:1\na.X-ABLabel:Boat"}.result()));
    const std::string list = "item1.CATEGORIES:a,b\nitem1.X-ABLabel:_$!<Home>!$_\n";
    CPPUNIT_ASSERT_EQUAL(
        std::string("item1.CATEGORIES:b\nCATEGORIES;TYPE=HOME,WORK:a\n"
                    "item1.X-ABLabel:_$!<Home>!$_\n"),
        (Merging{list, list, "CATEGORIES;TYPE=HOME,WORK:a\nCATEGORIES;TYPE=HOME:b"}.result()));
  }
  void new_lines_of_one_group_keep_their_label() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("FN:A\nitem1.EMAIL:a@x\nitem1.X-ABLabel:Boat\nitem1.TEL:1\n"),
        (Merging{"FN:A", "FN:A", "FN:A\na.TEL:1\na.EMAIL:a@x\na.X-ABLabel:Boat"}.result()));
  }
  void a_type_with_a_break_is_the_type_that_is_written() {
    const Merging at{"TEL:1", "TEL:1", "TEL;TYPE=a\rb:1"};
    CPPUNIT_ASSERT(contacts().equal(at.run().stored, card("TEL;TYPE=a\rb:1"), false));
  }
  void newer_revision_travels() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("REV:20220101T000000Z\nFN:B\n"),
        (Merging{"FN:A", "REV:20200101T000000Z\nFN:A", "REV:20220101T000000Z\nFN:B"}.result()));
    CPPUNIT_ASSERT_EQUAL(
        std::string("REV:20230101T000000Z\nFN:B\n"),
        (Merging{"FN:A", "REV:20230101T000000Z\nFN:A", "REV:20220101T000000Z\nFN:B"}.result()));
  }
  void a_newer_revision_alone_changes_nothing() {
    const Merging at{"FN:A", "REV:20200101T000000Z\nFN:A", "REV:20220101T000000Z\nFN:A"};
    CPPUNIT_ASSERT_EQUAL(std::string("REV:20200101T000000Z\nFN:A\n"), at.result());
  }
  void uid_is_never_merged() {
    CPPUNIT_ASSERT_EQUAL(std::string("UID:1\nFN:B\n"),
                         (Merging{"UID:0\nFN:A", "UID:1\nFN:A", "UID:2\nFN:B"}.result()));
  }
  void errors_name_what_is_wrong() {
    const std::string four = "BEGIN:VCARD\r\nVERSION:4.5\r\nFN:A\r\nEND:VCARD\r\n";
    const std::string ours = card("FN:A");
    const Ability ability;
    MergeInput input{.ours = ours, .theirs = four, .ability = ability};
    CPPUNIT_ASSERT(contacts().merge(input).error().code == ErrorCode::Unsupported);
    input.theirs = "junk";
    CPPUNIT_ASSERT(contacts().merge(input).error().code == ErrorCode::Malformed);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MergeTest);

/// What a merge does to the text: only what changed changes (content rule 1.3).
class MergePatchTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MergePatchTest);
  CPPUNIT_TEST(a_changed_number_keeps_group_label_and_parameters);
  CPPUNIT_TEST(a_removed_number_takes_its_label_along);
  CPPUNIT_TEST(a_group_with_other_lines_keeps_its_label);
  CPPUNIT_TEST(a_changed_component_leaves_the_others_as_written);
  CPPUNIT_TEST(folds_of_other_lines_stay);
  CPPUNIT_TEST(an_added_line_stands_behind_the_last_of_its_name);
  CPPUNIT_TEST(an_added_group_gets_an_unused_name);
  CPPUNIT_TEST(unknown_properties_and_order_stay);
  CPPUNIT_TEST(a_moved_type_keeps_the_other_types_as_written);
  CPPUNIT_TEST(a_label_change_patches_the_label_line);
  CPPUNIT_TEST(all_spellings_of_a_property_are_patched);
  CPPUNIT_TEST(list_items_keep_their_spelling);
  CPPUNIT_TEST(a_new_photo_comes_with_its_parameters);
  CPPUNIT_TEST(types_with_separators_in_them_keep_their_quotes);
  CPPUNIT_TEST(a_new_birthday_loses_the_omitted_year);
  CPPUNIT_TEST(long_values_are_folded_and_line_ends_kept);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_changed_number_keeps_group_label_and_parameters() {  // content example 17
    const std::string ours =
        "item1.TEL;type=CELL;X-A=b:0170 1\nitem1.X-ABLabel:Boat\nX-Z;Q=1:\\,raw\\;\n";
    CPPUNIT_ASSERT_EQUAL(
        std::string("item1.TEL;type=CELL;X-A=b:0170 2\nitem1.X-ABLabel:Boat\nX-Z;Q=1:\\,raw\\;\n"),
        patched(ours, "item5.TEL;TYPE=cell;X-A=b:0170 2\nitem5.X-ABLabel:Boat\nX-Z;Q=1:\\,raw\\;"));
  }
  void a_removed_number_takes_its_label_along() {  // content example 17
    CPPUNIT_ASSERT_EQUAL(
        std::string("X-Z;Q=1:\\,raw\\;\n"),
        patched("item1.TEL;type=CELL;X-A=b:0170 1\nitem1.X-ABLabel:Boat\nX-Z;Q=1:\\,raw\\;",
                "X-Z;Q=1:\\,raw\\;"));
  }
  void a_group_with_other_lines_keeps_its_label() {
    CPPUNIT_ASSERT_EQUAL(std::string("item1.EMAIL:a@x\nitem1.X-ABLabel:Boat\n"),
                         patched("item1.TEL:1\nitem1.EMAIL:a@x\nitem1.X-ABLabel:Boat",
                                 "item1.EMAIL:a@x\nitem1.X-ABLabel:Boat"));
  }
  void a_changed_component_leaves_the_others_as_written() {  // content example 18
    CPPUNIT_ASSERT_EQUAL(std::string("N;LANGUAGE=de:Doe;Jon;Richter,James;Mr.;Sr.\n"),
                         patched("N;LANGUAGE=de:Doe;John;Richter,James;Mr.;Sr.",
                                 "N;LANGUAGE=de:Doe;Jon;Richter\\,James;Mr.;Sr."));
  }
  void folds_of_other_lines_stay() {  // content example 19
    CPPUNIT_ASSERT_EQUAL(std::string("NOTE:ab\n c\nFN:Y\n"),
                         patched("NOTE:ab\n c\nFN:X", "NOTE:abc\nFN:Y"));
  }
  void an_added_line_stands_behind_the_last_of_its_name() {
    CPPUNIT_ASSERT_EQUAL(std::string("TEL:1\nTEL;X=\"a:b\":2\nFN:X\nURL:http://a/\n"),
                         patched("TEL:1\nFN:X", "TEL:1\nFN:X\nTEL;X=\"a:b\":2\nURL:http://a/"));
  }
  void an_added_group_gets_an_unused_name() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("item1.TEL:1\nitem1.X-ABLabel:Boat\nitem2.TEL:2\nitem2.X-ABLabel:Car\n"),
        patched("item1.TEL:1\nitem1.X-ABLabel:Boat",
                "a.TEL:1\na.X-ABLabel:Boat\nitem1.TEL:2\nitem1.X-ABLabel:Car"));
  }
  void unknown_properties_and_order_stay() {
    CPPUNIT_ASSERT_EQUAL(std::string("x-b;Y=2;z:1\nFN:B\nX-A:\n 2\nAGENT:BEGIN\\:VCARD\\n\n"),
                         patched("x-b;Y=2;z:1\nFN:A\nX-A:\n 2\nAGENT:BEGIN\\:VCARD\\n",
                                 "AGENT:BEGIN\\:VCARD\\n\nX-A:2\nX-B;Z;Y=2:1\nFN:B"));
  }
  void a_moved_type_keeps_the_other_types_as_written() {
    CPPUNIT_ASSERT_EQUAL(std::string("TEL;type=fax,WORK;type=voice;X=1:5\n"),
                         patched("TEL;type=fax,Home;type=voice;X=1:5", "TEL;TYPE=FAX,WORK;X=1:5"));
  }
  void a_label_change_patches_the_label_line() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("item1.TEL:1\nitem1.X-ABLabel:Ship\n"),
        patched("item1.TEL:1\nitem1.X-ABLabel:Boat", "item1.TEL:1\nitem1.X-ABLabel:Ship"));
    CPPUNIT_ASSERT_EQUAL(std::string("item1.TEL:1\nitem1.X-ABLabel:Ship\n"),
                         patched("TEL:1", "item7.TEL:1\nitem7.X-ABLabel:Ship"));
    CPPUNIT_ASSERT_EQUAL(std::string("item1.TEL:1\n"),
                         patched("item1.TEL:1\nitem1.X-ABLabel:Boat", "TEL:1"));
  }
  void all_spellings_of_a_property_are_patched() {
    CPPUNIT_ASSERT_EQUAL(std::string("X-ANNIVERSARY:1976-03-01\nitem1.X-ABDATE:1976-03-01\n"
                                     "item1.X-ABLabel:_$!<Anniversary>!$_\n"),
                         patched("X-ANNIVERSARY:19750301\nitem1.X-ABDATE:1975-03-01\n"
                                 "item1.X-ABLabel:_$!<Anniversary>!$_",
                                 "X-ANNIVERSARY:1976-03-01"));
  }
  void list_items_keep_their_spelling() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("CATEGORIES;X=1:A\\,B, Work ,New\\;\n"),
        patched("CATEGORIES;X=1:A\\,B,Gone, Work ", "CATEGORIES;X=1:A\\,B, Work ,New\\;"));
  }
  void a_new_photo_comes_with_its_parameters() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("g.PHOTO;VALUE=uri:http://a/p\n"),
        patched("g.PHOTO;ENCODING=b;TYPE=JPEG:/9j/", "PHOTO;VALUE=uri:http://a/p"));
  }
  void types_with_separators_in_them_keep_their_quotes() {
    CPPUNIT_ASSERT_EQUAL(std::string("TEL;TYPE=\"Main: desk\":1\n"),
                         patched("TEL;TYPE=\"Main: desk\",HOME:1", "TEL;TYPE=\"Main: desk\":1"));
    CPPUNIT_ASSERT_EQUAL(std::string("TEL;TYPE=HOME,\"MAIN: DESK\":1\n"),
                         patched("TEL;TYPE=HOME:1", "TEL;TYPE=HOME,\"Main: desk\":1"));
  }
  void a_new_birthday_loses_the_omitted_year() {
    CPPUNIT_ASSERT_EQUAL(std::string("BDAY:1990-04-13\n"),
                         patched("BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12", "BDAY:1990-04-13"));
    CPPUNIT_ASSERT_EQUAL(std::string("BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-13\n"),
                         patched("BDAY:1990-04-12", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-13"));
  }
  void long_values_are_folded_and_line_ends_kept() {
    const std::string lf = "BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD\n";
    const std::string theirs = card("FN:" + std::string(100, 'x'));
    const Ability ability = portal();
    const MergeInput input{.ours = lf, .theirs = theirs, .base = lf, .ability = ability};
    CPPUNIT_ASSERT_EQUAL("BEGIN:VCARD\nVERSION:3.0\nFN:" + std::string(72, 'x') + "\n " +
                             std::string(28, 'x') + "\nEND:VCARD\n",
                         contacts().merge(input)->stored);
  }

 private:
  /// Ours is still the base; theirs edited it.
  static std::string patched(const std::string& ours, const std::string& theirs) {
    return Merging{ours, ours, theirs}.result();
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MergePatchTest);

}  // namespace pim::content::testing
