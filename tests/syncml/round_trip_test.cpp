// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <random>
#include <string>

#include "common/syncml/decode.h"
#include "common/syncml/dev_inf.h"
#include "common/syncml/writer.h"
#include "tests/syncml/sample.h"

using namespace pim;
using namespace pim::syncml;

namespace {

/// Messages made of chance: same seed, same message.
class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  bool yes() { return below(2) == 1; }
  std::size_t below(std::size_t limit) { return engine_() % limit; }

  /// Valid text with everything that could go wrong in XML; no blanks at the ends.
  std::string word() {
    static const std::vector<std::string> Pieces = {"a",
                                                    "B",
                                                    "7",
                                                    "&",
                                                    "<",
                                                    ">",
                                                    "]]>",
                                                    "\xc3\xbc",
                                                    "\xe2\x82\xac",
                                                    "\xf0\x9f\x98\x80",
                                                    "'",
                                                    "\"",
                                                    "&amp;",
                                                    "&#13;",
                                                    "<?leaf 0?>",
                                                    "<!--",
                                                    "<![CDATA[",
                                                    "</Data>",
                                                    ";",
                                                    "%",
                                                    "x y"};
    std::string text;
    for (std::size_t i = below(6); i > 0; --i) {
      text += Pieces[below(Pieces.size())];
    }
    return text;
  }
  std::string record() {
    std::string text = word();
    for (std::size_t i = below(5); i > 0; --i) {
      text += (yes() ? "\r\n" : yes() ? "\n" : "\r") + word() + (yes() ? " \t" : "");
    }
    return text;
  }
  Location location() { return {word(), word()}; }
  Meta meta() {
    Meta meta;
    if (yes()) meta.type = word();
    if (yes()) meta.format = word();
    if (yes()) meta.anchor = Anchor{word(), word()};
    if (yes()) meta.size = engine_();
    if (yes()) meta.emi.push_back(word());
    return meta;
  }
  Item item() {
    Item item;
    if (yes()) item.target = location();
    if (yes()) item.source = location();
    if (yes()) item.meta = meta();
    if (yes()) item.data = record();
    item.more_data = yes();
    return item;
  }
  ChangeCmd change() {
    static constexpr ChangeKind Kinds[] = {ChangeKind::Add, ChangeKind::Replace, ChangeKind::Delete,
                                           ChangeKind::Copy, ChangeKind::Move};
    ChangeCmd change;
    change.kind = Kinds[below(5)];
    change.cmd_id = word();
    change.no_resp = yes();
    change.meta = meta();
    for (std::size_t i = below(3); i > 0; --i) {
      change.items.push_back(item());
    }
    return change;
  }
  Message message() {
    Message message;
    message.header = test::header(word());
    message.header.target = location();
    for (std::size_t i = below(4); i > 0; --i) {
      SyncCmd sync{word(), yes(), location(), location(), meta(), below(9), {}};
      for (std::size_t k = below(4); k > 0; --k) {
        sync.commands.emplace_back(change());
      }
      message.body.emplace_back(sync);
      StatusCmd status{word(), word(), word(), word(), {word()}, {}, {}, {}, 200, {item()}};
      message.body.emplace_back(status);
    }
    message.final = yes();
    return message;
  }

 private:
  std::mt19937 engine_;
};

}  // namespace

class RoundTripTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RoundTripTest);
  CPPUNIT_TEST(every_command_and_element_survives);
  CPPUNIT_TEST(an_empty_message_survives);
  CPPUNIT_TEST(absent_and_empty_data_differ);
  CPPUNIT_TEST(records_survive_octet_for_octet);
  CPPUNIT_TEST(chance_messages_survive);
  CPPUNIT_TEST(the_version_names_the_namespace);
  CPPUNIT_TEST_SUITE_END();

  static void survives(const Message& in_xml) {
    for (const Encoding encoding : {Encoding::Xml, Encoding::Wbxml}) {
      const Message message = with_dev_inf_in(encoding, in_xml);
      const std::string octets = encode(encoding, message);
      const auto decoded = decode(encoding, octets);
      CPPUNIT_ASSERT_MESSAGE(octets, decoded.has_value());
      CPPUNIT_ASSERT_MESSAGE(octets, message == *decoded);
    }
  }
  /// A message carries device information in its own encoding.
  static Message with_dev_inf_in(Encoding encoding, Message message) {
    for (Command& command : message.body) {
      if (auto* info = std::get_if<InfoCmd>(&command); info != nullptr) {
        for (Item& item : info->items) {
          if (item.dev_inf) {
            const DevInf read = decode_dev_inf(Encoding::Xml, *item.dev_inf).value();
            item.dev_inf = encode_dev_inf(encoding, Version::V12, read);
          }
        }
      }
    }
    return message;
  }
  static std::string data_after_trip(Encoding encoding, const std::string& data) {
    Message message;
    message.header = test::header();
    SyncCmd sync;
    sync.commands.emplace_back(test::add("1", "2", data));
    message.body.emplace_back(sync);
    const auto decoded = decode(encoding, encode(encoding, message));
    const auto& read = std::get<SyncCmd>(decoded.value().body.at(0));
    return std::get<ChangeCmd>(read.commands.at(0)).items.at(0).data.value();
  }

  void every_command_and_element_survives() { survives(test::full_message()); }
  void an_empty_message_survives() {
    Message message;
    message.header = test::header();
    survives(message);
    message.final = true;
    survives(message);
  }
  void absent_and_empty_data_differ() {
    Message message;
    message.header = test::header();
    ChangeCmd change = test::add("1", "2", "");
    message.body.emplace_back(change);
    survives(message);
    change.items[0].data.reset();
    message.body.emplace_back(change);
    survives(message);
  }
  void records_survive_octet_for_octet() {
    for (const std::string& data :
         {std::string("a\r\nb\nc\rd"), std::string(" \t\r\n "), std::string("]]>&amp;&#13;<Data>"),
          std::string("\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80"), std::string(300'000, 'x'),
          std::string("<DevInf/>"), std::string("\x7f\xc2\x80\xc2\x85")}) {
      CPPUNIT_ASSERT_EQUAL(data, data_after_trip(Encoding::Xml, data));
      CPPUNIT_ASSERT_EQUAL(data, data_after_trip(Encoding::Wbxml, data));
    }
    std::string every_octet;
    for (int octet = 0; octet < 256; ++octet) {
      every_octet += static_cast<char>(octet);
    }
    CPPUNIT_ASSERT_EQUAL(every_octet, data_after_trip(Encoding::Wbxml, every_octet));
  }
  void chance_messages_survive() {
    for (unsigned seed = 0; seed < 500; ++seed) {
      survives(Dice(seed).message());
    }
  }
  void the_version_names_the_namespace() {
    Message message;
    message.header = test::header();
    for (const Version version : {Version::V10, Version::V11, Version::V12}) {
      message.header.ver_dtd = ver_dtd_of(version);
      message.header.ver_proto = ver_proto_of(version);
      const std::string root = "<SyncML xmlns='SYNCML:SYNCML" + ver_dtd_of(version) + "'>";
      CPPUNIT_ASSERT(encode(Encoding::Xml, message).find(root) != std::string::npos);
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(RoundTripTest);
