// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/form.h"

#include <algorithm>
#include <optional>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/console/media.h"

namespace pim::console::pages {

namespace {

/// A browser's form of ours has some 20 fields, and 200 boxes on a page of things to decide.
constexpr std::size_t MaxFields = 1'000;
const std::string Nothing;

tl::unexpected<Problem> malformed(std::string_view why) {
  return trouble(Trouble::WrongMember, "The form could not be read: " + std::string(why) +
                                           " Nothing was changed. Go back and send it again.");
}

int digit_of(char sign) {
  if (sign >= '0' && sign <= '9') {
    return sign - '0';
  }
  const char lower = static_cast<char>(sign | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> decode(std::string_view raw) {
  std::string text;
  text.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] == '+') {
      text += ' ';
    } else if (raw[at] != '%') {
      text += raw[at];
    } else {
      const int high = at + 2 < raw.size() ? digit_of(raw[at + 1]) : -1;
      const int low = at + 2 < raw.size() ? digit_of(raw[at + 2]) : -1;
      if (high < 0 || low < 0) {
        return std::nullopt;
      }
      text += static_cast<char>(high * 16 + low);
      at += 2;
    }
  }
  return text;
}

bool is_text(std::string_view text) {
  return is_valid_utf8(text) && std::ranges::none_of(text, [](char sign) {
           const auto octet = static_cast<unsigned char>(sign);
           return (octet < 0x20 && sign != '\n' && sign != '\r' && sign != '\t') || octet == 0x7f;
         });
}

using Fields = std::vector<std::pair<std::string, std::string>>;

Outcome<void> read_encoded(std::string_view body, Fields& fields) {
  bool sound = true;
  while (!body.empty() && fields.size() < MaxFields) {
    const std::size_t end = std::min(body.find('&'), body.size());
    const std::string_view field = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    const std::size_t equals = std::min(field.find('='), field.size());
    auto name = decode(field.substr(0, equals));
    auto value = decode(field.substr(std::min(equals + 1, field.size())));
    if (name && value && is_text(*name) && is_text(*value)) {
      fields.emplace_back(std::move(*name), std::move(*value));
    } else {
      sound = false;
    }
  }
  if (!body.empty()) {
    return malformed("it has too many fields.");
  }
  return sound ? Outcome<void>() : malformed("a field is badly encoded.");
}

/// The value of `key="..."` in a Content-Disposition, or nothing.
std::optional<std::string> quoted(std::string_view header, std::string_view key) {
  const std::string wanted = " " + std::string(key) + "=\"";
  const std::size_t begin = header.find(wanted);
  if (begin == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view rest = header.substr(begin + wanted.size());
  const std::size_t end = rest.find('"');
  return end == std::string_view::npos ? std::nullopt
                                       : std::optional<std::string>(rest.substr(0, end));
}

/// A field that may stand in the form.
Outcome<void> check_field(std::string_view name, std::string_view value) {
  if (!is_text(name) || !is_text(value)) {
    return malformed("a part of it is badly encoded.");
  }
  if (value.size() > Form::MaxText) {
    return trouble(Trouble::BodyTooLarge,
                   "What was typed or pasted is longer than 1 MiB. Nothing was changed. Send it as "
                   "a file.");
  }
  return {};
}

}  // namespace

Outcome<void> Form::read_parts(std::string_view boundary) {
  const std::string between = "\r\n--" + std::string(boundary);
  std::string_view rest = body_;
  if (!rest.starts_with(between.substr(2))) {
    return malformed("its parts are not where its head says.");
  }
  rest.remove_prefix(between.size() - 2);
  while (!rest.starts_with("--")) {
    const std::size_t head_end = rest.find("\r\n\r\n");
    const std::size_t end =
        head_end == std::string_view::npos ? head_end : rest.find(between, head_end + 2);
    if (end == std::string_view::npos || !rest.starts_with("\r\n") || fields_.size() == MaxFields) {
      return malformed("a part of it has no end.");
    }
    const auto name = quoted(rest.substr(0, head_end), "name");
    const std::size_t begin = std::min(head_end + 4, end);
    const std::string_view value = rest.substr(begin, end - begin);
    if (!name) {
      return malformed("a part of it is badly encoded.");
    }
    if (*name == File) {
      file_begin_ = body_.size() - rest.size() + begin;
      file_size_ = value.size();
    } else {
      PIM_CHECK(check_field(*name, value));
      fields_.emplace_back(*name, value);
    }
    rest.remove_prefix(end + between.size());
  }
  return {};
}

Outcome<void> Form::read(std::string_view content_type, std::string body) {
  const auto type = parse_media_type(content_type);
  if (type && type->type == "application/x-www-form-urlencoded") {
    if (body.size() > limits::MaxJsonBody) {
      return trouble(Trouble::BodyTooLarge,
                     "The form holds more than this page takes. Nothing was changed. Send less.");
    }
    return read_encoded(body, fields_);
  }
  const std::string boundary = type ? type->parameter("boundary") : std::string();
  if (!type || type->type != "multipart/form-data" || boundary.empty() || boundary.size() > 70) {
    return trouble(Trouble::WrongContentType,
                   "This address takes forms of the portal's own pages. Nothing was changed.");
  }
  if (body.size() > limits::MaxImport) {
    return trouble(Trouble::BodyTooLarge,
                   "The file is larger than 64 MiB. Nothing was changed. Send it in parts.");
  }
  body_ = std::move(body);
  return read_parts(boundary);
}

std::string Form::take_file() {
  body_.resize(file_begin_ + file_size_);
  body_.erase(0, file_begin_);
  file_begin_ = 0;
  file_size_ = 0;
  return std::move(body_);
}

const std::string& Form::text(std::string_view name) const {
  const auto found = std::ranges::find(
      fields_, name, [](const auto& field) -> std::string_view { return field.first; });
  return found == fields_.end() ? Nothing : found->second;
}

bool Form::has(std::string_view name) const {
  return std::ranges::any_of(fields_, [&](const auto& field) { return field.first == name; });
}

std::vector<std::string> Form::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : fields_) {
    if (key == name) {
      values.push_back(value);
    }
  }
  return values;
}

void Form::set(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

}  // namespace pim::console::pages
