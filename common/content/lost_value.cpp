// SPDX-License-Identifier: Apache-2.0
#include "common/content/lost_value.h"

#include <algorithm>
#include <array>

namespace pim::content {
namespace {

/// What of a value a merge decides on its own, the greater first.
enum class Facet : std::uint8_t { Value, Component, Parameters, Label };
constexpr std::array<Facet, 4> Facets{Facet::Value, Facet::Component, Facet::Parameters,
                                      Facet::Label};

bool shows(const Element& element, Facet facet, const std::string& text) {
  switch (facet) {
    case Facet::Value: return shown_value(element.components) == text;
    case Facet::Component:
      return std::ranges::find(element.components, text) != element.components.end();
    case Facet::Parameters: return shown_parameters(element.parameters) == text;
    case Facet::Label: return element.label == text;
  }
  return false;
}

/// Those of the list that show the text.
std::vector<const Element*> all_that_show(const std::vector<Element>& list, Facet facet,
                                          const std::string& text) {
  std::vector<const Element*> found;
  for (const Element& element : list) {
    if (!text.empty() && shows(element, facet, text)) {
      found.push_back(&element);
    }
  }
  return found;
}

/// There is never more than one in a record: the text need not tell which is meant.
bool stands_alone(const Element& element) {
  const PropertyInfo& info = *element.info;
  return info.merging == Merging::Single || info.merging == Merging::Text ||
         (info.merging == Merging::Components && info.id != Property::Adr);
}

}  // namespace

std::string shown_value(const std::vector<std::string>& components) {
  std::string out;
  for (const std::string& part : components) {
    out += (out.empty() || part.empty() ? "" : "; ") + part;
  }
  return out;
}

std::string shown_parameters(std::string canonical) {
  std::replace(canonical.begin(), canonical.end(), '\x1e', ';');
  return canonical;
}

LostPair find_lost(const Lost& lost, const std::vector<Element>& ours,
                   const std::vector<Element>& theirs) {
  if (theirs.size() == 1 && ours.size() <= 1 && stands_alone(theirs.front())) {
    return {ours.empty() ? nullptr : &ours.front(), &theirs.front()};
  }
  for (const Facet facet : Facets) {
    const auto found = all_that_show(theirs, facet, lost.lost);
    if (found.empty()) {
      continue;
    }
    const auto has = [&](const Element& own) { return own.key == found.front()->key; };
    if (found.size() > 1 || std::ranges::any_of(ours, has)) {
      return {};
    }
    const auto kept = all_that_show(ours, facet, lost.kept);
    if (kept.size() == 1) {
      return {kept.front(), found.front()};
    }
    // apart from its value, what gave way is no more than that of a value which ours has
    return {nullptr, facet == Facet::Value ? found.front() : nullptr};
  }
  return {};
}

}  // namespace pim::content
