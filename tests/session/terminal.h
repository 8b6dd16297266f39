// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/base/random.h"
#include "common/session/server.h"
#include "common/store/faulty_store.h"
#include "common/store/memory_store.h"
#include "common/syncml/decode.h"
#include "common/syncml/dev_inf.h"
#include "common/syncml/writer.h"

// A portal's server over a memory store, and a terminal that says just what a test wants.
namespace pim::session::test {

class FixedClock final : public Clock {
 public:
  Seconds now() const override { return time; }
  mutable Seconds time = 1'767'225'600;
};

class CountingRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    for (std::byte& one : bytes) {
      one = static_cast<std::byte>(++count_);
    }
  }

 private:
  unsigned count_ = 0;
};

class Passwords final : public Authenticator {
 public:
  Login check(std::string_view user, std::string_view password) override {
    ++asked;
    return user == "alice" && password == "secret" ? Login::Good : Login::Wrong;
  }
  /// What is sealed here reads "purpose=password".
  Result<std::string> unseal(std::string_view sealed, std::string_view purpose) override {
    if (key_is_away) {
      return fail(ErrorCode::Unavailable, "the key file cannot be read");
    }
    const std::string head = std::string(purpose) + "=";
    if (!sealed.starts_with(head)) {
      return fail(ErrorCode::Corrupt, "sealed for something else");
    }
    return std::string(sealed.substr(head.size()));
  }
  int asked = 0;
  bool key_is_away = false;
};

/// A server and one terminal on it. Messages are built in order: header(), then commands, then
/// send(). The terminal goes to the RespURI it was given.
class Terminal {
 public:
  explicit Terminal(std::size_t max_msg_size = limits::MaxMsgSize);
  explicit Terminal(ServerConfig config);

  syncml::Message& header(const std::string& session_id, unsigned msg_id);
  void sign_in(const std::string& user = "alice", const std::string& password = "secret");
  void alert(int code, const std::string& last, const std::string& next,
             const std::string& target = {});  ///< none = the collection
  void answer(unsigned msg_ref, unsigned cmd_ref, const std::string& cmd, int code);
  void put(const syncml::DevInf& info);
  void sync();  ///< opens a Sync; change() goes into it
  void change(syncml::ChangeKind kind, const std::string& luid, const std::string& record = "");
  void map(const std::string& ours, const std::string& luid);
  void final() { message.final = true; }

  /// Sends what was built and reads the reply into `reply`.
  ServerReply send();
  ServerReply send_octets(const std::string& octets);
  /// A whole first session: Alert 201, these records, Maps for what comes.
  void first_session(const std::vector<std::pair<std::string, std::string>>& records);

  /// A whole session of another device with the collection, which says these changes.
  void session_of_another(const std::string& last, const std::string& next, syncml::ChangeKind kind,
                          const std::vector<std::pair<std::string, std::string>>& records);

  int status(const std::string& cmd, std::size_t nth = 0) const;  ///< 0 = none
  std::vector<syncml::ChangeCmd> received() const;                ///< changes the reply brings
  std::vector<store::Item> items();                               ///< live ones
  std::string octets() const { return encode(encoding, message); }

  FixedClock clock;
  CountingRandom random;
  NullLog log;
  store::MemoryStore memory;
  store::FaultyStore store;
  Passwords passwords;
  Server server;
  syncml::Encoding encoding = syncml::Encoding::Xml;
  syncml::Message message;
  syncml::Message reply;
  std::string handle;
  std::string collection = "contacts";
  std::string type = "text/vcard";
  bool open_line = false;
  unsigned cmd = 0;
};

/// What a device of SyncML 1.2 says of itself: one datastore, in one format both ways, two-way and
/// slow.
syncml::DevInf device_of(const std::string& id, const std::string& datastore,
                         const syncml::ContentType& format);

/// BEGIN:VCARD with this FN, and further lines each ended by CR LF.
std::string card(const std::string& name, const std::string& lines = "");

}  // namespace pim::session::test
