// SPDX-License-Identifier: Apache-2.0
#include "common/sql/store_address.h"

#include "common/sql/postgres_connection.h"
#include "common/sql/postgres_store.h"
#include "common/sql/sqlite_store.h"

namespace pim::sql {
namespace {

constexpr std::string_view Prefix = "postgresql ";

}  // namespace

Result<StoreAddress> StoreAddress::make(std::string_view engine, std::string_view place) {
  if (engine == "sqlite") {
    return StoreAddress(Engine::Sqlite, std::string(place));
  }
  if (engine != "postgresql") {
    return fail(ErrorCode::Malformed,
                "a store is 'sqlite' with the path of its file, or "
                "'postgresql' with a connection string");
  }
  PIM_CHECK(describe_conninfo(std::string(place)));
  return StoreAddress(Engine::Postgresql, std::string(place));
}

StoreAddress StoreAddress::of(std::string_view text) {
  return text.starts_with(Prefix)
             ? StoreAddress(Engine::Postgresql, std::string(text.substr(Prefix.size())))
             : StoreAddress(Engine::Sqlite, std::string(text));
}

std::string StoreAddress::text() const {
  return engine_ == Engine::Sqlite ? place_ : std::string(Prefix) + place_;
}

std::string StoreAddress::described() const {
  return engine_ == Engine::Sqlite ? place_ : describe_conninfo(place_).value_or("postgresql");
}

std::string StoreAddress::for_pimctl() const {
  return engine_ == Engine::Sqlite ? "sqlite " + place_ : "postgresql CONNINFO";
}

Result<std::unique_ptr<SqlStore>> open_store(const StoreAddress& address,
                                             const std::string& runtime_dir) {
  if (address.engine() == StoreAddress::Engine::Postgresql) {
    return open_postgres({.conninfo = address.place()});
  }
  SqliteOptions options;
  options.path = address.place();
  options.runtime_dir = runtime_dir;
  PIM_TRY(auto store, open_sqlite(options));
  return std::unique_ptr<SqlStore>(std::move(store));
}

Status init_store(const StoreAddress& address, Random& random) {
  return address.engine() == StoreAddress::Engine::Postgresql
             ? init_postgres(address.place(), random)
             : init_schema(address.place(), random);
}

Status upgrade_store(const StoreAddress& address) {
  return address.engine() == StoreAddress::Engine::Postgresql ? upgrade_postgres(address.place())
                                                              : upgrade_schema(address.place());
}

Result<int> store_version(const StoreAddress& address) {
  return address.engine() == StoreAddress::Engine::Postgresql
             ? postgres_schema_version(address.place())
             : schema_version(address.place());
}

}  // namespace pim::sql
