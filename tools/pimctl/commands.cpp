// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/commands.h"

#include <algorithm>
#include <ostream>
#include <vector>

#include "common/base/clock.h"
#include "common/sql/migration.h"
#include "common/sql/store_address.h"
#include "common/vault/key_file.h"
#include "tools/pimctl/open_store.h"

namespace pim::pimctl {
namespace {

/// Why init found a store: one of this version is as good as made.
ExitCode tell_present(const sql::StoreAddress& address, const Output& output) {
  const Result<int> version = sql::store_version(address);
  if (!version) {
    return tell(version.error(), output);
  }
  if (*version != sql::SchemaVersion) {
    output.err << "pimctl: " << address.described() << " has schema version " << *version
               << ", this program speaks " << sql::SchemaVersion << "; "
               << (*version < sql::SchemaVersion
                       ? "say: pimctl store upgrade " + address.for_pimctl()
                       : std::string("use the newer program"))
               << ".\n";
    return ExitCode::StoreTrouble;
  }
  output.out << address.described() << ": was there already, schema version " << *version << ".\n";
  return ExitCode::Done;
}

}  // namespace

ExitCode keygen(const std::string& path, Random& random, const Output& output) {
  const Status written = vault::write_key_file(path, random);
  if (!written) {
    output.err << "pimctl: " << written.error().text() << '\n';
    return ExitCode::Usage;
  }
  hand_over(path, 0);
  output.out << "A new key is in " << path << ". Keep a copy apart from the store's backups: "
             << "without it the sealed passwords cannot be read.\n";
  return ExitCode::Done;
}

ExitCode store_init(const StorePlace& place, Random& random, const Output& output) {
  const auto address = sql::StoreAddress::make(place.engine, place.path);
  if (!address) {
    return tell(address.error(), output);
  }
  const Status made = sql::init_store(*address, random);
  if (!made) {
    return made.error().code == ErrorCode::AlreadyExists ? tell_present(*address, output)
                                                         : tell(made.error(), output);
  }
  if (address->engine() == sql::StoreAddress::Engine::Sqlite) {
    hand_over(place.path, 0);
  }
  output.out << address->described() << ": made, schema version " << sql::SchemaVersion << ".\n";
  return ExitCode::Done;
}

ExitCode store_upgrade(const StorePlace& place, const Output& output) {
  const auto address = sql::StoreAddress::make(place.engine, place.path);
  if (!address) {
    return tell(address.error(), output);
  }
  const Result<int> before = sql::store_version(*address);
  if (!before) {
    return tell(before.error(), output);
  }
  if (const Status upgraded = sql::upgrade_store(*address); !upgraded) {
    return tell(upgraded.error(), output);
  }
  if (*before == sql::SchemaVersion) {
    output.out << address->described() << ": nothing to do, schema version " << *before << ".\n";
  } else {
    output.out << address->described() << ": upgraded from schema version " << *before << " to "
               << sql::SchemaVersion << ".\n";
  }
  return ExitCode::Done;
}

ExitCode store_check(const StorePlace& place, const Output& output) {
  auto opened = open_store(place);
  if (!opened) {
    return tell(opened.error(), output);
  }
  const auto faults = opened->store->integrity_check();
  if (!faults) {
    return tell(faults.error(), output);
  }
  for (const std::string& fault : *faults) {
    output.err << "pimctl: " << fault << '\n';
  }
  if (!faults->empty()) {
    return ExitCode::StoreTrouble;
  }
  output.out << opened->name << ": sound, schema version " << sql::SchemaVersion << ".\n";
  return ExitCode::Done;
}

ExitCode store_restored(const StorePlace& place, const std::optional<std::string>& portal,
                        const Output& output) {
  auto opened = open_store(place);
  if (!opened) {
    return tell(opened.error(), output);
  }
  const auto names = opened->store->portal_names();
  if (!names) {
    return tell(names.error(), output);
  }
  if (portal && std::ranges::find(*names, *portal) == names->end()) {
    output.err << "pimctl: the store holds no portal '" << *portal << "', "
               << (names->empty() ? "nor any other" : "only: " + listed(*names))
               << ". Nothing was changed.\n";
    return ExitCode::Usage;
  }
  if (names->empty()) {
    output.out << "The store holds no portal: there is nothing to compare.\n";
    return ExitCode::Done;
  }
  if (!portal) {
    // else httpd would notice at its start what is known now
    const auto noticed = notice_restore(place, *opened->store);
    if (!noticed) {
      return tell(noticed.error(), output);
    }
  }
  for (const std::string& name : portal ? std::vector{*portal} : *names) {
    const auto renewed = opened->store->renew_epoch(name, SystemClock().now());
    if (!renewed) {
      return tell(renewed.error(), output);
    }
    output.out << "Portal " << name << " is in epoch " << renewed->epoch
               << " now: the next session with each other side compares all records.\n";
  }
  return ExitCode::Done;
}

}  // namespace pim::pimctl
