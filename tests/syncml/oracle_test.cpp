// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

#include "common/syncml/decode.h"
#include "common/syncml/writer.h"
#include "tests/syncml/corpus.h"

namespace pim::syncml::testing {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view EndOfCdata = "]]>";

/// Where the tools are known to be wrong: writing WBXML they end the lines of records anew, each LF
/// as CRLF, and say of every media type of device information that it is WBXML; writing XML they
/// put a "]]>" of a record to its end.
void overlook(Encoding written, std::string& record) {
  if (written == Encoding::Wbxml) {
    std::erase(record, '\r');
  } else if (record.find(EndOfCdata) != std::string::npos) {
    record.clear();
  }
}

void overlook(Encoding written, Message& message) {
  for (Command& command : message.body) {
    if (auto* info = std::get_if<InfoCmd>(&command)) {
      info->meta.type.clear();
      for (Item& item : info->items) {
        item.meta.type.clear();
      }
    }
    if (auto* sync = std::get_if<SyncCmd>(&command)) {
      for (auto& each : sync->commands) {
        auto* const change = std::get_if<ChangeCmd>(&each);
        for (std::size_t i = 0; change != nullptr && i < change->items.size(); ++i) {
          if (auto& record = change->items[i].data) {
            overlook(written, *record);
          }
        }
      }
    }
  }
}

}  // namespace

/// libwbxml's tools as a foreign reader and writer of WBXML: what one side writes, the other reads
/// as the same message. Over the project's own messages, and the recorded ones where there are any.
class OracleTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OracleTest);
  CPPUNIT_TEST(what_we_write_is_read_by_the_tool);
  CPPUNIT_TEST(what_the_tool_writes_is_read_by_us);
  CPPUNIT_TEST(what_devices_wrote_is_read_alike);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    std::string name = (fs::temp_directory_path() / "pim-wbxml-XXXXXX").string();
    CPPUNIT_ASSERT(mkdtemp(name.data()) != nullptr);
    folder_ = name;
    there_ =
        std::system("wbxml2xml -h >/dev/null 2>&1 && xml2wbxml -h >/dev/null 2>&1") != 127 * 256;
    if (!there_) {
      std::cout << "not compared with libwbxml: its tools are missing (libwbxml2-utils)\n";
    }
  }
  void tearDown() override { fs::remove_all(folder_); }

  void what_we_write_is_read_by_the_tool() {
    each_message([this](const fs::path& path, const Message& message) {
      const std::string xml = convert("wbxml2xml -k -m 0", encode(Encoding::Wbxml, message), path);
      compare(path, message, Encoding::Xml, xml);
    });
  }

  void what_the_tool_writes_is_read_by_us() {
    each_message([this](const fs::path& path, const Message& message) {
      const std::string xml = encode(Encoding::Xml, message);
      const std::string wbxml = convert("xml2wbxml -k -v 1.2", xml, path);
      // as XML says it: octets of a record that are no UTF-8 become some in it
      compare(path, decode(Encoding::Xml, xml).value(), Encoding::Wbxml, wbxml);
    });
  }

  void what_devices_wrote_is_read_alike() {
    for (const fs::path& path : there_ ? recorded_messages() : std::vector<fs::path>()) {
      fs::path binary = path;
      binary.replace_extension(".wbxml");
      if (fs::exists(binary)) {
        auto message = decode(Encoding::Wbxml, octets_of(binary));
        CPPUNIT_ASSERT_MESSAGE(binary.string(), message.has_value());
        take_dev_infs(Encoding::Wbxml, *message);
        compare(binary, *message, Encoding::Xml,
                convert("wbxml2xml -k -m 0", octets_of(binary), binary));
      }
    }
  }

 private:
  template <class Check>
  void each_message(Check check) {
    if (!there_) {
      return;
    }
    auto paths = sample_messages();
    const auto recorded = recorded_messages();
    paths.insert(paths.end(), recorded.begin(), recorded.end());
    for (const fs::path& path : paths) {
      auto message = decode(Encoding::Xml, octets_of(path));
      CPPUNIT_ASSERT_MESSAGE(path.string(), message.has_value());
      take_dev_infs(Encoding::Xml, *message);
      check(path, *message);
    }
    std::cout << paths.size() << " messages compared with libwbxml\n";
  }

  std::string convert(std::string_view tool, std::string_view octets, const fs::path& path) {
    const fs::path in = folder_ / "in";
    const fs::path out = folder_ / "out";
    std::ofstream(in, std::ios::binary) << octets;
    fs::remove(out);
    const std::string line = std::string(tool) + " -o " + out.string() + " " + in.string() + " >" +
                             (folder_ / "said").string() + " 2>&1";
    CPPUNIT_ASSERT_EQUAL_MESSAGE(path.string(), 0, std::system(line.c_str()));
    return octets_of(out);
  }

  static void compare(const fs::path& path, Message ours, Encoding encoding,
                      const std::string& octets) {
    auto theirs = decode(encoding, octets);
    CPPUNIT_ASSERT_MESSAGE(path.string() + (theirs ? "" : ": " + theirs.error().text()),
                           theirs.has_value());
    take_dev_infs(encoding, *theirs);
    overlook(encoding, ours);
    overlook(encoding, *theirs);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(path.string(), ours.body.size(), theirs->body.size());
    for (std::size_t i = 0; i < ours.body.size(); ++i) {
      CPPUNIT_ASSERT_MESSAGE(path.string() + " command " + std::to_string(i),
                             ours.body[i] == theirs->body[i]);
    }
    CPPUNIT_ASSERT_MESSAGE(path.string(), ours == *theirs);
  }

  fs::path folder_;
  bool there_ = false;
};
CPPUNIT_TEST_SUITE_REGISTRATION(OracleTest);

}  // namespace pim::syncml::testing
