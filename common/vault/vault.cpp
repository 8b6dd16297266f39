// SPDX-License-Identifier: Apache-2.0
#include "common/vault/vault.h"

#include <sodium.h>

#include <array>
#include <cstdint>
#include <span>

namespace pim::vault {
namespace {

constexpr std::string_view Version = "v1:";
constexpr std::size_t NameDigits = 8;
constexpr std::size_t HeadSize = Version.size() + NameDigits + 1;
constexpr std::size_t NonceSize = crypto_secretbox_NONCEBYTES;
constexpr std::size_t MacSize = crypto_secretbox_MACBYTES;
constexpr int Base64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
static_assert(SealingKey::Size == crypto_secretbox_KEYBYTES);

const unsigned char* octets_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* octets_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

/// secretbox takes no associated data, so each purpose has a key of its own.
SealingKey derive(const SealingKey& key, std::string_view purpose) {
  SealingKey derived;
  crypto_generichash(derived.octets().data(), SealingKey::Size, octets_of(purpose), purpose.size(),
                     key.octets().data(), SealingKey::Size);
  return derived;
}

/// Tells keys apart without telling anything about them.
std::string name_of_key(const SealingKey& key) {
  const SealingKey derived = derive(key, "name of this key");
  std::array<char, NameDigits + 1> text{};
  sodium_bin2hex(text.data(), text.size(), derived.octets().data(), NameDigits / 2);
  return {text.data(), NameDigits};
}

Failure not_sealed() {
  return fail(ErrorCode::Corrupt,
              "The sealed password is damaged or belongs to something else; enter it again.");
}

}  // namespace

std::string Vault::seal(std::string_view secret, std::string_view purpose) const {
  std::string sealed(NonceSize + MacSize + secret.size(), '\0');
  random_->fill(std::as_writable_bytes(std::span(sealed.data(), NonceSize)));
  const SealingKey derived = derive(key_, "seal:" + std::string(purpose));
  crypto_secretbox_easy(octets_of(sealed) + NonceSize, octets_of(secret), secret.size(),
                        octets_of(sealed), derived.octets().data());

  std::string text(sodium_base64_encoded_len(sealed.size(), Base64), '\0');
  sodium_bin2base64(text.data(), text.size(), octets_of(sealed), sealed.size(), Base64);
  text.pop_back();  // libsodium counts and writes the terminating NUL
  return std::string(Version) + name_of_key(key_) + ":" + text;
}

Result<std::string> Vault::open(std::string_view sealed, std::string_view purpose) const {
  if (!sealed.starts_with(Version) || sealed.size() < HeadSize || sealed[HeadSize - 1] != ':') {
    return not_sealed();
  }
  if (sealed.substr(Version.size(), NameDigits) != name_of_key(key_)) {
    return fail(ErrorCode::Denied,
                "The password was sealed under another key file; put that key file back or enter "
                "the password again.");
  }
  const std::string_view text = sealed.substr(HeadSize);
  std::string box(text.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(octets_of(box), box.size(), text.data(), text.size(), nullptr, &size,
                        nullptr, Base64) != 0 ||
      size < NonceSize + MacSize) {
    return not_sealed();
  }
  std::string secret(size - NonceSize - MacSize, '\0');
  const SealingKey derived = derive(key_, "seal:" + std::string(purpose));
  if (crypto_secretbox_open_easy(octets_of(secret), octets_of(box) + NonceSize, size - NonceSize,
                                 octets_of(box), derived.octets().data()) != 0) {
    return not_sealed();
  }
  return secret;
}

}  // namespace pim::vault
