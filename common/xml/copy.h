// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/events.h"
#include "common/base/result.h"

namespace pim::xml {

/// Hands every event on to a writer; white space between elements is left out.
class Copier final : public TagHandler {
 public:
  explicit Copier(TagWriter& writer) : writer_(writer) {}

  Status start(TagPage page, std::string_view name) override;
  Status text(std::string_view octets) override;
  Status opaque(std::string_view octets) override;
  Status end() override;

 private:
  void flush(bool leaf);

  TagWriter& writer_;
  std::string text_;
  bool leaf_ = false;  // nothing but text since the last start tag
};

/// Reads an XML document into a writer. After an error the writer holds the part before it.
Status copy(std::string_view octets, TagWriter& writer);

}  // namespace pim::xml
