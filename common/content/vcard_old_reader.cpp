// SPDX-License-Identifier: Apache-2.0
// vCard 2.1 lines (content rules 1.7, 1.8, 1.11, 1.12, 2).
#include <algorithm>
#include <array>

#include "common/base/text.h"
#include "common/content/charset.h"
#include "common/content/old_syntax.h"
#include "common/content/property.h"
#include "common/content/value.h"
#include "common/content/vcard_readers.h"

namespace pim::content {
namespace {

/// No label: windows-1252 by what the octets look like, and never of text that is UTF-8.
constexpr std::string_view Guessed = "guessed";

/// `\;` of quoted-printable, also where the escape itself was encoded, as an encoded sign.
std::string without_escapes(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size();) {
    if (raw.substr(at, 2) == "\\;" || equals_ignore_case(raw.substr(at, 6), "=5C=3B")) {
      out += "=3B";
      at += raw[at] == '\\' ? 2U : 6U;
    } else {
      out += raw[at++];
    }
  }
  return out;
}

/// CR LF and CR as LF.
std::string plain_breaks(std::string text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\r') {
      out += text[at];
    } else if (at + 1 == text.size() || text[at + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

/// Splits at bare signs; a backslash keeps the next sign, and stays.
std::vector<std::string_view> split_at(std::string_view raw, std::string_view signs) {
  std::vector<std::string_view> out;
  std::size_t from = 0;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (raw[at] == '\\') {
      ++at;
    } else if (signs.find(raw[at]) != std::string_view::npos) {
      out.push_back(raw.substr(from, at - from));
      from = at + 1;
    }
  }
  out.push_back(raw.substr(std::min(from, raw.size())));
  return out;
}

/// Reads the value of one line.
class OldValue {
 public:
  OldValue(const Document& document, const Line& line, const OldCharsets& charsets)
      : document_(document),
        line_(line),
        charsets_(charsets),
        label_(charsets.label_of(line)),
        quoted_(is_quoted_printable(document, line)) {}

  /// As 3.0 writes it: decoded and escaped, parted as its shape says.
  std::string escaped(Shape shape, Property id) const {
    switch (shape) {
      case Shape::Structured: return parts(";", ';');
      case Shape::List: return parts(id == Property::Categories ? ",;" : ",", ',');
      case Shape::Uri:
      case Shape::Date: return with_escaped_breaks(charsets_.text_of(line_));
      case Shape::Binary:
        return is_base64(document_, line_) ? without_blanks()
                                           : with_escaped_breaks(charsets_.text_of(line_));
      case Shape::Raw: return with_escaped_breaks(charsets_.text_of(line_));
      default: return escape(text(line_.value));
    }
  }

 private:
  std::string text(std::string_view raw) const {
    if (!quoted_) {
      return unescape_old(raw);
    }
    return plain_breaks(charsets_.convert(decode_quoted_printable(without_escapes(raw)), label_));
  }

  std::string parts(std::string_view signs, char separator) const {
    std::string whole;
    std::string_view raw = line_.value;
    const bool decoded = quoted_ && OldCharsets::may_hide_separators(label_);
    if (decoded) {
      whole = charsets_.text_of(line_);
      raw = whole;
    }
    std::string out;
    bool first = true;
    for (const std::string_view part : split_at(raw, signs)) {
      if (!first) {
        out += separator;
      }
      first = false;
      const std::string text_of_part = decoded ? unescape_old(part) : text(item(part, separator));
      out += escape(text_of_part);
    }
    return out;
  }

  /// `\,` is an escape in lists of quoted-printable too.
  std::string item(std::string_view part, char separator) const {
    if (!quoted_ || separator != ',') {
      return std::string(part);
    }
    std::string out;
    for (std::size_t at = 0; at < part.size(); ++at) {
      at += part.substr(at, 2) == "\\," ? 1U : 0U;
      out += part[at];
    }
    return out;
  }

  std::string without_blanks() const {
    std::string out;
    out.reserve(line_.value.size());
    for (const char c : line_.value) {
      if (c != ' ' && c != '\t') {
        out += c;
      }
    }
    return out;
  }

  const Document& document_;
  const Line& line_;
  const OldCharsets& charsets_;
  std::string_view label_;
  bool quoted_;
};

void read_parameters(VcardLine& line) {
  std::vector<std::string> types;
  std::vector<VcardLine::Parameter> kept;
  for (VcardLine::Parameter& parameter : line.parameters) {
    const std::string_view value = trim(parameter.value);
    const bool bare = parameter.name.empty();
    const auto says = [&](std::string_view token) { return equals_ignore_case(value, token); };
    if (bare ? says("BASE64") || says("B")
             : equals_ignore_case(parameter.name, "ENCODING") && (says("BASE64") || says("B"))) {
      kept.push_back({"ENCODING", "b"});
    } else if (equals_ignore_case(parameter.name, "CHARSET") ||
               equals_ignore_case(parameter.name, "ENCODING") ||
               (bare &&
                (says("QUOTED-PRINTABLE") || says("8BIT") || says("7BIT") || says("INLINE")))) {
      continue;
    } else if (bare ? says("URL") || says("CID") || says("CONTENT-ID")
                    : equals_ignore_case(parameter.name, "VALUE")) {
      if (!says("INLINE")) {
        kept.push_back({"VALUE", says("URL") ? "uri" : std::string(value)});
      }
    } else if (bare) {
      types.emplace_back(value);
    } else {
      kept.push_back(std::move(parameter));
    }
  }
  line.parameters = std::move(kept);
  if (!types.empty()) {
    for (std::string& type : line.type_names()) {
      types.push_back(std::move(type));
    }
    line.set_types(types);
  }
}

/// `vnd.android.cursor.item/KIND;VALUE;TYPE;LABEL...` (content rule V3).
bool read_android(VcardLine& line) {
  constexpr std::string_view Start = "vnd.android.cursor.item/";
  const auto parts = split_raw(line.value, ';');
  if (parts.size() < 2 || !parts[0].starts_with(Start)) {
    return false;
  }
  const std::string_view kind = parts[0].substr(Start.size());
  const std::string_view type = parts.size() > 2 ? parts[2] : std::string_view();
  std::string name;
  if (kind == "nickname") {
    name = "NICKNAME";
  } else if (kind == "contact_event" && type == "1") {
    name = "X-ANNIVERSARY";
  } else if (kind == "relation") {
    name = type == "14" ? "X-SPOUSE" : type == "7" ? "X-MANAGER" : type == "1" ? "X-ASSISTANT" : "";
  }
  if (name.empty()) {
    return false;
  }
  std::string value(parts[1]);
  line.name = std::move(name);
  line.parameters.clear();
  line.value = std::move(value);
  return true;
}

/// `SOUND;X-IRMC-N:family;given`: how a Japanese name is spoken (content rule V3).
bool read_spoken_name(VcardLine& line, std::vector<VcardLine>& out) {
  const auto types = line.type_names();
  const bool spoken = std::any_of(types.begin(), types.end(), [](const std::string& type) {
    return equals_ignore_case(type, "X-IRMC-N");
  });
  if (!line.is("SOUND") || !spoken) {
    return false;
  }
  constexpr std::array<std::string_view, 2> Phonetic = {"X-PHONETIC-LAST-NAME",
                                                        "X-PHONETIC-FIRST-NAME"};
  const auto parts = split_at(line.value, ";");
  for (std::size_t i = 0; i < Phonetic.size() && i < parts.size(); ++i) {
    if (!trim(parts[i]).empty()) {
      out.push_back({line.group, std::string(Phonetic[i]), {}, escape(unescape_old(parts[i]))});
    }
  }
  return true;
}

}  // namespace

OldCharsets::OldCharsets(const Document& document, std::vector<Remark>& remarks)
    : document_(document) {
  if (!document.old_syntax()) {
    return;
  }
  std::map<std::string, std::vector<const Line*>> groups;
  for (const Line& line : document.lines()) {
    if (line.parameter_count > 0 && is_quoted_printable(document, line)) {
      groups[to_upper_ascii(label_of(line))].push_back(&line);
      if (line.value.ends_with('=')) {
        remarks.push_back({line.number, to_upper_ascii(line.name), "qp"});
      }
    }
  }
  for (auto& [label, lines] : groups) {
    // an identifier decides only where no text does: another may take its place
    const auto is_uid = [](const Line* line) { return equals_ignore_case(line->name, "UID"); };
    if (!std::all_of(lines.begin(), lines.end(), is_uid)) {
      std::erase_if(lines, is_uid);
    }
    decide(label, lines, remarks);
  }
}

void OldCharsets::decide(const std::string& label, const std::vector<const Line*>& lines,
                         std::vector<Remark>& remarks) {
  std::vector<std::string> values;
  values.reserve(lines.size());
  for (const Line* line : lines) {
    values.push_back(decode_quoted_printable(line->value));
  }
  const bool foreign = !label.empty() && !is_utf8_label(label);
  const auto all = [&](auto holds) { return std::all_of(values.begin(), values.end(), holds); };
  const auto fits = [&](const std::string& value) { return decode(value, label).has_value(); };
  const auto tell = [&](std::string_view code) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const bool read = code != "latin" || !is_valid_utf8(values[i]);
      if (read && std::any_of(values[i].begin(), values[i].end(), [](char c) { return c < 0; })) {
        remarks.push_back({lines[i]->number, to_upper_ascii(lines[i]->name), std::string(code)});
      }
    }
  };
  const bool utf8 = all([](const std::string& value) { return is_valid_utf8(value); });
  if (foreign && (is_multi_byte_label(label) || !utf8) && all(fits)) {
    charset_[label] = label;
  } else if (utf8) {
    if (foreign) {
      tell("charset");
    }
  } else if (all([](const std::string& value) {
               return is_valid_utf8(value) || looks_like_windows_1252(value);
             })) {
    charset_[label] = Guessed;
    tell("latin");
  } else {
    tell("charset");
  }
}

