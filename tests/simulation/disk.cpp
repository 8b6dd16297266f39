// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/disk.h"

#include <utility>

#include "common/store/faulty_store.h"
#include "common/store/memory_store.h"

namespace pim::sim {
namespace {

HashKey key_of(std::uint64_t seed) {
  HashKey key;
  for (std::size_t i = 0; i < key.bytes.size(); ++i) {
    key.bytes[i] = static_cast<std::uint8_t>(seed >> (i % 8 * 8));
  }
  return key;
}

store::Fault fault_of(FaultKind kind, int n) {
  store::Fault fault;
  fault.call = static_cast<std::uint64_t>(n < 1 ? 1 : n);
  switch (kind) {
    case FaultKind::ServerCrash:
    case FaultKind::ClientCrash:
      fault.after = store::AfterFault::Dead;
      break;
    case FaultKind::ServerUnknown:
    case FaultKind::ClientUnknown:
      fault.at = "commit-done";
      break;
    default:
      fault.code = n % 2 == 0 ? ErrorCode::Busy : ErrorCode::Unavailable;
      break;
  }
  return fault;
}

class MemoryDisk final : public Disk {
 public:
  explicit MemoryDisk(std::uint64_t seed) : memory_(key_of(seed)), faulty_(memory_) {}

  store::Store& store() override { return faulty_; }
  void arm(FaultKind kind, int n) override { faulty_.arm(fault_of(kind, n)); }
  bool disarm() override {
    const bool struck = !faulty_.fired_at().empty();
    faulty_.disarm();
    return struck;
  }
  void snapshot() override { snapshot_ = memory_.snapshot(); }
  bool restore() override { return snapshot_ && memory_.restore(snapshot_).has_value(); }

 private:
  store::MemoryStore memory_;
  store::FaultyStore faulty_;
  store::MemoryStore::Snapshot snapshot_;
};

}  // namespace

std::unique_ptr<Disk> make_disk(StoreKind, std::uint64_t seed) {
  return std::make_unique<MemoryDisk>(seed);
}

}  // namespace pim::sim
