// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/clock.h"
#include "common/base/limits.h"
#include "common/base/log.h"
#include "common/base/random.h"
#include "common/store/store.h"
#include "common/sync/guard.h"
#include "common/syncml/message.h"

namespace pim::session {

/// A POST at the SyncML endpoint.
struct ServerRequest {
  std::string_view body;
  std::string content_type;
  std::string handle;  ///< what follows the endpoint's path ("/syncml/HANDLE"); empty = bare URL
  std::string url;     ///< the endpoint as the client reaches it, "https://host/syncml", no slash
  bool open_line = false;  ///< others may read along: no password is taken, a digest only
};

/// What a session did, told with the reply that ends it well.
struct SessionTotals {
  std::uint64_t added = 0, updated = 0, deleted = 0, failed = 0;  ///< of what came
  std::uint64_t sent = 0, send_failed = 0;
  std::uint64_t slow_syncs = 0;  ///< datastores
};

struct ServerReply {
  int status = 200;  ///< of HTTP
  std::string content_type;
  std::string body;
  Seconds retry_after = 0;                      ///< Retry-After, 0 = none
  std::string device;                           ///< for the access log; empty before sign-in
  std::string summary;                          ///< "+3/~1/-0/!0", for the access log
  bool began = false;                           ///< this message opened its session
  std::optional<syncml::Version> version = {};  ///< of a message that was served
  /// When the session was last heard of before this message, and that it is heard of now; 0 where
  /// it had not begun, or has ended.
  Seconds seen_before = 0;
  Seconds seen = 0;
  std::optional<SessionTotals> ended = {};
};

/// Later: too many wrong ones came before, this one was not looked at.
enum class Login : std::uint8_t { Good, Wrong, Unavailable, Later };

/// Checks a login name and password; bound to one HTTP request.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  virtual Login check(std::string_view user, std::string_view password) = 0;
  /// After Later: seconds until it makes sense to come again.
  virtual Seconds retry_after() const { return 0; }
  /// The password of a device as it was before it was sealed (the purpose is device_purpose() of
  /// session/device_password.h).
  virtual Result<std::string> unseal(std::string_view sealed, std::string_view purpose);
};

struct ServerConfig {
  std::string portal = "default";                 ///< Store::portal()
  std::size_t max_msg_size = limits::MaxMsgSize;  ///< told to the peer, enforced on replies
  sync::GuardLimits guard;
  bool passwords = true;         ///< a user's own password signs in
  bool device_passwords = true;  ///< a device's password does
  bool digest = false;           ///< so does a digest (MD5) of a device's password
  /// Spoken, newest first; never empty.
  std::vector<syncml::Version> versions = {syncml::Version::V12, syncml::Version::V11,
                                           syncml::Version::V10};
  bool wbxml = true;  ///< else XML only, and WBXML is answered 415
  Seconds session_timeout = 600;
  /// The time zone of devices of which none is known otherwise; empty = they have none.
  std::string device_zone = {};
  /// How maker and model of devices begin, whatever their case, that delete past events by
  /// themselves to make room: such a Delete leaves that device only (sync rule 35). "" = all.
  std::vector<std::string> purging_devices = {"Nokia"};
  int max_sessions_per_owner = 64;
};

/// The server role (S1 towards portals, S2 towards terminals): one message in, one reply out, one
/// transaction, no state in the process. Thread-safe: any child may serve any message. The lines it
/// logs carry tags SML0100 and up.
class Server {
 public:
  Server(store::Store& store, const Clock& clock, Random& random, LogSink& log,
         ServerConfig config);
  ServerReply handle(const ServerRequest& request, Authenticator& authenticator) const;

 private:
  store::Store& store_;
  const Clock& clock_;
  Random& random_;
  LogSink& log_;
  ServerConfig config_;
};

}  // namespace pim::session
