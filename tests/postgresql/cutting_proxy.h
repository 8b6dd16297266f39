// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace pim::sql::testing {

/// Where a connection is cut, seen from a COMMIT that passes.
enum class Cut : std::uint8_t {
  Never,
  BeforeCommit,  ///< the server never sees it
  AfterCommit,   ///< it was sent on; both sides are closed at once
  BeforeReply,   ///< the server has answered; the answer goes nowhere
};

/// Stands between a client and the PostgreSQL of a socket folder, on a port of loopback of its own.
class CuttingProxy {
 public:
  /// `server`: the path of the server's socket.
  explicit CuttingProxy(std::string server);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  int port() const { return port_; }
  /// The next COMMIT is cut so, once.
  void arm(Cut cut) { cut_.store(cut); }
  std::size_t cuts() const { return cuts_.load(); }

 private:
  void accept_all();
  void carry(int client);

  const std::string server_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<Cut> cut_{Cut::Never};
  std::atomic<std::size_t> cuts_{0};
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> carriers_;
  std::thread acceptor_;
};

}  // namespace pim::sql::testing
