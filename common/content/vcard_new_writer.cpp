// SPDX-License-Identifier: Apache-2.0
// vCard 4.0 (content rules 1.9, 1.10, 1.12, 2).
#include <algorithm>
#include <deque>
#include <map>

#include "common/base/text.h"
#include "common/content/date.h"
#include "common/content/patch.h"
#include "common/content/property.h"
#include "common/content/value.h"
#include "common/content/vcard_readers.h"
#include "common/content/vcard_writer.h"

namespace pim::content {
namespace {

std::string again(std::string_view raw) {
  return escape(unescape(raw));
}

/// Escapes as 4.0 has them, parts kept apart.
std::string again_parted(std::string_view raw, char separator, bool lists_within) {
  std::string out;
  Parts parts(raw, separator);
  bool first = true;
  for (std::string_view part; parts.next(part); first = false) {
    out += first ? "" : std::string(1, separator);
    out += lists_within ? again_parted(part, ',', false) : again(part);
  }
  return out;
}

/// `1953-10-15T23:10:00Z` without its signs: 4.0 has the basic form.
std::string basic_time(std::string_view text) {
  const std::size_t at = text.find('T');
  if (at != 10 || text[4] != '-' || text[7] != '-') {
    return std::string(text);
  }
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((i > at || text[i] != '-') && text[i] != ':') {
      out += text[i];
    }
  }
  return out;
}

void write_date(VcardLine& line) {
  if (equals_ignore_case(line.parameter("VALUE"), "text")) {
    return;
  }
  std::string date;
  append_date(date, line.value, line.parameter("X-APPLE-OMIT-YEAR"));
  line.drop_parameter("X-APPLE-OMIT-YEAR");
  line.drop_parameter("VALUE");
  line.value = date.empty() ? line.value : basic_time(date);
}

void write_binary(VcardLine& line) {
  const bool encoded = equals_ignore_case(line.parameter("ENCODING"), "b");
  line.drop_parameter("ENCODING");
  if (!encoded) {
    line.drop_parameter("VALUE");
    std::string uri;
    append_raw(uri, trim(line.value));
    line.value = std::move(uri);
    return;
  }
  const std::vector<std::string> types = line.type_names();
  std::string media;
  std::vector<std::string> kept;
  for (const std::string& type : types) {
    if (media.empty() && !equals_ignore_case(type, "PREF")) {
      media = to_lower_ascii(type);
    } else {
      kept.push_back(type);
    }
  }
  const bool sound = line.is("SOUND");
  if (media.empty()) {
    media = sound ? "audio/basic" : line.is("KEY") ? "application/octet-stream" : "image/jpeg";
  } else if (media.find('/') == std::string::npos) {
    media.insert(0, sound ? "audio/" : line.is("KEY") ? "application/" : "image/");
  }
  line.set_types(kept);
  std::erase_if(line.value, [](char c) { return c == ' ' || c == '\t'; });
  line.value.insert(0, "data:" + media + ";base64,");
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("+-.0123456789") == std::string_view::npos;
}

bool write_place(VcardLine& line) {
  const auto parts = split_raw(trim(line.value), ';');
  if (parts.size() == 2 && is_number(trim(parts[0])) && is_number(trim(parts[1]))) {
    line.value = "geo:" + std::string(trim(parts[0])) + ',' + std::string(trim(parts[1]));
    return true;
  }
  return equals_ignore_case(std::string_view(line.value).substr(0, 4), "geo:");
}

void write_types(VcardLine& line) {
  std::vector<std::string> types;
  bool preferred = false;
  for (const std::string& type : line.type_names()) {
    if (equals_ignore_case(type, "PREF")) {
      preferred = true;
    } else if (!(line.is("EMAIL") && equals_ignore_case(type, "INTERNET"))) {
      const bool own = line.is("RELATED") && (equals_ignore_case(type, "MANAGER") ||
                                              equals_ignore_case(type, "ASSISTANT"));
      const bool word = line.is("RELATED") || TypeSet::bit_of(type) != 0;  // others as written
      types.push_back((own ? "x-" : "") + (word ? to_lower_ascii(type) : type));
    }
  }
  line.set_types(types);
  if (preferred) {
    line.drop_parameter("PREF");
    line.parameters.push_back({"PREF", "1"});
  }
}

bool write_value(VcardLine& line, const PropertyInfo& info) {
  switch (info.shape) {
    case Shape::Structured:
      line.value = again_parted(line.value, ';', info.id != Property::Org);
      return true;
    case Shape::List: line.value = again_parted(line.value, ',', false); return true;
    case Shape::Date: write_date(line); return true;
    case Shape::Binary: write_binary(line); return true;
    case Shape::Im:
      if (!info.extra.empty()) {
        return true;
      }
      [[fallthrough]];
    case Shape::Uri: {
      std::string uri;
      append_raw(uri, trim(line.value));
      line.value = std::move(uri);
      return true;
    }
    case Shape::Raw: return info.id != Property::Geo || write_place(line);
    case Shape::Text:
      if (info.id == Property::Gender) {
        line.value = unescape(line.value);
        return true;
      }
      [[fallthrough]];
    default:
      if (!equals_ignore_case(line.parameter("VALUE"), "uri")) {
        line.value = again(line.value);
      }
      return true;
  }
}

std::string parameter_text(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ParameterBreak);
  std::replace(text.begin(), text.end(), '"', ParameterQuote);
  return text;
}

