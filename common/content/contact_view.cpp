// SPDX-License-Identifier: Apache-2.0
#include "common/content/contact_view.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/content/date.h"
#include "common/content/repair.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

bool says_nothing(const Field& field) {
  const std::string_view value = field.line->value;
  switch (field.info->shape) {
    case Shape::Structured: return value.find_first_not_of("; \t\r") == std::string_view::npos;
    case Shape::List: return value.find_first_not_of(", \t\r") == std::string_view::npos;
    case Shape::Date: {
      std::string date;
      append_date(date, value, {});
      return date.empty();
    }
    default: break;
  }
  const std::string_view text = trim(value);
  return text.empty() || (field.id() == Property::Class && equals_ignore_case(text, "PUBLIC")) ||
         (field.id() == Property::Kind && equals_ignore_case(text, "individual"));
}

struct StandardLabel {
  std::string_view label;
  std::string_view type;
};
/// Apple's own labels that say what TYPE says (content rule 2.13).
constexpr auto TypeLabels = std::to_array<StandardLabel>({
    {"_$!<Home>!$_", "HOME"},
    {"_$!<Work>!$_", "WORK"},
    {"_$!<Mobile>!$_", "CELL"},
    {"_$!<Pager>!$_", "PAGER"},
});
constexpr auto RelationLabels = std::to_array<StandardLabel>({
    {"_$!<Spouse>!$_", "SPOUSE"},
    {"_$!<Manager>!$_", "MANAGER"},
    {"_$!<Assistant>!$_", "ASSISTANT"},
});

template <class Labels>
std::string_view type_behind(const Labels& labels, std::string_view label) {
  for (const StandardLabel& entry : labels) {
    if (equals_ignore_case(entry.label, label)) {
      return entry.type;
    }
  }
  return {};
}

/// Apple's X-AB names with a standard label are further spellings of known properties
/// (content rule V3).
void apply_label(Field& field, const Line& label) {
  const std::string_view text = trim(label.value);
  field.label_line = &label;
  if (field.id() == Property::AbDate && equals_ignore_case(text, "_$!<Anniversary>!$_")) {
    field.info = &info_of(Property::Anniversary);
    return;
  }
  if (field.id() == Property::AbRelated) {
    if (const auto relation = type_behind(RelationLabels, text); !relation.empty()) {
      field.info = &info_of(Property::Related);
      field.types.add(relation);
      field.label_type = relation;
      return;
    }
  }
  if (const auto type = type_behind(TypeLabels, text); !type.empty()) {
    field.types.add(type);
    field.label_type = type;
    return;
  }
  field.label = text;
}

bool by_group(const Line* a, std::string_view b) {
  return a->group < b;
}

}  // namespace

std::string_view version_of(const Document& document) {
  for (const Line& line : document.lines()) {
    if (line.depth == 1 && line.name.size() == 7 && equals_ignore_case(line.name, "VERSION")) {
      if (const std::string_view version = trim(line.value); !version.empty()) {
        return version;
      }
    }
  }
  return document.old_syntax() ? std::string_view("2.1") : std::string_view("3.0");
}

Status check_version(const Document& document) {
  const std::string_view version = version_of(document);
  if (version == "2.1" || version == "3.0" || version == "4.0") {
    return {};
  }
  return fail(ErrorCode::Unsupported,
              "the record is a vCard of an unknown version; send vCard 2.1, 3.0 or 4.0");
}

Result<ContactView> ContactView::read(std::string_view text) {
  PIM_TRY(Document document, Document::parse(text));
  std::unique_ptr<std::string> owned;
  if (needs_repair(document)) {
    PIM_TRY(Repaired repaired, repair_contact(text));
    owned = std::make_unique<std::string>(std::move(repaired.text));
    PIM_TRY(document, Document::parse(*owned));
  }
  PIM_TRY(ContactView view, over(std::move(document)));
  view.owned_ = std::move(owned);
  return view;
}

