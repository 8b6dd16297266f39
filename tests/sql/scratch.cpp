// SPDX-License-Identifier: Apache-2.0
#include "tests/sql/scratch.h"

#include <unistd.h>

#include <cstdlib>

#include "common/sql/sqlite_connection.h"

namespace pim::sql::testing {
namespace {

/// Hands every call on; keeps the folder as long as the store.
class PlacedStore final : public store::Store {
 public:
  PlacedStore() {
    place_.init();
    store_ = place_.open();
  }

  Result<std::unique_ptr<store::UnitOfWork>> begin(store::OwnerId owner,
                                                   store::Access access) override {
    return store_->begin(owner, access);
  }
  HashKey key() const override { return store_->key(); }
  Result<store::Portal> portal(std::string_view name, std::string_view new_id) override {
    return store_->portal(name, new_id);
  }
  Result<store::Portal> renew_epoch(std::string_view name) override {
    return store_->renew_epoch(name);
  }
  Result<store::Owner> owner(std::string_view portal, std::string_view name) override {
    return store_->owner(portal, name);
  }
  Result<std::optional<store::Owner>> find_owner(store::OwnerId id) override {
    return store_->find_owner(id);
  }
  Result<std::optional<store::Owner>> find_owner(std::string_view portal,
                                                 std::string_view name) override {
    return store_->find_owner(portal, name);
  }
  Result<std::vector<store::RunClaim>> claim_runs(std::string_view portal, std::string_view holder,
                                                  std::span<const std::string> gone, Seconds now,
                                                  Seconds lease_until, std::size_t limit) override {
    return store_->claim_runs(portal, holder, gone, now, lease_until, limit);
  }
  Result<std::size_t> renew_leases(std::span<const store::RunClaim> claims,
                                   Seconds lease_until) override {
    return store_->renew_leases(claims, lease_until);
  }
  Result<std::vector<std::string>> holders(std::string_view portal) override {
    return store_->holders(portal);
  }
  Result<std::size_t> purge(Seconds sessions_before, Seconds runs_before,
                            std::size_t limit) override {
    return store_->purge(sessions_before, runs_before, limit);
  }
  store::Counters counters() const override { return store_->counters(); }

 private:
  Place place_;
  std::unique_ptr<SqliteStore> store_;
};

std::filesystem::path scratch_root() {
  const std::filesystem::path memory = "/dev/shm";
  const bool usable = std::getenv("TMPDIR") == nullptr && ::access(memory.c_str(), W_OK) == 0;
  return usable ? memory : std::filesystem::temp_directory_path();
}

}  // namespace

Folder::Folder() {
  std::string name = (scratch_root() / "pim-sql-XXXXXX").string();
  CPPUNIT_ASSERT(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Place::init() const {
  SystemRandom random;
  must(init_schema(path(), random));
}

std::unique_ptr<store::Store> make_store() {
  return std::make_unique<PlacedStore>();
}

store::OwnerId make_alice(store::Store& store) {
  must(store.portal("here", "0123456789abcdef0123456789abcdef"));
  return must(store.owner("here", "alice")).id;
}

std::string ask(const std::string& path, const std::string& sql) {
  const auto connection = must(Connection::open({.path = path}));
  Statement statement = must(connection->prepare(sql.c_str()));
  return must(statement.first()) ? statement.row().text() : std::string();
}

void tell(const std::string& path, const std::string& sql) {
  must(must(Connection::open({.path = path}))->script(sql));
}

}  // namespace pim::sql::testing
