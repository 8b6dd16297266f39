// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "common/syncml/decode.h"
#include "common/syncml/dev_inf.h"
#include "common/syncml/writer.h"
#include "tests/syncml/corpus.h"

namespace pim::syncml::testing {

namespace fs = std::filesystem;

class CorpusTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CorpusTest);
  CPPUNIT_TEST(recorded_messages_are_read_and_written_again);
  CPPUNIT_TEST(recorded_dev_infs_are_read_and_written_again);
  CPPUNIT_TEST(both_encodings_of_a_recorded_message_say_the_same);
  CPPUNIT_TEST_SUITE_END();

  void recorded_messages_are_read_and_written_again() {
    const std::vector<fs::path> paths = recorded_messages();
    if (paths.empty()) {
      std::cout << "no recorded messages: set PIM_CORPORA to replay them\n";
      return;
    }
    for (const fs::path& path : paths) {
      const std::string octets = octets_of(path);
      CPPUNIT_ASSERT_MESSAGE(path.string(), recognise("", octets).has_value());
      const auto message = decode(Encoding::Xml, octets);
      CPPUNIT_ASSERT_MESSAGE(path.string() + (message ? "" : ": " + message.error().text()),
                             message.has_value());
      CPPUNIT_ASSERT_MESSAGE(path.string(), version_of(message->header).has_value());
      CPPUNIT_ASSERT_MESSAGE(path.string(),
                             *message == decode(Encoding::Xml, encode(Encoding::Xml, *message)));
    }
    std::cout << paths.size() << " recorded messages replayed\n";
  }

  void recorded_dev_infs_are_read_and_written_again() {
    for (const fs::path& path : recorded_messages()) {
      const auto message = decode(Encoding::Xml, octets_of(path));
      for (const Command& command : message.value().body) {
        const auto* info = std::get_if<InfoCmd>(&command);
        for (const Item& item : info != nullptr ? info->items : std::vector<Item>{}) {
          if (item.dev_inf) {
            check(path, *item.dev_inf);
          }
        }
      }
    }
  }
  void both_encodings_of_a_recorded_message_say_the_same() {
    std::size_t pairs = 0;
    for (const fs::path& path : recorded_messages()) {
      fs::path binary = path;
      binary.replace_extension(".wbxml");
      if (!fs::exists(binary)) {
        continue;
      }
      ++pairs;
      auto in_xml = decode(Encoding::Xml, octets_of(path));
      auto in_wbxml = decode(Encoding::Wbxml, octets_of(binary));
      CPPUNIT_ASSERT_MESSAGE(binary.string() + (in_wbxml ? "" : ": " + in_wbxml.error().text()),
                             in_wbxml.has_value());
      CPPUNIT_ASSERT_MESSAGE(
          binary.string(),
          *in_wbxml == decode(Encoding::Wbxml, encode(Encoding::Wbxml, *in_wbxml)));
      compare(binary, *in_xml, *in_wbxml);
    }
    if (pairs == 0) {
      std::cout << "no recorded messages in both encodings: set PIM_CORPORA to replay them\n";
    } else {
      std::cout << pairs << " recorded messages in both encodings\n";
    }
  }
  static void compare(const fs::path& path, Message& in_xml, Message& in_wbxml) {
    CPPUNIT_ASSERT_EQUAL_MESSAGE(path.string(), in_xml.body.size(), in_wbxml.body.size());
    CPPUNIT_ASSERT_MESSAGE(path.string(), take_dev_infs(Encoding::Xml, in_xml) ==
                                              take_dev_infs(Encoding::Wbxml, in_wbxml));
    for (std::size_t i = 0; i < in_xml.body.size(); ++i) {
      CPPUNIT_ASSERT_MESSAGE(path.string() + " command " + std::to_string(i),
                             in_xml.body[i] == in_wbxml.body[i]);
    }
    CPPUNIT_ASSERT_MESSAGE(path.string(), in_xml == in_wbxml);
  }
  static void check(const fs::path& path, const std::string& octets) {
    auto info = decode_dev_inf(Encoding::Xml, octets);
    CPPUNIT_ASSERT_MESSAGE(path.string(), info.has_value());
    CPPUNIT_ASSERT_MESSAGE(path.string(), !info->datastores.empty() && !info->dev_id.empty());
    for (const Version version : {Version::V10, Version::V11, Version::V12}) {
      const auto again =
          decode_dev_inf(Encoding::Xml, encode_dev_inf(Encoding::Xml, version, *info));
      CPPUNIT_ASSERT_MESSAGE(path.string(), again.has_value());
      CPPUNIT_ASSERT_EQUAL_MESSAGE(path.string(), info->datastores.size(),
                                   again->datastores.size());
    }
    info->ver_dtd = "1.2";
    CPPUNIT_ASSERT_MESSAGE(
        path.string(),
        *info == decode_dev_inf(Encoding::Xml, encode_dev_inf(Encoding::Xml, Version::V12, *info)));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CorpusTest);

}  // namespace pim::syncml::testing
