// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/content/merge_helper.h"

// Whole records: what came in, what is kept, merged, sent (tests/data/contacts).
namespace pim::content::testing {
namespace {

std::string data(const std::string& name) {
  std::ifstream file(PIM_TEST_DATA "/contacts/" + name, std::ios::binary);
  CPPUNIT_ASSERT_MESSAGE(name, file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

Merged merge(const std::string& base, const std::string& ours, const std::string& theirs,
             Seconds ours_modified, Seconds theirs_modified) {
  const Ability ability = portal();
  const MergeInput input{.ours = ours,
                         .theirs = theirs,
                         .base = base,
                         .ability = ability,
                         .ours_modified = ours_modified,
                         .theirs_modified = theirs_modified};
  auto merged = contacts().merge(input);
  CPPUNIT_ASSERT(merged.has_value());
  return *merged;
}

}  // namespace

class GoldenTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(GoldenTest);
  CPPUNIT_TEST(whole_records_enter_octet_for_octet);
  CPPUNIT_TEST(broken_records_are_mended);
  CPPUNIT_TEST(charsets_become_utf8);
  CPPUNIT_TEST(two_edits_of_a_phone_contact_merge);
  CPPUNIT_TEST(the_other_portal_merges_to_the_same_content);
  CPPUNIT_TEST(a_phone_of_few_properties_gets_its_form);
  CPPUNIT_TEST(the_form_of_a_poor_phone_comes_back_without_edit);
  CPPUNIT_TEST_SUITE_END();

 public:
  void whole_records_enter_octet_for_octet() {
    for (const char* name : {"phone.vcf", "desktop.vcf"}) {
      const Entry entry = enter(data(name));
      CPPUNIT_ASSERT_EQUAL(data(name), entry.stored);
      CPPUNIT_ASSERT_EQUAL(std::string(), told(entry));
    }
  }
  void broken_records_are_mended() {
    const Entry entry = enter(data("entry/broken.in.vcf"));
    CPPUNIT_ASSERT_EQUAL(data("entry/broken.out.vcf"), entry.stored);
    CPPUNIT_ASSERT_EQUAL(std::string("1  line; 4  line; 9 NOTE line; 10 NOTE line; 12  end"),
                         told(entry));
  }
  void charsets_become_utf8() {
    const Entry entry = enter(data("entry/latin.in.vcf"));
    CPPUNIT_ASSERT_EQUAL(data("entry/latin.out.vcf"), entry.stored);
    CPPUNIT_ASSERT_EQUAL(std::string("4 N latin; 5 FN latin"), told(entry));
  }
  void two_edits_of_a_phone_contact_merge() {
    const Merged merged = merge(data("merge/phone.base.vcf"), data("merge/phone.ours.vcf"),
                                data("merge/phone.theirs.vcf"), 2, 3);
    CPPUNIT_ASSERT_EQUAL(data("merge/phone.merged.vcf"), merged.stored);
    CPPUNIT_ASSERT(merged.lost.empty());
  }
  void the_other_portal_merges_to_the_same_content() {
    const Merged merged = merge(data("merge/phone.base.vcf"), data("merge/phone.theirs.vcf"),
                                data("merge/phone.ours.vcf"), 3, 2);
    CPPUNIT_ASSERT(contacts().equal(data("merge/phone.merged.vcf"), merged.stored, true));
  }
  void a_phone_of_few_properties_gets_its_form() {
    const auto form = contacts().render(data("phone.vcf"), poor_phone());
    CPPUNIT_ASSERT_EQUAL(data("render/phone.poor.vcf"), form->text);
    std::string losses;
    for (const std::string& loss : form->losses) {
      losses += loss + ' ';
    }
    CPPUNIT_ASSERT_EQUAL(std::string("aside:CATEGORIES aside:IMPP aside:ORG aside:TITLE aside:URL "
                                     "aside:X-ABRELATEDNAMES aside:X-JABBER count cut "),
                         losses);
  }
  void the_form_of_a_poor_phone_comes_back_without_edit() {
    const std::string ours = data("phone.vcf");
    const std::string form = contacts().render(ours, poor_phone())->text;
    const Ability ability = poor_phone();
    const MergeInput input{.ours = ours,
                           .theirs = form,
                           .base = form,
                           .base_said_by_side = false,
                           .ability = ability,
                           .theirs_modified = 9};
    const auto merged = contacts().merge(input);
    CPPUNIT_ASSERT_EQUAL(ours, merged->stored);
    CPPUNIT_ASSERT(!merged->edit);
  }

 private:
  static Ability poor_phone() {
    Ability ability = device({"N", "FN", "TEL", "EMAIL", "ADR", "BDAY", "NOTE", "X-ANNIVERSARY"});
    ability.declared["TEL"].max_count = 2;
    ability.declared["NOTE"].max_size = 40;
    return ability;
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(GoldenTest);

/// Records of other programs: every vCard 3.0 of them.
class CorporaTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CorporaTest);
  CPPUNIT_TEST(all_foreign_records_enter_and_come_back);
  CPPUNIT_TEST_SUITE_END();

 public:
  void all_foreign_records_enter_and_come_back() {
    const char* named = std::getenv("PIM_CORPORA");
    if (named == nullptr) {
      std::puts("no foreign vCards: set PIM_CORPORA to read them");
      return;
    }
    const std::filesystem::path root = std::filesystem::path(named) / "pim";
    std::size_t count = 0;
    for (const auto& file : std::filesystem::recursive_directory_iterator(root)) {
      if (file.path().extension() == ".vcf") {
        count += read(file.path());
      }
    }
    CPPUNIT_ASSERT_MESSAGE("no vCard 3.0 in the corpora", count > 20);
  }

 private:
  static std::size_t read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string octets{std::istreambuf_iterator<char>(file), {}};
    if (octets.find("VERSION:3.0") == std::string::npos) {
      return 0;
    }
    std::size_t count = 0;
    for (const std::string& piece : contacts().split(octets)) {
      const std::string place = path.filename().string() + " #" + std::to_string(++count);
      const auto entry = contacts().enter(piece, {test_key(), 0});
      CPPUNIT_ASSERT_MESSAGE(place + (entry ? "" : entry.error().text()), entry.has_value());
      CPPUNIT_ASSERT_MESSAGE(place, !entry->facts.label.empty());
      const Entry again = enter(entry->stored);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(place, entry->stored, again.stored);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(place, entry->facts.fingerprint, again.facts.fingerprint);
      CPPUNIT_ASSERT_MESSAGE(place, contacts().equal(piece, entry->stored, false));
    }
    return count;
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CorporaTest);

}  // namespace pim::content::testing
