// SPDX-License-Identifier: Apache-2.0
#include "common/base/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

#include "common/base/siphash.h"

namespace pim {
namespace {

std::string digest(const EVP_MD* kind, std::string_view octets) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  if (EVP_Digest(octets.data(), octets.size(), reinterpret_cast<unsigned char*>(out.data()), &size,
                 kind, nullptr) != 1) {
    // Only a libcrypto without this digest (a FIPS policy) comes here: no input can cause it.
    throw std::runtime_error("libcrypto refuses a digest");
  }
  out.resize(size);
  return out;
}

}  // namespace

std::uint64_t siphash(const HashKey& key, std::string_view octets) {
  const auto* raw = reinterpret_cast<const char*>(key.bytes.data());
  return siphash_detail::hash(siphash_detail::word_at(raw), siphash_detail::word_at(raw + 8),
                              octets);
}

std::string md5(std::string_view octets) {
  return digest(EVP_md5(), octets);
}

std::string sha256(std::string_view octets) {
  return digest(EVP_sha256(), octets);
}

std::string hmac_sha256(std::string_view key, std::string_view octets) {
  // HMAC() takes an empty key only with a pointer that is not null.
  const char* key_data = key.empty() ? "" : key.data();
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  if (HMAC(EVP_sha256(), key_data, static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(octets.data()), octets.size(),
           reinterpret_cast<unsigned char*>(out.data()), &size) == nullptr) {
    throw std::runtime_error("libcrypto refuses HMAC-SHA-256");
  }
  out.resize(size);
  return out;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  // Walks all of `a` whatever stands in `b`; volatile keeps the compiler from leaving early.
  volatile unsigned difference = a.size() == b.size() ? 0U : 1U;
  const std::string_view other = a.size() == b.size() ? b : a;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = difference | (static_cast<unsigned char>(a[i]) ^
                               unsigned{static_cast<unsigned char>(other[i])});
  }
  return difference == 0;
}

}  // namespace pim