bool OldCharsets::may_hide_separators(std::string_view label) {
  return is_multi_byte_label(label);
}

std::string OldCharsets::convert(std::string octets, std::string_view label) const {
  if (charset_.empty()) {
    return octets;
  }
  const auto at = charset_.find(to_upper_ascii(label));
  if (at == charset_.end()) {
    return octets;
  }
  if (at->second == Guessed) {
    return is_valid_utf8(octets) ? octets : decode_windows_1252(octets);
  }
  return decode(octets, at->second).value_or(octets);
}

std::string OldCharsets::text_of(const Line& line) const {
  if (!is_quoted_printable(document_, line)) {
    return std::string(line.value);
  }
  return plain_breaks(convert(decode_quoted_printable(line.value), label_of(line)));
}

std::string_view OldCharsets::label_of(const Line& line) const {
  for (const Parameter& parameter : Parameters{document_, line}) {
    if (equals_ignore_case(parameter.name, "CHARSET")) {
      return unquote(parameter.value);
    }
  }
  return {};
}

void read_old_line(const Document& document, const Line& line, const OldCharsets& charsets,
                   VcardLine own, std::vector<VcardLine>& out) {
  const PropertyInfo& info = *find_property(own.name);
  if (own.is("X-ANDROID-CUSTOM")) {
    own.value = charsets.text_of(line);
    if (read_android(own)) {
      if (own.name != "X-ANNIVERSARY") {
        own.value = escape(own.value);
      }
      out.push_back(std::move(own));
      return;
    }
  }
  own.value = OldValue(document, line, charsets).escaped(info.shape, info.id);
  read_parameters(own);
  if (!read_spoken_name(own, out)) {
    out.push_back(std::move(own));
  }
}

}  // namespace pim::content
