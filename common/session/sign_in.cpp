// SPDX-License-Identifier: Apache-2.0
#include "common/session/sign_in.h"

#include <algorithm>

#include "common/base/digest.h"
#include "common/base/limits.h"
#include "common/base/pack.h"
#include "common/base/text.h"
#include "common/session/device_password.h"
#include "common/syncml/credential.h"
#include "common/syncml/status.h"

namespace pim::session {

namespace code = syncml::status;

// ---------------------------------------------------------------- nonces

std::int64_t NonceClock::offered(std::int64_t used) const {
  return std::max(now_, used + 1);
}

std::string NonceClock::nonce(std::string_view user, std::string_view device,
                              std::int64_t slot) const {
  const std::string key(reinterpret_cast<const char*>(key_.bytes.data()), key_.bytes.size());
  Packer packer;
  packer.s("nonce").s(user).s(device).i(slot);
  // base64 signs only: an old device may take a nonce for a text that ends at a NUL
  return base64_encode(hmac_sha256(key, packer.octets()).substr(0, 12));
}

std::vector<std::int64_t> NonceClock::taken(std::int64_t used, std::int64_t newest) const {
  std::vector<std::int64_t> slots;
  for (std::int64_t slot = newest; slot > used && slot > now_ - SlotsTaken; --slot) {
    slots.push_back(slot);
  }
  return slots;
}

// ---------------------------------------------------------------- what is on record

Status SignIn::load(std::string_view user) {
  if (loaded_for_ == user) {
    return {};
  }
  devices_.clear();
  owner_ = 0;
  PIM_TRY(const auto owner, store_.find_owner(config_.portal, user));
  if (owner) {
    owner_ = owner->id;
    PIM_TRY(auto work, store_.begin(owner_, store::Access::Read));
    PIM_TRY(devices_, work->devices());
    std::erase_if(devices_, [&](const store::Device& device) {
      return !device.device.empty() && device.device != message_.header.source.uri;
    });
    if (devices_.size() > limits::MaxDevicePasswords) {
      devices_.resize(limits::MaxDevicePasswords);
    }
  }
  loaded_for_ = user;
  return {};
}

std::int64_t SignIn::offered() const {
  std::int64_t used = 0;
  for (const store::Device& device : devices_) {
    used = std::max(used, device.used_slot);
  }
  return clock_.offered(used);
}

SimpleReply SignIn::challenge(int code) {
  SimpleReply reply;
  reply.code = code;
  reply.challenge = syncml::AuthBasic;
  const std::string& user = message_.header.source.name;
  const bool known = !user.empty() && load(user);
  const bool only_digest = request_.open_line || !(config_.passwords || config_.device_passwords);
  if (config_.digest && (only_digest || (known && !devices_.empty()))) {
    reply.challenge = syncml::AuthMd5;
    const std::int64_t slot = known ? offered() : clock_.offered(0);
    reply.next_nonce = base64_encode(clock_.nonce(user, message_.header.source.uri, slot));
  }
  return reply;
}

// ---------------------------------------------------------------- checks

std::variant<SignedIn, SimpleReply, SignInTrouble> SignIn::check() {
  if (!message_.header.cred) {
    return challenge(code::MissingCredentials);
  }
  const syncml::Cred& cred = *message_.header.cred;
  return equals_ignore_case(cred.meta.type, syncml::AuthMd5) ? check_digest(cred)
                                                             : check_password(cred);
}

Result<std::optional<std::string>> SignIn::password_of(const store::Device& device) {
  auto password = authenticator_.unseal(device.sealed, device_purpose(owner_, device.number));
  if (!password && password.error().code == ErrorCode::Unavailable) {
    return pass(password);
  }
  return password ? std::optional(std::move(*password)) : std::nullopt;
}

Result<std::optional<SignedIn>> SignIn::device_with(std::string_view password) {
  for (const store::Device& device : devices_) {
    PIM_TRY(const auto known, password_of(device));
    if (known && equal_constant_time(*known, password)) {
      return std::optional(SignedIn{loaded_for_, device, owner_, false, 0});
    }
  }
  return std::optional<SignedIn>();
}

std::variant<SignedIn, SimpleReply, SignInTrouble> SignIn::check_password(
    const syncml::Cred& cred) {
  const auto given = syncml::read_basic(cred);
  if (!given || request_.open_line) {
    return challenge(code::InvalidCredentials);
  }
  if (config_.device_passwords) {
    if (auto loaded = load(given->user); !loaded) {
      return SignInTrouble{loaded.error(), 0};
    }
    // before the user's own: it costs nothing, and the slow check is not asked in vain
    auto device = device_with(given->password);
    if (!device) {
      return SignInTrouble{device.error(), 0};
    }
    if (*device) {
      return **device;
    }
  }
  if (!config_.passwords) {
    return challenge(code::InvalidCredentials);
  }
  switch (authenticator_.check(given->user, given->password)) {
    case Login::Good: return SignedIn{given->user, {}, 0, false, 0};
    case Login::Wrong: return challenge(code::InvalidCredentials);
    case Login::Later:
      return SignInTrouble{{ErrorCode::Busy, "Too many wrong sign-ins came before.", ""},
                           authenticator_.retry_after()};
    case Login::Unavailable: break;
  }
  return SignInTrouble{{ErrorCode::Unavailable, "The sign-in cannot be checked at present.", ""}};
}

Result<std::optional<SignedIn>> SignIn::device_that_made(const std::string& digest,
                                                         const store::Device& device) {
  PIM_TRY(const auto password, password_of(device));
  if (!password) {
    return std::optional<SignedIn>();
  }
  const auto made_with = [&](std::string_view nonce) {
    return equal_constant_time(digest, syncml::digest_of(version_, loaded_for_, *password, nonce));
  };
  if (!device.nonce.empty() && made_with(device.nonce)) {
    return std::optional(SignedIn{loaded_for_, device, owner_, true, 0});
  }
  for (const std::int64_t slot : clock_.taken(device.used_slot, offered())) {
    if (made_with(clock_.nonce(loaded_for_, message_.header.source.uri, slot))) {
      return std::optional(SignedIn{loaded_for_, device, owner_, true, slot});
    }
  }
  return std::optional<SignedIn>();
}

std::variant<SignedIn, SimpleReply, SignInTrouble> SignIn::check_digest(const syncml::Cred& cred) {
  const std::string& user = message_.header.source.name;  // a digest hides it
  const auto digest = syncml::read_digest(cred);
  if (!config_.digest || !digest || user.empty()) {
    return challenge(code::InvalidCredentials);
  }
  if (auto loaded = load(user); !loaded) {
    return SignInTrouble{loaded.error(), 0};
  }
  for (const store::Device& device : devices_) {
    auto found = device_that_made(*digest, device);
    if (!found) {
      return SignInTrouble{found.error(), 0};
    }
    if (*found) {
      return **found;
    }
  }
  return challenge(code::InvalidCredentials);
}

}  // namespace pim::session
