// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/open_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <ostream>
#include <system_error>

#include "common/base/clock.h"
#include "common/sql/file_owner.h"
#include "common/sql/restore_mark.h"

namespace pim::pimctl {

ExitCode tell(const Error& error, const Output& output) {
  output.err << "pimctl: " << error.text() << '\n';
  return ExitCode::StoreTrouble;
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + name;
  }
  return list;
}

void hand_over(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags | O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (file >= 0) {
    sql::give_to_folder_owner(file, path);
    ::close(file);
  }
}

namespace {

/// The folder of the writers' gate, the same that the modules use.
std::string runtime_dir_of(const StorePlace& place) {
  const std::filesystem::path folder = std::filesystem::path(place.path).parent_path();
  const std::filesystem::path state = place.state_dir.empty()
                                          ? (folder.empty() ? "." : folder)
                                          : std::filesystem::path(place.state_dir);
  return (state / "run").string();
}

Result<std::string> make_runtime_dir(const StorePlace& place) {
  const std::string path = runtime_dir_of(place);
  std::error_code error;
  if (std::filesystem::create_directory(path, error)) {
    std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
    hand_over(path, O_DIRECTORY);
  }
  if (error) {
    return fail(ErrorCode::Unavailable,
                "The folder " + path + " cannot be made: " + error.message() + ".");
  }
  return path;
}

}  // namespace

Result<OpenStore> open_store(const StorePlace& place) {
  PIM_TRY(const auto address, sql::StoreAddress::make(place.engine, place.path));
  std::string runtime_dir;
  if (address.engine() == sql::StoreAddress::Engine::Sqlite) {
    PIM_TRY(runtime_dir, make_runtime_dir(place));
  }
  PIM_TRY(auto store, sql::open_store(address, runtime_dir));
  return OpenStore{address.described(), std::move(store)};
}

Status notice_restore(const StorePlace& place, sql::SqlStore& store) {
  if (place.engine != "sqlite" && place.state_dir.empty()) {
    return {};  // each httpd on that database keeps one of its own, and will notice
  }
  const std::int64_t kept = sql::RestoreMark(runtime_dir_of(place), store.store_id()).read();
  PIM_CHECK(store.notice_restore(kept, SystemClock().now()));
  return {};
}

}  // namespace pim::pimctl
