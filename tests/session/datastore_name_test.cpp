// SPDX-License-Identifier: Apache-2.0
// What a peer's DevInf calls a datastore becomes part of a connection's list of names.
#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"
#include "common/session/capabilities.h"

namespace pim::session {
namespace {

class DatastoreNameTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DatastoreNameTest);
  CPPUNIT_TEST(the_one_that_holds_contacts_is_found);
  CPPUNIT_TEST(names_with_signs_of_our_list_are_none);
  CPPUNIT_TEST_SUITE_END();

  static std::string found(const std::string& name) {
    syncml::Datastore store;
    store.source_ref = name;
    store.rx_pref = syncml::ContentType{"text/vcard", "3.0"};
    store.tx_pref = store.rx_pref;
    syncml::DevInf info;
    info.datastores.push_back(store);
    return datastore_for(info, *content::kind_of("contacts"));
  }

 public:
  void the_one_that_holds_contacts_is_found() {
    CPPUNIT_ASSERT_EQUAL(std::string("addressbook"), found("./addressbook"));
  }

  /// "card,calendar" would make a sync of contacts one of the calendar, too.
  void names_with_signs_of_our_list_are_none() {
    for (const std::string& name :
         {std::string("card,calendar,notes"), std::string("contacts=x"), std::string(" card"),
          std::string(limits::MaxName, 'c') + "card"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string(), found(name));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DatastoreNameTest);

}  // namespace
}  // namespace pim::session
