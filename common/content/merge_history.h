// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/content/element.h"

namespace pim::content {

/// The elements of a record together with the view they point into.
struct HeldElements {
  std::shared_ptr<const void> view;  ///< shared: each kind has a view type of its own
  Elements elements;
};
/// Reads a record as its kind does; nothing where it cannot be read.
using ElementsReader = std::function<std::optional<HeldElements>(std::string_view)>;

std::optional<HeldElements> contact_elements(std::string_view record);

/// Records of the past whose values are no edits (sync rule 26). They are read when the first
/// question comes: most merges ask none. Records that cannot be read say nothing.
class History {
 public:
  explicit History(std::span<const std::string_view> records,
                   ElementsReader reader = contact_elements)
      : records_(records), reader_(std::move(reader)) {}

  bool empty() const { return records_.empty(); }
  /// Some record has this value under the property.
  bool has_value(const std::string& name, const Element& element);
  /// Some record has this text as component `number`; an empty text: has it empty.
  bool has_component(const std::string& name, std::size_t number, const std::string& text);
  /// Some record has an entry of this value and these types.
  bool has_types(const std::string& name, const Element& element);
  /// Some record lacks the value.
  bool lacks_value(const std::string& name, const Element& element);

 private:
  void read();
  const std::vector<Element>* list(std::size_t record, const std::string& name) const;

  std::span<const std::string_view> records_;
  ElementsReader reader_;
  std::vector<HeldElements> held_;
  bool read_ = false;
};

}  // namespace pim::content
