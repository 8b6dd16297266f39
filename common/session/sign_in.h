// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/session/server.h"
#include "common/session/simple_reply.h"

namespace pim::session {

/// Who a message signs in as.
struct SignedIn {
  std::string user;
  /// By the password of a device: its row as it was looked at, before the message's transaction.
  std::optional<store::Device> device;
  store::OwnerId owner = 0;  ///< known where a device signed in; else to be found or made
  bool digest = false;
  std::int64_t slot = 0;  ///< of the offered nonce that was used; 0 = the stored one
};

/// A sign-in that was not looked at: the store or the provider is away, or too many wrong ones came
/// before (`retry_after` seconds are to pass then); answered 503.
struct SignInTrouble {
  Error error;
  Seconds retry_after = 0;
};

/// Nonces by the clock: nothing is stored for a caller who has not signed in (sync rule 7). A slot
/// is one for (user, device), the last one used is kept with the device, and none up to it is taken
/// again.
class NonceClock {
 public:
  static constexpr Seconds SlotLength = 10;
  static constexpr std::int64_t SlotsTaken = 30;  ///< an offer holds for five minutes

  NonceClock(const HashKey& key, Seconds now) : key_(key), now_(now / SlotLength) {}
  /// The slot to offer where the slots up to `used` are gone.
  std::int64_t offered(std::int64_t used) const;
  /// 16 octets.
  std::string nonce(std::string_view user, std::string_view device, std::int64_t slot) const;
  /// Slots whose offer may come back, newest first.
  std::vector<std::int64_t> taken(std::int64_t used, std::int64_t newest) const;

 private:
  HashKey key_;
  std::int64_t now_;
};

/// The check of a message's credentials, and the challenge where they do not do.
class SignIn {
 public:
  SignIn(store::Store& store, const ServerConfig& config, const ServerRequest& request,
         Authenticator& authenticator, const syncml::Message& message, syncml::Version version,
         Seconds now)
      : store_(store),
        config_(config),
        request_(request),
        authenticator_(authenticator),
        message_(message),
        version_(version),
        clock_(store.key(), now) {}

  std::variant<SignedIn, SimpleReply, SignInTrouble> check();
  /// 401 or 407 with what the caller is to sign in by.
  SimpleReply challenge(int code);

 private:
  std::variant<SignedIn, SimpleReply, SignInTrouble> check_password(const syncml::Cred& cred);
  std::variant<SignedIn, SimpleReply, SignInTrouble> check_digest(const syncml::Cred& cred);
  /// The device passwords that may be meant, with their owner.
  Status load(std::string_view user);
  /// Unavailable: the device passwords cannot be read at present, so nothing can be said of one.
  Result<std::optional<SignedIn>> device_with(std::string_view password);
  Result<std::optional<SignedIn>> device_that_made(const std::string& digest,
                                                   const store::Device& device);
  /// The password of a device; nothing where it is sealed under another key.
  Result<std::optional<std::string>> password_of(const store::Device& device);
  std::int64_t offered() const;

  store::Store& store_;
  const ServerConfig& config_;
  const ServerRequest& request_;
  Authenticator& authenticator_;
  const syncml::Message& message_;
  syncml::Version version_;
  NonceClock clock_;
  std::string loaded_for_;
  store::OwnerId owner_ = 0;
  std::vector<store::Device> devices_;
};

}  // namespace pim::session
