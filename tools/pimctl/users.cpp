// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/users.h"

#include <algorithm>
#include <ostream>

#include "tools/pimctl/open_store.h"

namespace pim::pimctl {
namespace {

/// Rows of one transaction: other users of the store write in between.
constexpr std::size_t Slice = 500;

Status remove_all_rows(sql::SqlStore& store, store::OwnerId owner) {
  while (true) {
    PIM_TRY(const std::size_t rows, store.remove_rows(owner, Slice));
    if (rows == 0) {
      return {};
    }
  }
}

/// What calls that were stopped have left; of how many users. Their names are gone already.
Result<std::size_t> finish_removals(sql::SqlStore& store) {
  PIM_TRY(const auto left, store.half_removed());
  for (const store::OwnerId owner : left) {
    PIM_CHECK(remove_all_rows(store, owner));
  }
  return left.size();
}

std::string count_of(std::size_t number, const std::string& one, const std::string& many) {
  return std::to_string(number) + ' ' + (number == 1 ? one : many);
}

/// "alice of portal default: 12 records, 1 device password, 2 connections"
Result<std::string> holdings(sql::SqlStore& store, const store::Owner& owner,
                             std::int64_t records) {
  PIM_TRY(const auto work, store.begin(owner.id, store::Access::Read));
  PIM_TRY(const auto devices, work->devices());
  PIM_TRY(const auto connections, work->connections());
  return owner.name + " of portal " + owner.portal + ": " +
         count_of(static_cast<std::size_t>(records), "record", "records") + ", " +
         count_of(devices.size(), "device password", "device passwords") + ", " +
         count_of(connections.size(), "connection", "connections");
}

Result<ExitCode> list(const DevicePlace& place, const Output& output) {
  PIM_TRY(const auto opened, open_store(place.store));
  PIM_TRY(const auto names, opened.store->portal_names());
  const std::string portal = place.portal_or_default();
  if (std::ranges::find(names, portal) == names.end()) {
    output.err << "pimctl: the store holds no portal '" << portal << "'"
               << (names.empty() ? "" : ", only: " + listed(names)) << ".\n";
    return ExitCode::Usage;
  }
  PIM_TRY(const auto users, opened.store->users_of(portal));
  for (const sql::UserLine& user : users) {
    output.out << user.name << '\t'
               << count_of(static_cast<std::size_t>(user.records), "record", "records") << '\n';
  }
  return ExitCode::Done;
}

Result<ExitCode> remove(const DevicePlace& place, bool sure, const Output& output) {
  PIM_TRY(const auto opened, open_store(place.store));
  sql::SqlStore& store = *opened.store;
  const std::string portal = place.portal_or_default();
  PIM_TRY(const std::size_t finished, sure ? finish_removals(store) : Result<std::size_t>(0));
  PIM_TRY(const auto owner, store.find_owner(portal, place.user));
  if (!owner && finished != 0) {
    output.out << "What was left of a removal that was stopped is removed. Portal " << portal
               << " has no user " << place.user << ".\n";
    return ExitCode::Done;
  }
  if (!owner) {
    output.err << "pimctl: portal " << portal << " has no user " << place.user
               << ". Nothing was changed.\n";
    return ExitCode::Usage;
  }
  PIM_TRY(const auto users, store.users_of(portal));
  const auto line = std::ranges::find(users, place.user, &sql::UserLine::name);
  PIM_TRY(const std::string what, holdings(store, *owner, line == users.end() ? 0 : line->records));
  if (!sure) {
    output.err << "pimctl: " << what
               << ". Nothing was removed. With --yes all of it goes, with every older version, and "
                  "no command brings it back.\n";
    return ExitCode::Usage;
  }
  PIM_TRY(const auto gone, store.let_go_owner(portal, place.user));
  if (gone) {
    PIM_CHECK(remove_all_rows(store, *gone));
  }
  output.out << what
             << ". All of it is removed. What devices and other portals have stays there; "
                "so do backups of the store.\n";
  return ExitCode::Done;
}

}  // namespace

ExitCode user_list(const DevicePlace& place, const Output& output) {
  const auto code = list(place, output);
  return code ? *code : tell(code.error(), output);
}

ExitCode user_remove(const DevicePlace& place, bool sure, const Output& output) {
  const auto code = remove(place, sure, output);
  return code ? *code : tell(code.error(), output);
}

}  // namespace pim::pimctl
