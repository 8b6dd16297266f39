// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/devices.h"

#include <algorithm>
#include <ctime>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

#include "common/base/clock.h"
#include "common/session/device_password.h"
#include "common/vault/vault.h"
#include "tools/pimctl/open_store.h"

namespace pim::pimctl {
namespace {

std::string date_of(Seconds time) {
  if (time == 0) {
    return "never";
  }
  const std::time_t seconds = time;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &parts)};
}

/// "portal default has no user alise": nobody's passwords would be taken back, and those that were
/// meant go on signing in.
Result<std::string> unknown_user(sql::SqlStore& store, const DevicePlace& place) {
  std::vector<std::string> elsewhere;
  PIM_TRY(const auto names, store.portal_names());
  for (const std::string& name : names) {
    PIM_TRY(const auto found, store.find_owner(name, place.user));
    if (found) {
      elsewhere.push_back(name);
    }
  }
  return "portal " + place.portal_or_default() + " has no user " + place.user +
         (elsewhere.empty()
              ? std::string()
              : "; one of that name is in: " + listed(elsewhere) + " (say --portal)") +
         ". Nothing was changed.";
}

/// A user's devices in one transaction.
struct Opened {
  std::unique_ptr<sql::SqlStore> store;
  std::unique_ptr<store::UnitOfWork> work;
  store::OwnerId owner = 0;
};

/// Whether the store holds other portals and not this one: then the modules have never looked here.
/// That is a slip where nobody typed the name. One that was typed may be of a portal that no
/// request has made yet: it is told what is there. A store without any is one that no httpd has
/// opened yet.
Status check_portal(sql::SqlStore& store, const DevicePlace& place, const Output& output) {
  PIM_TRY(const auto names, store.portal_names());
  const std::string portal = place.portal_or_default();
  if (names.empty() || std::ranges::find(names, portal) != names.end()) {
    return {};
  }
  const std::string others = listed(names);
  if (!place.portal) {
    return fail(ErrorCode::NotFound, "the store holds no portal '" + portal +
                                         "'; say with --portal which is meant, as SyncMLPortal "
                                         "does. It holds: " +
                                         others + ". Nothing was changed.");
  }
  output.err << "pimctl: the store holds no portal '" << portal << "' yet, only: " << others
             << ". A server looks there only where its SyncMLPortal says " << portal << ".\n";
  return {};
}

/// The owner stays 0 where the portal has no such user.
Result<Opened> find(const DevicePlace& place, store::Access access, const Output& output) {
  Opened opened;
  PIM_TRY(auto opened_store, open_store(place.store));
  opened.store = std::move(opened_store.store);
  PIM_CHECK(check_portal(*opened.store, place, output));
  PIM_TRY(const auto owner, opened.store->find_owner(place.portal_or_default(), place.user));
  if (!owner) {
    PIM_TRY(const std::string sentence, unknown_user(*opened.store, place));
    output.err << "pimctl: " << sentence << '\n';
    return opened;
  }
  opened.owner = owner->id;
  PIM_TRY(opened.work, opened.store->begin(opened.owner, access));
  return opened;
}

/// What a command does with the devices of a user who is there. A name that is not is usage.
ExitCode with_user(const DevicePlace& place, store::Access access, const Output& output,
                   const std::function<Result<ExitCode>(store::UnitOfWork&)>& action) {
  const auto opened = find(place, access, output);
  if (!opened) {
    return tell(opened.error(), output);
  }
  if (opened->owner == 0) {
    return ExitCode::Usage;
  }
  const auto code = action(*opened->work);
  return code ? *code : tell(code.error(), output);
}

Result<Opened> open_to_add(const DevicePlace& place, Random& random, const Output& output) {
  Opened opened;
  PIM_TRY(auto opened_store, open_store(place.store));
  opened.store = std::move(opened_store.store);
  PIM_CHECK(check_portal(*opened.store, place, output));
  constexpr std::size_t IdOctets = 16;
  PIM_TRY([[maybe_unused]] const auto portal,
          opened.store->portal(place.portal_or_default(), random.hex(IdOctets)));
  PIM_TRY(const auto known, opened.store->find_owner(place.portal_or_default(), place.user));
  if (!known) {
    output.err << "pimctl: " << place.user << " is a new user of portal "
               << place.portal_or_default() << ".\n";
  }
  PIM_TRY(const auto owner, opened.store->owner(place.portal_or_default(), place.user));
  opened.owner = owner.id;
  PIM_TRY(opened.work, opened.store->begin(owner.id, store::Access::Write));
  return opened;
}

