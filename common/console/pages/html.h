// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace pim::console::pages {

/// Text of ours that stands in the source: the name of a tag or an attribute. Never data.
struct Literal {
  consteval Literal(const char* literal) : text(literal) {}  // NOLINT(google-explicit-constructor)
  std::string_view text;
};

/// An attribute. The value is escaped when it is written.
struct Attribute {
  Attribute(Literal attribute, std::string_view text) : name(attribute), value(text) {}
  Attribute(Literal attribute, const std::string& text) : name(attribute), value(text) {}
  Attribute(Literal attribute, const char* text) : name(attribute), value(text) {}
  Attribute(Literal attribute, std::int64_t number)
      : name(attribute), value(std::to_string(number)) {}
  /// Without a value: there or not.
  Attribute(Literal attribute, bool there) : name(attribute), bare(true), on(there) {}

  Literal name;
  std::string value;
  bool bare = false;
  bool on = true;
};

using Attributes = std::initializer_list<Attribute>;

/// A piece of a page. Text that is put in is escaped, markup comes from el() only: so no data can
/// become markup, whoever wrote it.
class Html {
 public:
  Html() = default;
  Html(std::string_view text) { add_text(text); }    // NOLINT(google-explicit-constructor)
  Html(const std::string& text) { add_text(text); }  // NOLINT(google-explicit-constructor)
  Html(const char* text) { add_text(text); }         // NOLINT(google-explicit-constructor)

  Html& add(const Html& piece) {
    markup_ += piece.markup_;
    return *this;
  }
  template <class... Rest>
  Html& add(const Html& piece, const Rest&... rest) {
    add(piece);
    return add(rest...);
  }
  bool empty() const { return markup_.empty(); }
  const std::string& markup() const { return markup_; }

 private:
  friend Html element(Literal tag, Attributes attributes, const Html& content);
  void add_text(std::string_view text);

  std::string markup_;
};

/// One element; void ones (input, meta, ...) have no end tag.
Html element(Literal tag, Attributes attributes, const Html& content);

template <class... Content>
Html el(Literal tag, Attributes attributes, const Content&... content) {
  Html inside;  // NOLINT(misc-const-correctness): changed wherever there is content
  (inside.add(Html(content)), ...);
  return element(tag, attributes, inside);
}
template <class... Content>
Html el(Literal tag, const Content&... content) {
  Html inside;  // NOLINT(misc-const-correctness): changed wherever there is content
  (inside.add(Html(content)), ...);
  return element(tag, {}, inside);
}

/// "<!DOCTYPE html>" and the root.
std::string document_of(const Html& root);

}  // namespace pim::console::pages
