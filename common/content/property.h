// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

// What we know of the properties of a contact: how the value is written, how it is compared, how
// it merges (content rules 2, 3, V2, V3, V6, V9). One table; further versions read the same one.
namespace pim::content {

enum class Property : std::uint8_t {
  Other,
  Version,
  Uid,
  Rev,
  Fn,
  N,
  Nickname,
  Org,
  Title,
  Role,
  Note,
  Tel,
  Email,
  Adr,
  Label,
  Url,
  Bday,
  Anniversary,
  Categories,
  Photo,
  Logo,
  Sound,
  Key,
  Geo,
  Class,
  SortString,
  Im,
  Related,
  Gender,
  Kind,
  Member,
  AbLabel,
  AbAdr,
  AbDate,
  AbRelated,
};
inline constexpr std::size_t PropertyCount = static_cast<std::size_t>(Property::AbRelated) + 1;

enum class Shape : std::uint8_t {
  Text,        ///< `;` and `,` are data
  Structured,  ///< components parted by `;`
  List,        ///< items parted by `,`
  Uri,
  Date,
  Binary,  ///< base64, or a link where VALUE says so
  Phone,
  Mail,
  Im,   ///< service and handle
  Raw,  ///< unknown: the octets
};

enum class Merging : std::uint8_t {
  Single,      ///< one value; a conflict has a winner
  Components,  ///< component by component
  Set,         ///< items come and go one by one
  Keyed,       ///< as a list, but another value is another entry
  List,        ///< types and value; changed ones are recognised
  Text,        ///< by lines
};

enum class Weight : std::uint8_t {
  Compared,
  ExactOnly,  ///< second list of content rule V6: says nothing in matching
  Never,      ///< first list of content rule V6
};

struct PropertyInfo {
  std::string_view name;  ///< upper case, as found in records
  /// what it is compared as: one name for all spellings (content rules V2, V3)
  std::string_view canonical;
  Property id = Property::Other;
  Shape shape = Shape::Raw;
  Merging merging = Merging::List;
  Weight weight = Weight::Compared;
  std::string_view extra;  ///< service of an IM property, relation of a RELATED one
  /// A device without room may return the beginning of a value: not of a time, a rule, a word of
  /// the standard, where that is another value.
  bool may_be_cut = true;
};

/// Never null: unknown names share one entry (id Other, shape Raw) whose canonical is empty.
const PropertyInfo* find_property(std::string_view name);
/// The entry that writes `id` in 3.0.
const PropertyInfo& info_of(Property id);
/// Every known spelling.
std::span<const PropertyInfo> all_properties();
/// The scheme behind a service's name ("Jabber": "xmpp"), or empty.
std::string_view im_scheme(std::string_view service);

}  // namespace pim::content
