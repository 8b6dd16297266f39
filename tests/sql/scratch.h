// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cppunit/TestAssert.h>

#include <filesystem>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "common/sql/sqlite_store.h"
#include "tests/support/result.h"

namespace pim::sql::testing {

using pim::testing::error_of;
using pim::testing::must;

/// A folder of its own, removed with everything in it. In memory where there is such a file
/// system and TMPDIR names no other: these tests kill processes, not machines, and each commit
/// syncs.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// Where the store of a test lies, and the shortest ways to open it.
class Place {
 public:
  std::string path() const { return folder_.file("store.db"); }
  const Folder& folder() const { return folder_; }
  SqliteOptions options() const { return {.path = path(), .runtime_dir = folder_.path()}; }
  /// Makes the schema.
  void init() const;
  std::unique_ptr<SqliteStore> open() const { return must(open_sqlite(options())); }

 private:
  Folder folder_;
};

/// A fresh store with a folder of its own, for the suites that take any store.
std::unique_ptr<store::Store> make_store();

/// The portal "here" and its owner alice, made where they are missing.
store::OwnerId make_alice(store::Store& store);

/// One value of a query beside the store.
std::string ask(const std::string& path, const std::string& sql);
/// Statements beside the store.
void tell(const std::string& path, const std::string& sql);

}  // namespace pim::sql::testing
