// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/events.h"

namespace pim::xml {

/// Writes XML without white space of its own. A namespace is declared where the page changes,
/// with single quotes, as SyncML peers do. An element without content is written as <Name/>.
class XmlWriter final : public TagWriter {
 public:
  /// `namespace_uri` stands for TagPage::SyncMl ("SYNCML:SYNCML1.2"); empty = none is declared.
  explicit XmlWriter(std::string_view namespace_uri = {});

  /// "<?xml version="1.0" encoding="UTF-8"?>", before everything else.
  void declaration();
  void reserve(std::size_t octets) { out_.reserve(octets); }

  void start(TagPage page, std::string_view name) override;
  void text(std::string_view characters) override;
  void opaque(std::string_view octets) override { text(octets); }
  /// The document's elements become content here, read and written anew so that nothing foreign
  /// gets in; what is not well-formed is written as text.
  void document(std::string_view octets) override;
  void end() override;

  std::size_t size() const override { return out_.size(); }
  std::size_t closing() const override { return closing_; }
  Mark mark() const override { return {out_.size(), open_.size(), closing_, page_}; }
  void rewind(const Mark& mark) override;
  std::string take() override;

 private:
  struct Open {
    std::size_t name_at = 0;  // the start tag in out_ keeps the name
    std::size_t name_size = 0;
    TagPage page_before = TagPage::None;
  };

  std::string namespace_uri_;
  std::string out_;
  std::vector<Open> open_;
  std::size_t closing_ = 0;
  TagPage page_ = TagPage::None;
};

}  // namespace pim::xml
