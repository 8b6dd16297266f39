// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/content/ability.h"
#include "common/content/document.h"

namespace pim::content {

/// What a vCalendar 1.0 record shows of the side that wrote it, into ability.rules: its zone
/// (`zone`, by TZ and DAYLIGHT), whether it tells times in UTC or by its own clock (`times`), and
/// how it writes whole days (`all-day`). Three records that agree teach, one that does not
/// withdraws; the first zone is taken at once. The counts stand in ability.shown as "times=local".
/// Other records teach nothing.
void learn_old_manner(const Document& document, Ability& ability);

}  // namespace pim::content
