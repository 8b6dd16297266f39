// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cppunit/TestFixture.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "common/console/api.h"
#include "common/store/faulty_store.h"
#include "common/store/memory_state.h"
#include "common/store/memory_store.h"

namespace pim::console {

class TestClock final : public Clock {
 public:
  Seconds now() const override { return time; }
  Seconds time = 1'767'225'600;  ///< 2026-01-01T00:00:00Z
};

class TestRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override;

 private:
  std::uint64_t state_ = 1;
};

/// Seals by turning the text round, so that a test sees what went in; or refuses.
class TestSealer final : public Sealer {
 public:
  Result<std::string> seal(std::string_view secret, std::string_view purpose) override;
  bool works = true;
  std::string last_purpose;
};

class TestPeers final : public PeerDirectory {
 public:
  std::vector<NamedPeer> named() const override { return peers; }
  bool others_allowed() const override { return others; }
  std::vector<NamedPeer> peers = {{"town", "Town portal", "https://town.example.org/syncml"}};
  bool others = true;
};

class TestLog final : public LogSink {
 public:
  void write(LogLevel level, std::string_view tag, std::string_view message) override;
  struct Line {
    LogLevel level;
    std::string tag;
    std::string message;
  };
  std::vector<Line> lines;
};

/// An Api over a memory store, with a user signed in.
class ApiFixture : public CppUnit::TestFixture {
 public:
  ApiFixture();

 protected:
  using Object = nlohmann::json;

  // -- requests, as alice where the test does not say otherwise
  Response send(Request request);
  Request request(std::string method, std::string path) const;
  Response get(const std::string& path, const std::string& query = {},
               const std::string& accept = "application/json");
  Response post(const std::string& path, const std::string& body,
                const std::string& type = "application/json");
  Response remove(const std::string& path);

  /// The body as JSON; the test fails where it is none.
  static Object json(const Response& response);
  /// The response is the problem with this tag, and says so in every place.
  static void expect_problem(const std::string& code, int status, const Response& response);
  static void expect_status(int status, const Response& response);

  // -- things to begin with
  static std::string card(const std::string& uid, const std::string& name,
                          const std::string& more = {});
  /// "Person 1000" with UID u-0, and so on: as many as asked for.
  static std::string cards(int count);
  /// Imports cards; the test fails unless all were added.
  void import(const std::string& cards);
  /// The id of the only item that this search finds.
  std::int64_t id_of(const std::string& search);
  std::string item_path(const std::string& search);
  /// Makes a connection of alice's to "town" and gives its id.
  std::int64_t connect();
  std::int64_t start_run(std::int64_t connection);
  /// A transaction for direct work at the store.
  std::unique_ptr<store::UnitOfWork> work(const std::string& owner = "alice");
  void commit(store::UnitOfWork& unit);
  /// A further collection of alice's.
  void add_collection(const std::string& name, const std::string& kind);

  /// A mark of all that is stored: equal marks mean that nothing was written between them.
  std::vector<std::shared_ptr<const store::OwnerState>> mark() const;

  store::MemoryStore memory;
  store::FaultyStore store;
  TestClock clock;
  TestRandom random;
  TestSealer sealer;
  TestPeers peers;
  TestLog log;
  int pokes = 0;
  std::string user = "alice";
  Api api;
};

}  // namespace pim::console
