// SPDX-License-Identifier: Apache-2.0
#include "common/console/query.h"

#include <algorithm>
#include <optional>

#include "common/base/pack.h"
#include "common/base/text.h"

namespace pim::console {

namespace {

int hex_digit(char sign) {
  if (sign >= '0' && sign <= '9') {
    return sign - '0';
  }
  if (sign >= 'a' && sign <= 'f') {
    return sign - 'a' + 10;
  }
  return sign >= 'A' && sign <= 'F' ? sign - 'A' + 10 : -1;
}

/// Nothing where an escape is broken or what comes out is no plain text.
std::optional<std::string> decode(std::string_view raw) {
  std::string text;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    char sign = raw[at];
    if (sign == '%') {
      const int high = at + 2 < raw.size() ? hex_digit(raw[at + 1]) : -1;
      const int low = high >= 0 ? hex_digit(raw[at + 2]) : -1;
      if (low < 0) {
        return std::nullopt;
      }
      sign = static_cast<char>(high * 16 + low);
      at += 2;
    } else if (sign == '+') {
      sign = ' ';
    }
    if (static_cast<unsigned char>(sign) < 0x20U || sign == 0x7f) {
      return std::nullopt;
    }
    text += sign;
  }
  return is_valid_utf8(text) ? std::optional(std::move(text)) : std::nullopt;
}

tl::unexpected<Problem> wrong(const std::string& name, std::string_view what) {
  return tl::unexpected<Problem>(
      Problem(Trouble::WrongParameter,
              "The parameter \"" + name + "\" " + std::string(what) + " Correct the address.")
          .with("parameter", name));
}

}  // namespace

Outcome<Query> Query::read(std::string_view raw, std::initializer_list<std::string_view> known) {
  Query query;
  for (const std::string& pair : split(raw, '&')) {
    if (pair.empty()) {
      continue;
    }
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto name = decode(std::string_view(pair).substr(0, equals));
    if (!name || std::find(known.begin(), known.end(), *name) == known.end()) {
      return wrong(name && name->size() <= 64 ? *name : "?", "is not known here.");
    }
    auto value = decode(std::string_view(pair).substr(std::min(equals + 1, pair.size())));
    if (!value) {
      return wrong(*name, "is not UTF-8 text in URL encoding.");
    }
    if (!query.values_.emplace(*name, std::move(*value)).second) {
      return wrong(*name, "was given twice.");
    }
  }
  return query;
}

const std::string& Query::text(std::string_view name) const {
  static const std::string nothing;
  const auto found = values_.find(name);
  return found == values_.end() ? nothing : found->second;
}

Outcome<std::size_t> Query::limit() const {
  const std::string& text = this->text("limit");
  if (text.empty()) {
    return limits::PageRows;
  }
  const auto number = parse_unsigned(text);
  if (!number || *number == 0 || *number > limits::PageRows) {
    return wrong("limit", "must be a number from 1 to " + std::to_string(limits::PageRows) + ".");
  }
  return static_cast<std::size_t>(*number);
}

Outcome<std::string> Query::cursor(std::string_view list) const {
  std::string text = this->text("cursor");
  if (text.empty()) {
    return std::string();
  }
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  const auto octets = base64_decode(text);
  Unpacker unpacker(octets ? std::string_view(*octets) : std::string_view());
  const std::string of = unpacker.s();
  std::string position = unpacker.s();
  if (!octets || !unpacker.finish("cursor") || of != list) {
    return trouble(Trouble::WrongCursor,
                   "The cursor was not given out by this list. Begin again without one.");
  }
  return position;
}

std::string make_cursor(std::string_view list, std::string_view position) {
  std::string text = base64_encode(Packer().s(list).s(position).octets());
  text.erase(std::find(text.begin(), text.end(), '='), text.end());
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

std::string number_cursor(std::string_view list, std::int64_t number) {
  return make_cursor(list, Packer().i(number).octets());
}

Outcome<std::int64_t> number_position(const Query& query, std::string_view list,
                                      std::int64_t from_the_start) {
  PIM_TRY(const std::string position, query.cursor(list));
  if (position.empty()) {
    return from_the_start;
  }
  Unpacker unpacker(position);
  const std::int64_t number = unpacker.i();
  if (!unpacker.finish("cursor") || number <= 0) {
    return trouble(Trouble::WrongCursor,
                   "The cursor was not given out by this list. Begin again without one.");
  }
  return number;
}

}  // namespace pim::console