Result<store::Device> add(const DevicePlace& place, const NewDevice& asked,
                          std::string_view password, Random& random, const Output& output) {
  PIM_TRY(auto key, vault::read_key_file(place.key_file));
  const vault::Vault vault(std::move(key), random);
  PIM_TRY(auto opened, open_to_add(place, random, output));
  store::Device device;
  device.name = asked.name;
  device.device = asked.id;
  device.created_at = SystemClock().now();
  PIM_TRY(device.number, session::reserve_device(*opened.work, device));
  device.sealed = vault.seal(password, session::device_purpose(opened.owner, device.number));
  PIM_TRY([[maybe_unused]] const auto number, opened.work->put_device(device));
  PIM_CHECK(opened.work->commit());
  return device;
}

}  // namespace

ExitCode device_add(const DevicePlace& place, const NewDevice& asked, Random& random,
                    const Output& output) {
  const std::string password = session::new_device_password(random);
  const auto device = add(place, asked, password, random, output);
  if (!device) {
    return tell(device.error(), output);
  }
  if (asked.json) {
    output.out << nlohmann::json{{"number", device->number},
                                 {"user", place.user},
                                 {"password", password},
                                 {"name", device->name},
                                 {"device", device->device}}
                      .dump()
               << '\n';
    return ExitCode::Done;
  }
  output.out << "User name:  " << place.user << "\nPassword:   " << password
             << "\nDatabases:  contacts, calendar, tasks, notes\n"
             << "The password is shown only now. It belongs to "
             << (device->device.empty() ? "the device that signs in with it first"
                                        : "the device " + device->device)
             << "; take it back with: pimctl device revoke ... " << place.user << ' '
             << device->number << '\n';
  return ExitCode::Done;
}

ExitCode device_list(const DevicePlace& place, const Output& output) {
  const auto list = [&](store::UnitOfWork& work) -> Result<ExitCode> {
    PIM_TRY(const auto devices, work.devices());
    for (const store::Device& device : devices) {
      output.out << device.number << '\t' << (device.name.empty() ? "-" : device.name) << '\t'
                 << (device.device.empty() ? "not used yet" : device.device) << "\tlast sign-in "
                 << date_of(device.used_at) << '\n';
    }
    return ExitCode::Done;
  };
  return with_user(place, store::Access::Read, output, list);
}

ExitCode device_revoke(const DevicePlace& place, std::int64_t number, const Output& output) {
  const auto drop = [&](store::UnitOfWork& work) -> Result<ExitCode> {
    PIM_TRY(const auto devices, work.devices());
    if (std::ranges::find(devices, number, &store::Device::number) == devices.end()) {
      output.err << "pimctl: " << place.user << " has no device password " << number
                 << "; pimctl device list tells which there are.\n";
      return ExitCode::Usage;
    }
    PIM_CHECK(work.drop_device(number));
    PIM_CHECK(work.commit());
    output.out << "Device password " << number << " of " << place.user
               << " signs in no more. Its records stay.\n";
    return ExitCode::Done;
  };
  return with_user(place, store::Access::Write, output, drop);
}

ExitCode device_revoke_all(const DevicePlace& place, const Output& output) {
  const auto drop = [&](store::UnitOfWork& work) -> Result<ExitCode> {
    PIM_TRY(const auto devices, work.devices());
    for (const store::Device& device : devices) {
      PIM_CHECK(work.drop_device(device.number));
    }
    PIM_CHECK(work.commit());
    output.out << devices.size() << " device passwords of " << place.user
               << " sign in no more. The records stay.\n";
    return ExitCode::Done;
  };
  return with_user(place, store::Access::Write, output, drop);
}

}  // namespace pim::pimctl
