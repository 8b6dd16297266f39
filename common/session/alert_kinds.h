// SPDX-License-Identifier: Apache-2.0
#pragma once

// The Alerts of a sync (SyncML Sync Protocol, "Alert codes").
namespace pim::session::alert {

inline constexpr int Display = 100;
inline constexpr int TwoWay = 200;
inline constexpr int Slow = 201;
inline constexpr int FromClient = 202;
inline constexpr int RefreshFromClient = 203;
inline constexpr int FromServer = 204;
inline constexpr int RefreshFromServer = 205;
inline constexpr int Result = 221;
inline constexpr int Suspend = 224;  ///< from SyncML 1.2 on, as Resume
inline constexpr int Resume = 225;

/// It opens a datastore for a sync.
constexpr bool opens_datastore(int code) {
  return (code >= TwoWay && code <= RefreshFromServer) || code == Resume;
}

}  // namespace pim::session::alert
