// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "common/base/random.h"
#include "common/base/result.h"
#include "common/sql/sql_store.h"

namespace pim::sql {

/// Where a store lies, as one text: the path of a SQLite file, or "postgresql CONNINFO".
class StoreAddress {
 public:
  enum class Engine : std::uint8_t { Sqlite, Postgresql };

  /// `engine` is "sqlite" or "postgresql". Malformed: another one, or no conninfo.
  static Result<StoreAddress> make(std::string_view engine, std::string_view place);
  /// Of a text() that was made here.
  static StoreAddress of(std::string_view text);

  Engine engine() const { return engine_; }
  const std::string& place() const { return place_; }
  std::string text() const;
  /// For people and logs: without a password.
  std::string described() const;
  /// As pimctl wants it: "sqlite PATH".
  std::string for_pimctl() const;

 private:
  StoreAddress(Engine engine, std::string place) : engine_(engine), place_(std::move(place)) {}

  Engine engine_;
  std::string place_;
};

/// Opens a store of this program's schema version; the error says what to run. `runtime_dir` is for
/// the writers' gate of a SQLite store.
Result<std::unique_ptr<SqlStore>> open_store(const StoreAddress& address,
                                             const std::string& runtime_dir);
/// AlreadyExists where there is one.
Status init_store(const StoreAddress& address, Random& random);
Status upgrade_store(const StoreAddress& address);
/// 0 = none.
Result<int> store_version(const StoreAddress& address);

}  // namespace pim::sql
