// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/events.h"
#include "common/base/result.h"
#include "common/syncml/element.h"

// Fills plain structs from the events of a document: for each struct a function tells where a
// child element goes, and one machine does the rest for every document and encoding.
namespace pim::syncml {

/// A child element's name: as we know it, and as it was written.
struct Name {
  Element element = Element::Unknown;
  std::string_view written;
};

/// Where a child element's content goes.
struct Slot {
  enum class Kind : std::uint8_t {
    Skip,    ///< with everything in it
    Node,    ///< elements only: `child` tells where they go
    Text,    ///< exactly as it stands: names and references are opaque
    Token,   ///< a word: blanks at the ends are taken off
    Octets,  ///< a record
    Number,  ///< std::uint64_t; what is no number is 0
    MaybeNumber,
    Code,      ///< int; what is no number is 0
    Flag,      ///< true by being there
    Document,  ///< the element itself, as a document of its own
    Twice,     ///< breaks the grammar
  };
  Kind kind = Kind::Skip;
  void* at = nullptr;
  Slot (*child)(void*, const Name&) = nullptr;  ///< may stand beside Octets
  void* owner = nullptr;                        ///< handed to `child`
  bool counted = false;  ///< it grows a list: at most limits::MaxCommands of these
};

inline Slot skip() {
  return {};
}
inline Slot text(std::string& at) {
  return {Slot::Kind::Text, &at};
}
inline Slot token(std::string& at) {
  return {Slot::Kind::Token, &at};
}
inline Slot number(std::uint64_t& at) {
  return {Slot::Kind::Number, &at};
}
inline Slot number(std::optional<std::uint64_t>& at) {
  return {Slot::Kind::MaybeNumber, &at};
}
inline Slot code(int& at) {
  return {Slot::Kind::Code, &at};
}
inline Slot flag(bool& at) {
  return {Slot::Kind::Flag, &at};
}
inline Slot document(std::optional<std::string>& at) {
  return {Slot::Kind::Document, &at};
}

/// A struct whose children Child(T&, const Name&) tells.
template <auto Child, class T>
Slot node(T& at) {
  Slot slot;
  slot.kind = Slot::Kind::Node;
  slot.child = [](void* owner, const Name& name) { return Child(*static_cast<T*>(owner), name); };
  slot.owner = &at;
  return slot;
}

inline Slot counted(Slot slot) {
  slot.counted = true;
  return slot;
}

/// The machine. `root` tells where the document's root element goes.
class Binder final : public TagHandler {
 public:
  explicit Binder(const Slot& root);
  ~Binder() override;

  Status start(TagPage page, std::string_view name) override;
  Status text(std::string_view octets) override;
  Status opaque(std::string_view octets) override { return text(octets); }
  Status end() override;

 private:
  class Capture;

  bool foreign(TagPage page);
  Status open(const Slot& slot, TagPage page, std::string_view name);
  Status append(std::string& to, std::string_view octets, std::size_t limit);
  void finish(const Slot& slot);

  std::vector<Slot> open_;
  std::size_t skipped_ = 0;  // depth within a skipped element
  std::size_t listed_ = 0;
  std::string scratch_;  // numbers
  std::unique_ptr<Capture> capture_;
  TagPage root_page_ = TagPage::None;
};

}  // namespace pim::syncml
