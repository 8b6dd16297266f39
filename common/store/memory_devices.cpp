// SPDX-License-Identifier: Apache-2.0
#include "common/store/memory_work.h"

namespace pim::store {

Result<std::vector<Device>> MemoryWork::devices() {
  PIM_CHECK(readable());
  std::vector<Device> found;
  state_.devices.scan([&](std::int64_t, const Device& each) {
    found.push_back(each);
    return true;
  });
  return found;
}

Result<std::int64_t> MemoryWork::put_device(const Device& device) {
  PIM_CHECK(writable());
  Device row = device;
  if (row.number == 0) {
    row.number = state_.next_id++;
  } else if (state_.devices.find(row.number) == nullptr) {
    return spoil(ErrorCode::Refused, "There is no such device.");
  }
  const std::int64_t number = row.number;
  state_.devices.set(number, std::move(row));
  return number;
}

Status MemoryWork::drop_device(std::int64_t number) {
  PIM_CHECK(writable());
  state_.devices.erase(number);
  return {};
}

}  // namespace pim::store
