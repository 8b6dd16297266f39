// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/content/ical_view.h"
#include "common/content/kind.h"

namespace pim::content {

/// Kind::render for calendar records (content rules 2b, 5).
Result<Form> render_item(std::string_view stored, const Ability& ability, ItemKind kind);
/// The side speaks vCalendar 1.0.
bool takes_old(const Ability& ability);
/// Counts what a form shows its side can hold.
void learn_item(const ItemView& form, Ability& ability);

}  // namespace pim::content
