// SPDX-License-Identifier: Apache-2.0
#include "common/wbxml/reader.h"

#include <string>

#include "common/base/charset.h"
#include "common/base/utf8.h"
#include "common/wbxml/cursor.h"
#include "common/wbxml/tokens.h"

namespace pim::wbxml {
namespace {

constexpr std::size_t MaxTable = 64 * 1024;
/// Text that comes out of the string table, all references together: a small document must not
/// unfold into a large one.
constexpr std::size_t MaxTableText = 1024 * 1024;

/// MIBenum numbers of IANA; 0 = not told.
constexpr std::uint32_t Ascii = 3;
constexpr std::uint32_t Latin1 = 4;

class Document {
 public:
  Document(std::string_view octets, const ReaderOptions& options, TagHandler& handler)
      : cursor_(octets), options_(options), handler_(handler) {}

  Status run() {
    PIM_CHECK(take_head());
    do {
      PIM_CHECK(step());
    } while (depth_ > 0 || !root_seen_);
    const std::string_view rest = cursor_.rest();
    if (rest.find_first_not_of('\0') != std::string_view::npos) {
      return cursor_.fault("something follows the document");
    }
    return {};
  }

 private:
  Status take_head();
  Status find_language(std::uint32_t public_id, std::string_view formal_id);
  Status step();
  Status take_tag(unsigned octet);
  Status open(TagPage page, std::string_view name, unsigned octet);
  Status close();
  Status skip_attributes();
  Status take_text(std::string_view octets);
  Status take_entity();
  Status switch_page();
  Result<std::string_view> table_string();

