// SPDX-License-Identifier: Apache-2.0
#include "common/xml/separate.h"

#include <algorithm>

#include "common/base/charset.h"
#include "common/base/text.h"
#include "common/xml/references.h"
#include "common/xml/tag_scan.h"

namespace pim::xml {
namespace {

constexpr std::string_view CdataOpen = "<![CDATA[";
constexpr std::string_view CdataClose = "]]>";
constexpr std::string_view CommentOpen = "<!--";
constexpr std::string_view CommentClose = "-->";

/// A '<' before any other sign is text that somebody forgot to escape.
bool begins_markup(char next) {
  return next == '/' || next == '!' || next == '?' || next == '_' || next == ':' ||
         (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') ||
         static_cast<unsigned char>(next) >= 0x80;
}

/// Reads the content of one leaf, piece by piece, up to the next tag.
class LeafScan {
 public:
  LeafScan(std::string_view document, std::size_t at) : document_(document), at_(at) {}

  /// Calls `piece(text, resolve)` for every piece; false where a section has no end.
  template <class Piece>
  bool run(Piece piece) {
    for (;;) {
      const std::size_t next = std::min(document_.find('<', at_), document_.size());
      if (next > at_) {
        piece(document_.substr(at_, next - at_), true);
        at_ = next;
      }
      const std::string_view rest = document_.substr(at_);
      if (rest.starts_with(CdataOpen)) {
        const std::size_t end = rest.find(CdataClose, CdataOpen.size());
        if (end == std::string_view::npos) {
          return false;
        }
        piece(rest.substr(CdataOpen.size(), end - CdataOpen.size()), false);
        at_ += end + CdataClose.size();
      } else if (rest.starts_with(CommentOpen) || rest.starts_with("<?")) {
        const std::string_view close = rest[1] == '?' ? "?>" : CommentClose;
        const std::size_t end = rest.find(close, rest[1] == '?' ? 2 : CommentOpen.size());
        if (end == std::string_view::npos) {
          return false;
        }
        at_ += end + close.size();
      } else if (rest.size() > 1 && !begins_markup(rest[1])) {
        piece(rest.substr(0, 1), false);
        ++at_;
      } else {
        return true;
      }
    }
  }
  std::size_t at() const { return at_; }

 private:
  std::string_view document_;
  std::size_t at_;
};

}  // namespace

Status Separation::run(std::string_view document, std::span<const std::string_view> leaf_names) {
  document_ = document;
  leaf_names_ = leaf_names;
  skeleton_.reserve(document.size() / 2 + 64);
  while (at_ < document_.size()) {
    PIM_CHECK(step());
  }
  return {};
}

std::string_view Separation::leaf(std::size_t number) const {
  const Leaf& leaf = leaves_[number];
  return (leaf.stored ? std::string_view(storage_) : document_).substr(leaf.at, leaf.size);
}

Status Separation::step() {
  const std::string_view rest = document_.substr(at_);
  if (rest.front() != '<') {
    take_text();
    return {};
  }
  if (rest.starts_with("<?")) {
    return skip_to("?>", 2);
  }
  if (rest.starts_with(CommentOpen)) {
    return skip_to(CommentClose, CommentOpen.size());
  }
  if (rest.starts_with(CdataOpen)) {
    return take_cdata();
  }
  return rest.starts_with("<!") ? skip_doctype() : take_tag();
}

void Separation::take_text() {
  const std::size_t end = std::min(document_.find('<', at_), document_.size());
  append_repaired(skeleton_, document_.substr(at_, end - at_));
  at_ = end;
}

Status Separation::take_cdata() {
  const std::size_t end = document_.find(CdataClose, at_ + CdataOpen.size());
  if (end == std::string_view::npos) {
    return fault(ErrorCode::Malformed, "a CDATA section without end");
  }
  const std::size_t from = at_ + CdataOpen.size();
  skeleton_ += CdataOpen;
  const std::string_view text = document_.substr(from, end - from);
  // as in text, but here an ampersand is only an ampersand
  skeleton_ += is_valid_utf8(text) ? std::string(text) : repair_utf8(text);
  skeleton_ += CdataClose;
  at_ = end + CdataClose.size();
  return {};
}

Status Separation::skip_to(std::string_view end, std::size_t opening) {
  const std::size_t found = document_.find(end, at_ + opening);
  if (found == std::string_view::npos) {
    return fault(ErrorCode::Malformed, "a comment or instruction without end");
  }
  at_ = found + end.size();
  return {};
}

Status Separation::skip_doctype() {
  // An external id names a file that nobody fetches; an internal subset can declare entities.
  char quote = 0;
  for (std::size_t at = at_ + 2; at < document_.size(); ++at) {
    const char c = document_[at];
    if (quote != 0) {
      quote = c == quote ? '\0' : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[' || c == '<') {
      return fault(ErrorCode::Malformed, "a DOCTYPE with an internal subset is refused");
    } else if (c == '>') {
      at_ = at + 1;
      return {};
    }
  }
  return fault(ErrorCode::Malformed, "a DOCTYPE without end");
}

Status Separation::take_tag() {
  auto tag = scan_tag(document_.substr(at_));
  if (!tag) {
    return fault(tag.error().code, std::move(tag.error().message));
  }
  skeleton_ += document_.substr(at_, tag->length);
  at_ += tag->length;
  if (tag->closing || tag->empty) {
    return {};
  }
  const auto is_name = [&](std::string_view n) { return equals_ignore_case(n, tag->local_name()); };
  if (std::any_of(leaf_names_.begin(), leaf_names_.end(), is_name)) {
    take_leaf(tag->name);
  }
  return {};
}

void Separation::take_leaf(std::string_view name) {
  Leaf leaf{false, at_, 0};
  const std::size_t stored_before = storage_.size();
  const auto piece = [&](std::string_view text, bool resolve) {
    const bool plain = !resolve || text.find('&') == std::string_view::npos;
    if (plain && !leaf.stored && leaf.size == 0) {
      leaf.at = static_cast<std::size_t>(text.data() - document_.data());
      leaf.size = text.size();
      return;
    }
    if (!leaf.stored) {  // a second piece, or one to be resolved: the views no longer suffice
      storage_.reserve(std::max(storage_.capacity(), document_.size()));
      storage_ += document_.substr(leaf.at, leaf.size);
      leaf.stored = true;
      leaf.at = stored_before;
    }
    resolve ? append_resolved(storage_, text) : void(storage_ += text);
    leaf.size = storage_.size() - leaf.at;
  };
  LeafScan scan(document_, at_);
  const bool whole = scan.run(piece);
  const auto tag = scan_tag(document_.substr(scan.at()));
  if (!whole || !tag || !tag->closing || tag->name != name) {
    // Elements stand within (an Anchor, a DevInf), or the document is broken: libxml2 tells.
    storage_.resize(stored_before);
    return;
  }
  if (leaf.size > 0) {
    skeleton_ += "<?leaf ";
    skeleton_ += std::to_string(leaves_.size());
    skeleton_ += "?>";
    leaves_.push_back(leaf);
  }
  at_ = scan.at();
}

Status Separation::fault(ErrorCode code, std::string message) const {
  return fail(code, std::move(message), "octet " + std::to_string(at_));
}

}  // namespace pim::xml
