// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/commands.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <ostream>
#include <system_error>

#include "common/sql/file_owner.h"
#include "common/sql/sqlite_migration.h"
#include "common/sql/sqlite_store.h"
#include "common/vault/key_file.h"

namespace pim::pimctl {
namespace {

ExitCode tell(const Error& error, const Output& output) {
  output.err << "pimctl: " << error.text() << '\n';
  return ExitCode::StoreTrouble;
}

void hand_over(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (file >= 0) {
    sql::give_to_folder_owner(file, path);
    ::close(file);
  }
}

/// The folder of the writers' gate, the same that the modules use.
Result<std::string> make_runtime_dir(const StorePlace& place) {
  const std::filesystem::path folder = std::filesystem::path(place.path).parent_path();
  const std::filesystem::path state =
      place.state_dir.empty() ? (folder.empty() ? "." : folder)
                              : std::filesystem::path(place.state_dir);
  const std::string path = (state / "run").string();
  std::error_code error;
  if (std::filesystem::create_directory(path, error)) {
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
    hand_over(path, O_DIRECTORY);
  }
  if (error) {
    return fail(ErrorCode::Unavailable, "The folder " + path + " cannot be made: " +
                                            error.message() + ".");
  }
  return path;
}

Result<std::unique_ptr<sql::SqliteStore>> open(const StorePlace& place) {
  sql::SqliteOptions options;
  options.path = place.path;
  PIM_TRY(options.runtime_dir, make_runtime_dir(place));
  return sql::open_sqlite(options);
}

}  // namespace

ExitCode keygen(const std::string& path, Random& random, const Output& output) {
  const Status written = vault::write_key_file(path, random);
  if (!written) {
    output.err << "pimctl: " << written.error().text() << '\n';
    return ExitCode::Usage;
  }
  hand_over(path, 0);
  output.out << "A new key is in " << path << ". Keep a copy apart from the store's backups: "
             << "without it the sealed passwords cannot be read.\n";
  return ExitCode::Done;
}

ExitCode store_init(const StorePlace& place, Random& random, const Output& output) {
  const Status made = sql::init_schema(place.path, random);
  if (made) {
    hand_over(place.path, 0);
    output.out << place.path << ": made, schema version " << sql::SchemaVersion << ".\n";
    return ExitCode::Done;
  }
  if (made.error().code != ErrorCode::AlreadyExists) {
    return tell(made.error(), output);
  }
  const Result<int> version = sql::schema_version(place.path);
  if (!version) {
    return tell(version.error(), output);
  }
  if (*version != sql::SchemaVersion) {
    output.err << "pimctl: " << place.path << " has schema version " << *version
               << ", this program speaks " << sql::SchemaVersion << "; "
               << (*version < sql::SchemaVersion ? "say: pimctl store upgrade sqlite " + place.path
                                                 : std::string("use the newer program"))
               << ".\n";
    return ExitCode::StoreTrouble;
  }
  output.out << place.path << ": was there already, schema version " << *version << ".\n";
  return ExitCode::Done;
}

ExitCode store_upgrade(const StorePlace& place, const Output& output) {
  const Result<int> before = sql::schema_version(place.path);
  if (!before) {
    return tell(before.error(), output);
  }
  if (const Status upgraded = sql::upgrade_schema(place.path); !upgraded) {
    return tell(upgraded.error(), output);
  }
  if (*before == sql::SchemaVersion) {
    output.out << place.path << ": nothing to do, schema version " << *before << ".\n";
  } else {
    output.out << place.path << ": upgraded from schema version " << *before << " to "
               << sql::SchemaVersion << ".\n";
  }
  return ExitCode::Done;
}

ExitCode store_check(const StorePlace& place, const Output& output) {
  auto store = open(place);
  if (!store) {
    return tell(store.error(), output);
  }
  const auto faults = (*store)->integrity_check();
  if (!faults) {
    return tell(faults.error(), output);
  }
  for (const std::string& fault : *faults) {
    output.err << "pimctl: " << fault << '\n';
  }
  if (!faults->empty()) {
    return ExitCode::StoreTrouble;
  }
  output.out << place.path << ": sound, schema version " << sql::SchemaVersion << ".\n";
  return ExitCode::Done;
}

ExitCode store_restored(const StorePlace& place, const std::string& portal,
                        const Output& output) {
  auto store = open(place);
  if (!store) {
    return tell(store.error(), output);
  }
  const auto renewed = (*store)->renew_epoch(portal);
  if (!renewed) {
    return tell(renewed.error(), output);
  }
  output.out << "Portal " << portal << " is in epoch " << renewed->epoch
             << " now: the next session with each other side compares all records.\n";
  return ExitCode::Done;
}

}  // namespace pim::pimctl
