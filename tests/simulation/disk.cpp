// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/disk.h"

#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "common/sql/sqlite_store.h"
#include "common/store/faulty_store.h"
#include "common/store/memory_store.h"
#include "tests/simulation/environment.h"

namespace pim::sim {
namespace {

namespace fs = std::filesystem;

HashKey key_of(std::uint64_t seed) {
  HashKey key;
  for (std::size_t i = 0; i < key.bytes.size(); ++i) {
    key.bytes[i] = static_cast<std::uint8_t>(seed >> (i % 8 * 8));
  }
  return key;
}

store::Fault fault_of(FaultKind kind, int n) {
  store::Fault fault;
  fault.call = static_cast<std::uint64_t>(n < 1 ? 1 : n);
  switch (kind) {
    case FaultKind::ServerCrash:
    case FaultKind::ClientCrash: fault.after = store::AfterFault::Dead; break;
    case FaultKind::ServerUnknown:
    case FaultKind::ClientUnknown: fault.at = "commit-done"; break;
    default: fault.code = n % 2 == 0 ? ErrorCode::Busy : ErrorCode::Unavailable; break;
  }
  return fault;
}

bool disarm_store(store::FaultyStore& faulty) {
  const bool struck = !faulty.fired_at().empty();
  faulty.disarm();
  return struck;
}

class MemoryDisk final : public Disk {
 public:
  explicit MemoryDisk(std::uint64_t seed) : memory_(key_of(seed)), faulty_(memory_) {}

  store::Store& store() override { return faulty_; }
  store::Store& calm() override { return memory_; }
  void arm(FaultKind kind, int n) override { faulty_.arm(fault_of(kind, n)); }
  bool disarm() override { return disarm_store(faulty_); }
  void snapshot() override { snapshot_ = memory_.snapshot(); }
  bool restore() override { return snapshot_ && memory_.restore(snapshot_).has_value(); }

 private:
  store::MemoryStore memory_;
  store::FaultyStore faulty_;
  store::MemoryStore::Snapshot snapshot_;
};

/// Memory where the machine has it as a file system: the simulation has no use for real syncs.
fs::path scratch() {
  const fs::path memory = "/dev/shm";
  return fs::exists(memory) ? memory : fs::temp_directory_path();
}

std::string stem_of(int process) {
  return "pim-simulation-" + std::to_string(process) + "-";
}

std::string octets_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The octets of a fresh store; made once per process and number, since a schema costs more than
/// a whole history in memory. Each portal has its own, as each has a key of its own.
const std::string& fresh_store(const fs::path& folder, std::uint64_t number) {
  static std::map<std::uint64_t, std::string> made;
  std::string& octets = made[number];
  if (octets.empty()) {
    const fs::path path = folder / "fresh.sqlite";
    SimRandom random(number);
    if (const Status status = sql::init_schema(path.string(), random); !status) {
      throw std::runtime_error(status.error().text());
    }
    octets = octets_of(path);
    fs::remove(path);
  }
  return octets;
}

class SqliteDisk final : public Disk {
 public:
  explicit SqliteDisk(std::uint64_t seed) {
    std::string pattern = (scratch() / (stem_of(getpid()) + "XXXXXX")).string();
    if (mkdtemp(pattern.data()) == nullptr) {
      throw std::runtime_error("no scratch folder");
    }
    folder_ = pattern;
    path_ = folder_ / "store.sqlite";
    const std::string& octets = fresh_store(folder_, seed % 16);
    std::ofstream(path_, std::ios::binary) << octets;
    open();
  }
  ~SqliteDisk() override {
    faulty_.reset();
    sqlite_.reset();
    fs::remove_all(folder_);
  }

  store::Store& store() override { return *faulty_; }
  store::Store& calm() override { return *sqlite_; }
  void arm(FaultKind kind, int n) override { faulty_->arm(fault_of(kind, n)); }
  bool disarm() override { return disarm_store(*faulty_); }

  /// Nothing runs meanwhile, so the file and its log together are one consistent state.
  void snapshot() override {
    backup_.clear();
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const std::string name = entry.path().filename().string();
      if (name == "store.sqlite" || name == "store.sqlite-wal") {
        backup_[name] = octets_of(entry.path());
      }
    }
  }

  bool restore() override {
    if (backup_.empty()) {
      return false;
    }
    faulty_.reset();
    sqlite_.reset();
    for (const char* tail : {"", "-wal", "-shm"}) {
      fs::remove(path_.string() + tail);
    }
    for (const auto& [name, octets] : backup_) {
      std::ofstream(folder_ / name, std::ios::binary) << octets;
    }
    open();
    return true;
  }

 private:
  void open() {
    sql::SqliteOptions options;
    options.path = path_.string();
    options.runtime_dir = folder_.string();
    options.readers = 1;
    auto opened = sql::open_sqlite(options);
    if (!opened) {
      throw std::runtime_error(opened.error().text());
    }
    sqlite_ = std::move(*opened);
    faulty_ = std::make_unique<store::FaultyStore>(*sqlite_);
  }

  fs::path folder_;
  fs::path path_;
  std::unique_ptr<sql::SqliteStore> sqlite_;
  std::unique_ptr<store::FaultyStore> faulty_;
  std::map<std::string, std::string> backup_;
};

}  // namespace

std::unique_ptr<Disk> make_disk(StoreKind kind, std::uint64_t seed) {
  if (kind == StoreKind::Sqlite) {
    return std::make_unique<SqliteDisk>(seed);
  }
  return std::make_unique<MemoryDisk>(seed);
}

void remove_disks_of(int process) {
  for (const auto& entry : fs::directory_iterator(scratch())) {
    if (entry.path().filename().string().starts_with(stem_of(process))) {
      fs::remove_all(entry.path());
    }
  }
}

}  // namespace pim::sim
