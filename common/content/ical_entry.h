// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/content/ical_property.h"
#include "common/content/kind.h"

namespace pim::content {

/// Kind::enter for iCalendar 2.0 records.
Result<Entry> enter_item(std::string_view octets, const EntryOptions& options, ItemKind kind);
/// The same record under another UID; everything else stays octet for octet.
Result<std::string> item_with_uid(std::string_view stored, std::string_view uid, ItemKind kind);

}  // namespace pim::content
