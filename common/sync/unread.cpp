// SPDX-License-Identifier: Apache-2.0
#include "common/sync/unread.h"

#include <vector>

#include "common/sync/outgoing.h"

namespace pim::sync {

using store::MapRow;
using store::MapState;

namespace {

Status set_one(Workset& work, const Unread& record) {
  const MapRow* found = nullptr;
  if (!record.their_name.empty()) {
    PIM_TRY(found, work.row_by_peer(record.their_name));
  }
  if (found == nullptr && !record.our_name.empty()) {
    PIM_TRY(found, row_by_our_name(work, record.our_name));
  }
  if (found == nullptr) {
    return {};
  }
  const bool known = work.known(*found);
  const bool never_there = found->state == MapState::ToAdd || found->state == MapState::Failed;
  if (known ? never_there : !work.hint(*found)) {
    return {};
  }
  MapRow row = *found;
  row.state = known ? MapState::Pending : MapState::Unconfirmed;
  row.generation = work.pairing()->generation;
  row.failure = record.status;
  row.reason = "What that side has of it could not be read.";
  row.retry_at = store::NeverAgain;
  work.put_row(std::move(row));
  return {};
}

}  // namespace

Status set_unread(Workset& work, std::span<const Unread> records) {
  std::vector<std::string> names;
  for (const Unread& record : records) {
    names.push_back(record.their_name);
  }
  PIM_CHECK(work.preload_peers(names));
  for (const Unread& record : records) {
    PIM_CHECK(set_one(work, record));
  }
  return {};
}

Status end_unread(Workset& work, store::ItemId item) {
  PIM_TRY(const MapRow* found, work.row_of(item));
  if (found == nullptr || !work.unread(*found)) {
    return {};
  }
  MapRow row = *found;
  if (!work.known(row)) {
    row = {};
    row.item = item;
    row.state = MapState::ToAdd;
    row.generation = work.pairing()->generation;
  }
  row.failure = 0;
  row.reason.clear();
  row.retry_at = 0;
  work.put_row(std::move(row));
  return {};
}

}  // namespace pim::sync
