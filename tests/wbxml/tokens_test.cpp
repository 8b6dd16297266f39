// SPDX-License-Identifier: Apache-2.0
#include "common/wbxml/tokens.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace pim::wbxml::testing {
namespace {

std::string token(Language language, TagPage page, std::string_view name) {
  const auto tag = tag_of(language, page, name);
  return tag ? std::to_string(tag->page) + ":" + std::to_string(tag->token) : "none";
}

}  // namespace

class TokensTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TokensTest);
  CPPUNIT_TEST(first_and_last_of_each_page_stand_where_the_annex_says);
  CPPUNIT_TEST(each_name_leads_back_to_its_token);
  CPPUNIT_TEST(old_spellings_have_the_token_too);
  CPPUNIT_TEST(public_ids_of_all_versions_are_known);
  CPPUNIT_TEST_SUITE_END();

 public:
  void first_and_last_of_each_page_stand_where_the_annex_says() {
    CPPUNIT_ASSERT_EQUAL(std::string("0:5"), token(Language::SyncMl, TagPage::SyncMl, "Add"));
    CPPUNIT_ASSERT_EQUAL(std::string("0:49"), token(Language::SyncMl, TagPage::SyncMl, "VerDTD"));
    CPPUNIT_ASSERT_EQUAL(std::string("0:60"),
                         token(Language::SyncMl, TagPage::SyncMl, "Correlator"));
    CPPUNIT_ASSERT_EQUAL(std::string("1:5"), token(Language::SyncMl, TagPage::MetInf, "Anchor"));
    CPPUNIT_ASSERT_EQUAL(std::string("1:22"),
                         token(Language::SyncMl, TagPage::MetInf, "FieldLevel"));
    CPPUNIT_ASSERT_EQUAL(std::string("0:5"), token(Language::DevInf, TagPage::DevInf, "CTCap"));
    CPPUNIT_ASSERT_EQUAL(std::string("0:48"),
                         token(Language::DevInf, TagPage::DevInf, "Filter-Rx"));
    CPPUNIT_ASSERT_EQUAL(std::string("0:52"),
                         token(Language::DevInf, TagPage::DevInf, "SupportHierarchicalSync"));
  }
  void each_name_leads_back_to_its_token() {
    for (const Language language : {Language::SyncMl, Language::DevInf}) {
      for (unsigned page = 0; page < 2; ++page) {
        for (unsigned number = FirstTag; number <= TagMask; ++number) {
          const std::string_view name = tag_name(language, page, number);
          if (!name.empty()) {
            const auto tag = tag_of(language, *page_of(language, page), name);
            CPPUNIT_ASSERT_MESSAGE(std::string(name), tag && tag->token == number);
          }
        }
      }
    }
  }
  void old_spellings_have_the_token_too() {
    CPPUNIT_ASSERT_EQUAL(std::string("0:9"), token(Language::DevInf, TagPage::DevInf, "DevId"));
    CPPUNIT_ASSERT_EQUAL(std::string("0:28"), token(Language::DevInf, TagPage::DevInf, "Size"));
    CPPUNIT_ASSERT_EQUAL(std::string("none"), token(Language::SyncMl, TagPage::SyncMl, "X-Own"));
  }
  void public_ids_of_all_versions_are_known() {
    for (const std::uint32_t id : {0x0fd1U, 0x0fd3U, 0x1201U}) {
      CPPUNIT_ASSERT(language_of(id) == Language::SyncMl);
    }
    for (const std::uint32_t id : {0x0fd2U, 0x0fd4U, 0x1203U}) {
      CPPUNIT_ASSERT(language_of(id) == Language::DevInf);
    }
    CPPUNIT_ASSERT(!language_of(UnknownId));
    CPPUNIT_ASSERT(language_of("-//SYNCML//DTD DevInf 1.0//EN") == Language::DevInf);
    CPPUNIT_ASSERT(language_of("-//SYNCML//DTD SyncML 1.0//EN") == Language::SyncMl);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(TokensTest);

}  // namespace pim::wbxml::testing
