// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "common/base/clock.h"
#include "common/console/problem.h"
#include "common/console/request.h"

namespace pim::console {

/// One line of UTF-8; octets of old records that are none become U+FFFD.
std::string to_text(const Json& value);
Response json_response(int status, const Json& value);
/// The same with where what it tells stands from now on.
Response json_response_at(int status, const Json& value, std::string location);
/// It is done, and there is nothing to tell.
Response no_content();
/// "2026-01-31T23:59:59Z"; null for 0.
Json json_time(Seconds time);

/// A list of a page: {name: rows, "next_cursor": text or null}.
Json json_page(std::string_view name, Json rows, const std::string& next_cursor);

/// Reads the one JSON object that is a request's body, strictly: a member that is unknown, of the
/// wrong type or too long is a problem that names it.
class Members {
 public:
  /// `known`: all members that may stand in the object. An empty body counts as {}.
  static Outcome<Members> read(const std::string& body,
                               std::initializer_list<std::string_view> known);

  bool has(std::string_view name) const;
  /// Nothing where the member is absent. Text without control characters.
  Outcome<std::optional<std::string>> text(std::string_view name, std::size_t longest) const;
  Outcome<bool> flag(std::string_view name, bool if_absent) const;
  Outcome<std::vector<std::string>> texts(std::string_view name, std::size_t longest) const;
  /// A whole number above 0; nothing where the member is absent.
  Outcome<std::optional<std::int64_t>> number(std::string_view name) const;
  /// Whole numbers above 0.
  Outcome<std::vector<std::int64_t>> numbers(std::string_view name) const;

 private:
  explicit Members(nlohmann::json object) : object_(std::move(object)) {}

  nlohmann::json object_;
};

}  // namespace pim::console
