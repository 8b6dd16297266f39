// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "common/base/events.h"
#include "common/xml/reader.h"

namespace pim::test {

/// Writes events down: "SyncML{ text 'a' octets 'b' }", a page as suffix (":m" MetInf ...).
/// Pieces of text that follow each other are joined.
class Trace final : public TagHandler {
 public:
  Status start(TagPage page, std::string_view name) override {
    flush();
    static constexpr std::array<std::string_view, 5> Pages = {"", ":s", ":m", ":d", ":o"};
    log.append(name).append(Pages[static_cast<std::size_t>(page)]).append("{");
    return {};
  }
  Status text(std::string_view octets) override {
    text_ += octets;
    return {};
  }
  Status opaque(std::string_view octets) override {
    flush();
    log.append("[").append(octets).append("]");
    return {};
  }
  Status end() override {
    flush();
    log += "}";
    return {};
  }

  std::string log;

 private:
  void flush() {
    log += text_;
    text_.clear();
  }
  std::string text_;
};

inline constexpr std::array<std::string_view, 1> DataLeaf = {"Data"};

/// The trace of a document whose Data are leaves, or "error: <code>".
inline std::string trace(std::string_view document) {
  Trace handler;
  const Status status = xml::read(document, {.leaves = DataLeaf}, handler);
  return status ? handler.log : "error: " + std::string(name_of(status.error().code));
}

}  // namespace pim::test
