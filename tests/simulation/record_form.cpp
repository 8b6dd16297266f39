// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/record_form.h"

#include <algorithm>

namespace pim::sim {
namespace {

constexpr std::array<std::string_view, FieldCount> Words = {"name", "tel",   "mail",
                                                            "note", "title", "home"};

constexpr FieldLine phone(Field field, std::string_view parameters, std::string_view mark) {
  return {field, "TEL", parameters, mark, TokenShape::Phone};
}

constexpr FieldLine guest(Field field, std::string_view parameters, std::string_view mark) {
  return {field, "ATTENDEE", parameters, mark, TokenShape::Word, "mailto:", "@example.org", true};
}

constexpr FieldLine word(Field field, std::string_view property) {
  return {field, property, "", ""};
}

constexpr FieldLine categories(Field field) {
  return {field, "CATEGORIES", "", "", TokenShape::Word, "", "", true};
}

constexpr std::array ContactLines = {
    FieldLine{Field::Name, "N", "", "", TokenShape::Word, "", ";;;;"},
    word(Field::Name, "FN"),
    phone(Field::Home, ";TYPE=HOME", "HOME"),
    phone(Field::Tel, ";TYPE=CELL", ""),
    FieldLine{Field::Mail, "EMAIL", ";TYPE=INTERNET", "", TokenShape::Word, "", "@example.org"},
    word(Field::Note, "NOTE"),
    word(Field::Title, "TITLE"),
};

constexpr std::array EventLines = {
    word(Field::Name, "SUMMARY"),     guest(Field::Home, ";ROLE=OPT-PARTICIPANT", "OPT-"),
    guest(Field::Tel, "", ""),        word(Field::Mail, "LOCATION"),
    word(Field::Note, "DESCRIPTION"), categories(Field::Title),
};

constexpr std::array JournalLines = {
    word(Field::Name, "SUMMARY"),
    word(Field::Note, "DESCRIPTION"),
    categories(Field::Title),
};

constexpr std::array<std::string_view, 3> CardWrappings = {"BEGIN", "VERSION", "END"};
constexpr std::array<std::string_view, 6> CalendarWrappings = {"BEGIN",  "VERSION",  "END",
                                                               "PRODID", "CALSCALE", "METHOD"};

constexpr std::string_view Binary = ";ENCODING=BASE64;VALUE=BINARY";

constexpr RecordForm calendar_form(std::string_view datastore, std::string_view device_datastore,
                                   std::string_view opening, std::string_view closing,
                                   std::span<const FieldLine> lines, std::string_view start,
                                   FieldSet essential) {
  return {.datastore = datastore,
          .device_datastore = device_datastore,
          .media_type = "text/calendar",
          .version = "2.0",
          .opening = opening,
          .closing = closing,
          .wrappings = CalendarWrappings,
          .lines = lines,
          .revision = "LAST-MODIFIED",
          .picture = "ATTACH",
          .picture_parameters = Binary,
          .unreadable = "BEGIN:VCALENDAR\r\nno record",
          .start = start,
          .essential = essential};
}

constexpr std::array Forms = {
    RecordForm{.datastore = "contacts",
               .device_datastore = "./card",
               .media_type = "text/vcard",
               .version = "3.0",
               .opening = "BEGIN:VCARD\r\nVERSION:3.0\r\n",
               .closing = "END:VCARD\r\n",
               .wrappings = CardWrappings,
               .lines = ContactLines,
               .revision = "REV",
               .picture = "PHOTO",
               .picture_parameters = ";ENCODING=b;TYPE=JPEG",
               .unreadable = "no card",
               .start = "",
               .essential = bit(Field::Name)},
    calendar_form("calendar", "./cal",
                  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//sim//EN\r\nBEGIN:VEVENT\r\n",
                  "END:VEVENT\r\nEND:VCALENDAR\r\n", EventLines, "DTSTART", bit(Field::Name)),
    calendar_form("tasks", "./task",
                  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//sim//EN\r\nBEGIN:VTODO\r\n",
                  "END:VTODO\r\nEND:VCALENDAR\r\n", EventLines, "DUE", bit(Field::Name)),
    calendar_form("notes", "./note",
                  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//sim//EN\r\nBEGIN:VJOURNAL\r\n",
                  "END:VJOURNAL\r\nEND:VCALENDAR\r\n", JournalLines, "",
                  bit(Field::Name) | bit(Field::Note)),
};

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

std::string_view property_of(std::string_view line) {
  std::string_view name = line.substr(0, line.find_first_of(":;"));
  if (const auto dot = name.find('.'); dot != std::string_view::npos) {
    name.remove_prefix(dot + 1);
  }
  return name;
}

std::string FieldLine::text(Token token) const {
  std::string line(property);
  line.append(parameters).append(":").append(before);
  return line.append(token_text(token, shape)).append(behind);
}

FieldSet RecordForm::fields() const {
  FieldSet set = 0;
  for (const FieldLine& line : lines) {
    set |= bit(line.field);
  }
  return set;
}

const FieldLine* RecordForm::line_of(std::string_view line) const {
  const std::string_view name = property_of(line);
  const std::string_view head = line.substr(0, line.find(':'));
  const auto found = std::ranges::find_if(lines, [&](const FieldLine& one) {
    return one.property == name && head.find(one.mark) != std::string_view::npos;
  });
  return found == lines.end() ? nullptr : &*found;
}

std::optional<Field> RecordForm::field_in(std::string_view line) const {
  const FieldLine* const found = line_of(line);
  return found == nullptr ? std::nullopt : std::optional(found->field);
}

bool RecordForm::is_list(Field field) const {
  const auto found = std::ranges::find(lines, field, &FieldLine::field);
  return found != lines.end() && found->list;
}

const RecordForm& contacts_form() {
  return Forms.front();
}

std::span<const RecordForm> record_forms() {
  return Forms;
}

const RecordForm* record_form(std::string_view datastore) {
  const auto found = std::ranges::find(Forms, datastore, &RecordForm::datastore);
  return found == Forms.end() ? nullptr : &*found;
}

}  // namespace pim::sim
