// SPDX-License-Identifier: Apache-2.0
#include "common/console/labels.h"

namespace pim::console {

namespace {

const std::string Nothing;

}  // namespace

Result<Labels> Labels::read(store::UnitOfWork& work, std::span<const store::ItemId> ids) {
  Labels labels;
  PIM_TRY(std::vector<store::Item> items, work.items(ids));
  for (store::Item& item : items) {
    labels.items_.emplace(item.id, std::move(item));
  }
  PIM_TRY(const auto connections, work.connections());
  std::map<std::string, std::string> peers;
  for (const store::Connection& connection : connections) {
    peers.emplace(connection.side, connection.peer);
  }
  PIM_TRY(const auto pairings, work.pairings());
  for (const store::Pairing& pairing : pairings) {
    const auto peer = peers.find(pairing.side);
    labels.pairings_[pairing.id] = {pairing.collection,
                                    peer == peers.end() ? pairing.side : peer->second};
  }
  return labels;
}

Json Labels::item(store::ItemId id) const {
  if (id == 0) {
    return nullptr;
  }
  const auto found = items_.find(id);
  if (found == items_.end()) {
    return {{"id", id}, {"label", nullptr}, {"deleted", true}};
  }
  return {{"id", id}, {"label", found->second.label}, {"deleted", found->second.deleted}};
}

const store::Item* Labels::record(store::ItemId id) const {
  const auto found = items_.find(id);
  return found == items_.end() ? nullptr : &found->second;
}

const std::string& Labels::collection(store::PairingId pairing) const {
  const auto found = pairings_.find(pairing);
  return found == pairings_.end() ? Nothing : found->second.collection;
}

const std::string& Labels::peer(store::PairingId pairing) const {
  const auto found = pairings_.find(pairing);
  return found == pairings_.end() ? Nothing : found->second.peer;
}

}  // namespace pim::console
