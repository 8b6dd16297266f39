// SPDX-License-Identifier: Apache-2.0
// What phones send first gets an answer they can go on with, in their version and encoding.
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "common/syncml/credential.h"
#include "tests/session/terminal.h"

namespace pim::session::test {

namespace fs = std::filesystem;

class FirstMessageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FirstMessageTest);
  CPPUNIT_TEST(a_first_message_is_answered_as_it_came);
  CPPUNIT_TEST(a_first_message_with_good_credentials_opens_a_session);
  CPPUNIT_TEST(recorded_first_messages_are_answered);
  CPPUNIT_TEST(a_client_s_datastore_is_called_as_it_calls_it);
  CPPUNIT_TEST_SUITE_END();

  static std::string octets_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static std::vector<fs::path> messages(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      const auto extension = entry->path().extension();
      if (extension == ".xml" || extension == ".wbxml") {
        found.push_back(entry->path());
      }
    }
    return found;
  }
  static std::vector<fs::path> ours() {
    return messages(fs::path(PIM_TEST_DATA) / "syncml" / "first");
  }

  /// Sends octets and reads the answer; nothing where it was refused by HTTP.
  static std::optional<syncml::Message> ask(Terminal& terminal, const std::string& octets) {
    terminal.encoding = syncml::encoding_of(octets);
    const ServerReply reply = terminal.send_octets(octets);
    return reply.status == 200 ? std::optional(terminal.reply) : std::nullopt;
  }
  static void check(const std::string& name, const std::string& octets) {
    const auto encoding = syncml::recognise("", octets);
    const auto message = encoding ? syncml::decode(*encoding, octets)
                                  : Result<syncml::Message>(tl::unexpected(encoding.error()));
    CPPUNIT_ASSERT_MESSAGE(name, message.has_value());
    Terminal terminal;
    const auto reply = ask(terminal, octets);
    CPPUNIT_ASSERT_MESSAGE(name, reply.has_value());
    CPPUNIT_ASSERT_MESSAGE(
        name, syncml::version_of(reply->header) == syncml::version_of(message->header));
    CPPUNIT_ASSERT_EQUAL_MESSAGE(name, message->header.session_id, reply->header.session_id);
    const std::set<int> sensible = {401, 407, 212};
    CPPUNIT_ASSERT_MESSAGE(name, sensible.contains(terminal.status("SyncHdr")));
  }
  /// The same with credentials that hold here.
  static void check_signed_in(const std::string& name, const std::string& octets) {
    const auto encoding = syncml::recognise("", octets).value();
    auto message = syncml::decode(encoding, octets).value();
    message.header.cred = syncml::basic_cred("alice", "secret");
    Terminal terminal;
    const auto reply = ask(terminal, syncml::encode(encoding, message));
    CPPUNIT_ASSERT_MESSAGE(name, reply.has_value());
    CPPUNIT_ASSERT_EQUAL_MESSAGE(name, 212, terminal.status("SyncHdr"));
    CPPUNIT_ASSERT_MESSAGE(name, !terminal.handle.empty());
    for (const auto& command : reply->body) {
      const auto* status = std::get_if<syncml::StatusCmd>(&command);
      CPPUNIT_ASSERT_MESSAGE(name, status == nullptr || status->code < 500 || status->code == 501 ||
                                       status->code == 508);
    }
  }

 public:
  void a_first_message_is_answered_as_it_came() {
    CPPUNIT_ASSERT(!ours().empty());
    for (const fs::path& path : ours()) {
      check(path.filename(), octets_of(path));
      const auto message = syncml::decode(syncml::Encoding::Xml, octets_of(path)).value();
      auto without_device = message;
      std::erase_if(without_device.body, [](const auto& command) {
        return std::holds_alternative<syncml::InfoCmd>(command);
      });
      check(path.filename().string() + " in WBXML",
            syncml::encode(syncml::Encoding::Wbxml, without_device));
    }
  }

  void a_first_message_with_good_credentials_opens_a_session() {
    for (const fs::path& path : ours()) {
      check_signed_in(path.filename(), octets_of(path));
    }
  }

  void recorded_first_messages_are_answered() {
    const char* told = std::getenv("PIM_CORPORA");
    std::size_t count = 0;
    for (const fs::path& path :
         told == nullptr ? std::vector<fs::path>{} : messages(fs::path(told) / "syncml")) {
      const std::string octets = octets_of(path);
      const auto encoding = syncml::recognise("", octets);
      const auto message = encoding ? syncml::decode(*encoding, octets)
                                    : Result<syncml::Message>(tl::unexpected(encoding.error()));
      const bool first = message && message->header.msg_id == "1" && !has_answers(*message);
      if (!first) {
        continue;
      }
      ++count;
      check(path, octets);
      check_signed_in(path, octets);
    }
    std::cout << (count == 0 ? std::string("no recorded first messages: set PIM_CORPORA\n")
                             : std::to_string(count) + " recorded first messages answered\n");
  }

  void a_client_s_datastore_is_called_as_it_calls_it() {
    for (const char* name :
         {"/telecom/pb.vcf", "./C:Contacts.cdb", "c:\\Documents\\agenda\\agenda", "contacts"}) {
      Terminal terminal;
      const auto source = [&](auto& location) { location.uri = name; };
      terminal.header("1", 1);
      terminal.sign_in();
      terminal.alert(201, "", "a1");
      source(*std::get<syncml::AlertCmd>(terminal.message.body.back()).items[0].source);
      terminal.final();
      terminal.send();
      for (const auto& command : terminal.reply.body) {
        if (const auto* alert = std::get_if<syncml::AlertCmd>(&command)) {
          CPPUNIT_ASSERT_EQUAL(std::string(name), alert->items.at(0).target->uri);
        }
      }
      terminal.header("1", 2);
      terminal.sync();
      auto& sync = std::get<syncml::SyncCmd>(terminal.message.body.back());
      source(sync.source);
      sync.target.uri.clear();  // its own name must do
      terminal.change(syncml::ChangeKind::Add, "7", card("Anna"));
      terminal.final();
      terminal.send();
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, 201, terminal.status("Add"));
      bool came = false;
      for (const auto& command : terminal.reply.body) {
        if (const auto* ours = std::get_if<syncml::SyncCmd>(&command)) {
          CPPUNIT_ASSERT_EQUAL(std::string(name), ours->target.uri);
          came = true;
        }
      }
      CPPUNIT_ASSERT(came);
    }
  }

 private:
  /// A reply, not a client's first message.
  static bool has_answers(const syncml::Message& message) {
    return std::ranges::any_of(message.body, [](const auto& command) {
      return std::holds_alternative<syncml::StatusCmd>(command);
    });
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(FirstMessageTest);

}  // namespace pim::session::test
