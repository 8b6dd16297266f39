// SPDX-License-Identifier: Apache-2.0
#include "common/store/memory_work.h"

namespace pim::store {

namespace {

bool is_same_relation(const Pairing& a, const Pairing& b) {
  return a.side == b.side && a.device_password == b.device_password &&
         a.collection == b.collection && a.remote_uri == b.remote_uri;
}

}  // namespace

Result<std::optional<Pairing>> MemoryWork::pairing(PairingId id) {
  PIM_CHECK(readable());
  const Pairing* found = state_.pairings.find(id);
  return found == nullptr ? std::optional<Pairing>() : *found;
}

Result<std::optional<Pairing>> MemoryWork::find_pairing(std::string_view side,
                                                        std::int64_t device_password,
                                                        std::string_view collection,
                                                        std::string_view remote_uri) {
  PIM_CHECK(readable());
  std::optional<Pairing> found;
  state_.pairings.scan([&](PairingId, const Pairing& each) {
    if (each.side == side && each.device_password == device_password &&
        each.collection == collection && each.remote_uri == remote_uri) {
      found = each;
    }
    return !found;
  });
  return found;
}

Result<std::vector<Pairing>> MemoryWork::pairings() {
  PIM_CHECK(readable());
  std::vector<Pairing> found;
  state_.pairings.scan([&](PairingId, const Pairing& each) {
    found.push_back(each);
    return true;
  });
  return found;
}

Result<PairingId> MemoryWork::put_pairing(const Pairing& pairing) {
  PIM_CHECK(writable());
  Pairing row = pairing;
  if (row.id != 0) {
    PIM_CHECK(known_pairing(row.id));
  }
  bool twin = false;
  state_.pairings.scan([&](PairingId id, const Pairing& each) {
    twin = twin || (id != row.id && is_same_relation(each, row));
    return !twin;
  });
  if (twin) {
    return spoil(ErrorCode::Refused, "There is a pairing for this relation.");
  }
  if (state_.collections.find(row.collection) == nullptr) {
    return spoil(ErrorCode::Refused, "There is no such collection.");
  }
  if (row.id == 0) {
    row.id = state_.next_id++;
  }
  const PairingId id = row.id;
  state_.pairings.set(id, std::move(row));
  return id;
}

}  // namespace pim::store
