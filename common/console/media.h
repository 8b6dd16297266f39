// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pim::console {

/// A media type with its parameters; type and parameter names in lower case.
struct MediaType {
  std::string type;  ///< "text/vcard"
  std::map<std::string, std::string, std::less<>> parameters;

  /// Empty where absent.
  std::string parameter(std::string_view name) const;
};

/// Reads a Content-Type or one entry of Accept. Nothing where there is no type/subtype.
std::optional<MediaType> parse_media_type(std::string_view header);

/// A form in which an answer can be given.
struct Offer {
  std::string type;
  std::string version;  ///< parameter "version" of it; empty = none
};

/// The index of the offer the client likes best by its Accept header (RFC 9110, 12.5.1); the first
/// ones win where it does not care. Nothing where it takes none of them.
std::optional<std::size_t> choose(std::string_view accept, std::span<const Offer> offers);

}  // namespace pim::console
