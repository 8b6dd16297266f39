// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "common/base/events.h"

// The tag tokens of SyncML, MetInf and DevInf (representation protocol, annex WBXML; device
// information, annex WBXML). 1.2 only adds to 1.1, and 1.1 to 1.0: one table serves all.
namespace pim::wbxml {

/// The two kinds of document; DevInf has tokens of its own.
enum class Language : std::uint8_t { SyncMl, DevInf };

/// Tags begin here; what is below has the same meaning in every document (WBXML 1.3, 7.1).
inline constexpr unsigned FirstTag = 0x05;
inline constexpr unsigned TagMask = 0x3f;
inline constexpr unsigned WithContent = 0x40;
inline constexpr unsigned WithAttributes = 0x80;

/// What stands for itself between tags.
enum Global : std::uint8_t {
  SwitchPage = 0x00,
  End = 0x01,
  Entity = 0x02,
  InlineString = 0x03,
  Literal = 0x04,
  TableString = 0x83,
  Opaque = 0xc3,
};

/// The name of a tag; empty where the page or the token is unknown.
std::string_view tag_name(Language language, unsigned page, unsigned token);
/// The page's namespace; nothing for a page that the language does not have.
std::optional<TagPage> page_of(Language language, unsigned page);

struct Tag {
  std::uint8_t page = 0;
  std::uint8_t token = 0;
};
/// The tag of a name, compared without case; nothing where it has none.
std::optional<Tag> tag_of(Language language, TagPage page, std::string_view name);

/// The charset as IANA's MIBenum.
inline constexpr std::uint32_t Utf8 = 106;

/// Public ids as numbers (SyncML representation 1.0 to 1.2).
inline constexpr std::uint32_t UnknownId = 0x01;
std::optional<Language> language_of(std::uint32_t public_id);
/// By its formal name ("-//SYNCML//DTD SyncML 1.1//EN").
std::optional<Language> language_of(std::string_view formal_id);

}  // namespace pim::wbxml
