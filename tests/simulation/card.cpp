// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/card.h"

#include <algorithm>
#include <charconv>

#include "common/base/text.h"

namespace pim::sim {
namespace {

constexpr std::array<std::string_view, FieldCount> Words = {"name", "tel",   "mail",
                                                            "note", "title", "home"};

/// The property's name, without group and parameters.
std::string_view property_of(std::string_view line) {
  std::string_view name = line.substr(0, line.find_first_of(":;"));
  if (const auto dot = name.find('.'); dot != std::string_view::npos) {
    name.remove_prefix(dot + 1);
  }
  return name;
}

std::optional<Field> field_of_line(std::string_view line) {
  const std::string_view name = property_of(line);
  if (name == "FN" || name == "N") {
    return Field::Name;
  }
  if (name == "TEL") {
    const bool home = line.substr(0, line.find(':')).find("HOME") != std::string_view::npos;
    return home ? Field::Home : Field::Tel;
  }
  if (name == "EMAIL") {
    return Field::Mail;
  }
  if (name == "NOTE") {
    return Field::Note;
  }
  if (name == "TITLE") {
    return Field::Title;
  }
  return std::nullopt;
}

std::string line_of(Field field, Token token) {
  switch (field) {
    case Field::Name: return "FN:" + token_text(token, TokenShape::Word);
    case Field::Tel: return "TEL;TYPE=CELL:" + token_text(token, TokenShape::Phone);
    case Field::Home: return "TEL;TYPE=HOME:" + token_text(token, TokenShape::Phone);
    case Field::Mail:
      return "EMAIL;TYPE=INTERNET:" + token_text(token, TokenShape::Word) + "@example.org";
    case Field::Note: return "NOTE:" + token_text(token, TokenShape::Word);
    case Field::Title: return "TITLE:" + token_text(token, TokenShape::Word);
  }
  return {};
}

/// Its text in base64 holds no token.
std::string picture_text(int number, std::size_t octets) {
  return std::to_string(number) + ":" + std::to_string(octets) + "#" +
         std::string(octets, static_cast<char>('A' + number % 20));
}

void add_once(std::vector<Token>& list, Token token) {
  if (std::find(list.begin(), list.end(), token) == list.end()) {
    list.push_back(token);
  }
}

}  // namespace

std::string_view word_of(Field field) {
  return Words[static_cast<std::size_t>(field)];
}

std::optional<Field> field_of(std::string_view word) {
  for (const Field field : AllFields) {
    if (word_of(field) == word) {
      return field;
    }
  }
  return std::nullopt;
}

Card::Card(std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    if (!line.empty() && (line[0] == ' ' || line[0] == '\t') && !lines_.empty()) {
      lines_.back() += line.substr(1);
      continue;
    }
    const std::string_view name = property_of(line);
    if (!line.empty() && name != "BEGIN" && name != "END" && name != "VERSION") {
      lines_.emplace_back(line);
    }
  }
}

std::string Card::text() const {
  std::string text = "BEGIN:VCARD\r\nVERSION:3.0\r\n";
  for (const std::string& line : lines_) {
    text += line;
    text += "\r\n";
  }
  text += "END:VCARD\r\n";
  return text;
}

std::string Card::value_of(std::string_view property) const {
  for (const std::string& line : lines_) {
    if (property_of(line) == property) {
      return line.substr(std::min(line.find(':'), line.size() - 1) + 1);
    }
  }
  return {};
}

std::string Card::uid() const {
  return value_of("UID");
}

std::string Card::revision() const {
  return value_of("REV");
}

void Card::set_uid(std::string_view uid) {
  std::erase_if(lines_, [](const std::string& line) { return property_of(line) == "UID"; });
  if (!uid.empty()) {
    lines_.insert(lines_.begin(), "UID:" + std::string(uid));
  }
}

void Card::set_revision(std::string_view stamp) {
  std::erase_if(lines_, [](const std::string& line) { return property_of(line) == "REV"; });
  if (!stamp.empty()) {
    lines_.push_back("REV:" + std::string(stamp));
  }
}

