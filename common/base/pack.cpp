// SPDX-License-Identifier: Apache-2.0
#include "common/base/pack.h"

namespace pim {

Packer& Packer::u(std::uint64_t value) {
  while (value >= 0x80U) {
    octets_ += static_cast<char>((value & 0x7fU) | 0x80U);
    value >>= 7U;
  }
  octets_ += static_cast<char>(value);
  return *this;
}

Packer& Packer::i(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return u((bits << 1U) ^ (value < 0 ? ~std::uint64_t{0} : 0U));
}

Packer& Packer::s(std::string_view text) {
  u(text.size());
  octets_ += text;
  return *this;
}

std::uint64_t Unpacker::u() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; ok_ && shift < 64 && !rest_.empty(); shift += 7) {
    const auto octet = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    if (shift == 63 && octet > 1) {
      break;
    }
    value |= std::uint64_t{octet & 0x7fU} << shift;
    if (octet < 0x80U) {
      return value;
    }
  }
  ok_ = false;
  return 0;
}

std::int64_t Unpacker::i() {
  const std::uint64_t bits = u();
  return static_cast<std::int64_t>((bits >> 1U) ^ ((bits & 1U) != 0 ? ~std::uint64_t{0} : 0U));
}

std::string Unpacker::s() {
  const std::uint64_t size = u();
  if (!ok_ || size > rest_.size()) {
    ok_ = false;
    return {};
  }
  std::string text(rest_.substr(0, size));
  rest_.remove_prefix(size);
  return text;
}

Status Unpacker::finish(std::string_view what) const {
  if (ok_ && done()) {
    return {};
  }
  return fail(ErrorCode::Corrupt, std::string(what) + " cannot be read back");
}

}  // namespace pim
