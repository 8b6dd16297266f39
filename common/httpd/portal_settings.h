// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "common/base/limits.h"
#include "common/base/result.h"
#include "common/sync/guard.h"

namespace pim::httpd {

/// What both modules are told about the portal of a server, each under its own prefix (SyncML...,
/// PimBridge...). Where both are loaded each takes over what only the other was told.
struct PortalSettings {
  std::optional<std::string> store_path;  ///< a text of sql::StoreAddress
  std::optional<std::string> portal;
  std::optional<std::string> key_file;
  std::optional<std::string> state_dir;
  std::optional<std::size_t> max_msg_size;
  std::optional<sync::GuardLimits> guard;

  static constexpr auto members() {
    return std::tuple(&PortalSettings::store_path, &PortalSettings::portal,
                      &PortalSettings::key_file, &PortalSettings::state_dir,
                      &PortalSettings::max_msg_size, &PortalSettings::guard);
  }

  std::string portal_or_default() const { return portal.value_or("default"); }
  std::size_t max_msg_size_or_default() const { return max_msg_size.value_or(limits::MaxMsgSize); }
  sync::GuardLimits guard_or_default() const { return guard.value_or(sync::GuardLimits{}); }
  /// The folder for what belongs to this machine; by default that of the store file, or of the key
  /// file where the store is a database.
  std::string state_dir_or_default() const;
};

/// A server whose own section names a store.
struct StatedPortal {
  std::string server;
  std::string place;  ///< where it names it: "FILE line 12"
  std::string store_path;
  std::string portal;
};

/// Two servers with users of their own must not share one portal: both might have an alice, and
/// she would read the other's records. Malformed with a sentence about the first such pair.
Status check_distinct(std::span<const StatedPortal> stated);

}  // namespace pim::httpd