void Card::set_picture(int number, std::size_t octets) {
  const std::string picture = picture_text(number, octets);
  lines_.push_back("PHOTO;ENCODING=b;TYPE=JPEG:" + base64_encode(picture));
}

void Card::take_picture(const Card& other) {
  for (const std::string& line : other.lines_) {
    if (property_of(line) == "PHOTO") {
      lines_.push_back(line);
    }
  }
}

std::string Card::picture() const {
  const std::string value = value_of("PHOTO");
  if (value.empty()) {
    return {};
  }
  const auto octets = base64_decode(value);
  const std::string head = octets ? octets->substr(0, octets->find('#')) : "";
  int number = 0;
  std::size_t size = 0;
  const char* end = head.data() + head.size();
  const auto [colon, no_number] = std::from_chars(head.data(), end, number);
  const bool readable = no_number == std::errc() && colon != end;
  if (readable) {
    std::from_chars(colon + 1, end, size);
  }
  return readable && *octets == picture_text(number, size) ? head : "cut";
}

std::vector<Token> Card::tokens(Field field) const {
  std::vector<Token> found;
  for (const std::string& line : lines_) {
    if (field_of_line(line) == field) {
      for (const Token token : tokens_in(line)) {
        add_once(found, token);
      }
    }
  }
  return found;
}

std::vector<Token> Card::tokens() const {
  std::vector<Token> found;
  for (const std::string& line : lines_) {
    if (field_of_line(line)) {
      for (const Token token : tokens_in(line)) {
        add_once(found, token);
      }
    }
  }
  return found;
}

bool Card::has(Field field) const {
  return std::any_of(lines_.begin(), lines_.end(),
                     [&](const std::string& line) { return field_of_line(line) == field; });
}

std::vector<Token> Card::write(Field field, Token token, std::size_t pick) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    if (field_of_line(lines_[i]) == field) {
      places.push_back(i);
    }
  }
  if (field == Field::Name) {  // both lines say it: one edit
    const std::vector<Token> gone = blank(field);
    const std::string name = token_text(token, TokenShape::Word);
    lines_.push_back("N:" + name + ";;;;");
    lines_.push_back(line_of(field, token));
    return gone;
  }
  if (places.empty()) {
    lines_.push_back(line_of(field, token));
    return {};
  }
  std::string& line = lines_[places[pick % places.size()]];
  const std::vector<Token> gone = tokens_in(line);
  line = line_of(field, token);
  return gone;
}

std::vector<Token> Card::blank(Field field) {
  const std::vector<Token> gone = tokens(field);
  std::erase_if(lines_, [&](const std::string& line) { return field_of_line(line) == field; });
  return gone;
}

Card Card::cut(FieldSet fields, std::size_t phones) const {
  Card kept;
  std::size_t numbers = 0;
  for (const std::string& line : lines_) {
    const std::optional<Field> field = field_of_line(line);
    if (!field || (fields & bit(*field)) == 0) {
      continue;
    }
    if ((*field == Field::Tel || *field == Field::Home) && phones != 0 && ++numbers > phones) {
      continue;
    }
    kept.lines_.push_back(line);
  }
  return kept;
}

std::optional<Token> Card::repeated() const {
  std::vector<Token> found;
  for (const std::string& line : lines_) {
    const std::optional<Field> field = field_of_line(line);
    if (!field || *field == Field::Name) {  // FN and N both say the name
      continue;
    }
    for (const Token token : tokens_in(line)) {
      if (std::find(found.begin(), found.end(), token) != found.end()) {
        return token;
      }
      found.push_back(token);
    }
  }
  return std::nullopt;
}

std::string Card::sense(FieldSet fields) const {
  std::vector<std::string> parts;
  for (const Field field : AllFields) {
    if ((fields & bit(field)) != 0) {
      for (const Token token : tokens(field)) {
        parts.push_back(std::string(word_of(field)) + "=" + std::to_string(token));
      }
    }
  }
  std::sort(parts.begin(), parts.end());
  std::string sense;
  for (const std::string& part : parts) {
    sense += part + " ";
  }
  return sense;
}

}  // namespace pim::sim
