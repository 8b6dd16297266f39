// SPDX-License-Identifier: Apache-2.0
#include "common/console/record_fields.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "common/base/text.h"
#include "common/content/document.h"
#include "common/content/type_set.h"
#include "common/content/value.h"

namespace pim::console {

namespace {

using content::Document;
using content::Line;
using content::TypeSet;

enum class Form : std::uint8_t { Text, Parts, Date, Picture };

/// A property that people know. The order is that of a visiting card, or of a calendar's leaf.
struct Known {
  std::string_view name;
  std::string_view label;
  Form form = Form::Text;
  bool typed = false;  ///< "Work ..." stands before the label
};
constexpr std::array<Known, 33> Properties = {{
    {"FN", "Name"},
    {"SUMMARY", "Title"},
    {"N", "Name in parts", Form::Parts},
    {"NICKNAME", "Nickname"},
    {"PHOTO", "Photo", Form::Picture},
    {"ORG", "Organisation", Form::Parts},
    {"TITLE", "Job title"},
    {"ROLE", "Role"},
    {"TEL", "phone", Form::Text, true},
    {"EMAIL", "mail", Form::Text, true},
    {"IMPP", "chat", Form::Text, true},
    {"ADR", "address", Form::Parts, true},
    {"URL", "Web page"},
    {"DTSTART", "Starts", Form::Date},
    {"DTEND", "Ends", Form::Date},
    {"DUE", "Due", Form::Date},
    {"DURATION", "Lasts"},
    {"RRULE", "Repeats"},
    {"EXDATE", "But not on", Form::Date},
    {"RECURRENCE-ID", "In place of", Form::Date},
    {"LOCATION", "Where"},
    {"STATUS", "State"},
    {"PRIORITY", "Priority"},
    {"PERCENT-COMPLETE", "Done, in percent"},
    {"COMPLETED", "Done", Form::Date},
    {"ORGANIZER", "Invited by"},
    {"ATTENDEE", "Guest"},
    {"BDAY", "Birthday", Form::Date},
    {"ANNIVERSARY", "Anniversary", Form::Date},
    {"CATEGORIES", "Groups"},
    {"DESCRIPTION", "Note"},
    {"NOTE", "Note"},
    {"CLASS", "Privacy"},
}};
/// Say nothing to a person.
constexpr std::array<std::string_view, 8> Silent = {"BEGIN", "END",     "VERSION", "PRODID",
                                                    "REV",   "DTSTAMP", "UID",     "SEQUENCE"};

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

TypeSet types_of(const Document& document, const Line& line) {
  TypeSet types;
  for (const content::Parameter& parameter : content::Parameters{document, line}) {
    if (!parameter.name.empty() && !equals_ignore_case(parameter.name, "TYPE")) {
      continue;
    }
    content::ParameterValues values(parameter.value);
    for (std::string_view value; values.next(value);) {
      types.add(content::unquote(value));
    }
  }
  return types;
}

std::string typed_label(const Document& document, const Line& line, const Known& known) {
  const TypeSet types = types_of(document, line);
  const std::string place = types.has(TypeSet::Work)   ? "work "
                            : types.has(TypeSet::Home) ? "home "
                                                       : "";
  std::string thing(known.label);
  if (known.name == "TEL") {
    thing = types.has(TypeSet::Fax)     ? "fax"
            : types.has(TypeSet::Cell)  ? "mobile"
            : types.has(TypeSet::Pager) ? "pager"
                                        : "phone";
  }
  return capital(place + thing);
}

/// The parts of a structured value that say something, in order, each on its own line.
std::string parts_of(std::string_view raw) {
  std::string text;
  content::Parts parts(raw, ';');
  for (std::string_view part; parts.next(part);) {
    const std::string one = content::unescape(part);
    if (!trim(one).empty()) {
      text += (text.empty() ? "" : "\n") + one;
    }
  }
  return text;
}

bool digits_at(std::string_view text, std::size_t at, std::size_t count) {
  return text.size() >= at + count &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                     text.begin() + static_cast<std::ptrdiff_t>(at + count),
                     [](char sign) { return sign >= '0' && sign <= '9'; });
}

std::string picture_of(std::string_view raw) {
  if (raw.size() < 200 && raw.find("://") != std::string_view::npos) {
    return content::unescape(raw);
  }
  // three octets stand in four signs
  return "A picture of " + std::to_string((raw.size() * 3 / 4 + 999) / 1000) + " KB";
}

std::string value_of(const Line& line, Form form) {
  switch (form) {
    case Form::Text: return content::unescape(line.value);
    case Form::Parts: return parts_of(line.value);
    case Form::Date: return date_in_words(line.value);
    case Form::Picture: return picture_of(line.value);
  }
  return {};
}

/// Whether lines of this component are the record's own: a card, an event, a task, a journal entry.
bool is_record(std::string_view component) {
  return equals_ignore_case(component, "VCARD") || equals_ignore_case(component, "VEVENT") ||
         equals_ignore_case(component, "VTODO") || equals_ignore_case(component, "VJOURNAL") ||
         equals_ignore_case(component, "VNOTE");
}

struct Placed {
  std::size_t order;
  RecordField field;
};

class Collector {
 public:
  void take(const Document& document) {
    for (const Line& line : document.lines()) {
      if (equals_ignore_case(line.name, "BEGIN")) {
        components_.emplace_back(trim(line.value));
      } else if (equals_ignore_case(line.name, "END")) {
        if (!components_.empty()) {
          components_.pop_back();
        }
      } else if (!components_.empty() && is_record(components_.back())) {
        take(document, line);
      }
    }
  }

