// SPDX-License-Identifier: Apache-2.0
#include "common/content/merge_history.h"

#include <algorithm>

namespace pim::content {
namespace {

/// Elements are sorted by key, and the key begins with the value.
std::vector<Element>::const_iterator first_of_value(const std::vector<Element>& list,
                                                    const Element& element) {
  const std::string start = element.exact + '\x1f';
  return std::lower_bound(
      list.begin(), list.end(), start,
      [](const Element& other, const std::string& key) { return other.key < key; });
}

bool says(const std::vector<Element>* list, const Element& element) {
  if (list == nullptr) {
    return false;
  }
  const auto at = first_of_value(*list, element);
  return at != list->end() && at->exact == element.exact;
}

}  // namespace

std::optional<HeldElements> contact_elements(std::string_view record) {
  auto read = ContactView::read(record);
  if (!read) {
    return std::nullopt;
  }
  auto view = std::make_shared<const ContactView>(std::move(*read));
  Elements elements = elements_of(*view);
  return HeldElements{std::move(view), std::move(elements)};
}

void History::read() {
  if (read_) {
    return;
  }
  read_ = true;
  held_.reserve(records_.size());
  for (const std::string_view record : records_) {
    if (auto held = reader_(record)) {
      held_.push_back(std::move(*held));
    }
  }
}

const std::vector<Element>* History::list(std::size_t record, const std::string& name) const {
  const auto at = held_[record].elements.find(name);
  return at == held_[record].elements.end() ? nullptr : &at->second;
}

bool History::has_value(const std::string& name, const Element& element) {
  read();
  for (std::size_t i = 0; i < held_.size(); ++i) {
    if (says(list(i, name), element)) {
      return true;
    }
  }
  return false;
}

bool History::lacks_value(const std::string& name, const Element& element) {
  read();
  for (std::size_t i = 0; i < held_.size(); ++i) {
    if (!says(list(i, name), element)) {
      return true;
    }
  }
  return false;
}

bool History::has_component(const std::string& name, std::size_t number, const std::string& text) {
  read();
  for (std::size_t i = 0; i < held_.size(); ++i) {
    const std::vector<Element>* found = list(i, name);
    if (found == nullptr) {
      if (text.empty()) {
        return true;
      }
      continue;
    }
    for (const Element& element : *found) {
      const bool there = number < element.components.size();
      if (there ? element.components[number] == text : text.empty()) {
        return true;
      }
    }
  }
  return false;
}

bool History::has_types(const std::string& name, const Element& element) {
  read();
  for (std::size_t i = 0; i < held_.size(); ++i) {
    if (const std::vector<Element>* found = list(i, name)) {
      for (auto at = first_of_value(*found, element);
           at != found->end() && at->exact == element.exact; ++at) {
        if (at->types == element.types) {
          return true;
        }
      }
    }
  }
  return false;
}

}  // namespace pim::content
