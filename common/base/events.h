// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/result.h"

// One vocabulary of events for XML and WBXML: a reader of either calls TagHandler, a writer of
// either is a TagWriter. What a document means is decided above, once for both.
namespace pim {

/// Where an element name belongs: an XML namespace or a WBXML document and code page.
enum class TagPage : std::uint8_t {
  None,  ///< no namespace was told
  SyncMl,
  MetInf,
  DevInf,
  Other,  ///< a namespace that is not ours
};

/// Receives a document. An error stops the reader, which returns it. Every view is valid during
/// the call only. The reader has checked that elements nest and that the document is complete
/// once it returns success.
class TagHandler {
 public:
  virtual ~TagHandler() = default;
  /// `name` without prefix, as it was written: compare without case.
  virtual Status start(TagPage page, std::string_view name) = 0;
  /// Character data; the content of one element may come in several pieces.
  virtual Status text(std::string_view octets) = 0;
  /// Octets that stand for themselves: WBXML OPAQUE, and in XML the content of elements that the
  /// reader was told to hand out octet for octet.
  virtual Status opaque(std::string_view octets) = 0;
  virtual Status end() = 0;
};

/// Writes a document. Calls nest as elements do; the caller keeps to that.
class TagWriter {
 public:
  /// A place to come back to. Valid until an element open at it is ended, or a rewind before it.
  struct Mark {
    std::size_t size = 0;
    std::size_t depth = 0;
    std::size_t closing = 0;
    TagPage page = TagPage::None;
  };

  virtual ~TagWriter() = default;
  virtual void start(TagPage page, std::string_view name) = 0;
  virtual void text(std::string_view characters) = 0;
  /// A record's octets: the other side's reader hands out exactly these.
  virtual void opaque(std::string_view octets) = 0;
  /// A whole document in this writer's encoding as content of the open element.
  virtual void document(std::string_view octets) = 0;
  virtual void end() = 0;

  virtual std::size_t size() const = 0;     ///< octets written so far
  virtual std::size_t closing() const = 0;  ///< at most so many are needed to end what is open
  virtual Mark mark() const = 0;
  virtual void rewind(const Mark& mark) = 0;  ///< as if nothing was written since
  virtual std::string take() = 0;             ///< ends what is open and hands the octets out

  void element(TagPage page, std::string_view name, std::string_view characters) {
    start(page, name);
    text(characters);
    end();
  }
  void flag(TagPage page, std::string_view name) {
    start(page, name);
    end();
  }
};

}  // namespace pim