  RecordFields finish() {
    std::ranges::stable_sort(placed_, {}, &Placed::order);
    RecordFields fields;
    for (Placed& one : placed_) {
      fields.shown.push_back(std::move(one.field));
    }
    std::ranges::sort(kept_);
    const auto doubles = std::ranges::unique(kept_);
    kept_.erase(doubles.begin(), doubles.end());
    fields.kept = std::move(kept_);
    return fields;
  }

 private:
  void take(const Document& document, const Line& line) {
    const std::string name = to_upper_ascii(line.name);
    const auto known = std::ranges::find(Properties, name, &Known::name);
    if (known == Properties.end()) {
      if (std::ranges::find(Silent, name) == Silent.end()) {
        kept_.push_back(name);
      }
      return;
    }
    std::string value = value_of(line, known->form);
    if (!trim(value).empty()) {
      placed_.push_back(
          {static_cast<std::size_t>(known - Properties.begin()),
           {known->typed ? typed_label(document, line, *known) : std::string(known->label),
            std::move(value), known->name}});
    }
  }

  std::vector<std::string> components_;
  std::vector<Placed> placed_;
  std::vector<std::string> kept_;
};

/// Takes equal fields out of both lists; how many.
std::size_t drop_equal(std::vector<RecordField>& before, std::vector<RecordField>& after) {
  std::size_t same = 0;
  std::erase_if(before, [&](const RecordField& field) {
    const auto twin = std::ranges::find(after, field);
    if (twin == after.end()) {
      return false;
    }
    after.erase(twin);
    ++same;
    return true;
  });
  return same;
}

/// What a field of before has become: the one with its label, or with its value.
std::optional<RecordField> take_successor(const RecordField& field,
                                          std::vector<RecordField>& after) {
  auto found = std::ranges::find(after, field.label, &RecordField::label);
  if (found == after.end()) {
    found = std::ranges::find(after, field.value, &RecordField::value);
  }
  if (found == after.end()) {
    return std::nullopt;
  }
  RecordField successor = std::move(*found);
  after.erase(found);
  return successor;
}

}  // namespace

std::string date_in_words(std::string_view raw) {
  if (!digits_at(raw, 0, 8)) {
    return content::unescape(raw);
  }
  std::string text = std::string(raw.substr(0, 4)) + "-" + std::string(raw.substr(4, 2)) + "-" +
                     std::string(raw.substr(6, 2));
  if (raw.size() >= 15 && raw[8] == 'T' && digits_at(raw, 9, 6)) {
    text += " " + std::string(raw.substr(9, 2)) + ":" + std::string(raw.substr(11, 2));
    text += raw.ends_with('Z') ? " UTC" : "";
  }
  return text;
}

std::string known_label(std::string_view property) {
  // several properties of a calendar that are merged as one
  if (property == "WHEN") {
    return "When";
  }
  const std::string_view name = property == "STATE" ? "STATUS" : property;
  const auto known = std::ranges::find(Properties, name, &Known::name);
  return known == Properties.end() ? std::string(property) : capital(std::string(known->label));
}

RecordFields record_fields(std::string_view content) {
  const auto document = Document::parse(content);
  if (document) {
    Collector collector;
    collector.take(*document);
    RecordFields fields = collector.finish();
    if (!fields.shown.empty()) {
      return fields;
    }
  }
  return {{{"Text", std::string(content), {}}}, {}};
}

Differences differences(std::string_view before, std::string_view after) {
  std::vector<RecordField> old =
      before.empty() ? std::vector<RecordField>{} : record_fields(before).shown;
  std::vector<RecordField> now =
      after.empty() ? std::vector<RecordField>{} : record_fields(after).shown;
  Differences found;
  found.same = drop_equal(old, now);
  for (RecordField& field : old) {
    auto successor = take_successor(field, now);
    if (successor) {
      found.fields.push_back({FieldChange::Changed, successor->label,
                              successor->label == field.label ? "" : field.label,
                              std::move(field.value), std::move(successor->value)});
    } else {
      found.fields.push_back({FieldChange::Removed, field.label, {}, std::move(field.value), {}});
    }
  }
  for (RecordField& field : now) {
    found.fields.push_back({FieldChange::Added, field.label, {}, {}, std::move(field.value)});
  }
  return found;
}

}  // namespace pim::console
