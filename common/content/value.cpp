// SPDX-License-Identifier: Apache-2.0
#include "common/content/value.h"

#include <algorithm>
#include <cstring>

#include "common/base/text.h"

namespace pim::content {
namespace {

/// What `\c` stands for in TEXT; 0 = the two characters themselves.
char escaped_sign(char c) {
  switch (c) {
    case 'n':
    case 'N': return '\n';
    case '\\':
    case ',':
    case ';':
    case ':':
    case '"': return c;
    default: return 0;
  }
}

bool plain(std::string_view raw) {
  return raw.empty() || (std::memchr(raw.data(), '\\', raw.size()) == nullptr &&
                         std::memchr(raw.data(), '\r', raw.size()) == nullptr);
}

}  // namespace

void append_unescaped(std::string& out, std::string_view raw) {
  if (plain(raw)) {
    out += raw;
    return;
  }
  for (std::size_t at = 0; at < raw.size(); ++at) {
    const char c = raw[at];
    if (c == '\\' && at + 1 < raw.size()) {
      if (const char sign = escaped_sign(raw[at + 1]); sign != 0) {
        out += sign;
        ++at;
        continue;
      }
    }
    out += c == '\r' ? '\n' : c;
  }
}

std::string unescape(std::string_view raw) {
  std::string out;
  append_unescaped(out, raw);
  return out;
}

void append_raw(std::string& out, std::string_view raw) {
  for (std::size_t at = 0; at < raw.size(); ++at) {
    const bool escapes = raw[at] == '\\' && at + 1 < raw.size() &&
                         (raw[at + 1] == ':' || raw[at + 1] == ',' || raw[at + 1] == ';');
    if (raw[at] == '\r') {
      out += "\\n";
    } else {
      out += escapes ? raw[++at] : raw[at];
    }
  }
}

std::string with_escaped_breaks(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == ',' || c == ';') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

bool Parts::next(std::string_view& part) {
  if (done_) {
    return false;
  }
  for (std::size_t at = 0; at < rest_.size(); ++at) {
    if (rest_[at] == '\\') {
      ++at;
    } else if (rest_[at] == separator_) {
      part = rest_.substr(0, at);
      rest_.remove_prefix(at + 1);
      return true;
    }
  }
  part = rest_;
  done_ = true;
  return true;
}

std::vector<std::string_view> split_raw(std::string_view raw, char separator) {
  std::vector<std::string_view> out;
  Parts parts(raw, separator);
  for (std::string_view part; parts.next(part);) {
    out.push_back(part);
  }
  return out;
}

std::string_view unquote(std::string_view value) {
  if (!value.empty() && value.front() == '"') {
    value.remove_prefix(1);
  }
  if (!value.empty() && value.back() == '"') {
    value.remove_suffix(1);
  }
  return value;
}

bool ParameterValues::next(std::string_view& value) {
  if (done_) {
    return false;
  }
  const std::size_t comma = rest_.find(',');
  value = trim(unquote(trim(rest_.substr(0, comma))));
  done_ = comma == std::string_view::npos;
  rest_.remove_prefix(done_ ? rest_.size() : comma + 1);
  return true;
}

std::string parameter_value(std::string_view text) {
  std::string out;
  const bool quote = text.find_first_of(":;,") != std::string_view::npos;
  for (const char c : text) {
    out += c == '"' ? '\'' : c == '\n' || c == '\r' ? ' ' : c;
  }
  return quote ? '"' + out + '"' : out;
}

std::string parameter_values(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    out.append(out.empty() ? "" : ",") += parameter_value(text);
  }
  return out;
}

}  // namespace pim::content
