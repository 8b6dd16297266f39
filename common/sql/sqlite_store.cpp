// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_store.h"

#include <algorithm>
#include <mutex>

#include "common/sql/engine_store.h"
#include "common/sql/maintenance.h"
#include "common/sql/sqlite_check.h"
#include "common/sql/sqlite_error.h"
#include "common/sql/sqlite_migration.h"
#include "common/sql/sqlite_transaction.h"

namespace pim::sql {
namespace {

constexpr const char* ReadMeta = "SELECT store_id, hash_key FROM meta WHERE one = 1";

/// Below 4 MiB of log a checkpoint would mostly write pages that change again.
constexpr int CheckpointFrames = 1000;
/// At 64 MiB of log (readers overlapped all the time, so it could never begin anew) writers are
/// held up for a moment.
constexpr int LongLogFrames = 16'000;
constexpr int LongLogWaitMs = 100;
constexpr std::chrono::milliseconds MaintenancePause{500};

struct Meta {
  std::string store_id;
  HashKey key;
};

Result<Meta> read_meta(Connection& connection) {
  PIM_TRY(Statement statement, connection.prepare(ReadMeta));
  PIM_TRY(const bool there, statement.first());
  if (!there) {
    return fail(ErrorCode::NotFound, "the store was not finished; run: pimctl store init");
  }
  Row row = statement.row();
  Meta meta;
  meta.store_id = row.text();
  const std::string_view key = row.view();
  if (key.size() != meta.key.bytes.size()) {
    return fail(ErrorCode::Corrupt, "the store's hash key cannot be read");
  }
  std::transform(key.begin(), key.end(), meta.key.bytes.begin(),
                 [](char octet) { return static_cast<std::uint8_t>(octet); });
  return meta;
}

ConnectionOptions connection_options(const SqliteOptions& options, int cache_kib) {
  return {.path = options.path, .cache_kib = cache_kib, .vfs = options.vfs};
}

class Store final : public EngineStore<SqliteStore> {
 public:
  Store(const SqliteOptions& options, Meta meta, std::unique_ptr<Gate> gate)
      : meta_(std::move(meta)),
        engine_(connection_options(options, options.writer_cache_kib),
                connection_options(options, options.cache_kib), options.readers, std::move(gate),
                options.patience),
        side_options_(connection_options(options, options.cache_kib)) {}
  ~Store() override { stop_maintenance(); }

  HashKey key() const override { return meta_.key; }
  const std::string& store_id() const override { return meta_.store_id; }
  Result<Checkpoint> checkpoint() override;
  void start_maintenance(LogSink& log) override;
  void stop_maintenance() override;
  Result<std::vector<std::string>> integrity_check() override;

 protected:
  Engine& engine() override { return engine_; }
  const Engine& engine() const override { return engine_; }

 private:
  Result<Checkpoint> checkpoint_in(int mode);
  Status keep_log_short();

  const Meta meta_;
  SqliteEngine engine_;
  const ConnectionOptions side_options_;
  std::mutex side_mutex_;  ///< one checkpoint at a time
  std::unique_ptr<Connection> side_;
  std::mutex maintenance_mutex_;
  std::unique_ptr<Maintenance> maintenance_;
};

Result<Checkpoint> Store::checkpoint_in(int mode) {
  const std::lock_guard lock(side_mutex_);
  if (!side_) {
    PIM_TRY(side_, Connection::open(side_options_));
  }
  sqlite3_busy_timeout(side_->handle(), mode == SQLITE_CHECKPOINT_PASSIVE ? 0 : LongLogWaitMs);
  Checkpoint done;
  const int code =
      sqlite3_wal_checkpoint_v2(side_->handle(), nullptr, mode, &done.frames, &done.checkpointed);
  if (code != SQLITE_OK) {
    return sqlite_failure(side_->handle(), code, "checkpointing");
  }
  engine_.log_frames.store(done.frames - done.checkpointed, std::memory_order_relaxed);
  return done;
}

Result<Checkpoint> Store::checkpoint() {
  return checkpoint_in(SQLITE_CHECKPOINT_PASSIVE);
}

/// Busy is no trouble: another process is at it, or a reader is in the way; next time.
Status Store::keep_log_short() {
  const int frames = engine_.log_frames.load(std::memory_order_relaxed);
  if (frames < CheckpointFrames) {
    return {};
  }
  Result<Checkpoint> done = checkpoint();
  if (done && done->frames >= LongLogFrames) {
    PIM_CHECK(engine_.gate->lock(engine_.patience));
    const Turn turn(*engine_.gate);
    done = checkpoint_in(SQLITE_CHECKPOINT_TRUNCATE);
  }
  return done || done.error().code == ErrorCode::Busy ? Status() : Status(pass(done));
}

void Store::start_maintenance(LogSink& log) {
  const std::lock_guard lock(maintenance_mutex_);
  if (!maintenance_) {
    maintenance_ =
        std::make_unique<Maintenance>([this] { return keep_log_short(); }, MaintenancePause, log);
  }
}

void Store::stop_maintenance() {
  const std::lock_guard lock(maintenance_mutex_);
  maintenance_.reset();
}

Result<std::vector<std::string>> Store::integrity_check() {
  PIM_TRY(const auto connection, Connection::open(side_options_));
  return check_store(*connection);
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> open_sqlite(const SqliteOptions& options) {
  PIM_TRY(const auto connection, Connection::open(connection_options(options, options.cache_kib)));
  PIM_CHECK(check_version(*connection));
  PIM_TRY(Meta meta, read_meta(*connection));
  PIM_TRY(auto gate, Gate::open(options.runtime_dir, meta.store_id));
  return std::make_unique<Store>(options, std::move(meta), std::move(gate));
}

}  // namespace pim::sql
