// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_store.h"

#include <algorithm>

#include "common/sql/engine_store.h"
#include "common/sql/migration.h"
#include "common/sql/postgres_transaction.h"
#include "common/sql/store_check.h"

namespace pim::sql {
namespace {

constexpr const char* ReadMeta = "SELECT store_id, hash_key, version FROM meta WHERE one = 1";

struct Meta {
  std::string store_id;
  HashKey key;
};

Result<Meta> read_meta(const PostgresOptions& options) {
  PIM_TRY(const auto connection,
          PostgresConnection::open({.conninfo = options.conninfo, .patience = options.patience}));
  Statement statement = connection->prepare(ReadMeta, Use::Once);
  const Result<bool> there = statement.first();
  if (!there && there.error().code != ErrorCode::NotFound) {
    return Failure(there.error());
  }
  if (!there || !*there) {
    return Failure(check_schema_version(0).error());
  }
  Row row = statement.row();
  Meta meta;
  meta.store_id = row.text();
  const std::string key = row.text();
  PIM_CHECK(check_schema_version(row.small()));
  if (key.size() != meta.key.bytes.size()) {
    return fail(ErrorCode::Corrupt, "the store's hash key cannot be read");
  }
  std::transform(key.begin(), key.end(), meta.key.bytes.begin(),
                 [](char octet) { return static_cast<std::uint8_t>(octet); });
  return meta;
}

class PostgresStore final : public EngineStore<SqlStore> {
 public:
  PostgresStore(const PostgresOptions& options, Meta meta)
      : meta_(std::move(meta)),
        conninfo_(options.conninfo),
        engine_({.conninfo = options.conninfo, .patience = options.patience}, options.connections) {
  }

  HashKey key() const override { return meta_.key; }
  const std::string& store_id() const override { return meta_.store_id; }
  void start_maintenance(LogSink&) override {}  // the server does its own
  void stop_maintenance() override {}
  Result<std::vector<std::string>> integrity_check() override {
    PIM_TRY(const auto connection,
            PostgresConnection::open({.conninfo = conninfo_, .whole_store = true}));
    PIM_CHECK(connection->begin_reading());
    return check_rows(
        [&](const char* sql) { return Result<Statement>(connection->prepare(sql, Use::Once)); });
  }

 protected:
  Engine& engine() override { return engine_; }
  const Engine& engine() const override { return engine_; }

 private:
  const Meta meta_;
  const std::string conninfo_;
  PostgresEngine engine_;
};

}  // namespace

Result<std::unique_ptr<SqlStore>> open_postgres(const PostgresOptions& options) {
  PIM_TRY(Meta meta, read_meta(options));
  return std::make_unique<PostgresStore>(options, std::move(meta));
}

}  // namespace pim::sql
