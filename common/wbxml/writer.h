// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/events.h"
#include "common/wbxml/tokens.h"

namespace pim::wbxml {

/// Writes WBXML 1.3 in UTF-8 without a string table, as devices read it. Elements that have no
/// token cannot be written without one: they are left out with all that is in them.
class WbxmlWriter final : public TagWriter {
 public:
  /// The prologue is written at once. `public_id` as in tokens.h (0x1201 = SyncML 1.2).
  WbxmlWriter(Language language, std::uint32_t public_id);
  void reserve(std::size_t octets) { out_.reserve(octets); }

  void start(TagPage page, std::string_view name) override;
  /// As an inline string; what holds a NUL goes as opaque.
  void text(std::string_view characters) override;
  void opaque(std::string_view octets) override;
  /// As opaque: the other side reads it as a document of its own.
  void document(std::string_view octets) override { opaque(octets); }
  void end() override;

  std::size_t size() const override { return out_.size(); }
  std::size_t closing() const override { return open_.size(); }
  Mark mark() const override;
  void rewind(const Mark& mark) override;
  std::string take() override;

 private:
  Language language_;
  std::string out_;
  std::vector<std::size_t> open_;  ///< where the tag of each open element stands
  std::size_t left_out_ = 0;       ///< depth within an element that has no token
  TagPage page_;                   ///< the code page at the end of out_
};

/// A number as mb_u_int32.
void append_number(std::string& out, std::uint32_t value);

}  // namespace pim::wbxml
