// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/sql/keys.h"
#include "common/sql/statement.h"
#include "common/store/types.h"

// Columns of `item` in the order Item is read; the collection's name is the caller's to fill in.
#define PIM_ITEM_COLUMNS                                                                   \
  "key, rev, origin, changed_at, fingerprint, deleted, media_type, uid, label, sort_key, " \
  "decision, content, collection"

namespace pim::sql {

inline store::Item read_item_head(Row& row) {
  store::Item item;
  item.id = id_of(row.integer());
  item.rev = row.integer();
  item.origin = row.integer();
  item.changed_at = row.integer();
  item.fingerprint = row.bits();
  item.deleted = row.flag();
  item.media_type = row.text();
  item.uid = row.text();
  item.label = row.text();
  item.sort_key = row.text();
  item.decision = row.text();
  item.content = row.text();
  return item;
}

}  // namespace pim::sql
