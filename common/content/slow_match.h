// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/content/kind.h"

// Many records against many (content rules 7): in n log n, whatever the records hold.
namespace pim::content {

struct MatchRecord {
  std::string_view text;
  Facts facts;  ///< all under one key
};

using MatchPair = std::pair<std::size_t, std::size_t>;  ///< indexes of ours and theirs

struct MatchResult {
  std::vector<MatchPair> same;  ///< each record at most once; sorted
  std::vector<MatchPair> ask;   ///< for a person to decide; never merged alone
};

/// UIDs that a second key confirms, equal content in order, then likeness of those that share a
/// weak key. Of keys that too many share none is followed.
MatchResult match_records(const Kind& kind, std::span<const MatchRecord> ours,
                          std::span<const MatchRecord> theirs, const Ability& ability);

/// The same among the records of one collection: first the earlier record. Equal UIDs are no
/// reason: there are none.
MatchResult find_duplicates(const Kind& kind, std::span<const MatchRecord> records);

/// Reads a record by its index.
using TextOf = std::function<Result<std::string>(std::size_t)>;
/// The same of records too many to hold: only those compared are read. Of the facts, fingerprint
/// and weak keys are enough. Errors: those of `read`.
Result<MatchResult> find_duplicates(const Kind& kind, std::span<const Facts> facts,
                                    const TextOf& read);

}  // namespace pim::content
