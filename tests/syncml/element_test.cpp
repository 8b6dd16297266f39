// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/base/text.h"
#include "common/syncml/element.h"

using namespace pim;
using syncml::Element;

class ElementTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ElementTest);
  CPPUNIT_TEST(every_name_leads_to_its_element_in_any_case);
  CPPUNIT_TEST(names_and_elements_stand_in_the_same_order);
  CPPUNIT_TEST(other_names_are_unknown);
  CPPUNIT_TEST_SUITE_END();

  void every_name_leads_to_its_element_in_any_case() {
    for (int i = 1; i <= static_cast<int>(Element::XVal); ++i) {
      const auto element = static_cast<Element>(i);
      const std::string name(syncml::name_of(element));
      CPPUNIT_ASSERT_MESSAGE(name, element == syncml::element_of(name));
      CPPUNIT_ASSERT_MESSAGE(name, element == syncml::element_of(to_upper_ascii(name)));
      CPPUNIT_ASSERT_MESSAGE(name, element == syncml::element_of(to_lower_ascii(name)));
    }
  }
  void names_and_elements_stand_in_the_same_order() {
    const struct {
      Element element;
      const char* name;
    } cases[] = {{Element::Add, "Add"},
                 {Element::CmdId, "CmdID"},
                 {Element::LocUri, "LocURI"},
                 {Element::SyncHdr, "SyncHdr"},
                 {Element::SyncMl, "SyncML"},
                 {Element::VerProto, "VerProto"},
                 {Element::Anchor, "Anchor"},
                 {Element::MaxObjSize, "MaxObjSize"},
                 {Element::Version, "Version"},
                 {Element::CtCap, "CTCap"},
                 {Element::FilterRx, "Filter-Rx"},
                 {Element::MaxGuidSize, "MaxGUIDSize"},
                 {Element::RxPref, "Rx-Pref"},
                 {Element::TxPref, "Tx-Pref"},
                 {Element::Utc, "UTC"},
                 {Element::XNam, "XNam"},
                 {Element::XVal, "XVal"}};
    for (const auto& [element, name] : cases) {
      CPPUNIT_ASSERT_EQUAL(std::string_view(name), syncml::name_of(element));
    }
  }
  void other_names_are_unknown() {
    for (const char* name : {"", "Ad", "Addd", "Rx_Pref", "SupportHierarchicalSyncs", "\xff"}) {
      CPPUNIT_ASSERT_MESSAGE(name, Element::Unknown == syncml::element_of(name));
    }
    CPPUNIT_ASSERT_EQUAL(std::string_view(), syncml::name_of(Element::Unknown));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ElementTest);
