// SPDX-License-Identifier: Apache-2.0
#include "common/base/charset.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include "common/base/utf8.h"

namespace pim {
namespace {

/// Owns one conversion. Opening one costs less than a microsecond: none is kept.
class Converter {
 public:
  explicit Converter(const std::string& charset) : handle_(iconv_open("UTF-8", charset.c_str())) {}
  ~Converter() {
    if (open()) {
      iconv_close(handle_);
    }
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // iconv_open tells failure by the value -1
  bool open() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }
  std::size_t run(char** from, std::size_t* from_left, char** to, std::size_t* to_left) {
    return iconv(handle_, from, from_left, to, to_left);
  }

 private:
  iconv_t handle_;
};

/// A name with a slash would carry options of iconv ("//IGNORE") along, and glibc leaves other
/// punctuation out of a name: "'" is then the charset of the locale.
bool is_plain_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == ':';
  };
  return std::all_of(name.begin(), name.end(), plain) &&
         std::any_of(name.begin(), name.end(),
                     [](char c) { return c >= '0' && c != ':' && c != '_'; });
}

}  // namespace

Result<std::string> to_utf8(std::string_view charset, std::string_view octets) {
  Converter converter{std::string(charset)};
  if (!is_plain_name(charset) || !converter.open()) {
    return fail(ErrorCode::Unsupported, "unknown charset");
  }
  std::string out;
  std::array<char, 4096> buffer{};
  std::string source(octets);  // iconv wants a pointer to char that is not const
  char* from = source.data();
  std::size_t from_left = source.size();
  for (bool flushing = false;;) {
    char* to = buffer.data();
    std::size_t to_left = buffer.size();
    const std::size_t result =
        converter.run(flushing ? nullptr : &from, flushing ? nullptr : &from_left, &to, &to_left);
    const int reason = result == static_cast<std::size_t>(-1) ? errno : 0;
    out.append(buffer.data(), buffer.size() - to_left);
    if (reason != 0 && reason != E2BIG) {
      return fail(ErrorCode::Malformed, "the octets do not fit their charset",
                  "octet " + std::to_string(source.size() - from_left));
    }
    if (reason == 0) {
      if (flushing) {
        return out;
      }
      flushing = true;  // charsets with shifts may hold something back
    }
  }
}

char32_t windows_1252(unsigned char octet) {
  static constexpr std::array<char16_t, 32> High = {
      0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
      0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};
  return octet >= 0x80 && octet < 0xa0 ? High[octet - 0x80U] : octet;
}

std::string repair_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const std::size_t ascii = ascii_run(text);
    const std::size_t length = ascii > 0 ? ascii : utf8_sequence(text);
    if (length > 0) {
      out += text.substr(0, length);
    } else {
      append_utf8(out, windows_1252(static_cast<unsigned char>(text.front())));
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

}  // namespace pim
