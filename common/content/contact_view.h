// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/content/document.h"
#include "common/content/property.h"
#include "common/content/type_set.h"
#include "common/content/vcard_reading.h"

namespace pim::content {

/// One property of a contact as it is understood; points into its view.
struct Field {
  const Line* line = nullptr;
  const PropertyInfo* info = nullptr;
  TypeSet types;
  std::string_view label;       ///< raw value of the group's X-ABLabel, own labels only
  std::string_view label_type;  ///< what a standard label of the group says instead
  const Line* label_line = nullptr;
  bool empty = false;  ///< says nothing: counts as absent

  Property id() const { return info->id; }
};

/// A vCard understood property by property, other versions through their reading as 3.0
/// (vcard_reading.h). The text must outlive the view.
class ContactView {
 public:
  /// Reads a record that may need repair (repair.h); then the view owns the repaired text.
  /// Malformed, Unsupported (the version is named), TooLarge.
  static Result<ContactView> read(std::string_view text);
  /// Takes a document without faults; Unsupported or TooLarge as above.
  static Result<ContactView> over(Document document);

  const Document& document() const { return document_; }
  /// What lines and ranges refer to: the reading, where there is one.
  std::string_view text() const { return document_.text(); }
  /// The record as it was given (repaired, where it had to be).
  std::string_view original() const {
    return reading_ == nullptr ? document_.text() : reading_->original();
  }
  /// The original with this patch of text().
  std::string patched(Patch& patch) const {
    return reading_ == nullptr ? patch.apply() : reading_->write_back(patch);
  }
  /// Null where the record is read as it stands.
  const Reading* reading() const { return reading_.get(); }
  /// In document order: label lines left out, nested components and VERSION too.
  const std::vector<Field>& fields() const { return fields_; }
  const Field* first(Property id) const;  ///< the first that is not empty
  unsigned count(Property id) const { return counts_[static_cast<std::size_t>(id)]; }
  /// The property has two values that differ.
  bool several(Property id) const { return several_[static_cast<std::size_t>(id)]; }
  /// The raw value of a parameter of the line, or empty.
  std::string_view parameter(const Line& line, std::string_view name) const;
  const Line* end_line() const;  ///< END of the record

 private:
  ContactView(Document document, std::unique_ptr<Reading> reading);
  void take(const Line& line);
  void bind_labels();

  std::unique_ptr<std::string> owned_;
  std::unique_ptr<Reading> reading_;
  Document document_;
  std::vector<Field> fields_;
  std::vector<const Line*> labels_;
  std::array<unsigned, PropertyCount> counts_{};
  std::array<bool, PropertyCount> several_{};
  std::size_t items_ = 0;  ///< of lists and structured values
};

/// The version a record names; where it names none, what its parameters show (content rule 2.1).
std::string_view version_of(const Document& document);
/// Nothing where we read this version; otherwise Unsupported with a sentence that names it.
Status check_version(const Document& document);

}  // namespace pim::content
