// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/binding.h"

#include <limits>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/xml/copy.h"
#include "common/xml/writer.h"

namespace pim::syncml {
namespace {

template <class T>
T& at(const Slot& slot) {
  return *static_cast<T*>(slot.at);
}

void trim_in_place(std::string& text) {
  const std::string_view kept = trim(text);
  if (kept.size() != text.size()) {
    text = std::string(kept);
  }
}

}  // namespace

/// An element that becomes a document of its own.
class Binder::Capture {
 public:
  Capture() : copier(writer) {}

  /// What declares no namespace of its own inherits the message's; here it is DevInf's.
  Status start(TagPage page, std::string_view name) {
    ++depth;
    return copier.start(page == TagPage::Other ? page : TagPage::DevInf, name);
  }

  xml::XmlWriter writer;
  xml::Copier copier;
  std::size_t depth = 0;
};

Binder::Binder(const Slot& root) {
  open_.reserve(static_cast<std::size_t>(limits::MaxDepth) + 1);
  open_.push_back(root);
}

Binder::~Binder() = default;

/// Elements of a namespace that is not ours are vendors'; a root in one takes its own along.
bool Binder::foreign(TagPage page) {
  if (open_.size() == 1) {
    root_page_ = page;
  }
  return page == TagPage::Other && root_page_ != TagPage::Other;
}

Status Binder::start(TagPage page, std::string_view name) {
  if (capture_ != nullptr) {
    return capture_->start(page, name);
  }
  if (skipped_ > 0) {
    ++skipped_;
    return {};
  }
  Slot& parent = open_.back();
  const Element element = foreign(page) ? Element::Unknown : element_of(name);
  const Slot slot = parent.child == nullptr ? skip() : parent.child(parent.owner, {element, name});
  if (slot.kind == Slot::Kind::Node || slot.kind == Slot::Kind::Document) {
    parent.kind = Slot::Kind::Node;  // what text stands beside elements is only layout
  }
  return open(slot, page, name);
}

Status Binder::open(const Slot& slot, TagPage page, std::string_view name) {
  if (slot.counted && ++listed_ > limits::MaxCommands) {
    return fail(ErrorCode::TooLarge, "too many commands in one message");
  }
  switch (slot.kind) {
    case Slot::Kind::Skip: skipped_ = 1; return {};
    case Slot::Kind::Twice:
      return fail(ErrorCode::Malformed, "an element that may not stand here", std::string(name));
    case Slot::Kind::Document:
      capture_ = std::make_unique<Capture>();
      open_.push_back(slot);
      return capture_->start(page, name);
    case Slot::Kind::Text:
    case Slot::Kind::Token:
    case Slot::Kind::Octets: at<std::string>(slot).clear(); break;
    case Slot::Kind::Flag: at<bool>(slot) = true; break;
    default: scratch_.clear(); break;
  }
  open_.push_back(slot);
  return {};
}

Status Binder::append(std::string& to, std::string_view octets, std::size_t limit) {
  if (octets.size() > limit - to.size()) {
    return fail(ErrorCode::TooLarge, "the text of an element is too long");
  }
  to += octets;
  return {};
}

Status Binder::text(std::string_view octets) {
  if (capture_ != nullptr) {
    return capture_->copier.text(octets);
  }
  if (skipped_ > 0) {
    return {};
  }
  const Slot& slot = open_.back();
  switch (slot.kind) {
    case Slot::Kind::Text:
    case Slot::Kind::Token: return append(at<std::string>(slot), octets, limits::MaxFieldSize);
    // a record in base64 is longer by a third
    case Slot::Kind::Octets:
      return append(at<std::string>(slot), octets, limits::MaxObjSize / 2 * 3);
    case Slot::Kind::Number:
    case Slot::Kind::MaybeNumber:
    case Slot::Kind::Code: return append(scratch_, octets, limits::MaxFieldSize);
    default: return {};
  }
}

Status Binder::end() {
  if (skipped_ > 0) {
    --skipped_;
    return {};
  }
  if (capture_ != nullptr) {
    PIM_CHECK(capture_->copier.end());
    if (--capture_->depth > 0) {
      return {};
    }
    at<std::optional<std::string>>(open_.back()) = capture_->writer.take();
    capture_.reset();
  }
  const Slot slot = open_.back();
  open_.pop_back();
  finish(slot);
  return {};
}

void Binder::finish(const Slot& slot) {
  switch (slot.kind) {
    case Slot::Kind::Token: trim_in_place(at<std::string>(slot)); break;
    case Slot::Kind::Number:
      at<std::uint64_t>(slot) = parse_unsigned(trim(scratch_)).value_or(0);
      break;
    case Slot::Kind::MaybeNumber:
      at<std::optional<std::uint64_t>>(slot) = parse_unsigned(trim(scratch_));
      break;
    case Slot::Kind::Code: {
      const std::uint64_t value = parse_unsigned(trim(scratch_)).value_or(0);
      constexpr auto Largest = static_cast<std::uint64_t>(std::numeric_limits<int>::max());
      at<int>(slot) = value <= Largest ? static_cast<int>(value) : 0;
      break;
    }
    default: break;
  }
}

}  // namespace pim::syncml
