// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/pack.h"
#include "common/sql/statement.h"
#include "common/store/types.h"

// Columns of `item_map` in the order MapRow is read. `m` names the table.
#define PIM_MAP_COLUMNS                                                                        \
  "m.item, m.peer_id, m.told, m.state, m.generation, m.seen, m.base_said_by_side, m.failure, " \
  "m.retry_at, m.reason, m.sent"

namespace pim::sql {

inline std::string pack_sent(const std::vector<store::Revision>& sent) {
  Packer packer;
  for (const store::Revision each : sent) {
    packer.i(each);
  }
  return std::move(packer).octets();
}

inline std::vector<store::Revision> unpack_sent(std::string_view octets) {
  std::vector<store::Revision> sent;
  Unpacker unpacker(octets);
  while (unpacker.ok() && !unpacker.done()) {
    sent.push_back(unpacker.i());
  }
  return sent;
}

/// Everything but the base.
inline store::MapRow read_map_head(Row& row) {
  store::MapRow map;
  map.item = row.integer();
  map.peer_id = row.optional_text();
  map.told = row.optional_text();
  map.state = row.as<store::MapState>();
  map.generation = row.bits();
  map.seen = row.integer();
  map.base_said_by_side = row.flag();
  map.failure = row.small();
  map.retry_at = row.integer();
  map.reason = row.text();
  map.sent = unpack_sent(row.view());
  return map;
}

}  // namespace pim::sql
