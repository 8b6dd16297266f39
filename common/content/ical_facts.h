// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "common/base/digest.h"
#include "common/content/ical_view.h"
#include "common/content/kind.h"

namespace pim::content {

Facts item_facts(const ItemView& view, const HashKey& key);
/// The UID as written, unescaped; empty where the record has none.
std::string item_uid(const ItemView& view);
/// The UID of a record that brought none: a name made from its content.
std::string item_uid_by_name(const ItemView& view, unsigned ordinal);
/// The unescaped text of a property of the master (or the first instance), or empty.
std::string item_text(const ItemView& view, std::string_view property);
/// The summary, folded for comparing; empty where there is none.
std::string item_name(const ItemView& view);
/// What the record begins with in time: the start of an event, the due time of a task.
std::optional<EventTime> item_moment(const ItemView& view);

}  // namespace pim::content
