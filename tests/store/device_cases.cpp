// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

Device full_device() {
  return {.name = "old phone",
          .device = "IMEI:1",
          .sealed = std::string("\0\1\xff", 3),
          .nonce = std::string("\0n", 2),
          .used_slot = 17,
          .created_at = 5,
          .used_at = 6};
}

void check_devices(const std::vector<Device>& wanted, const std::vector<Device>& found) {
  CPPUNIT_ASSERT_EQUAL(wanted.size(), found.size());
  CPPUNIT_ASSERT(wanted == found);
}

void every_field_of_a_device_comes_back(World& world) {
  Device full = full_device();
  full.number = world.write([&](UnitOfWork& work) { return must(work.put_device(full)); });
  CPPUNIT_ASSERT(full.number > 0);
  world.read([&](UnitOfWork& work) { check_devices({full}, must(work.devices())); });
}

void a_numbered_device_is_replaced(World& world) {
  world.try_out([](UnitOfWork& work) {
    Device row = full_device();
    row.number = must(work.put_device(row));
    row.nonce.clear();
    row.used_slot = 18;
    CPPUNIT_ASSERT_EQUAL(row.number, must(work.put_device(row)));
    check_devices({row}, must(work.devices()));
  });
}

void devices_are_listed_by_number(World& world) {
  world.try_out([](UnitOfWork& work) {
    std::vector<Device> all(3, full_device());
    for (Device& each : all) {
      each.number = must(work.put_device(each));
    }
    check_devices(all, must(work.devices()));
  });
}

void an_unknown_device_is_not_changed(World& world) {
  world.try_out([](UnitOfWork& work) {
    Device row = full_device();
    row.number = 99;
    CPPUNIT_ASSERT_EQUAL(std::string("refused"), error_of(work.put_device(row)));
  });
}

void a_dropped_device_is_gone(World& world) {
  world.try_out([](UnitOfWork& work) {
    const std::int64_t number = must(work.put_device(full_device()));
    must(work.drop_device(number));
    must(work.drop_device(999));
    check_devices({}, must(work.devices()));
  });
}

void a_device_of_one_owner_is_none_of_another(World& world) {
  const std::int64_t number = world.write(
      world.alice(), [&](UnitOfWork& work) { return must(work.put_device(full_device())); });
  world.write(world.bob(), [&](UnitOfWork& work) {
    check_devices({}, must(work.devices()));
    must(work.drop_device(number));
  });
  world.read(world.alice(), [](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, must(work.devices()).size());
  });
}

}  // namespace

std::vector<Case> device_cases() {
  return {PIM_CASE(every_field_of_a_device_comes_back),
          PIM_CASE(a_numbered_device_is_replaced),
          PIM_CASE(devices_are_listed_by_number),
          PIM_CASE(an_unknown_device_is_not_changed),
          PIM_CASE(a_dropped_device_is_gone),
          PIM_CASE(a_device_of_one_owner_is_none_of_another)};
}

}  // namespace pim::store::testing
