// SPDX-License-Identifier: Apache-2.0
#include "tests/content/lossy_device.h"

#include <cppunit/TestAssert.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "common/base/text.h"
#include "common/content/charset.h"
#include "common/content/contact_view.h"
#include "common/content/property.h"
#include "common/content/value.h"

namespace pim::content::testing {
namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

void read_declared(const std::string& text, DeviceProfile& profile) {
  for (const std::string& word : words_of(text)) {
    if (word == "-") {
      continue;
    }
    profile.declares = true;
    const auto parts = split(word, ':');
    Ability::Limit& limit = profile.declared[parts[0]];
    limit.max_size = parts.size() > 1 && !parts[1].empty() ? std::stoul(parts[1]) : 0;
    limit.max_count = parts.size() > 2 ? std::stoul(parts[2]) : 0;
  }
}

void read_habit(const std::string& word, DeviceProfile& profile) {
  const auto parts = split(word, '=');
  if (parts.size() == 1) {
    profile.habits.insert(word);
  } else if (parts[0] == "drop") {
    const auto names = split(parts[1], ',');
    profile.dropped.insert(names.begin(), names.end());
  } else if (parts[0] == "types") {
    const auto names = split(parts[1], ',');
    profile.types.insert(names.begin(), names.end());
  } else if (parts[0] == "dates") {
    profile.first_year = std::stoi(parts[1]);
  } else if (parts[0] == "max") {
    profile.most[parts[1]] = std::stoul(parts[2]);
  } else if (parts[0] == "cut") {
    profile.sizes[parts[1]] = std::stoul(parts[2]);
  }
}

/// Cuts between characters.
void cut(std::string& text, std::size_t size) {
  while (size > 0 && size < text.size() &&
         (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80U) {
    --size;
  }
  text.resize(std::min(size, text.size()));
}

bool always_kept(const VcardLine& line) {
  return line.is("N") || line.is("FN");
}

bool has_kinds(const VcardLine& line) {
  return line.is("TEL") || line.is("EMAIL") || line.is("ADR") || line.is("URL");
}

bool is_text(const VcardLine& line) {
  return find_property(line.name)->shape != Shape::Binary;
}

}  // namespace

std::vector<DeviceProfile> DeviceProfile::all() {
  std::ifstream file(PIM_TEST_DATA "/devices/profiles.txt");
  CPPUNIT_ASSERT(file.good());
  std::vector<DeviceProfile> out;
  for (std::string line; std::getline(file, line);) {
    const auto parts = split(line, '|');
    if (line.starts_with('#') || parts.size() < 4) {
      continue;
    }
    DeviceProfile profile;
    profile.name = trim(parts[0]).substr(2);
    profile.version = trim(parts[1]);
    read_declared(parts[2], profile);
    for (const std::string& word : words_of(parts[3])) {
      read_habit(word, profile);
    }
    out.push_back(std::move(profile));
  }
  return out;
}

Ability DeviceProfile::ability() const {
  Ability ability;
  ability.version = version;
  ability.declared = declared;
  ability.charset = does("latin") ? "ISO-8859-1" : "";
  return ability;
}

void LossyDevice::take(const std::string& form) {
  auto view = ContactView::read(form);
  CPPUNIT_ASSERT_MESSAGE("unreadable form:\n" + form, view.has_value());
  lines_.clear();
  counts_.clear();
  used_slots_.clear();
  for (const Line& line : view->document().lines()) {
    VcardLine own = VcardLine::of(view->document(), line);
    const bool frame = line.depth != 1 || own.is("BEGIN") || own.is("END") || own.is("VERSION");
    if (!frame && keeps(own)) {
      lines_.push_back(std::move(own));
    }
  }
}

bool LossyDevice::keeps(VcardLine& line) {
  const std::string name = to_upper_ascii(line.name);
  const bool bookkeeping = name == "UID" || name == "REV" || name == "PRODID";
  if (bookkeeping || profile_.dropped.contains(name) ||
      (profile_.declares && !always_kept(line) && !profile_.declared.contains(name)) ||
      (profile_.does("nofn") && name == "FN") || (profile_.does("nophoto") && name == "PHOTO")) {
    return false;
  }
  if (profile_.does("noadrlabel") && name == "X-ABLABEL") {
    return false;
  }
  reduce_types(line);
  return keeps_value(line);
}

bool LossyDevice::keeps_value(VcardLine& line) {
  const std::string name = to_upper_ascii(line.name);
  const auto most = profile_.most.find(name);
  if (most != profile_.most.end() && ++counts_[name] > most->second) {
    return false;
  }
  if (profile_.does("slots") && (name == "TEL" || name == "EMAIL" || name == "ADR")) {
    std::string slot = name;
    line.types().append_to(slot);
    if (!used_slots_.insert(slot).second) {
      return false;
    }
  }
  if (name == "BDAY" || name == "X-ANNIVERSARY") {
    const bool early = std::atoi(line.value.c_str()) < profile_.first_year;
    return !early;
  }
  reduce_text(line);
  return true;
}

void LossyDevice::reduce_types(VcardLine& line) const {
  if (!is_text(line)) {
    return;
  }
  std::vector<std::string> kept;
  for (const std::string& type : line.type_names()) {
    if (profile_.types.empty() || profile_.types.contains(to_upper_ascii(type))) {
      kept.push_back(to_upper_ascii(type));
    }
  }
  line.set_types(kept);
  if (profile_.version == "2.1") {
    std::erase_if(line.parameters, [](const VcardLine::Parameter& parameter) {
      return !equals_ignore_case(parameter.name, "TYPE");
    });
  }
}

void LossyDevice::reduce_text(VcardLine& line) const {
  const Shape shape = find_property(line.name)->shape;
  if (shape == Shape::Binary) {
    if (line.is("PHOTO") && profile_.does("smallphoto")) {
      line.value = "c21hbGw=";
    }
    return;
  }
  if (line.is("TEL") && profile_.does("digits")) {
    std::erase_if(line.value, [](char c) { return c != '+' && (c < '0' || c > '9'); });
  }
  const auto size = profile_.sizes.find(to_upper_ascii(line.name));
  if (size != profile_.sizes.end() && shape == Shape::Text) {
    std::string text = unescape(line.value);
    cut(text, size->second);
    line.value = escape(text);
  } else if (size != profile_.sizes.end() && line.value.size() > size->second &&
             line.value.find('\\') == std::string::npos) {
    cut(line.value, size->second);
  }
  if (profile_.does("blanks") && shape == Shape::Text) {
    std::string text = unescape(line.value);
    std::replace(text.begin(), text.end(), '\n', ' ');
    line.value = escape(text);
  }
  if (profile_.does("given") && line.is("N")) {
    const auto parts = split_raw(line.value, ';');
    std::string words;
    for (const std::size_t at : {1U, 0U}) {
      if (at < parts.size() && !parts[at].empty()) {
        words += (words.empty() ? "" : " ") + std::string(parts[at]);
      }
    }
    line.value = parts.size() > 1 && !parts[0].empty() ? line.value : ';' + words + ";;;";
  }
  if (profile_.does("joincats") && line.is("CATEGORIES")) {
    line.value = escape(unescape(line.value));
    std::string joined;
    for (const char c : line.value) {
      joined += c == '\\' ? std::string() : std::string(1, c);
    }
    line.value = joined;
  }
}

std::string LossyDevice::give() const {
  std::vector<std::string> out;
  std::set<std::string> marked;
  for (const VcardLine& line : lines_) {
    VcardLine own = line;
    if (own.is("FN") && profile_.does("family")) {
      for (const VcardLine& other : lines_) {
        const auto parts = split_raw(other.value, ';');
        if (other.is("N") && parts.size() > 1 && !(parts[0].empty() && parts[1].empty())) {
          own.value = std::string(parts[0]) + "\\, " + std::string(parts[1]);
        }
      }
    }
    if (profile_.does("pref") && has_kinds(own) && marked.insert(to_upper_ascii(own.name)).second) {
      auto types = own.type_names();
      types.emplace_back("PREF");
      own.set_types(types);
    }
    if (own.is("TEL") && profile_.does("voice")) {
      auto types = own.type_names();
      types.emplace_back("VOICE");
      own.set_types(types);
    }
    out.push_back(written(own));
  }
  if (profile_.does("dash") && counts_.empty()) {
    out.emplace_back("EMAIL;INTERNET:-\r\n");
  }
  if (profile_.does("empties")) {
    out.emplace_back("ORG:;\r\n");
    out.emplace_back("ADR;HOME:;;;;;;\r\n");
  }
  if (profile_.does("reverse")) {
    std::reverse(out.begin(), out.end());
  }
  std::string text = "BEGIN:VCARD\r\nVERSION:" + profile_.version + "\r\n";
  for (const std::string& line : out) {
    text += line;
  }
  return text + "END:VCARD\r\n";
}

std::string LossyDevice::written(const VcardLine& line) const {
  if (profile_.version == "3.0") {
    return line.text() + "\r\n";
  }
  return profile_.version == "4.0" ? line.text() + "\r\n" : old_text(line);
}

/// Its own way of 2.1: every octet encoded, or 8-bit text.
std::string LossyDevice::old_text(const VcardLine& line) const {
  if (!is_text(line)) {
    return "PHOTO;TYPE=JPEG;ENCODING=BASE64:\r\n " + line.value + "\r\n\r\n";
  }
  std::string head = line.name;
  for (const std::string& type : line.type_names()) {
    head += ';' + type;
  }
  const Shape shape = find_property(line.name)->shape;
  const bool structured = shape == Shape::Structured;
  std::vector<std::string> parts;
  for (const std::string_view part :
       structured ? split_raw(line.value, ';') : std::vector<std::string_view>{line.value}) {
    std::string text = unescape(part);
    if (profile_.does("latin")) {
      text = encode_latin_1(text).octets;
    }
    parts.push_back(std::move(text));
  }
  std::string joined;
  bool plain = !profile_.does("qp");
  for (const std::string& part : parts) {
    plain = plain && std::none_of(part.begin(), part.end(),
                                  [](char c) { return c < ' ' || c == '\\' || c == ';'; });
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    joined += i > 0 ? ";" : "";
    for (const char c : parts[i]) {
      if (plain) {
        joined += c;
      } else if (c == '\n') {
        joined += "=0D=0A";
      } else {
        joined += '=' + to_upper_ascii(hex_encode(std::string(1, c)));
      }
    }
  }
  if (!plain) {
    head += ";ENCODING=QUOTED-PRINTABLE;CHARSET=";
    head += profile_.does("latin") ? "ISO-8859-1" : "UTF-8";
  }
  return head + ':' + joined + "\r\n";
}

bool LossyDevice::holds_number() const {
  return std::any_of(lines_.begin(), lines_.end(),
                     [](const VcardLine& line) { return line.is("TEL"); });
}

bool LossyDevice::change_number(const std::string& number) {
  for (VcardLine& line : lines_) {
    if (line.is("TEL")) {
      line.value = number;
      return true;
    }
  }
  return false;
}

}  // namespace pim::content::testing
