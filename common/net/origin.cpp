// SPDX-License-Identifier: Apache-2.0
#include "common/net/origin.h"

#include <algorithm>
#include <optional>

#include "common/base/text.h"

namespace pim::net {
namespace {

constexpr std::size_t MaxUrl = 2048;  // longer ones are no addresses of servers

bool is_printable_ascii(char c) {
  return c > 0x20 && c < 0x7f;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_name_sign(char c) {
  return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '.' || c == '_';
}

bool is_address_sign(char c) {
  return (c >= 'a' && c <= 'f') || is_digit(c) || c == ':' || c == '.';
}

bool is_host(std::string_view host) {
  if (host.empty() || host.size() > 255) {
    return false;
  }
  if (host.front() == '[') {
    return host.size() > 4 && host.back() == ']' &&
           std::ranges::all_of(host.substr(1, host.size() - 2), is_address_sign);
  }
  return std::ranges::all_of(host, is_name_sign);
}

std::optional<std::uint16_t> read_port(std::string_view text) {
  const auto port = parse_unsigned(text);
  if (!port || *port == 0 || *port > 65535) {
    return std::nullopt;
  }
  return static_cast<std::uint16_t>(*port);
}

Failure malformed(std::string sentence) {
  return fail(ErrorCode::Malformed, std::move(sentence));
}

}  // namespace

std::string Origin::text() const {
  const bool usual = port == (scheme == "https" ? 443 : 80);
  return scheme + "://" + host + (usual ? std::string() : ":" + std::to_string(port));
}

Result<Origin> origin_of(std::string_view url) {
  if (url.size() > MaxUrl || !std::ranges::all_of(url, is_printable_ascii)) {
    return malformed("The address must be at most 2048 signs of ASCII without blanks.");
  }
  const std::size_t colon = url.find("://");
  Origin origin;
  origin.scheme = to_lower_ascii(url.substr(0, colon == std::string_view::npos ? 0 : colon));
  if (origin.scheme != "http" && origin.scheme != "https") {
    return malformed("The address must begin with https:// or http://.");
  }
  const std::string_view rest = url.substr(colon + 3);
  const std::string authority = to_lower_ascii(rest.substr(0, rest.find_first_of("/?#")));
  if (authority.find('@') != std::string::npos) {
    return malformed("The address must not hold a user name or a password.");
  }
  const std::size_t bracket = authority.rfind(']');
  const std::size_t port_at = authority.find(':', bracket == std::string::npos ? 0 : bracket);
  origin.host = authority.substr(0, port_at);
  if (!is_host(origin.host)) {
    return malformed("The address holds no host name that can be used.");
  }
  origin.port = origin.scheme == "https" ? 443 : 80;
  if (port_at != std::string::npos) {
    const auto port = read_port(std::string_view(authority).substr(port_at + 1));
    if (!port) {
      return malformed("The port in the address must be a number from 1 to 65535.");
    }
    origin.port = *port;
  }
  return origin;
}

bool same_origin(std::string_view url, std::string_view other) {
  const auto first = origin_of(url);
  const auto second = origin_of(other);
  return first && second && *first == *second;
}

}  // namespace pim::net
