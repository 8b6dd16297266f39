// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/values.h"

#include <algorithm>

#include "common/base/text.h"

namespace pim::httpd {
namespace {

constexpr std::size_t Kilo = 1024;
constexpr std::size_t MaxName = 64;

bool is_name_sign(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_';
}

bool is_url_sign(char c) {
  return c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\' && c != '?' &&
         c != '#' && c != '@';
}

}  // namespace

Failure refuse(std::string_view directive, std::string_view value, std::string_view allowed) {
  std::string sentence(directive);
  sentence.append(": '").append(value).append("' is not possible; allowed is ");
  sentence.append(allowed).append(".");
  return fail(ErrorCode::Malformed, std::move(sentence));
}

Result<std::uint64_t> read_number(std::string_view directive, std::string_view value,
                                  std::uint64_t low, std::uint64_t high) {
  const auto number = parse_unsigned(value);
  if (!number || *number < low || *number > high) {
    return refuse(directive, value,
                  "a number from " + std::to_string(low) + " to " + std::to_string(high));
  }
  return *number;
}

Result<std::size_t> read_size(std::string_view directive, std::string_view value, std::size_t low,
                              std::size_t high) {
  std::string_view digits = value;
  std::size_t factor = 1;
  if (digits.ends_with('K') || digits.ends_with('k')) {
    factor = Kilo;
  } else if (digits.ends_with('M') || digits.ends_with('m')) {
    factor = Kilo * Kilo;
  }
  if (factor != 1) {
    digits.remove_suffix(1);
  }
  const auto number = parse_unsigned(digits);
  if (!number || *number > high / factor || *number * factor < low) {
    return refuse(directive, value,
                  "a number of octets from " + std::to_string(low) + " to " + std::to_string(high) +
                      ", also as 64K or 1M");
  }
  return static_cast<std::size_t>(*number) * factor;
}

Result<std::string> read_name(std::string_view directive, std::string_view value) {
  if (value.empty() || value.size() > MaxName || !std::ranges::all_of(value, is_name_sign)) {
    return refuse(directive, value,
                  "a name of 1 to 64 letters, digits, dots, dashes and underscores");
  }
  return std::string(value);
}

Result<std::string> read_url(std::string_view directive, std::string_view value) {
  if (value.find('@') != std::string_view::npos) {
    return fail(ErrorCode::Malformed,  // what stands before an @ may be a password
                std::string(directive) + ": the address must not hold a user name or a password.");
  }
  const std::size_t host = value.starts_with("https://") ? 8 : value.starts_with("http://") ? 7 : 0;
  if (host == 0 || value.size() <= host || value[host] == '/' ||
      !std::ranges::all_of(value, is_url_sign)) {
    return refuse(directive, value,
                  "an address that begins with https:// or http://, such as "
                  "https://portal.example.org/syncml");
  }
  while (value.ends_with('/')) {
    value.remove_suffix(1);
  }
  return std::string(value);
}

}  // namespace pim::httpd
