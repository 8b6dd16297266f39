// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/portal_settings.h"

#include <cppunit/extensions/HelperMacros.h>

#include "common/httpd/settings.h"

namespace pim::httpd {
namespace {

PortalSettings everything(const std::string& word, unsigned number) {
  return {word, word, word, word, std::size_t{number}, sync::GuardLimits{number, number}};
}

class PortalSettingsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PortalSettingsTest);
  CPPUNIT_TEST(every_field_is_merged);
  CPPUNIT_TEST(defaults_stand_where_nothing_was_said);
  CPPUNIT_TEST(the_state_directory_is_by_default_the_stores_folder);
  CPPUNIT_TEST(two_servers_of_one_portal_are_refused);
  CPPUNIT_TEST(other_stores_or_other_names_are_distinct);
  CPPUNIT_TEST_SUITE_END();

 public:
  /// A field that members() forgets is not taken over.
  void every_field_is_merged() {
    const PortalSettings base = everything("base", 1);
    const PortalSettings narrower = everything("narrower", 2);
    CPPUNIT_ASSERT(same(merged(base, PortalSettings()), base));
    CPPUNIT_ASSERT(same(merged(PortalSettings(), base), base));
    CPPUNIT_ASSERT(same(merged(base, narrower), narrower));
  }

  void defaults_stand_where_nothing_was_said() {
    const PortalSettings settings;
    CPPUNIT_ASSERT_EQUAL(std::string("default"), settings.portal_or_default());
    CPPUNIT_ASSERT_EQUAL(limits::MaxMsgSize, settings.max_msg_size_or_default());
    CPPUNIT_ASSERT_EQUAL(20U, settings.guard_or_default().percent);
  }

  void the_state_directory_is_by_default_the_stores_folder() {
    PortalSettings settings;
    settings.store_path = "/var/lib/pimsync/pimsync.db";
    CPPUNIT_ASSERT_EQUAL(std::string("/var/lib/pimsync"), settings.state_dir_or_default());
    settings.state_dir = "/elsewhere";
    CPPUNIT_ASSERT_EQUAL(std::string("/elsewhere"), settings.state_dir_or_default());
  }

  void two_servers_of_one_portal_are_refused() {
    const std::vector<StatedPortal> stated = {{"a:80", "a.conf line 1", "x.db", "default"},
                                              {"b:80", "b.conf line 2", "y.db", "default"},
                                              {"c:80", "c.conf line 3", "x.db", "default"}};
    const Status distinct = check_distinct(stated);
    CPPUNIT_ASSERT(!distinct);
    for (const char* part :
         {"a:80", "c:80", "a.conf line 1", "c.conf line 3", "x.db", "'default'", "SyncMLPortal"}) {
      CPPUNIT_ASSERT_MESSAGE(part, distinct.error().message.find(part) != std::string::npos);
    }
  }

  void other_stores_or_other_names_are_distinct() {
    const std::vector<StatedPortal> stated = {
        {"a:80", "", "x.db", "a"}, {"b:80", "", "x.db", "b"}, {"c:80", "", "y.db", "a"}};
    CPPUNIT_ASSERT(check_distinct(stated));
    CPPUNIT_ASSERT(check_distinct({}));
  }

 private:
  static bool same(const PortalSettings& a, const PortalSettings& b) {
    return a.store_path == b.store_path && a.portal == b.portal && a.key_file == b.key_file &&
           a.state_dir == b.state_dir && a.max_msg_size == b.max_msg_size &&
           a.guard.has_value() == b.guard.has_value() &&
           (!a.guard || (a.guard->percent == b.guard->percent && a.guard->count == b.guard->count));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PortalSettingsTest);

}  // namespace
}  // namespace pim::httpd
