// SPDX-License-Identifier: Apache-2.0
#include "common/xml/copy.h"

#include "common/base/text.h"
#include "common/xml/reader.h"

namespace pim::xml {

/// Text beside child elements is kept unless it is blank; text of a leaf is kept as it is.
void Copier::flush(bool leaf) {
  if (leaf || !trim(text_).empty()) {
    writer_.text(text_);
  }
  text_.clear();
}

Status Copier::start(TagPage page, std::string_view name) {
  flush(false);
  writer_.start(page, name);
  leaf_ = true;
  return {};
}

Status Copier::text(std::string_view octets) {
  text_ += octets;
  return {};
}

Status Copier::opaque(std::string_view octets) {
  flush(leaf_);
  writer_.opaque(octets);
  return {};
}

Status Copier::end() {
  flush(leaf_);
  leaf_ = false;
  writer_.end();
  return {};
}

Status copy(std::string_view octets, TagWriter& writer) {
  Copier copier(writer);
  return read(octets, {}, copier);
}

}  // namespace pim::xml
