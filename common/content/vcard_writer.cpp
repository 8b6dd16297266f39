// SPDX-License-Identifier: Apache-2.0
#include "common/content/vcard_writer.h"

#include <algorithm>
#include <array>

#include "common/base/text.h"
#include "common/content/canonical.h"
#include "common/content/contact_view.h"
#include "common/content/date.h"
#include "common/content/property.h"
#include "common/content/value.h"
#include "common/content/vcard_readers.h"

namespace pim::content {
namespace {

struct Renaming {
  std::string_view name;  ///< of 4.0
  std::string_view older;
};
constexpr auto OlderNames = std::to_array<Renaming>({
    {"KIND", "X-ADDRESSBOOKSERVER-KIND"},
    {"MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"},
    {"GENDER", "X-GENDER"},
    {"ANNIVERSARY", "X-ANNIVERSARY"},
});

/// Names that only 4.0 and its extensions know.
constexpr auto NewNames = std::to_array<std::string_view>({
    "BIRTHPLACE",
    "CLIENTPIDMAP",
    "CONTACT-URI",
    "CREATED",
    "DEATHDATE",
    "DEATHPLACE",
    "EXPERTISE",
    "GRAMGENDER",
    "HOBBY",
    "INTEREST",
    "JSPROP",
    "LANG",
    "LANGUAGE",
    "ORG-DIRECTORY",
    "PRONOUNS",
    "SOCIALPROFILE",
    "XML",
});

struct Service {
  std::string_view scheme;
  std::string_view name;
};
constexpr auto ServiceNames = std::to_array<Service>({
    {"aim", "X-AIM"},
    {"icq", "X-ICQ"},
    {"msnim", "X-MSN"},
    {"ymsgr", "X-YAHOO"},
    {"xmpp", "X-JABBER"},
    {"skype", "X-SKYPE"},
    {"gg", "X-GADUGADU"},
    {"groupwise", "X-GROUPWISE"},
    {"qq", "X-QQ"},
});

constexpr auto Relations = std::to_array<std::string_view>({"SPOUSE", "MANAGER", "ASSISTANT"});

bool rename_im(VcardLine& line) {
  std::string uri;
  append_raw(uri, trim(line.value));
  const std::size_t colon = uri.find(':');
  std::string scheme =
      colon == std::string::npos ? std::string() : to_lower_ascii(uri.substr(0, colon));
  std::string_view service = line.parameter("X-SERVICE-TYPE");
  service = service.empty() ? line.parameter("SERVICE-TYPE") : service;
  if (const std::string_view known = im_scheme(service); !known.empty()) {
    scheme = known;
  }
  for (const Service& entry : ServiceNames) {
    if (entry.scheme == scheme && colon != std::string::npos) {
      line.name = entry.name;
      line.value = escape(uri.substr(colon + 1));
      line.drop_parameter("X-SERVICE-TYPE");
      line.drop_parameter("SERVICE-TYPE");
      return true;
    }
  }
  return false;
}

bool rename_relation(VcardLine& line) {
  const std::vector<std::string> types = line.type_names();
  for (const std::string_view relation : Relations) {
    const bool says = std::any_of(types.begin(), types.end(), [&](const std::string& type) {
      return equals_ignore_case(type, relation);
    });
    if (says && types.size() == 1) {
      line.name = "X-" + std::string(relation);
      if (equals_ignore_case(line.parameter("VALUE"), "text")) {
        line.drop_parameter("VALUE");
      }
      line.set_types({});
      return true;
    }
  }
  return false;
}

/// The inside record as lines, and what its views say of names.
struct Inside {
  std::vector<VcardLine> lines;
  bool has_name = false;
  bool has_shown_name = false;
  std::string shown_name;
};

Inside lines_of(std::string_view text) {
  Inside out;
  const auto document = Document::parse(text);
  if (!document) {
    return out;
  }
  for (const Line& line : document->lines()) {
    const bool frame = line.depth != 1 || equals_ignore_case(line.name, "BEGIN") ||
                       equals_ignore_case(line.name, "END") ||
                       equals_ignore_case(line.name, "VERSION");
    if (frame) {
      continue;
    }
    out.lines.push_back(VcardLine::of(*document, line));
    out.has_name = out.has_name || out.lines.back().is("N");
    out.has_shown_name = out.has_shown_name || out.lines.back().is("FN");
    if (out.lines.back().is("FN") && out.shown_name.empty()) {
      out.shown_name = out.lines.back().value;
    }
  }
  return out;
}

void add_names(Inside& inside, std::string_view text, const WriteTarget& target) {
  if (!inside.has_shown_name && target.version != "2.1") {
    std::string name;
    if (const auto view = ContactView::read(text)) {
      name = generated_name(*view);
    }
    inside.lines.insert(inside.lines.begin(), {{}, "FN", {}, escape(name)});
  }
  if (inside.has_name || target.version == "4.0") {
    return;
  }
  const bool phone = target.version == "2.1" && !target.file;
  inside.lines.insert(inside.lines.begin(),
                      {{}, "N", {}, phone ? ';' + inside.shown_name + ";;;" : ";;;;"});
}

}  // namespace

bool rename_for_older(VcardLine& line, bool has_impp) {
  if (line.is("IMPP")) {
    return has_impp || rename_im(line);
  }
  if (line.is("RELATED")) {
    return rename_relation(line);
  }
  for (const Renaming& entry : OlderNames) {
    if (line.is(entry.name)) {
      line.name = entry.older;
      return true;
    }
  }
  return std::none_of(NewNames.begin(), NewNames.end(),
                      [&](std::string_view name) { return line.is(name); });
}

bool write_older_date(VcardLine& line, bool omits_year) {
  std::string date;
  append_date(date, line.value, line.parameter("X-APPLE-OMIT-YEAR"));
  if (equals_ignore_case(line.parameter("VALUE"), "text")) {
    return false;
  }
  line.drop_parameter("VALUE");
  if (date.size() == 8 &&
      std::all_of(date.begin(), date.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    line.value = date.substr(0, 4) + '-' + date.substr(4, 2) + '-' + date.substr(6, 2);
    return true;
  }
  if (date.size() == 6 && date.starts_with("--")) {
    if (!omits_year) {
      line.drop_parameter("X-APPLE-OMIT-YEAR");
      line.value = date;
      return false;
    }
    line.set_parameter("X-APPLE-OMIT-YEAR", "1604");
    line.value = "1604-" + date.substr(2, 2) + '-' + date.substr(4, 2);
    return true;
  }
  const bool partial = date.starts_with('-') || (!date.empty() && date.size() < 8);
  return !partial;
}

void tell_loss(const WriteTarget& target, std::string loss) {
  if (target.losses != nullptr) {
    target.losses->push_back(std::move(loss));
  }
}

void stand_in(VcardLine line, const WriteTarget& target, std::string& out) {
  if (!target.file) {
    tell_loss(target, "aside:" + to_upper_ascii(line.name));
    return;
  }
  line.name.insert(0, StandInPrefix);
  if (target.version == "2.1") {
    write_old_line(std::move(line), target, out);
  } else {
    append_folded(std::move(line).text(), target.line_end, out);
  }
}

void limit_components(VcardLine& line, std::size_t count, const WriteTarget& target) {
  const auto parts = split_raw(line.value, ';');
  if (parts.size() <= count) {
    return;
  }
  std::string kept;
  std::string more;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string& to = i < count ? kept : more;
    to += i == 0 || i == count ? "" : ";";
    to += parts[i];
  }
  line.value = std::move(kept);
  if (more.find_first_not_of(';') == std::string::npos) {
    return;
  }
  if (target.file) {
    line.set_parameter(MoreParameter, more);
  } else {
    tell_loss(target, "aside:" + to_upper_ascii(line.name));
  }
}

void write_vcard_lines(std::vector<VcardLine> lines, const WriteTarget& target, std::string& out) {
  if (target.version != "3.0") {
    unify_names(lines);
  }
  if (target.version == "4.0") {
    attach_companions(lines);
  }
  for (VcardLine& line : lines) {
    if (target.version == "2.1") {
      write_old_line(std::move(line), target, out);
    } else if (target.version == "4.0") {
      write_new_line(std::move(line), target, out);
    } else {
      write_middle_line(std::move(line), target, out);
    }
  }
}

std::string write_vcard(std::string_view inside, const WriteTarget& target) {
  Inside record = lines_of(inside);
  add_names(record, inside, target);
  std::string out = "BEGIN:VCARD" + target.line_end + "VERSION:" + target.version + target.line_end;
  // lines of base64 get a little longer; a large picture is not to be copied as the text grows
  out.reserve(inside.size() + inside.size() / 16 + 256);
  write_vcard_lines(std::move(record.lines), target, out);
  out += "END:VCARD" + target.line_end;
  return out;
}

/// 3.0: the inside form but for what only 4.0 has.
void write_middle_line(VcardLine line, const WriteTarget& target, std::string& out) {
  const std::string name = line.name;
  const PropertyInfo& info = *find_property(line.name);
  for (VcardLine::Parameter& parameter : line.parameters) {
    std::replace(parameter.value.begin(), parameter.value.end(), ParameterBreak, ' ');
    std::replace(parameter.value.begin(), parameter.value.end(), ParameterQuote, '\'');
  }
  if (!rename_for_older(line, true) ||
      (info.shape == Shape::Date && !write_older_date(line, true))) {
    line.name = name;
    stand_in(std::move(line), target, out);
    return;
  }
  if (info.id == Property::N || info.id == Property::Adr) {
    limit_components(line, info.id == Property::N ? 5 : 7, target);
  }
  if (info.shape != Shape::Binary) {
    std::vector<std::string> types = line.type_names();
    for (std::string& type : types) {
      type = TypeSet::bit_of(type) != 0 ? to_upper_ascii(type) : type;
    }
    if (info.id == Property::Email && !line.types().has(TypeSet::Internet | TypeSet::X400)) {
      types.insert(types.begin(), "INTERNET");
    }
    line.set_types(types);
  }
  append_folded(std::move(line).text(), target.line_end, out);
}

}  // namespace pim::content