  Cursor cursor_;
  const ReaderOptions& options_;
  TagHandler& handler_;
  Language language_ = Language::SyncMl;
  std::string_view table_;
  std::size_t table_text_ = 0;
  bool latin1_ = false;
  unsigned page_ = 0;
  int depth_ = 0;
  bool root_seen_ = false;
};

Status Document::take_head() {
  PIM_TRY(const unsigned version, cursor_.octet());
  if (version < 1 || version > 3) {
    return fail(ErrorCode::Unsupported, "no WBXML of version 1.1 to 1.3");
  }
  PIM_TRY(const std::uint32_t public_id, cursor_.number());
  std::uint32_t formal_at = 0;
  if (public_id == 0) {
    PIM_TRY(formal_at, cursor_.number());
  }
  PIM_TRY(const std::uint32_t charset, cursor_.number());
  latin1_ = charset == Latin1;
  if (charset != 0 && charset != Ascii && charset != Latin1 && charset != Utf8) {
    return fail(ErrorCode::Unsupported,
                "no charset that is read here (MIBenum " + std::to_string(charset) + ")");
  }
  PIM_TRY(const std::uint32_t length, cursor_.number());
  if (length > MaxTable) {
    return fail(ErrorCode::TooLarge, "the string table is too long");
  }
  PIM_TRY(table_, cursor_.take(length));
  std::string_view formal_id;
  if (public_id == 0 && formal_at < table_.size()) {
    formal_id = table_.substr(formal_at);
    formal_id = formal_id.substr(0, formal_id.find('\0'));
  }
  return find_language(public_id, formal_id);
}

/// Clients send a wrong or unknown id ("Funambol": 1): then the root element decides.
Status Document::find_language(std::uint32_t public_id, std::string_view formal_id) {
  const auto told = public_id == 0 ? language_of(formal_id) : language_of(public_id);
  const auto root = static_cast<std::uint8_t>(cursor_.peek() & TagMask);
  for (const Language language : {Language::SyncMl, Language::DevInf}) {
    const std::string_view wanted = language == Language::SyncMl ? "SyncML" : "DevInf";
    if (tag_name(language, 0, root) == wanted && cursor_.peek() >= FirstTag) {
      language_ = language;
      return {};
    }
  }
  if (!told) {
    return fail(ErrorCode::Unsupported, "neither SyncML nor device information");
  }
  language_ = *told;
  return {};
}

Status Document::step() {
  PIM_TRY(const unsigned octet, cursor_.octet());
  switch (octet) {
    case SwitchPage: return switch_page();
    case End: return close();
    case Entity: return take_entity();
    case InlineString: {
      PIM_TRY(const std::string_view text, cursor_.string());
      return take_text(text);
    }
    case TableString: {
      PIM_TRY(const std::string_view text, table_string());
      return take_text(text);
    }
    case Opaque: {
      PIM_TRY(const std::uint32_t length, cursor_.number());
      PIM_TRY(const std::string_view data, cursor_.take(length));
      return depth_ == 0 ? cursor_.fault("octets outside of an element") : handler_.opaque(data);
    }
    default: return take_tag(octet);
  }
}

Status Document::take_tag(unsigned octet) {
  const unsigned token = octet & TagMask;
  if (token == Literal) {
    PIM_TRY(const std::string_view name, table_string());
    return name.empty() ? cursor_.fault("an element without a name")
                        : open(TagPage::Other, name, octet);
  }
  const std::string_view name = tag_name(language_, page_, token);
  if (name.empty()) {
    return cursor_.fault("an unknown token");
  }
  return open(page_of(language_, page_).value_or(TagPage::Other), name, octet);
}

Status Document::open(TagPage page, std::string_view name, unsigned octet) {
  if (depth_ == 0 && root_seen_) {
    return cursor_.fault("a second root element");
  }
  if (depth_ >= options_.max_depth) {
    return fail(ErrorCode::TooLarge, "elements are nested too deeply");
  }
  root_seen_ = true;
  ++depth_;
  PIM_CHECK(handler_.start(page, name));
  if ((octet & WithAttributes) != 0) {
    PIM_CHECK(skip_attributes());
  }
  return (octet & WithContent) != 0 ? Status() : close();
}

Status Document::close() {
  if (depth_ == 0) {
    return cursor_.fault("an end without a beginning");
  }
  --depth_;
  return handler_.end();
}

/// Neither SyncML nor DevInf has any; some encoders write the namespace as one.
Status Document::skip_attributes() {
  while (true) {
    PIM_TRY(const unsigned octet, cursor_.octet());
    switch (octet) {
      case End: return {};
      case SwitchPage: {
        PIM_TRY([[maybe_unused]] const unsigned page, cursor_.octet());
        break;
      }
      case InlineString: {
        PIM_TRY([[maybe_unused]] const std::string_view text, cursor_.string());
        break;
      }
      case Entity:
      case Literal:
      case TableString: {
        PIM_TRY([[maybe_unused]] const std::uint32_t number, cursor_.number());
        break;
      }
      case Opaque: {
        PIM_TRY(const std::uint32_t length, cursor_.number());
        PIM_TRY([[maybe_unused]] const std::string_view data, cursor_.take(length));
        break;
      }
      default: {
        const bool extension = (octet & TagMask) < FirstTag;
        if (extension) {
          return cursor_.fault("an extension token");
        }
      }
    }
  }
}

Status Document::take_text(std::string_view octets) {
  if (depth_ == 0) {
    return cursor_.fault("text outside of an element");
  }
  if (latin1_ && ascii_run(octets) != octets.size()) {
    PIM_TRY(const std::string text, to_utf8("ISO-8859-1", octets));
    return handler_.text(text);
  }
  return handler_.text(octets);
}

Status Document::take_entity() {
  PIM_TRY(const std::uint32_t value, cursor_.number());
  const bool surrogate = value >= 0xd800 && value <= 0xdfff;
  if (value == 0 || value > 0x10ffff || surrogate || depth_ == 0) {
    return cursor_.fault("an entity that is no character");
  }
  std::string text;
  append_utf8(text, static_cast<char32_t>(value));
  return handler_.text(text);
}

Status Document::switch_page() {
  PIM_TRY(page_, cursor_.octet());
  return page_of(language_, page_) ? Status() : cursor_.fault("an unknown code page");
}

Result<std::string_view> Document::table_string() {
  PIM_TRY(const std::uint32_t at, cursor_.number());
  if (at >= table_.size()) {
    return cursor_.fault("a reference beyond the string table");
  }
  const std::string_view rest = table_.substr(at);
  const std::string_view found = rest.substr(0, rest.find('\0'));
  table_text_ += found.size();
  if (table_text_ > MaxTableText) {
    return fail(ErrorCode::TooLarge, "the string table is referred to too often");
  }
  return found;
}

}  // namespace

Status read(std::string_view octets, const ReaderOptions& options, TagHandler& handler) {
  return Document(octets, options, handler).run();
}

}  // namespace pim::wbxml
