// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cppunit/TestAssert.h>

#include <memory>
#include <string>

#include "common/sql/postgres_store.h"
#include "tests/support/result.h"

namespace pim::sql::testing {

using pim::testing::error_of;
using pim::testing::must;

/// The cluster of this test run, as httpd-test/with-postgresql tells it in PIM_POSTGRESQL.
std::string cluster_conninfo();

/// A schema of its own in the cluster's database, with an empty store where `init` says so. They
/// are used again by later tests, emptied: to make one anew takes long.
class Database {
 public:
  enum class Content : std::uint8_t { Nothing, Store };
  explicit Database(Content content = Content::Store);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& schema() const { return schema_; }
  std::string conninfo() const { return conninfo_with(""); }
  /// With further settings, which win: "host=... port=...".
  std::string conninfo_with(const std::string& further) const;
  std::unique_ptr<SqlStore> open() const { return open_with(""); }
  std::unique_ptr<SqlStore> open_with(const std::string& further) const;

  /// The first value of a query beside the store, as text.
  std::string ask(const std::string& sql) const;
  void tell(const std::string& sql) const;
  /// The plan that a connection of the store has for this text ($1 ...), whatever the values.
  std::string explain(const std::string& sql, const std::string& values) const;

 private:
  std::string schema_;
  bool has_store_;
};

/// A fresh store for the suites that take any.
std::unique_ptr<store::Store> make_postgres_store();

/// The portal "here" and its owner, made where they are missing.
store::OwnerId make_owner(store::Store& store, const std::string& name);

}  // namespace pim::sql::testing
