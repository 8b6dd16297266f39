// SPDX-License-Identifier: Apache-2.0
#include "common/session/handle.h"

#include "common/base/text.h"

namespace pim::session {

namespace {

std::string seal_of(const HashKey& key, std::string_view body) {
  const std::string octets(reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size());
  return hex_encode(hmac_sha256(octets, body).substr(0, 8));
}

}  // namespace

Handle new_handle(Random& random, store::OwnerId owner) {
  return {random.hex(16), owner};
}

std::string write_handle(const HashKey& key, const Handle& handle) {
  const std::string body = handle.id + "-" + std::to_string(handle.owner);
  return body + "-" + seal_of(key, body);
}

std::optional<Handle> read_handle(const HashKey& key, std::string_view text) {
  const std::size_t last = text.rfind('-');
  const std::size_t first = text.find('-');
  if (first != 32 || last == first || last == std::string_view::npos || text.size() > 80) {
    return {};
  }
  const std::string_view body = text.substr(0, last);
  if (!equal_constant_time(seal_of(key, body), text.substr(last + 1))) {
    return {};
  }
  const auto owner = parse_unsigned(body.substr(first + 1));
  if (!owner || *owner > INT64_MAX) {
    return {};
  }
  return Handle{std::string(body.substr(0, first)), static_cast<store::OwnerId>(*owner)};
}

}  // namespace pim::session
