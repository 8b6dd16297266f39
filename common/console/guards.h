// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/console/problem.h"
#include "common/console/request.h"
#include "common/store/types.h"

namespace pim::console {

bool changes_state(std::string_view method);

/// "https://host" or "https://host:8443" of an absolute address, in lower case and without the
/// scheme's own port; empty where there is none.
std::string origin_of(std::string_view url);

/// A browser sends the user's Basic credentials along with whatever any page makes it send. So
/// where the browser says what page a changing request comes from, it must be one of ours; and a
/// body must be of a type no form can send (checked with the route). Programs send neither header.
Outcome<void> check_origin(const Request& request);

/// The entity tag of a revision.
std::string revision_tag(store::Revision rev);
/// How entity tags are compared (RFC 9110, 8.8.3.2).
enum class TagMatch : std::uint8_t { Strong, Weak };
/// True where a list of entity tags (If-Match, If-None-Match) names this one, or is "*". A weak tag
/// names its strong one only in weak comparison.
Outcome<bool> names_tag(std::string_view header, std::string_view tag, TagMatch match);

}  // namespace pim::console