Result<ContactView> ContactView::over(Document document) {
  PIM_CHECK(check_version(document));
  std::unique_ptr<Reading> reading;
  if (!Reading::is_plain(document)) {
    reading = Reading::make(document);
    PIM_TRY(document, Document::parse(reading->text()));
  }
  ContactView view(std::move(document), std::move(reading));
  if (view.end_line() == nullptr) {
    return fail(ErrorCode::Malformed, "the record has no END");
  }
  if (view.items_ > limits::MaxRecordItems) {
    return fail(ErrorCode::TooLarge, "the lists of the record are too long");
  }
  return view;
}

ContactView::ContactView(Document document, std::unique_ptr<Reading> reading)
    : reading_(std::move(reading)), document_(std::move(document)) {
  fields_.reserve(document_.lines().size());
  for (const Line& line : document_.lines()) {
    if (line.depth == 1) {
      take(line);
    }
  }
  if (!labels_.empty()) {
    bind_labels();
  }
  std::array<const Field*, PropertyCount> firsts{};
  for (Field& field : fields_) {
    field.empty = says_nothing(field);
    if (field.empty) {
      continue;
    }
    const auto id = static_cast<std::size_t>(field.id());
    ++counts_[id];
    if (firsts[id] == nullptr) {
      firsts[id] = &field;
    }
    several_[id] = several_[id] || firsts[id]->line->value != field.line->value;
  }
}

void ContactView::take(const Line& line) {
  const PropertyInfo* info = find_property(line.name);
  if (info->id == Property::Version ||
      (info->id == Property::Other && info->canonical.empty() &&
       (equals_ignore_case(line.name, "BEGIN") || equals_ignore_case(line.name, "END")))) {
    return;
  }
  if (info->id == Property::AbLabel && !line.group.empty()) {
    labels_.push_back(&line);
    return;
  }
  Field& field = fields_.emplace_back();
  field.line = &line;
  field.info = info;
  for (const Parameter& parameter : Parameters{document_, line}) {
    if (parameter.name.empty() || equals_ignore_case(parameter.name, "TYPE")) {
      ParameterValues values(parameter.value);
      for (std::string_view value; values.next(value);) {
        field.types.add(value);
      }
    }
  }
  if (info->id == Property::Related) {
    field.types.add(info->extra);
  }
  if (info->shape == Shape::List || info->shape == Shape::Structured) {
    const char separator = info->shape == Shape::List ? ',' : ';';
    items_ +=
        1 + static_cast<std::size_t>(std::count(line.value.begin(), line.value.end(), separator));
  }
}

void ContactView::bind_labels() {
  std::stable_sort(labels_.begin(), labels_.end(),
                   [](const Line* a, const Line* b) { return a->group < b->group; });
  for (Field& field : fields_) {
    if (field.line->group.empty()) {
      continue;
    }
    const auto at = std::lower_bound(labels_.begin(), labels_.end(), field.line->group, by_group);
    if (at != labels_.end() && (*at)->group == field.line->group) {
      apply_label(field, **at);
    }
  }
}

const Field* ContactView::first(Property id) const {
  if (count(id) == 0) {
    return nullptr;
  }
  const auto at = std::find_if(fields_.begin(), fields_.end(), [id](const Field& field) {
    return field.id() == id && !field.empty;
  });
  return at == fields_.end() ? nullptr : &*at;
}

std::string_view ContactView::parameter(const Line& line, std::string_view name) const {
  for (const Parameter& parameter : Parameters{document_, line}) {
    if (equals_ignore_case(parameter.name, name)) {
      return unquote(parameter.value);
    }
  }
  return {};
}

const Line* ContactView::end_line() const {
  for (auto line = document_.lines().rbegin(); line != document_.lines().rend(); ++line) {
    if (line->depth == 1 && equals_ignore_case(line->name, "END")) {
      return &*line;
    }
  }
  return nullptr;
}

}  // namespace pim::content
