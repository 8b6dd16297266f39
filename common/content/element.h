// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/content/contact_view.h"

namespace pim::content {

/// One value of a contact, taken apart for merging: what can change on its own stands on its own.
struct Element {
  /// Where it stands: the field, and for a list the item. A record may say it several times
  /// (Apple spells an IM address twice); all places are patched together.
  struct Place {
    const Field* field = nullptr;
    std::size_t item = 0;
  };
  std::vector<Place> places;
  const PropertyInfo* info = nullptr;
  std::vector<std::string> components;  ///< one for everything but Shape::Structured
  std::string exact;                    ///< the value, canonical
  std::string loose;
  /// Without noise. PREF is told here even of an only value: it may not be the only one for long,
  /// and a merge has to give the same at both portals.
  TypeSet types;
  std::string parameters;  ///< canonical
  std::string label;
  std::string key;  ///< all of it, canonical: orders elements and tells equal ones

  const Field& field() const { return *places.front().field; }
  std::string_view raw() const { return field().line->value; }
};

/// The values of one record by canonical property name, each list in canonical order without
/// doubles: so a merge does not depend on the order within records.
using Elements = std::map<std::string, std::vector<Element>>;

/// Points into the view. UID, REV and the like are no elements.
Elements elements_of(const ContactView& view);

/// Makes element.key of the other parts; exact, types, parameters and label must be there.
void make_key(Element& element);
/// Puts a list in canonical order and makes one element of those that say the same.
void settle(std::vector<Element>& list);

/// `TEL:CELL`: the kind of place a value takes in a device, by property and types without PREF.
/// Devices have so many of each (sync rule 24).
std::string slot_of(std::string_view name, TypeSet types);

/// Joins components the way Element::exact has them.
std::string join_components(const std::vector<std::string>& components);

/// (common prefix + common suffix) / the longer one, in percent.
unsigned likeness(std::string_view a, std::string_view b);

}  // namespace pim::content
