// SPDX-License-Identifier: Apache-2.0
#include "common/content/contact_patch.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/canonical.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

bool is_type(const Parameter& parameter) {
  return parameter.name.empty() || equals_ignore_case(parameter.name, "TYPE");
}

/// Lines that only say something about the others of their group.
bool is_companion(const Line& line) {
  return equals_ignore_case(line.name, "X-ABLABEL") || equals_ignore_case(line.name, "X-ABADR");
}

void append_parameter(std::string& out, const Parameter& parameter) {
  out += ';';
  if (!parameter.name.empty()) {
    out.append(parameter.name) += '=';
  }
  out += parameter.value;
}

/// The value of a TYPE parameter without the types of `gone`; empty where none is left.
std::string kept_types(std::string_view raw, const TypeSet& gone) {
  std::string out;
  ParameterValues values(raw);
  for (std::string_view value; values.next(value);) {
    TypeSet one;
    one.add(value);
    if (!gone.covers(one)) {
      out.append(out.empty() ? "" : ",").append(parameter_value(value));
    }
  }
  return out;
}

TypeSet label_types(const Field& field) {
  TypeSet out;
  out.add(field.label_type);
  return out;
}

/// The label line of the value is no longer what it has to be.
bool labels_otherwise(const Outcome& outcome, const Field& field) {
  if (outcome.label != outcome.ours->label) {
    return true;
  }
  const TypeSet says = label_types(field);
  return !says.empty() && TypeSet::minus(outcome.ours->types, outcome.types).covers(says);
}

/// The types that the line says in that group without another word.
TypeSet said_types(const Document& document, const Outcome& outcome, const Field& field,
                   std::string_view group) {
  TypeSet out;
  for (const Parameter& parameter : Parameters{document, *field.line}) {
    ParameterValues values(is_type(parameter) ? parameter.value : std::string_view());
    for (std::string_view value; values.next(value);) {
      out.add(value);
    }
  }
  if (field.id() == Property::Related) {
    out.add(field.info->extra);
  }
  const bool labelled = group == field.line->group && !labels_otherwise(outcome, field);
  return labelled ? TypeSet::unite(out, label_types(field)) : out;
}

}  // namespace

void ContactPatch::take(const Outcomes& outcomes) {
  for (const Outcome& outcome : outcomes) {
    if (!outcome.present) {
      remove(*outcome.ours);
    } else if (outcome.ours == nullptr) {
      add(outcome);
    } else if (differs(outcome)) {
      change(outcome);
    }
  }
}

bool ContactPatch::differs(const Outcome& outcome) const {
  const Element& ours = *outcome.ours;
  return outcome.components != ours.components || !(outcome.types == ours.types) ||
         outcome.label != ours.label ||
         (outcome.parameters_from_theirs && outcome.theirs->parameters != ours.parameters);
}

void ContactPatch::remove(const Element& element) {
  for (const Element::Place& place : element.places) {
    if (element.info->shape == Shape::List) {
      lists_[place.field].removed.insert(place.item);
    } else {
      remove_line(*place.field->line);
    }
  }
}

void ContactPatch::remove_line(const Line& line) {
  if (removed_.insert(&line).second) {
    patch_.remove(line.begin, line.end);
  }
}

void ContactPatch::change(const Outcome& outcome) {
  if (outcome.ours->info->shape == Shape::List) {
    change_item(outcome);
    return;
  }
  std::set<const Field*> done;
  for (const Element::Place& place : outcome.ours->places) {
    if (done.insert(place.field).second) {
      change_line(outcome, *place.field);
    }
  }
}

/// An item whose parameters or label changed leaves its list and stands alone.
void ContactPatch::change_item(const Outcome& outcome) {
  const Element& ours = *outcome.ours;
  if (outcome.types == ours.types && outcome.label == ours.label &&
      !outcome.parameters_from_theirs) {
    for (const Element::Place& place : ours.places) {
      lists_[place.field].changed[place.item] = escape(outcome.components.front());
    }
    return;
  }
  const Field& field = ours.field();
  if (split_raw(field.line->value, ',').size() == 1) {
    change_line(outcome, field);
    return;
  }
  remove(ours);
  const std::string group = outcome.label.empty() ? std::string() : new_group();
  patch_.insert(
      field.line->end,
      fold(head(outcome, field, group) + ':' + escape(outcome.components.front()), line_end()));
  if (!group.empty()) {
    patch_.insert(field.line->end, fold(group + ".X-ABLabel:" + escape(outcome.label), line_end()));
  }
}

