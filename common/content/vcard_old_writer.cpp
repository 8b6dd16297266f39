// SPDX-License-Identifier: Apache-2.0
// vCard 2.1 (content rules 1.9, 1.11, 1.12, 2).
#include <algorithm>

#include "common/base/text.h"
#include "common/content/charset.h"
#include "common/content/old_syntax.h"
#include "common/content/property.h"
#include "common/content/value.h"
#include "common/content/vcard_readers.h"
#include "common/content/vcard_writer.h"

namespace pim::content {
namespace {

constexpr std::size_t Base64Line = 76;

/// The text with marks for the signs that part it (old_syntax.h).
std::string marked(std::string_view raw, char separator) {
  std::string out;
  Parts parts(raw, separator);
  bool first = true;
  for (std::string_view part; parts.next(part); first = false) {
    if (!first) {
      out += separator == ';' ? SplitField : SplitItem;
    }
    for (const char c : unescape(part)) {
      out += c == ';' ? KeepField : c == ',' && separator == ',' ? KeepItem : c;
    }
  }
  return out;
}

/// A line of nested records, as 2.1 has AGENT.
bool write_agent(const VcardLine& line, const WriteTarget& target, std::string& out) {
  const std::string text = unescape(line.value);
  if (!line.is("AGENT") ||
      !equals_ignore_case(std::string_view(text).substr(0, 11), "BEGIN:VCARD")) {
    return false;
  }
  out += "AGENT:" + target.line_end;
  for (const char c : text) {
    if (c == '\n') {
      out += target.line_end;
    } else {
      out += c;
    }
  }
  out += target.line_end;
  return true;
}

void write_binary(VcardLine& line, const WriteTarget& target, std::string& out) {
  const bool encoded = equals_ignore_case(line.parameter("ENCODING"), "b");
  std::string head = line.group.empty() ? line.name : line.group + '.' + line.name;
  for (const VcardLine::Parameter& parameter : line.parameters) {
    if (equals_ignore_case(parameter.name, "ENCODING") && encoded) {
      head += ";ENCODING=BASE64";
    } else if (equals_ignore_case(parameter.name, "VALUE")) {
      head += ";VALUE=" + (equals_ignore_case(unquote(parameter.value), "uri") ? std::string("URL")
                                                                               : parameter.value);
    } else {
      head += ';' + (parameter.name.empty() ? "TYPE" : parameter.name) + '=' + parameter.value;
    }
  }
  out += head + ':';
  if (!encoded) {
    append_raw(out, line.value);
    out += target.line_end;
    return;
  }
  out += target.line_end;
  std::size_t column = 0;
  for (const char c : line.value) {
    if (c == ' ' || c == '\t') {
      continue;
    }
    if (column == 0) {
      out += ' ';
    }
    out += c;
    if (++column == Base64Line - 1) {
      out += target.line_end;
      column = 0;
    }
  }
  out += column == 0 ? target.line_end : target.line_end + target.line_end;
}

bool is_token(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(),
                     [](char c) {
                       return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                              (c >= '0' && c <= '9') || c == '-' || c == '_';
                     }) &&
         !equals_ignore_case(text, "B") && !equals_ignore_case(text, "URL") &&
         !equals_ignore_case(text, "CID") && !equals_ignore_case(text, "INLINE") &&
         !equals_ignore_case(text, "BASE64") && !equals_ignore_case(text, "8BIT") &&
         !equals_ignore_case(text, "7BIT") && !equals_ignore_case(text, "QUOTED-PRINTABLE") &&
         !equals_ignore_case(text, "CONTENT-ID");
}

/// Types bare, as 2.1 has them; other parameters only in files.
std::string head_of_line(const VcardLine& line, const WriteTarget& target) {
  std::string out = line.group.empty() ? std::string() : line.group + '.';
  out += line.name;
  std::vector<std::string> types = line.type_names();
  if (line.is("EMAIL") && !line.types().has(TypeSet::Internet | TypeSet::X400)) {
    types.insert(types.begin(), "INTERNET");
  }
  for (const std::string& type : types) {
    const std::string name = TypeSet::bit_of(type) != 0 ? to_upper_ascii(type) : type;
    out += is_token(name) ? ';' + name : ";TYPE=" + parameter_value(name);
  }
  for (const VcardLine::Parameter& parameter : line.parameters) {
    if (parameter.name.empty() || equals_ignore_case(parameter.name, "TYPE") || !target.file) {
      continue;
    }
    std::string value = parameter.value;
    std::replace(value.begin(), value.end(), ParameterBreak, ' ');
    std::replace(value.begin(), value.end(), ParameterQuote, '\'');
    out += ';' + parameter.name + '=' + value;
  }
  return out;
}

/// In the device's charset; what it lacks becomes the bare letter or `?`.
std::string to_charset(const std::string& text, const WriteTarget& target) {
  auto latin = encode_latin_1(text);
  if (latin.lossy) {
    tell_loss(target, "charset");
  }
  return std::move(latin.octets);
}

void write_text(const VcardLine& line, std::string text, const WriteTarget& target,
                std::string& out) {
  std::string head = head_of_line(line, target);
  const bool foreign = std::any_of(text.begin(), text.end(), [](char c) { return c < 0; });
  if (!needs_quoted_printable(text)) {
    out += head + ':' + write_marks(text) + target.line_end;
    return;
  }
  std::string charset = "UTF-8";
  if (foreign && !is_valid_utf8(text)) {
    charset.clear();  // undecidable octets say what they always said
  } else if (foreign && !target.charset.empty()) {
    charset = target.charset;
    text = to_charset(text, target);
  }
  head += ";ENCODING=QUOTED-PRINTABLE";
  if (foreign && !charset.empty()) {
    head += ";CHARSET=" + charset;
  }
  head += ':';
  out += head + encode_quoted_printable(text, head.size(), target.line_end) + target.line_end;
}

std::string text_for(const VcardLine& line, const PropertyInfo& info) {
  switch (info.shape) {
    case Shape::Structured: return marked(line.value, ';');
    case Shape::List: return marked(line.value, ',');
    case Shape::Uri: {
      std::string uri;
      append_raw(uri, trim(line.value));
      return uri;
    }
    case Shape::Date:
    case Shape::Raw: return line.value;
    default: return unescape(line.value);
  }
}

}  // namespace

void write_old_line(VcardLine line, const WriteTarget& target, std::string& out) {
  const std::string name = line.name;
  const PropertyInfo& info = *find_property(line.name);
  if (write_agent(line, target, out)) {
    return;
  }
  const bool stands_in = std::string_view(name).starts_with(StandInPrefix);
  const bool lacking =
      !stands_in && (!rename_for_older(line, false) ||
                     (info.shape == Shape::Date && !write_older_date(line, false)));
  if (lacking) {
    line.name = name;
    stand_in(std::move(line), target, out);
    return;
  }
  if (info.id == Property::N || info.id == Property::Adr) {
    limit_components(line, info.id == Property::N ? 5 : 7, target);
  }
  if (info.shape == Shape::Binary) {
    write_binary(line, target, out);
    return;
  }
  const bool raw = stands_in || info.shape == Shape::Raw;
  std::string text = text_for(line, *find_property(line.name));
  if (raw && std::none_of(text.begin(), text.end(), [](char c) { return c < 0; })) {
    out += head_of_line(line, target) + ':' + text + target.line_end;
    return;
  }
  write_text(line, std::move(text), target, out);
}

}  // namespace pim::content
