// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/bridge/runner.h"
#include "common/bridge/runs.h"
#include "common/session/server.h"
#include "common/sql/sql_store.h"

// Portals for measuring: the whole engine over SQLite files or a PostgreSQL, without httpd.
namespace pim::bench {

/// CPU seconds of the calling thread.
double thread_cpu();

struct Cost {
  double seconds = 0;
  std::uint64_t messages = 0;
  std::uint64_t bytes = 0;
};

/// Where the portals of a measurement keep their records.
struct Home {
  std::filesystem::path folder = {};
  std::string conninfo = {};  ///< empty = SQLite files in the folder
};

/// User and system seconds of all processes of a PostgreSQL on this machine; 0 without one.
double database_cpu(const Home& home);

/// The records that a measurement is about: contacts or events.
struct Sample {
  std::string_view datastore;
  /// `count` records of about 0.9 kB; same numbers, same octets. `uid_prefix` sets UIDs apart.
  std::vector<std::string> (*make)(std::size_t first, std::size_t count,
                                   const std::string& uid_prefix);
  std::string_view line;    ///< an edit is one more of this property ...
  std::string_view before;  ///< ... put before this
};
extern const Sample Contacts;
extern const Sample Events;

/// One portal with one user.
class Portal final : public Transport, public bridge::PeerBook {
 public:
  Portal(const Home& home, std::string name, std::size_t max_msg_size,
         const Sample& sample = Contacts);

  void import(const std::vector<std::string>& records);
  void edit(std::size_t count, const std::string& word);  ///< the first records
  /// Runs a sync of this portal as client against another one, in this thread. The CPU of the
  /// server's half is counted there.
  bridge::RunResult sync(Portal& peer, std::string& outcome);

  store::Counters counters() const { return store_->counters(); }
  std::int64_t live();
  void forget_cost() { cost_ = {}; }
  const Cost& cost() const { return cost_; }

 private:
  Result<HttpReply> post(const HttpRequest& request) override;
  Result<bridge::PeerTarget> target(const store::Connection& connection) override;
  store::OwnerId owner();

  std::string name_;
  std::size_t max_msg_size_;
  const Sample& sample_;
  std::unique_ptr<sql::SqlStore> store_;
  SystemClock clock_;
  SystemRandom random_;
  NullLog log_;
  std::unique_ptr<session::Server> server_;
  std::unique_ptr<bridge::Runner> runner_;
  Portal* peer_ = nullptr;
  std::int64_t connection_ = 0;
  Cost cost_;
};

/// What the guarantees are paid on top of: the rows read from one SQLite file, sent over a loopback
/// socket and inserted into another, in transactions of a message's size. CPU seconds.
double floor_cost(const std::filesystem::path& folder, const std::vector<std::string>& records);

}  // namespace pim::bench