void ContactPatch::change_line(const Outcome& outcome, const Field& field) {
  const std::string group = group_for(outcome, field);
  std::string line;
  if (outcome.ours->info->shape == Shape::Binary && outcome.value != Outcome::Source::Ours) {
    const Field& theirs = outcome.theirs->field();
    line = head_of(theirs_.document(), *theirs.line);
    if (!theirs.line->group.empty()) {
      line.erase(0, theirs.line->group.size() + 1);
    }
    line = (group.empty() ? "" : group + '.') + line + ':' + std::string(theirs.line->value);
  } else {
    line = head(outcome, field, group) + ':' + value(outcome, field);
  }
  patch_.replace(field.line->begin, field.line->end, fold(line, line_end()));
  if (group != field.line->group && !field.line->group.empty()) {
    leave_group(outcome, field, group);
  } else {
    write_label(outcome, field, group);
  }
}

/// A label speaks of its whole group: a line that gets another one leaves a group that others are
/// in.
std::string ContactPatch::group_for(const Outcome& outcome, const Field& field) {
  std::string group(field.line->group);
  if (!labels_otherwise(outcome, field)) {
    return group;
  }
  const bool alone = group.empty() ? outcome.label.empty() : group_of(*field.line).lines == 1;
  return alone ? group : new_group();
}

/// The line takes along what the group says of it besides the label.
void ContactPatch::leave_group(const Outcome& outcome, const Field& field, std::string_view group) {
  left_group_.insert(field.line);
  std::string lines;
  if (!outcome.label.empty()) {
    lines += fold(std::string(group) + ".X-ABLabel:" + escape(outcome.label), line_end());
  }
  for (const Line* line : group_of(*field.line).others) {
    const std::string head = head_of(ours_.document(), *line).substr(line->group.size());
    lines += fold(std::string(group) + head + ':' + std::string(line->value), line_end());
  }
  if (!lines.empty()) {
    patch_.insert(field.line->end, std::move(lines));
  }
}

const ContactPatch::Group& ContactPatch::group_of(const Line& line) {
  if (ours_groups_.empty()) {
    for (const Line& other : ours_.document().lines()) {
      if (!is_companion(other)) {
        ++ours_groups_[other.group].lines;
      } else if (!equals_ignore_case(other.name, "X-ABLABEL")) {
        ours_groups_[other.group].others.push_back(&other);
      }
    }
  }
  return ours_groups_[line.group];
}

std::string ContactPatch::head(const Outcome& outcome, const Field& field,
                               std::string_view group) const {
  std::string out;
  if (!group.empty()) {
    out.append(group) += '.';
  }
  out += field.line->name;
  append_types(outcome, field, group, out);
  const bool new_date = field.info->shape == Shape::Date && outcome.value != Outcome::Source::Ours;
  for (const Parameter& parameter : Parameters{ours_.document(), *field.line}) {
    const bool replaced =
        outcome.parameters_from_theirs && parameter_counts(field, parameter.name, Level::Exact);
    const bool dated = new_date && equals_ignore_case(parameter.name, "X-APPLE-OMIT-YEAR");
    if (!is_type(parameter) && !replaced && !dated) {
      append_parameter(out, parameter);
    }
  }
  if (outcome.theirs == nullptr) {
    return out;
  }
  const Field& theirs = outcome.theirs->field();
  for (const Parameter& parameter : Parameters{theirs_.document(), *theirs.line}) {
    const bool taken =
        outcome.parameters_from_theirs && parameter_counts(theirs, parameter.name, Level::Exact);
    const bool dated = new_date && equals_ignore_case(parameter.name, "X-APPLE-OMIT-YEAR");
    if (!is_type(parameter) && (taken || dated)) {
      append_parameter(out, parameter);
    }
  }
  return out;
}

