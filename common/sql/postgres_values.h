// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/sql/value.h"

// PostgreSQL's binary forms: integers in network order, octets as they are, lists as arrays of one
// dimension.
namespace pim::sql {

inline constexpr Oid Int8Type = 20;
inline constexpr Oid OctetsType = 17;
inline constexpr Oid Int8ListType = 1016;
inline constexpr Oid OctetsListType = 1001;

void append_number(std::string& octets, std::uint64_t number, unsigned bytes);
/// A big-endian integer of 1, 2, 4 or 8 octets; 0 where there are none.
std::int64_t read_number(std::string_view octets);

/// The values of one execution, as libpq takes them.
class Parameters {
 public:
  void clear();
  void add(const Value& value);
  /// An encoded array, which must live until it is sent.
  void add_array(Oid type, const std::string& array) { refer(type, array.data(), array.size()); }

  int count() const { return static_cast<int>(types_.size()); }
  const Oid* types() const { return types_.data(); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }
  /// Once all are added: where the values lie.
  void settle();

 private:
  /// One that lies in octets_ has no pointer yet: octets_ still grows.
  void own(Oid type, std::size_t from);
  void refer(Oid type, const char* octets, std::size_t size);

  std::string octets_;
  std::vector<Oid> types_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
  std::vector<std::size_t> offsets_;
};

/// One column of many rows, at least one, gathered value by value into an array.
class Column {
 public:
  void add(const Value& value);
  void clear();
  Oid type() const { return octets_ ? OctetsListType : Int8ListType; }
  /// All of them are the same: one() says it for all.
  bool same() const { return same_; }
  std::size_t count() const { return count_; }
  Value one() const;
  /// The array with its head; valid until the next change.
  const std::string& array();

 private:
  std::string_view first() const;
  bool like_the_first(const Value& value) const;

  std::string array_;
  std::uint32_t count_ = 0;
  bool octets_ = false;
  bool nulls_ = false;
  bool same_ = true;
};

}  // namespace pim::sql
