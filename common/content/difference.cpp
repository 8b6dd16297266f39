// SPDX-License-Identifier: Apache-2.0
#include "common/content/difference.h"

#include <algorithm>

#include "common/content/contact_view.h"
#include "common/content/ical_elements.h"

namespace pim::content {
namespace {

using List = std::vector<Element>;

/// What parts a canonical value, and breaks of its text, as people read it.
std::string readable(std::string_view text) {
  std::string out;
  for (const char sign : text) {
    const bool part = sign >= 0 && sign < ' ' && sign != '\n';
    out += part ? (out.empty() ? "" : "; ") : std::string(1, sign == '\n' ? ' ' : sign);
  }
  return out;
}

/// One value as people read it: its parts, its parameters, and its types in brackets.
std::string shown(const Element& element) {
  std::string out;
  for (const std::string& part : element.components) {
    out += (out.empty() || part.empty() ? "" : "; ") + part;
  }
  if (element.components.empty()) {
    out = element.exact;
  }
  out = readable(out);
  if (!element.parameters.empty()) {
    out += " (" + readable(element.parameters) + ')';
  }
  std::string types;
  element.types.append_to(types);
  if (!types.empty()) {
    out += " [" + types + ']';
  }
  if (!element.label.empty()) {
    out += " [" + element.label + ']';
  }
  return out;
}

/// The element that stands for a whole instance: its values are told one by one.
bool is_instance(const std::string& name) {
  return name.starts_with('@') && name.find(' ') == std::string::npos;
}

/// "@20260512T100000 SUMMARY" is a value of an override.
std::string property_of(const std::string& name) {
  if (!name.starts_with('@')) {
    return name;
  }
  const std::size_t blank = name.find(' ');
  const std::string instance = name.size() > 1 ? name.substr(1, blank - 1) : std::string("series");
  return blank == std::string::npos ? "instance (" + instance + ')'
                                    : name.substr(blank + 1) + " (" + instance + ')';
}

/// Values of one property: equal ones go, of the others each stands beside one that shares its
/// types where there is one.
class Comparison {
 public:
  explicit Comparison(std::vector<Difference>& out) : out_(out) {}

  void compare(const std::string& name, const List& before, const List& after) {
    if (is_instance(name)) {
      if (before.empty() != after.empty()) {
        out_.push_back(
            {property_of(name), before.empty() ? "" : "there", after.empty() ? "" : "there"});
      }
      return;
    }
    std::vector<const Element*> left = without(before, after);
    std::vector<const Element*> right = without(after, before);
    pair(name, left, right, [](const Element& a, const Element& b) { return a.types == b.types; });
    pair(name, left, right, [](const Element&, const Element&) { return true; });
    for (const Element* element : left) {
      out_.push_back({property_of(name), shown(*element), {}});
    }
    for (const Element* element : right) {
      out_.push_back({property_of(name), {}, shown(*element)});
    }
  }

 private:
  static std::vector<const Element*> without(const List& list, const List& others) {
    std::vector<const Element*> out;
    for (const Element& element : list) {
      if (std::ranges::find(others, element.key, &Element::key) == others.end()) {
        out.push_back(&element);
      }
    }
    return out;
  }

  template <class Fits>
  void pair(const std::string& name, std::vector<const Element*>& left,
            std::vector<const Element*>& right, Fits fits) {
    std::erase_if(left, [&](const Element* one) {
      const auto other =
          std::ranges::find_if(right, [&](const Element* two) { return fits(*one, *two); });
      if (other == right.end()) {
        return false;
      }
      out_.push_back({property_of(name), shown(*one), shown(**other)});
      right.erase(other);
      return true;
    });
  }

  std::vector<Difference>& out_;
};

std::vector<Difference> compared(const Elements& before, const Elements& after) {
  static const List none;
  std::vector<Difference> out;
  Comparison comparison(out);
  for (const auto& [name, list] : before) {
    const auto other = after.find(name);
    comparison.compare(name, list, other == after.end() ? none : other->second);
  }
  for (const auto& [name, list] : after) {
    if (!before.contains(name)) {
      comparison.compare(name, none, list);
    }
  }
  return out;
}

Result<std::vector<Difference>> contact_differences(std::string_view before,
                                                    std::string_view after) {
  PIM_TRY(const ContactView left, ContactView::read(before));
  PIM_TRY(const ContactView right, ContactView::read(after));
  Elements ours = elements_of(left);
  Elements theirs = elements_of(right);
  const bool says_nothing = (!ours.contains("FN") || is_generated_name(left)) &&
                            (!theirs.contains("FN") || is_generated_name(right));
  if (says_nothing) {
    ours.erase("FN");
    theirs.erase("FN");
  }
  return compared(ours, theirs);
}

Result<std::vector<Difference>> item_differences(std::string_view before, std::string_view after,
                                                 ItemKind kind) {
  PIM_TRY(const ItemView left, ItemView::read(before, kind));
  PIM_TRY(const ItemView right, ItemView::read(after, kind));
  return compared(item_elements(left), item_elements(right));
}

}  // namespace

Result<std::vector<Difference>> differences(const Kind& kind, std::string_view before,
                                            std::string_view after) {
  if (kind.name() == "contacts") {
    return contact_differences(before, after);
  }
  return item_differences(before, after,
                          kind.name() == "calendar" ? ItemKind::Event
                          : kind.name() == "tasks"  ? ItemKind::Task
                                                    : ItemKind::Note);
}

}  // namespace pim::content
