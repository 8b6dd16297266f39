// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace pim {

/// Writes small saved states (session, anchors, abilities) as compact octets:
/// variable-length integers and length-prefixed strings. Read back by Unpacker in the same order.
class Packer {
 public:
  Packer& u(std::uint64_t value);
  Packer& i(std::int64_t value);  ///< zigzag
  Packer& b(bool value) { return u(value ? 1 : 0); }
  Packer& s(std::string_view text);
  const std::string& octets() const& { return octets_; }
  std::string octets() && { return std::move(octets_); }

 private:
  std::string octets_;
};

/// Reads what Packer wrote. After any fault every further value is 0 or empty and ok() is false:
/// read all, then ask once. The octets must outlive the Unpacker.
class Unpacker {
 public:
  explicit Unpacker(std::string_view octets) : rest_(octets) {}
  std::uint64_t u();
  std::int64_t i();
  bool b() { return u() != 0; }
  std::string s();
  bool ok() const { return ok_; }
  bool done() const { return rest_.empty(); }
  /// Corrupt unless everything was read and fitted.
  Status finish(std::string_view what) const;

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace pim
