// SPDX-License-Identifier: Apache-2.0
// What of our device information a client is told whose messages are small (sync rule 15).
#include <cppunit/extensions/HelperMacros.h>

#include <set>

#include "tests/session/terminal.h"

namespace pim::session::test {

class DevInfTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DevInfTest);
  CPPUNIT_TEST(all_datastores_that_were_alerted_are_told);
  CPPUNIT_TEST(what_was_not_alerted_is_left_out_first);
  CPPUNIT_TEST(everything_is_told_where_it_fits);
  CPPUNIT_TEST_SUITE_END();

  using Names = std::set<std::string>;

  static Names told(syncml::Encoding encoding, std::uint64_t max_msg_size) {
    Terminal terminal;
    terminal.encoding = encoding;
    terminal.header("1", 1).header.meta.max_msg_size = max_msg_size;
    terminal.sign_in();
    syncml::InfoCmd get;
    get.kind = syncml::InfoKind::Get;
    get.cmd_id = std::to_string(++terminal.cmd);
    get.meta.type = syncml::dev_inf_type_of(encoding);
    syncml::Item item;
    item.target = syncml::Location{syncml::dev_inf_uri_of(syncml::Version::V12), ""};
    get.items.push_back(item);
    terminal.message.body.emplace_back(std::move(get));
    terminal.alert(201, "", "a1", "contacts");
    terminal.alert(201, "", "a1", "calendar");
    terminal.final();
    CPPUNIT_ASSERT(terminal.send().body.size() <= max_msg_size);
    Names names;
    for (const auto& command : terminal.reply.body) {
      const auto* info = std::get_if<syncml::InfoCmd>(&command);
      if (info != nullptr && info->kind == syncml::InfoKind::Results) {
        const auto read = syncml::decode_dev_inf(encoding, *info->items.at(0).dev_inf);
        CPPUNIT_ASSERT(read.has_value());
        for (const syncml::Datastore& store : read->datastores) {
          names.insert(store.source_ref);
        }
      }
    }
    return names;
  }

 public:
  void all_datastores_that_were_alerted_are_told() {
    CPPUNIT_ASSERT(Names({"contacts", "calendar"}) == told(syncml::Encoding::Wbxml, 3584));
    CPPUNIT_ASSERT(Names({"contacts", "calendar"}) == told(syncml::Encoding::Xml, 10'000));
  }

  void what_was_not_alerted_is_left_out_first() {
    CPPUNIT_ASSERT(Names({"contacts", "calendar"}) == told(syncml::Encoding::Wbxml, 4500));
    CPPUNIT_ASSERT(Names({"contacts", "calendar"}) == told(syncml::Encoding::Xml, 16'384));
  }

  void everything_is_told_where_it_fits() {
    CPPUNIT_ASSERT_EQUAL(std::size_t{4}, told(syncml::Encoding::Wbxml, 6000).size());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(DevInfTest);

}  // namespace pim::session::test
