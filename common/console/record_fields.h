// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pim::console {

/// One value of a record as a person reads it.
struct RecordField {
  std::string label;               ///< "Work phone"
  std::string value;               ///< unescaped; several lines for an address
  std::string_view property = {};  ///< "TEL"; empty where the record is one text
  /// As a person reads it: by label and value.
  bool operator==(const RecordField& other) const {
    return label == other.label && value == other.value;
  }
};

/// A record as people read it.
struct RecordFields {
  std::vector<RecordField> shown;  ///< in the order of a visiting card
  std::vector<std::string> kept;   ///< names of properties that are kept and not shown
};

/// Reads a vCard or an iCalendar object; what is neither is shown as one text. Never fails: what
/// cannot be understood is shown as it stands.
RecordFields record_fields(std::string_view content);

/// What people call a property where they see no value of it ("Phone"); unknown names stay.
std::string known_label(std::string_view property);
/// "20261203T190000Z" and "20261203" become "2026-12-03 19:00 UTC"; others stay as they are.
std::string date_in_words(std::string_view raw);

/// How a field came to differ between two contents of a record.
enum class FieldChange : std::uint8_t { Added, Removed, Changed };
struct FieldDifference {
  FieldChange change = FieldChange::Changed;
  std::string label;
  std::string before_label;  ///< where the label itself changed ("Home phone" to "Work phone")
  std::string before;
  std::string after;
};
struct Differences {
  std::vector<FieldDifference> fields;
  std::size_t same = 0;  ///< fields that stay as they are
};
Differences differences(std::string_view before, std::string_view after);

}  // namespace pim::console