/// Where an address without a label yet is looked for (content rule 2.6): its group, else its
/// types, all of them, for those of the label are told by those of its address from then on.
std::string place_of(const VcardLine& line) {
  if (!line.group.empty()) {
    return to_lower_ascii(line.group);
  }
  TypeSet types = line.types();
  types.drop_bits(TypeSet::Noise);
  std::string out = "#";
  types.append_to(out);
  return out;
}

using Places = std::map<std::string, std::deque<std::size_t>>;

void attach_label(std::vector<VcardLine>& lines, std::size_t at, Places& open,
                  std::vector<bool>& used) {
  const std::string text = parameter_text(unescape(lines[at].value));
  std::deque<std::size_t>& addresses = open[place_of(lines[at])];
  if (addresses.empty()) {
    VcardLine alone{lines[at].group, "ADR", {}, ";;;;;;"};
    alone.set_types(lines[at].type_names());
    alone.set_parameter("LABEL", text);
    lines[at] = std::move(alone);
    return;
  }
  lines[addresses.front()].set_parameter("LABEL", text);
  addresses.pop_front();
  used[at] = true;
}

}  // namespace

void attach_companions(std::vector<VcardLine>& lines) {
  Places open;
  VcardLine* name = nullptr;
  bool any = false;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    any = any || lines[at].is("LABEL") || lines[at].is("SORT-STRING");
    if (lines[at].is("ADR") && !lines[at].has_parameter("LABEL")) {
      open[place_of(lines[at])].push_back(at);
    } else if (name == nullptr && lines[at].is("N")) {
      name = &lines[at];
    }
  }
  if (!any) {
    return;
  }
  std::vector<bool> used(lines.size());
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (lines[at].is("LABEL")) {
      attach_label(lines, at, open, used);
    } else if (lines[at].is("SORT-STRING") && name != nullptr) {
      name->set_parameter("SORT-AS", parameter_text(unescape(lines[at].value)));
      used[at] = true;
    }
  }
  std::vector<VcardLine> kept;
  kept.reserve(lines.size());
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (!used[at]) {
      kept.push_back(std::move(lines[at]));
    }
  }
  lines = std::move(kept);
}

void write_new_line(VcardLine line, const WriteTarget& target, std::string& out) {
  const PropertyInfo& info = *find_property(line.name);
  const bool lacking = line.is("MAILER") || line.is("AGENT") || line.is("SORT-STRING");
  if (lacking || !write_value(line, info)) {
    stand_in(std::move(line), target, out);
    return;
  }
  if (info.shape != Shape::Raw || !line.type_names().empty()) {
    write_types(line);
  }
  for (VcardLine::Parameter& parameter : line.parameters) {
    parameter.value = encode_carets(parameter.value);
  }
  append_folded(std::move(line).text(), target.line_end, out);
}

}  // namespace pim::content
