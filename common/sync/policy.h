// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pim::sync {

/// Where both sides changed the same property of a record differently, who wins (content rule 4.5).
/// What gives way is kept in `conflict`, whatever the policy. Only a client plans by one: a server
/// decides as both portals would (sync rule 4).
enum class Policy : std::uint8_t {
  Merge,   ///< field by field; of such a field the newer value
  Newest,  ///< the whole record that was changed last
  Here,    ///< field by field; of such a field ours
  There,   ///< field by field; of such a field theirs
  Both,    ///< as Merge, and the record that gave way stays as one of its own
};

/// As requests and results say it: "merge", "newest", "here", "there", "both".
std::string_view name_of(Policy policy);
/// Nothing where no policy has that name.
std::optional<Policy> policy_of(std::string_view name);

inline constexpr std::string_view PolicyNames = "merge, newest, here, there and both";

}  // namespace pim::sync
