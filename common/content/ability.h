// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace pim::content {

/// What one side can hold of one kind of record; free of SyncML. Made from DevInf, rules and
/// experience by the session layer, saved with the pairing.
struct Ability {
  /// A portal of ours, or a file: takes and gives the stored document as it is, UID included.
  bool whole = false;
  std::string media_type = "text/vcard";
  std::string version = "3.0";

  struct Limit {
    std::uint64_t max_size = 0;   ///< octets of a value, 0 = not told
    std::uint64_t max_count = 0;  ///< occurrences, 0 = not told
    bool operator==(const Limit&) const = default;
  };
  /// Properties declared (upper case). Empty = nothing declared: everything is assumed held.
  std::map<std::string, Limit> declared;
  /// The side declared "X-*" or the like: unknown X- properties go too.
  bool any_extension = false;
  /// How many values of a property this side has itself sent in one record: it can hold as many
  /// (sync rule 24). Grows with experience.
  std::map<std::string, std::uint32_t> shown;
  /// Charset of texts in the old formats where it is not UTF-8 (ISO-8859-1).
  std::string charset;
  /// The form is a file: all its version can carry, and under other names what it cannot
  /// (content rule 1.13). Not saved.
  bool file = false;

  /// What else is known of the side's manner, by device rule or by experience: "zone" =
  /// "Europe/Berlin", "times" = "local", ... (docs/calendar.md). Kinds say which they know.
  std::map<std::string, std::string> rules;

  /// The side can hold the property at all.
  bool holds(std::string_view property) const;
  bool operator==(const Ability&) const = default;

  std::string pack() const;
  static Result<Ability> unpack(std::string_view octets);
};

}  // namespace pim::content
