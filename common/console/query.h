// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <map>
#include <string>
#include <string_view>

#include "common/base/limits.h"
#include "common/console/problem.h"

namespace pim::console {

/// The parameters of a request's address, read strictly: unknown, doubled or badly encoded ones are
/// a problem that names them.
class Query {
 public:
  static Outcome<Query> read(std::string_view raw, std::initializer_list<std::string_view> known);

  /// Empty where absent.
  const std::string& text(std::string_view name) const;
  /// "limit": rows of a page, 1 to limits::PageRows; that many where absent.
  Outcome<std::size_t> limit() const;
  /// "cursor": what a page before gave as "next_cursor" for the list of that name; nothing = from
  /// the start. `list` ties a cursor to its list.
  Outcome<std::string> cursor(std::string_view list) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

/// A cursor for the list: opaque to clients, `position` is packed by the list. It grants nothing: a
/// forged one only starts the same user's list elsewhere.
std::string make_cursor(std::string_view list, std::string_view position);

/// Positions of lists that are ordered by number.
std::string number_cursor(std::string_view list, std::int64_t number);
/// The start of one that goes down, for number_position().
inline constexpr std::int64_t FromTheNewest = std::numeric_limits<std::int64_t>::max();
Outcome<std::int64_t> number_position(const Query& query, std::string_view list,
                                      std::int64_t from_the_start);

}  // namespace pim::console
