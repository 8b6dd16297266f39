// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/card.h"

#include <algorithm>
#include <charconv>

#include "common/base/clock.h"
#include "common/base/text.h"

namespace pim::sim {
namespace {

constexpr Seconds FirstStart = 1'790'000'000;
constexpr Seconds BetweenStarts = 5'400;

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

Card::Card(std::string_view text, const RecordForm& form) : form_(&form) {
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
    if (!line.empty() && std::ranges::find(form.wrappings, name) == form.wrappings.end()) {
      lines_.emplace_back(line);
    }
  }
}

std::string Card::text() const {
  std::string text(form_->opening);
  for (const std::string& line : lines_) {
    text += line;
    text += "\r\n";
  }
  return text.append(form_->closing);
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
  return value_of(form_->revision);
}

void Card::erase(std::string_view property) {
  std::erase_if(lines_, [&](const std::string& line) { return property_of(line) == property; });
}

void Card::put(std::string_view property, std::string_view parameters, std::string_view value) {
  std::string line(property);
  lines_.push_back(line.append(parameters).append(":").append(value));
}

void Card::set_uid(std::string_view uid) {
  erase("UID");
  if (!uid.empty()) {
    lines_.insert(lines_.begin(), "UID:" + std::string(uid));
  }
}

void Card::set_revision(std::string_view stamp) {
  erase(form_->revision);
  if (!stamp.empty()) {
    put(form_->revision, "", stamp);
  }
}

void Card::set_start(int number) {
  if (!form_->start.empty()) {
    put(form_->start, "", utc_stamp(FirstStart + number * BetweenStarts));
  }
}

void Card::set_picture(int number, std::size_t octets) {
  put(form_->picture, form_->picture_parameters, base64_encode(picture_text(number, octets)));
}

void Card::take_picture(const Card& other) {
  for (const std::string& line : other.lines_) {
    if (property_of(line) == form_->picture) {
      lines_.push_back(line);
    }
  }
}

std::string Card::picture() const {
  const std::string value = value_of(form_->picture);
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
    if (form_->field_in(line) == field) {
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
    if (form_->field_in(line)) {
      for (const Token token : tokens_in(line)) {
        add_once(found, token);
      }
    }
  }
  return found;
}

bool Card::has(Field field) const {
  return std::any_of(lines_.begin(), lines_.end(),
                     [&](const std::string& line) { return form_->field_in(line) == field; });
}

std::vector<Token> Card::write(Field field, Token token, std::size_t pick) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    if (form_->field_in(lines_[i]) == field) {
      places.push_back(i);
    }
  }
  const auto row = std::ranges::find(form_->lines, field, &FieldLine::field);
  if (field == Field::Name || places.empty()) {  // where several lines say it, it is one edit
    std::vector<Token> gone = blank(field);
    for (auto one = row; one != form_->lines.end() && one->field == field; ++one) {
      lines_.push_back(one->text(token));
    }
    return gone;
  }
  std::string& line = lines_[places[pick % places.size()]];
  std::vector<Token> gone = tokens_in(line);
  line = row->text(token);
  return gone;
}

std::vector<Token> Card::blank(Field field) {
  const std::vector<Token> gone = tokens(field);
  std::erase_if(lines_, [&](const std::string& line) { return form_->field_in(line) == field; });
  return gone;
}

Card Card::cut(FieldSet fields, std::size_t phones) const {
  Card kept(*form_);
  std::size_t numbers = 0;
  for (const std::string& line : lines_) {
    if (!form_->start.empty() && property_of(line) == form_->start) {
      kept.lines_.push_back(line);
      continue;
    }
    const std::optional<Field> field = form_->field_in(line);
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
    const std::optional<Field> field = form_->field_in(line);
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
