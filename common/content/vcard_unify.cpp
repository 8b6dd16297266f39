// SPDX-License-Identifier: Apache-2.0
// One name for one thing (content rules V2, V3), before lines are written in another version.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "common/base/text.h"
#include "common/content/property.h"
#include "common/content/value.h"
#include "common/content/vcard_writer.h"

namespace pim::content {
namespace {

struct LabelMeaning {
  std::string_view label;
  std::string_view type;
};
constexpr auto TypeLabels = std::to_array<LabelMeaning>({
    {"_$!<Home>!$_", "HOME"},
    {"_$!<Work>!$_", "WORK"},
    {"_$!<Mobile>!$_", "CELL"},
    {"_$!<Pager>!$_", "PAGER"},
});
constexpr auto RelationLabels = std::to_array<LabelMeaning>({
    {"_$!<Spouse>!$_", "SPOUSE"},
    {"_$!<Manager>!$_", "MANAGER"},
    {"_$!<Assistant>!$_", "ASSISTANT"},
});

template <class Labels>
std::string_view meaning(const Labels& labels, std::string_view text) {
  for (const LabelMeaning& entry : labels) {
    if (equals_ignore_case(entry.label, text)) {
      return entry.type;
    }
  }
  return {};
}

void add_type(VcardLine& line, std::string_view type) {
  std::vector<std::string> types = line.type_names();
  types.emplace_back(type);
  line.set_types(types);
}

/// What the standard label of its group says of the line; true where the label is used up.
bool apply_label(VcardLine& line, std::string_view label) {
  if (line.is("X-ABDATE") && equals_ignore_case(label, "_$!<Anniversary>!$_")) {
    line.name = "ANNIVERSARY";
  } else if (line.is("X-ABRELATEDNAMES") && !meaning(RelationLabels, label).empty()) {
    line.name = "RELATED";
    add_type(line, meaning(RelationLabels, label));
  } else if (const auto type = meaning(TypeLabels, label); !type.empty()) {
    add_type(line, type);
  } else {
    return false;
  }
  line.group.clear();
  return true;
}

void use_labels(std::vector<VcardLine>& lines) {
  std::map<std::string, std::string, std::less<>> labels;
  std::map<std::string, int, std::less<>> members;
  for (const VcardLine& line : lines) {
    if (line.is("X-ABLABEL") && !line.group.empty()) {
      labels[line.group] = trim(line.value);
    } else if (!line.group.empty() && !line.is("X-ABADR")) {
      ++members[line.group];
    }
  }
  if (labels.empty()) {
    return;
  }
  std::set<std::string, std::less<>> used;
  for (VcardLine& line : lines) {
    const auto at = labels.find(line.group);
    const std::string group = line.group;
    const bool companion = line.is("X-ABLABEL") || line.is("X-ABADR");
    if (at != labels.end() && !companion && members[group] == 1 && apply_label(line, at->second)) {
      used.insert(group);
    }
  }
  std::erase_if(lines, [&](const VcardLine& line) {
    return line.is("X-ABLABEL") && used.contains(line.group);
  });
}

void unify_im(VcardLine& line, const PropertyInfo& info) {
  if (info.extra.empty() || info.extra == "?") {
    return;
  }
  line.name = "IMPP";
  line.value = std::string(info.extra) + ':' + unescape(trim(line.value));
}

void unify_name(VcardLine& line) {
  const PropertyInfo& info = *find_property(line.name);
  switch (info.id) {
    case Property::Im: unify_im(line, info); return;
    case Property::Anniversary: line.name = "ANNIVERSARY"; return;
    case Property::Kind: line.name = "KIND"; return;
    case Property::Member: line.name = "MEMBER"; return;
    case Property::Nickname: line.name = "NICKNAME"; return;
    case Property::Categories: line.name = "CATEGORIES"; return;
    case Property::Related:
      if (!info.extra.empty()) {
        line.name = "RELATED";
        add_type(line, info.extra);
        if (!line.has_parameter("VALUE")) {
          line.parameters.insert(line.parameters.begin(), {"VALUE", "text"});
        }
      }
      return;
    case Property::Gender: {
      const std::string_view value = trim(line.value);
      if (line.is("X-WAB-GENDER") && (value == "1" || value == "2")) {
        line.value = value == "1" ? "F" : "M";
      }
      line.name = "GENDER";
      return;
    }
    default: return;
  }
}

/// The service and handle of an IM line, whatever the scheme is called there; and its types.
std::string im_key(const VcardLine& line) {
  std::string uri;
  append_raw(uri, trim(line.value));
  const std::size_t colon = std::min(uri.find(':'), uri.size());
  std::string_view service = line.parameter("X-SERVICE-TYPE");
  service = service.empty() ? line.parameter("SERVICE-TYPE") : service;
  std::string key(im_scheme(service));
  if (key.empty()) {
    key = to_lower_ascii(uri.substr(0, colon));
  }
  key += uri.substr(colon) + '\n';
  TypeSet types = line.types();
  types.drop_bits(TypeSet::Pref);
  types.append_to(key);
  return key;
}

}  // namespace

void unify_names(std::vector<VcardLine>& lines) {
  use_labels(lines);
  std::set<std::string> seen;
  std::vector<VcardLine> out;
  out.reserve(lines.size());
  for (VcardLine& line : lines) {
    unify_name(line);
    if (!line.is("IMPP") || seen.insert(im_key(line)).second) {
      out.push_back(std::move(line));
    }
  }
  lines = std::move(out);
}

}  // namespace pim::content