/// The types as written, without those that went, with those that came.
void ContactPatch::append_types(const Outcome& outcome, const Field& field, std::string_view group,
                                std::string& head) const {
  if (field.info->shape == Shape::Binary) {
    for (const Parameter& parameter : Parameters{ours_.document(), *field.line}) {
      if (is_type(parameter)) {
        append_parameter(head, parameter);
      }
    }
    return;
  }
  const TypeSet gone = TypeSet::minus(outcome.ours->types, outcome.types);
  // PREF of an only value stands there uncounted
  const TypeSet come =
      TypeSet::minus(outcome.types, said_types(ours_.document(), outcome, field, group));
  bool placed = come.empty();
  for (const Parameter& parameter : Parameters{ours_.document(), *field.line}) {
    if (!is_type(parameter)) {
      continue;
    }
    std::string kept =
        gone.empty() ? std::string(parameter.value) : kept_types(parameter.value, gone);
    if (!placed && !parameter.name.empty() && kept.find('"') == std::string::npos) {
      kept.append(kept.empty() ? "" : ",").append(parameter_values(come.names()));
      placed = true;
    }
    if (!kept.empty()) {
      head.append(";").append(parameter.name).append(parameter.name.empty() ? "" : "=") += kept;
    }
  }
  if (!placed) {
    head += ";TYPE=" + parameter_values(come.names());
  }
}

std::string ContactPatch::value(const Outcome& outcome, const Field& field) const {
  if (outcome.value == Outcome::Source::Ours) {
    return std::string(field.line->value);
  }
  switch (field.info->shape) {
    case Shape::Structured: {
      std::vector<std::string_view> raw = split_raw(field.line->value, ';');
      std::string out;
      const std::size_t count = std::max(raw.size(), outcome.components.size());
      for (std::size_t i = 0; i < count; ++i) {
        const std::string now = i < outcome.components.size() ? outcome.components[i] : "";
        const std::string was =
            i < outcome.ours->components.size() ? outcome.ours->components[i] : std::string();
        out += i == 0 ? "" : ";";
        out += now == was && i < raw.size() ? std::string(raw[i]) : escape(now);
      }
      return out;
    }
    case Shape::Date:
    case Shape::Raw: return std::string(outcome.theirs->raw());
    case Shape::Uri:
    case Shape::Im: return outcome.components.front();
    default: break;
  }
  std::string text = outcome.components.front();
  if (equals_ignore_case(field.line->name, "X-WAB-GENDER") && (text == "F" || text == "M")) {
    text = text == "F" ? "1" : "2";
  }
  return escape(text);
}

void ContactPatch::write_label(const Outcome& outcome, const Field& field, std::string_view group) {
  const Line* label = field.label_line;
  if (!labels_otherwise(outcome, field)) {
    return;
  }
  const std::string line = std::string(group) + ".X-ABLabel:" + escape(outcome.label);
  if (label == nullptr) {
    patch_.insert(field.line->end, fold(line, line_end()));
  } else if (outcome.label.empty()) {
    remove_line(*label);
  } else if (removed_.insert(label).second) {
    patch_.replace(label->begin, label->end, fold(line, line_end()));
  }
}

void ContactPatch::add(const Outcome& outcome) {
  const Field& theirs = outcome.theirs->field();
  if (theirs.info->shape == Shape::List) {
    for (const Field& field : ours_.fields()) {
      if (field.info->canonical == theirs.info->canonical && field.label.empty() &&
          outcome.label.empty() && field.types == theirs.types && !removed_.contains(field.line) &&
          field.line->parameter_count == theirs.line->parameter_count) {
        add_item(outcome, field);
        return;
      }
    }
  }
  const Line& line = *theirs.line;
  std::string lines;
  const bool grouped = !line.group.empty();
  const bool companions = grouped && !carried_groups_.contains(line.group);
  if (companions) {
    carried_groups_.emplace(line.group, new_group());
  }
  const std::string group = grouped ? carried_groups_.find(line.group)->second : std::string();
  std::string text = head_of(theirs_.document(), line);
  if (!line.group.empty()) {
    text.erase(0, line.group.size() + 1);
  }
  const bool item = theirs.info->shape == Shape::List;
  text = (group.empty() ? "" : group + '.') + text + ':' +
         (item ? escape(outcome.components.front()) : std::string(line.value));
  lines += fold(text, line_end());
  if (companions) {
    lines += companions_of(line.group, group);
  }
  if (const Line* last = last_of(theirs)) {
    patch_.insert(last->end, std::move(lines));
  } else {
    tail_ += lines;
  }
}

void ContactPatch::add_item(const Outcome& outcome, const Field& host) {
  lists_[&host].added.push_back(escape(outcome.components.front()));
}

