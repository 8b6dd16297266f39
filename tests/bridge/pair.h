// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cppunit/TestAssert.h>

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "common/base/limits.h"
#include "common/bridge/runner.h"
#include "common/bridge/runs.h"
#include "common/session/server.h"
#include "common/store/faulty_store.h"
#include "common/store/memory_store.h"
#include "common/syncml/message.h"
#include "tests/support/result.h"

// Two portals over memory stores: one runs the bridge, the other serves; no network, no clock.
namespace pim::bridge::test {

using pim::testing::error_of;
using pim::testing::must;

class FixedClock final : public Clock {
 public:
  Seconds now() const override { return time; }
  Seconds time = 1'767'225'600;
};

class SeededRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    for (std::byte& one : bytes) {
      one = static_cast<std::byte>(generator_() & 0xFFU);
    }
  }

 private:
  std::mt19937 generator_{1};
};

/// A portal's store, with alice.
struct Side {
  store::MemoryStore memory{HashKey{}};
  store::FaultyStore store{memory};

  std::unique_ptr<store::UnitOfWork> begin(store::Access access);
  store::OwnerId alice();
  void import(const std::string& name, Seconds now, const std::string& note = "");
  void import_text(const std::string& record, Seconds now);
  void remove(const std::string& name, Seconds now);
  /// Makes the removed contact of that label what it was before it was removed.
  void bring_back(const std::string& name, Seconds now);
  /// Labels of the live contacts, in order, each with a space behind.
  std::string names();
  /// The content of the live contact of that label; empty where there is none.
  std::string content(const std::string& name);
};

/// Makes of the server's reply what a stranger might say.
using Rewrite = std::function<void(syncml::Message& reply)>;

/// A reply, or nothing: then the peer is asked.
using Disturb = std::function<std::optional<Result<HttpReply>>(int exchange)>;

class Pair final : public Transport, public PeerBook {
 public:
  /// `max_msg_size`: of both.
  explicit Pair(std::size_t max_msg_size = limits::MaxMsgSize);

  std::int64_t connect(const std::string& peer = "there", const std::string& options = "");
  /// A collection of contacts that only this side has.
  void add_here(const std::string& name);
  /// A run of that connection, to its end.
  store::Run sync_of(std::int64_t connection);
  std::int64_t ask(const std::string& mode = "two-way", bool plan_only = false);
  std::int64_t ask_of(std::int64_t connection, const std::string& mode = "two-way",
                      bool plan_only = false);
  void cancel(std::int64_t number);
  /// What this process can claim now.
  std::vector<store::RunClaim> claim(const std::string& holder = "one",
                                     const std::vector<std::string>& gone = {});
  store::RunClaim claim_one(const std::string& holder = "one");
  Result<Step> step(const store::RunClaim& claim) { return runner.step(claim); }
  /// Steps until the claim is finished.
  void go_on(const store::RunClaim& claim);
  /// Steps until `phase` is stored.
  void go_to(const store::RunClaim& claim, const std::string& phase);
  /// Asks, claims, goes on to the end; how it stands then.
  store::Run sync(const std::string& mode = "two-way", bool plan_only = false);
  store::Run run(std::int64_t number);
  RunResult result(std::int64_t number);
  std::vector<store::RunItem> lines(std::int64_t number);

  FixedClock clock;
  SeededRandom random;
  NullLog log;
  Side here;
  Side there;
  session::Server server;
  Runner runner;
  Disturb disturb;
  Rewrite rewrite;
  sync::Policy policy = sync::Policy::Merge;  ///< of the runs that are asked for
  std::optional<Error> no_target;
  int exchanges = 0;
  std::vector<std::string> sent;      ///< the bodies, in order
  std::vector<std::string> received;  ///< those of the replies

 private:
  Result<HttpReply> post(const HttpRequest& request) override;
  Result<PeerTarget> target(const store::Connection& connection) override;

  std::int64_t connection_ = 0;
};

}  // namespace pim::bridge::test
