// SPDX-License-Identifier: Apache-2.0
#include "common/content/element.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/canonical.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

constexpr char PartSign = '\x1f';
constexpr char ComponentSign = '\x1e';

void finish(const ContactView& view, Element& element) {
  const Field& field = element.field();
  element.info = field.info;
  if (field.info->shape != Shape::Binary) {
    element.types = field.types;
    element.types.drop_bits(TypeSet::Noise);
  }
  append_parameters(view, field, Level::Exact, element.parameters);
  append_unescaped(element.label, field.label);
  make_key(element);
}

Element whole_field(const ContactView& view, const Field& field) {
  Element element;
  element.places.push_back({&field, 0});
  append_value(view, field, Level::Exact, element.exact);
  append_value(view, field, Level::Loose, element.loose);
  if (field.info->shape == Shape::Structured) {
    element.components = split(element.exact, ComponentSign);
  } else {
    element.components.push_back(element.exact);
  }
  finish(view, element);
  return element;
}

void take_items(const ContactView& view, const Field& field, std::vector<Element>& out) {
  Parts parts(field.line->value, ',');
  std::size_t item = 0;
  for (std::string_view part; parts.next(part); ++item) {
    if (trim(part).empty()) {
      continue;
    }
    Element element;
    element.places.push_back({&field, item});
    append_text(*field.info, part, Level::Exact, element.exact);
    append_text(*field.info, part, Level::Loose, element.loose);
    element.components.push_back(element.exact);
    finish(view, element);
    out.push_back(std::move(element));
  }
}

}  // namespace

void make_key(Element& element) {
  element.key = element.exact;
  element.key += PartSign;
  element.types.append_to(element.key);
  element.key += PartSign;
  element.key += element.parameters;
  element.key += PartSign;
  element.key += element.label;
}

void settle(std::vector<Element>& list) {
  std::stable_sort(list.begin(), list.end(),
                   [](const Element& a, const Element& b) { return a.key < b.key; });
  std::vector<Element> out;
  out.reserve(list.size());
  for (Element& element : list) {
    if (!out.empty() && out.back().key == element.key) {
      out.back().places.push_back(element.places.front());
    } else {
      out.push_back(std::move(element));
    }
  }
  list = std::move(out);
}

Elements elements_of(const ContactView& view) {
  Elements out;
  std::string name;
  for (const Field& field : view.fields()) {
    if (field.empty || field.info->weight == Weight::Never) {
      continue;
    }
    name.clear();
    append_name(field, name);
    std::vector<Element>& list = out[name];
    if (field.info->shape == Shape::List) {
      take_items(view, field, list);
    } else {
      list.push_back(whole_field(view, field));
    }
  }
  for (auto& [key, list] : out) {
    settle(list);
  }
  return out;
}

std::string slot_of(std::string_view name, TypeSet types) {
  types.drop_bits(TypeSet::Noise | TypeSet::Pref);
  std::string out = to_upper_ascii(name) + ':';
  types.append_to(out);
  return out;
}

std::string join_components(const std::vector<std::string>& components) {
  std::string out;
  for (const std::string& component : components) {
    out += component;
    out += ComponentSign;
  }
  while (!out.empty() && out.back() == ComponentSign) {
    out.pop_back();
  }
  return out;
}

unsigned likeness(std::string_view a, std::string_view b) {
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t shorter = std::min(a.size(), b.size());
  if (longer == 0) {
    return 100;
  }
  std::size_t prefix = 0;
  while (prefix < shorter && a[prefix] == b[prefix]) {
    ++prefix;
  }
  std::size_t suffix = 0;
  while (suffix < shorter - prefix && a[a.size() - 1 - suffix] == b[b.size() - 1 - suffix]) {
    ++suffix;
  }
  return static_cast<unsigned>((prefix + suffix) * 100 / longer);
}

}  // namespace pim::content
