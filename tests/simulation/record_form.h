// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tests/simulation/token.h"

// What a history plays with: contacts, events, tasks or notes. The same fields for all of them,
// each form says in which properties they stand, so that users, devices and the oracle are the same
// for every datastore.
namespace pim::sim {

enum class Field : std::uint8_t { Name, Tel, Mail, Note, Title, Home };
inline constexpr std::size_t FieldCount = 6;
inline constexpr std::array<Field, FieldCount> AllFields = {Field::Name, Field::Tel,   Field::Mail,
                                                            Field::Note, Field::Title, Field::Home};

std::string_view word_of(Field field);
std::optional<Field> field_of(std::string_view word);

/// A set of fields, as bits.
using FieldSet = unsigned;
constexpr FieldSet bit(Field field) {
  return 1U << static_cast<unsigned>(field);
}
inline constexpr FieldSet EveryField = (1U << FieldCount) - 1;

/// The property's name in a content line, without group and parameters.
std::string_view property_of(std::string_view line);

/// A property that holds a field. One property may hold two fields: the first row whose mark
/// stands in the line's parameters is meant.
struct FieldLine {
  Field field;
  std::string_view property;
  std::string_view parameters;  ///< as written, with the leading ";"
  std::string_view mark;
  TokenShape shape = TokenShape::Word;
  std::string_view before = {};  ///< the token, in the value
  std::string_view behind = {};
  /// Each value stands for itself: to type another one over it is to take it out and put one in.
  bool list = false;

  std::string text(Token token) const;
};

struct RecordForm {
  std::string_view datastore;         ///< a portal's name of it
  std::string_view device_datastore;  ///< a device's
  std::string_view media_type, version;
  std::string_view opening, closing;            ///< the lines around the record's own
  std::span<const std::string_view> wrappings;  ///< properties of those lines
  std::span<const FieldLine> lines;
  std::string_view revision;  ///< the property with the time of its last change
  std::string_view picture, picture_parameters;
  std::string_view unreadable;  ///< what no server takes for such a record
  std::string_view start;       ///< a record's own moment, which nobody edits; empty = has none

  FieldSet essential;  ///< what every device keeps: one for notes without their text is none

  /// The fields that it can say.
  FieldSet fields() const;
  const FieldLine* line_of(std::string_view line) const;
  std::optional<Field> field_in(std::string_view line) const;
  bool is_list(Field field) const;
};

const RecordForm& contacts_form();
std::span<const RecordForm> record_forms();
/// Of the datastore of that name; null where there is none.
const RecordForm* record_form(std::string_view datastore);

}  // namespace pim::sim
