// SPDX-License-Identifier: Apache-2.0
// vCard 4.0 lines (content rules 1.12, 2).
#include <algorithm>
#include <charconv>

#include "common/base/text.h"
#include "common/content/property.h"
#include "common/content/value.h"
#include "common/content/vcard_readers.h"

namespace pim::content {
namespace {

constexpr int Unranked = 101;

int rank_of(std::string_view text) {
  int rank = Unranked;
  const std::string_view digits = unquote(text);
  std::from_chars(digits.data(), digits.data() + digits.size(), rank);
  return rank;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char low = static_cast<char>(c | 0x20);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%' && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 &&
        hex_value(text[at + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2]));
      at += 2;
    } else {
      out += text[at];
    }
  }
  return out;
}

/// `tel:+1-418;ext=5` as people write it; other URIs stay (content rule 2.5).
void read_phone(VcardLine& line) {
  std::string uri;
  append_raw(uri, trim(line.value));
  if (!equals_ignore_case(std::string_view(uri).substr(0, 4), "tel:")) {
    return;
  }
  std::string text = percent_decoded(std::string_view(uri).substr(4));
  if (const std::size_t at = text.find(";ext="); at != std::string::npos) {
    text.replace(at, 5, " ext ");
  }
  line.drop_parameter("VALUE");
  line.value = escape(text);
}

/// `data:image/jpeg;base64,...` as ENCODING=b;TYPE=JPEG.
void read_binary(VcardLine& line) {
  if (!equals_ignore_case(std::string_view(line.value).substr(0, 5), "data:")) {
    if (!line.has_parameter("ENCODING") && !line.has_parameter("VALUE")) {
      line.parameters.push_back({"VALUE", "uri"});
    }
    return;
  }
  const std::size_t comma = line.value.find(',');
  if (comma == std::string::npos) {
    return;
  }
  const std::string media = line.value.substr(5, comma - 5);
  std::string_view head = media;
  const bool escaped = head.ends_with("\\;base64") || head.ends_with("\\");
  const std::size_t mark = head.find(';');
  if (mark == std::string_view::npos || to_lower_ascii(head).find("base64") == std::string::npos) {
    return;
  }
  head = head.substr(0, escaped && mark > 0 ? mark - 1 : mark);
  const std::size_t slash = head.find('/');
  line.drop_parameter("VALUE");
  line.drop_parameter("MEDIATYPE");
  line.parameters.push_back({"ENCODING", "b"});
  if (slash != std::string_view::npos && line.type_names().empty()) {
    const bool image = equals_ignore_case(head.substr(0, 6), "image/");
    line.set_types({image ? to_upper_ascii(head.substr(slash + 1)) : std::string(head)});
  }
  line.value.erase(0, comma + 1);
}

/// `geo:52.5,13.4` as latitude and longitude; with more than these it stays.
void read_place(VcardLine& line) {
  std::string uri;
  append_raw(uri, trim(line.value));
  const std::size_t comma = uri.find(',');
  if (!equals_ignore_case(std::string_view(uri).substr(0, 4), "geo:") ||
      comma == std::string::npos || uri.find_first_of(",;", comma + 1) != std::string::npos) {
    return;
  }
  uri[comma] = ';';
  line.value = uri.substr(4);
  line.drop_parameter("VALUE");
}

/// LABEL of an address, SORT-AS of a name: lines of their own in older versions.
void read_companion(VcardLine& line, std::string_view parameter, std::string_view name,
                    std::vector<VcardLine>& out) {
  std::string text(line.parameter(parameter));
  if (text.empty()) {
    return;
  }
  line.drop_parameter(parameter);
  std::replace(text.begin(), text.end(), ParameterBreak, '\n');
  std::replace(text.begin(), text.end(), ParameterQuote, '"');
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {  // `\n` is a break too (content rule 1.12)
    const bool brk = text[at] == '\\' && at + 1 < text.size() && (text[at + 1] | 0x20) == 'n';
    plain += brk ? '\n' : text[at];
    at += brk ? 1U : 0U;
  }
  VcardLine companion{line.group, std::string(name), {}, escape(plain)};
  if (name == "LABEL") {
    companion.set_types(line.type_names());
  }
  out.push_back(std::move(companion));
}

}  // namespace

std::string decode_carets(std::string_view raw) {
  std::string out;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    const char next = raw[at] == '^' && at + 1 < raw.size() ? raw[at + 1] : ' ';
    if (next == 'n' || next == '\'' || next == '^') {
      out += next == 'n' ? ParameterBreak : next == '^' ? '^' : ParameterQuote;
      ++at;
    } else {
      out += raw[at];
    }
  }
  return out;
}

std::string encode_carets(std::string_view raw) {
  std::string out;
  for (const char c : raw) {
    switch (c) {
      case '^': out += "^^"; break;
      case ParameterBreak: out += "^n"; break;
      case ParameterQuote: out += "^'"; break;
      default: out += c;
    }
  }
  return out;
}

PreferredLines::PreferredLines(const Document& document) {
  for (const Line& line : document.lines()) {
    for (const Parameter& parameter : Parameters{document, line}) {
      if (equals_ignore_case(parameter.name, "PREF")) {
        const auto [at, added] = lowest_.try_emplace(to_upper_ascii(line.name), Unranked);
        at->second = std::min(at->second, rank_of(parameter.value));
      }
    }
  }
}

void PreferredLines::apply(const Line& line, VcardLine& own) const {
  if (lowest_.empty() || !own.has_parameter("PREF")) {
    return;
  }
  const auto at = lowest_.find(to_upper_ascii(line.name));
  if (at == lowest_.end() || rank_of(own.parameter("PREF")) != at->second) {
    return;
  }
  own.drop_parameter("PREF");
  std::vector<std::string> types = own.type_names();
  types.emplace_back("PREF");
  own.set_types(types);
}

void read_new_line(VcardLine own, std::vector<VcardLine>& out) {
  for (VcardLine::Parameter& parameter : own.parameters) {
    if (parameter.value.find('^') != std::string::npos) {
      parameter.value = decode_carets(parameter.value);
    }
  }
  const std::size_t first = out.size();
  out.emplace_back();
  switch (find_property(own.name)->id) {
    case Property::Tel: read_phone(own); break;
    case Property::Geo: read_place(own); break;
    case Property::Photo:
    case Property::Logo:
    case Property::Sound:
    case Property::Key: read_binary(own); break;
    case Property::Adr: read_companion(own, "LABEL", "LABEL", out); break;
    case Property::N: read_companion(own, "SORT-AS", "SORT-STRING", out); break;
    case Property::Related: {
      std::vector<std::string> types = own.type_names();
      for (std::string& type : types) {
        if (equals_ignore_case(type, "x-manager") || equals_ignore_case(type, "x-assistant")) {
          type.erase(0, 2);
        }
      }
      own.set_types(types);
      break;
    }
    default: break;
  }
  out[first] = std::move(own);
}

}  // namespace pim::content
