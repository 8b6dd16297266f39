// SPDX-License-Identifier: Apache-2.0
#include "common/sql/unit.h"

namespace pim::sql {
namespace {

constexpr const char* All =
    "SELECT number, name, device, sealed, nonce, used_slot, created_at, used_at "
    "FROM device_password WHERE owner = ?1 ORDER BY number";
constexpr const char* Insert =
    "INSERT INTO device_password(owner, number, name, device, sealed, nonce, used_slot, "
    "created_at, used_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
constexpr const char* Update =
    "UPDATE device_password SET name = ?3, device = ?4, sealed = ?5, nonce = ?6, used_slot = ?7, "
    "created_at = ?8, used_at = ?9 WHERE owner = ?1 AND number = ?2";
constexpr const char* Drop = "DELETE FROM device_password WHERE owner = ?1 AND number = ?2";

store::Device read_device(Row row) {
  store::Device device;
  device.number = row.integer();
  device.name = row.text();
  device.device = row.text();
  device.sealed = row.text();
  device.nonce = row.text();
  device.used_slot = row.integer();
  device.created_at = row.integer();
  device.used_at = row.integer();
  return device;
}

}  // namespace

Result<std::vector<store::Device>> Unit::devices() {
  return select(All, read_device, owner_);
}

Result<std::int64_t> Unit::put_device(const store::Device& device) {
  PIM_CHECK(writable());
  std::int64_t number = device.number;
  if (number == 0) {
    PIM_TRY(number, next_number());
  }
  PIM_TRY(const std::int64_t written,
          write(device.number == 0 ? Insert : Update, owner_, number, device.name, device.device,
                Blob{device.sealed}, Blob{device.nonce}, device.used_slot, device.created_at,
                device.used_at));
  if (written == 0) {
    return spoil(ErrorCode::Refused, "there is no such device");
  }
  return number;
}

Status Unit::drop_device(std::int64_t number) {
  PIM_CHECK(write(Drop, owner_, number));
  return {};
}

}  // namespace pim::sql
