// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include "tests/content/merge_helper.h"

namespace pim::content::testing {
namespace {

struct Rendered {
  std::string lines;
  std::string losses;
};

Rendered render(const std::string& lines, const Ability& ability) {
  auto form = contacts().render(card(lines), ability);
  CPPUNIT_ASSERT(form.has_value());
  Rendered out{Merging::inside(form->text), {}};
  for (const std::string& loss : form->losses) {
    out.losses += loss + ' ';
  }
  return out;
}

void gives(const std::string& lines, const Ability& ability, const std::string& form,
           const std::string& losses) {
  const Rendered out = render(lines, ability);
  CPPUNIT_ASSERT_EQUAL(form, out.lines);
  CPPUNIT_ASSERT_EQUAL(losses, out.losses);
}

}  // namespace

class RenderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RenderTest);
  CPPUNIT_TEST(a_portal_gets_the_stored_octets);
  CPPUNIT_TEST(a_side_that_declared_nothing_gets_the_stored_octets);
  CPPUNIT_TEST(a_side_that_holds_all_gets_the_stored_octets);
  CPPUNIT_TEST(what_is_not_held_stays_aside);
  CPPUNIT_TEST(bookkeeping_goes_silently);
  CPPUNIT_TEST(shown_properties_go_along);
  CPPUNIT_TEST(extensions_go_where_they_are_declared);
  CPPUNIT_TEST(too_many_values_are_left_out);
  CPPUNIT_TEST(too_long_a_text_is_cut_between_characters);
  CPPUNIT_TEST(too_large_a_photo_is_left_out);
  CPPUNIT_TEST(a_silly_photo_limit_is_ignored);
  CPPUNIT_TEST(only_the_first_photo_goes);
  CPPUNIT_TEST(types_outside_the_vocabulary_are_dropped);
  CPPUNIT_TEST(types_with_separators_in_them_keep_their_quotes);
  CPPUNIT_TEST(types_the_side_has_used_go_along);
  CPPUNIT_TEST(labels_without_a_place_go_with_their_group);
  CPPUNIT_TEST(standard_labels_become_types);
  CPPUNIT_TEST(another_spelling_is_written_where_the_side_knows_it);
  CPPUNIT_TEST(other_versions_are_not_written);
  CPPUNIT_TEST(a_form_can_be_rendered_again);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_portal_gets_the_stored_octets() {
    const std::string record = card("x-Foo:1\nPHOTO;ENCODING=b:AA\n AA");
    CPPUNIT_ASSERT_EQUAL(record, contacts().render(record, portal())->text);
  }
  void a_side_that_declared_nothing_gets_the_stored_octets() {
    gives("TEL;TYPE=own:1", device(), "TEL;TYPE=own:1\n", "");
  }
  void a_side_that_holds_all_gets_the_stored_octets() {
    gives("fn:A\nTEL;x=1;type=cell:1\n 2", device({"TEL"}), "fn:A\nTEL;x=1;type=cell:1\n 2\n", "");
  }
  void what_is_not_held_stays_aside() {
    gives("FN:A\nORG:X\nX-FOO:1\nBDAY:", device({"TEL"}), "FN:A\n", "aside:ORG aside:X-FOO ");
  }
  void bookkeeping_goes_silently() {
    gives("UID:1\nREV:20200101T000000Z\nPRODID:x\nFN:A", device({"TEL"}), "FN:A\n", "");
    gives("UID:1\nFN:A", device({"UID"}), "UID:1\nFN:A\n", "");
  }
  void shown_properties_go_along() {
    Ability ability = device({"TEL"});
    ability.shown["X-FOO"] = 1;
    gives("FN:A\nX-FOO:1", ability, "FN:A\nX-FOO:1\n", "");
  }
  void extensions_go_where_they_are_declared() {
    Ability ability = device({"TEL"});
    ability.any_extension = true;
    gives("FN:A\nX-FOO:1\nORG:X", ability, "FN:A\nX-FOO:1\n", "aside:ORG ");
  }
  void too_many_values_are_left_out() {
    Ability ability = device({"TEL"});
    ability.declared["TEL"].max_count = 2;
    gives("TEL:1\nTEL:\nTEL:2\nTEL:3", ability, "TEL:1\nTEL:\nTEL:2\n", "count ");
  }
  void too_long_a_text_is_cut_between_characters() {
    Ability ability = device({"NOTE"});
    ability.declared["NOTE"].max_size = 4;
    gives("NOTE:abc\xc3\xa4x", ability, "NOTE:abc\n", "cut ");
    gives("NOTE:a\\,b\\,", ability, "NOTE:a\\,b\\,\n", "");
  }
  void too_large_a_photo_is_left_out() {
    Ability ability = device({"PHOTO"});
    ability.declared["PHOTO"].max_size = 1024;
    const std::string large = "FN:A\nPHOTO;ENCODING=b:" + std::string(2000, 'A');
    gives(large, ability, "FN:A\n", "photo ");
  }
  void a_silly_photo_limit_is_ignored() {
    Ability ability = device({"PHOTO"});
    ability.declared["PHOTO"].max_size = 1;
    gives("PHOTO;ENCODING=b:AAAA", ability, "PHOTO;ENCODING=b:AAAA\n", "");
  }
  void only_the_first_photo_goes() {
    gives("PHOTO;ENCODING=b:AAAA\nPHOTO;ENCODING=b:BBBB", device({"PHOTO"}),
          "PHOTO;ENCODING=b:AAAA\n", "photo ");
  }
  void types_outside_the_vocabulary_are_dropped() {
    gives("TEL;X=1;TYPE=cell,own:1", device({"TEL"}), "TEL;X=1;TYPE=CELL:1\n", "type ");
  }
  void types_with_separators_in_them_keep_their_quotes() {
    Ability ability = device({"TEL"});
    ability.shown["TYPE=A:B"] = 1;
    gives("TEL;TYPE=HOME,\"a:b\",own:1", ability, "TEL;TYPE=HOME,\"A:B\":1\n", "type ");
  }
  void types_the_side_has_used_go_along() {
    Ability ability = device({"TEL"});
    contacts().learn(card("TEL;TYPE=OWN:5"), ability);
    gives("TEL;TYPE=cell,own:1", ability, "TEL;TYPE=cell,own:1\n", "");
  }
  void labels_without_a_place_go_with_their_group() {
    gives("item1.TEL;TYPE=CELL:1\nitem1.X-ABLabel:Boat", device({"TEL"}), "TEL;TYPE=CELL:1\n",
          "aside:X-ABLABEL ");
    gives("item1.TEL:1\nitem1.X-ABLabel:Boat", device({"TEL", "X-ABLABEL"}),
          "item1.TEL:1\nitem1.X-ABLabel:Boat\n", "");
    gives("item1.URL:1\nitem1.X-ABLabel:Boat", device({"TEL", "X-ABLABEL"}), "", "aside:URL ");
  }
  void standard_labels_become_types() {
    gives("item1.TEL:1\nitem1.X-ABLabel:_$!<Mobile>!$_", device({"TEL"}), "TEL;TYPE=CELL:1\n", "");
  }
  void another_spelling_is_written_where_the_side_knows_it() {  // content example 26
    gives("item1.X-ABDATE:1975-03-01\nitem1.X-ABLabel:_$!<Anniversary>!$_",
          device({"X-ANNIVERSARY"}), "X-ANNIVERSARY:1975-03-01\n", "");
    gives("X-EVOLUTION-SPOUSE:Jenny", device({"X-SPOUSE"}), "X-SPOUSE:Jenny\n", "");
    gives("X-EVOLUTION-SPOUSE:Jenny", device({"X-MANAGER"}), "", "aside:X-EVOLUTION-SPOUSE ");
  }
  void other_versions_are_not_written() {
    Ability ability = device({"TEL"});
    ability.version = "5.0";
    const auto form = contacts().render(card("FN:A"), ability);
    CPPUNIT_ASSERT(form.error().code == ErrorCode::Unsupported);
  }
  void a_form_can_be_rendered_again() {
    const std::string record = card(
        "item1.TEL;TYPE=cell,own:1\nitem1.X-ABLabel:Boat\nX-FOO:1\nNOTE:long\nitem2.ADR:;;A\n"
        "item2.X-ABADR:de\nAGENT:x");
    Ability ability = device({"TEL", "NOTE", "ADR"});
    ability.declared["NOTE"].max_size = 2;
    const std::string once = contacts().render(record, ability)->text;
    const auto twice = contacts().render(once, ability);
    CPPUNIT_ASSERT_EQUAL(once, twice->text);
    CPPUNIT_ASSERT(twice->losses.empty());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(RenderTest);

class AbilityTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AbilityTest);
  CPPUNIT_TEST(what_was_packed_comes_back);
  CPPUNIT_TEST(broken_octets_are_corrupt);
  CPPUNIT_TEST(nothing_declared_holds_all);
  CPPUNIT_TEST(learning_counts_values_items_and_components);
  CPPUNIT_TEST(learning_never_forgets);
  CPPUNIT_TEST_SUITE_END();

 public:
  void what_was_packed_comes_back() {
    Ability ability = device({"TEL", "NOTE"});
    ability.declared["NOTE"] = {100, 2};
    ability.any_extension = true;
    ability.shown["TEL"] = 5;
    ability.version = "2.1";
    CPPUNIT_ASSERT(ability == *Ability::unpack(ability.pack()));
    CPPUNIT_ASSERT(portal() == *Ability::unpack(portal().pack()));
  }
  void broken_octets_are_corrupt() {
    const std::string octets = device({"TEL"}).pack();
    for (std::size_t size = 0; size < octets.size(); ++size) {
      CPPUNIT_ASSERT(!Ability::unpack(octets.substr(0, size)).has_value());
    }
    CPPUNIT_ASSERT(!Ability::unpack(octets + "x").has_value());
    CPPUNIT_ASSERT(!Ability::unpack("\x07" + octets.substr(1)).has_value());
  }
  void nothing_declared_holds_all() {
    CPPUNIT_ASSERT(device().holds("ORG"));
    CPPUNIT_ASSERT(!device({"TEL"}).holds("ORG"));
    CPPUNIT_ASSERT(device({"TEL"}).holds("TEL"));
  }
  void learning_counts_values_items_and_components() {
    Ability ability;
    contacts().learn(card("N:A;;C;;\nTEL:1\nTEL:2\nTEL:\nCATEGORIES:a,b,c\nTEL;TYPE=own:3\n"
                          "item1.URL:x\nitem1.X-ABLabel:y"),
                     ability);
    const std::map<std::string, std::uint32_t> expected = {
        {"N", 1},          {"N;0", 1},      {"N;2", 1}, {"TEL", 3},
        {"CATEGORIES", 3}, {"TYPE=OWN", 1}, {"URL", 1}, {"X-ABLABEL", 1},
        {"TEL:", 2},       {"TEL:OWN", 1},  {"URL:", 1}};
    CPPUNIT_ASSERT(expected == ability.shown);
  }
  void learning_never_forgets() {
    Ability ability;
    contacts().learn(card("TEL:1\nTEL:2"), ability);
    contacts().learn(card("TEL:1"), ability);
    contacts().learn("junk", ability);
    CPPUNIT_ASSERT_EQUAL(std::uint32_t{2}, ability.shown["TEL"]);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(AbilityTest);

}  // namespace pim::content::testing
