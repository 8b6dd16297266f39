// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/content/document.h"
#include "common/content/repair.h"

namespace pim::content {

/// A calendar record of this text cannot be read as it stands.
bool item_needs_repair(const Document& document);

/// Mends a calendar record as repair_contact() does a contact; a component without its VCALENDAR
/// gets one. Repairing twice changes nothing more. Malformed where it must be refused.
Result<Repaired> repair_item(std::string_view octets, std::string_view fallback = {});

}  // namespace pim::content
