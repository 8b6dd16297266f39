// SPDX-License-Identifier: Apache-2.0
#include "common/content/instance.h"

#include "common/content/ical_view.h"

namespace pim::content {

bool same_instance(const Kind& kind, std::string_view a, std::string_view b) {
  // only these have occurrences: a contact has none, and a note is told by its UID alone
  if (kind.name() != "calendar" && kind.name() != "tasks") {
    return true;
  }
  const ItemKind items = kind.name() == "tasks" ? ItemKind::Task : ItemKind::Event;
  const auto left = ItemView::read(a, items);
  const auto right = ItemView::read(b, items);
  return !left || !right || left->items().front().id == right->items().front().id;
}

}  // namespace pim::content
