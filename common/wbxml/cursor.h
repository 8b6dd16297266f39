// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace pim::wbxml {

/// Walks over octets; nothing is read beyond their end.
class Cursor {
 public:
  explicit Cursor(std::string_view octets) : octets_(octets) {}

  bool at_end() const { return at_ == octets_.size(); }
  std::size_t place() const { return at_; }
  std::string_view rest() const { return octets_.substr(at_); }
  /// The next octet, not taken; at the end 0.
  unsigned peek() const { return at_end() ? 0U : static_cast<unsigned char>(octets_[at_]); }

  Result<unsigned> octet() {
    if (at_end()) {
      return cut();
    }
    return static_cast<unsigned char>(octets_[at_++]);
  }

  /// mb_u_int32: seven bits an octet, the highest first; at most five octets and 32 bits.
  Result<std::uint32_t> number() {
    std::uint64_t value = 0;
    for (int i = 0; i < 5; ++i) {
      PIM_TRY(const unsigned next, octet());
      value = value << 7U | (next & 0x7fU);
      if ((next & 0x80U) == 0) {
        return value <= UINT32_MAX ? Result<std::uint32_t>(static_cast<std::uint32_t>(value))
                                   : fault("a number is too large");
      }
    }
    return fault("a number is too long");
  }

  Result<std::string_view> take(std::size_t length) {
    if (length > octets_.size() - at_) {
      return cut();
    }
    at_ += length;
    return octets_.substr(at_ - length, length);
  }

  /// Up to the next NUL, which is taken too.
  Result<std::string_view> string() {
    const std::size_t end = octets_.find('\0', at_);
    if (end == std::string_view::npos) {
      return cut();
    }
    const std::string_view found = octets_.substr(at_, end - at_);
    at_ = end + 1;
    return found;
  }

  Failure fault(std::string message) const {
    return fail(ErrorCode::Malformed, std::move(message), "octet " + std::to_string(at_));
  }

 private:
  Failure cut() const { return fault("the document ends too early"); }

  std::string_view octets_;
  std::size_t at_ = 0;
};

}  // namespace pim::wbxml