void ContactPatch::write_lists() {
  for (const auto& [field, edit] : lists_) {
    std::string value;
    std::size_t number = 0;
    bool first = true;
    Parts parts(field->line->value, ',');
    const auto put = [&](std::string_view item) {
      value.append(first ? "" : ",").append(item);
      first = false;
    };
    for (std::string_view part; parts.next(part); ++number) {
      const auto changed = edit.changed.find(number);
      if (changed != edit.changed.end()) {
        put(changed->second);
      } else if (!edit.removed.contains(number) && !(field->empty && trim(part).empty())) {
        put(part);
      }
    }
    for (const std::string& item : edit.added) {
      put(item);
    }
    if (first) {
      remove_line(*field->line);
    } else if (removed_.insert(field->line).second) {
      patch_.replace(field->line->begin, field->line->end,
                     fold(head_of(ours_.document(), *field->line) + ':' + value, line_end()));
      removed_.erase(field->line);
    }
  }
}

void ContactPatch::drop_emptied_groups() {
  if (removed_.empty() && left_group_.empty()) {
    return;
  }
  std::set<std::string_view> living;
  for (const Line& line : ours_.document().lines()) {
    if (!line.group.empty() && !is_companion(line) && !removed_.contains(&line) &&
        !left_group_.contains(&line)) {
      living.insert(line.group);
    }
  }
  std::set<std::string_view> emptied;
  for (const std::set<const Line*>* lines : {&removed_, &left_group_}) {
    for (const Line* line : *lines) {
      if (!line->group.empty() && !living.contains(line->group)) {
        emptied.insert(line->group);
      }
    }
  }
  for (const Line& line : ours_.document().lines()) {
    if (emptied.contains(line.group) && is_companion(line)) {
      remove_line(line);
    }
  }
}

std::string ContactPatch::new_group() {
  if (!groups_known_) {
    groups_known_ = true;
    for (const Line& line : ours_.document().lines()) {
      groups_.insert(to_lower_ascii(line.group));
    }
  }
  for (std::size_t number = 1;; ++number) {
    std::string name = "item" + std::to_string(number);
    if (groups_.insert(name).second) {
      return name;
    }
  }
}

/// The label lines of a group of theirs, written under a group of ours.
std::string ContactPatch::companions_of(std::string_view their_group,
                                        const std::string& our_group) {
  if (!companions_known_) {
    companions_known_ = true;
    for (const Line& line : theirs_.document().lines()) {
      if (line.depth == 1 && is_companion(line)) {
        companions_[line.group].push_back(&line);
      }
    }
  }
  std::string out;
  for (const Line* line : companions_[their_group]) {
    std::string moved = our_group + '.';
    moved += head_of(theirs_.document(), *line).substr(their_group.size() + 1);
    moved.append(":").append(line->value);
    out += fold(moved, line_end());
  }
  return out;
}

/// The last line of that property, or the label line right behind it; new lines go behind it.
const Line* ContactPatch::last_of(const Field& field) {
  std::string name;
  if (last_.empty()) {
    for (const Field& ours : ours_.fields()) {
      name.clear();
      append_name(ours, name);
      last_[name] = &ours;
    }
  }
  name.clear();
  append_name(field, name);
  const auto at = last_.find(name);
  if (at == last_.end()) {
    return nullptr;
  }
  const Field& last = *at->second;
  const bool labelled = last.label_line != nullptr && last.label_line->begin == last.line->end;
  return labelled ? last.label_line : last.line;
}

void ContactPatch::take_revision() {
  const Field* theirs = theirs_.first(Property::Rev);
  if (theirs == nullptr) {
    return;
  }
  const std::string value(theirs->line->value);
  const Field* ours = ours_.first(Property::Rev);
  if (ours == nullptr) {
    tail_ += fold("REV:" + value, line_end());
    return;
  }
  patch_.replace(ours->line->begin, ours->line->end,
                 fold(head_of(ours_.document(), *ours->line) + ':' + value, line_end()));
}

std::string ContactPatch::apply() {
  write_lists();
  drop_emptied_groups();
  if (!tail_.empty()) {
    patch_.insert(ours_.end_line()->begin, std::move(tail_));
  }
  const bool newer = theirs_.reading() != nullptr && theirs_.reading()->version() == "4.0";
  if (newer && ours_.reading() == nullptr) {
    // What 3.0 has no name for goes under the one that stands in for it.
    for (Patch::Edit& edit : patch_.edits()) {
      edit.with = write_inside_lines(edit.with, "3.0", std::string(line_end()));
    }
  }
  return ours_.patched(patch_);
}

}  // namespace pim::content
