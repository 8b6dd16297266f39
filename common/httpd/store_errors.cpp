// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/store_errors.h"

#include <algorithm>
#include <array>

#include "common/sql/store_address.h"

namespace pim::httpd {
namespace {

/// By series and number: the tag itself stands with its message.
struct Tagged {
  std::string_view series;
  std::string_view first;
  std::string_view last;
};
constexpr std::array<Tagged, 2> Tags = {{{"SML", "0103", "0103"}, {"API", "0030", "0034"}}};

bool tells_of_the_store(std::string_view tag) {
  return std::ranges::any_of(Tags, [tag](const Tagged& one) {
    const std::string_view number = tag.substr(std::min<std::size_t>(3, tag.size()));
    return tag.starts_with(one.series) && number >= one.first && number <= one.last;
  });
}

}  // namespace

Cell* errors_of(StoreErrors* errors, std::string_view address) {
  if (errors == nullptr) {
    return nullptr;
  }
  return sql::StoreAddress::of(address).engine() == sql::StoreAddress::Engine::Sqlite
             ? &errors->sqlite
             : &errors->postgresql;
}

void StoreErrorLog::write(LogLevel level, std::string_view tag, std::string_view message) {
  log_.write(level, tag, message);
  if (errors_ != nullptr && tells_of_the_store(tag)) {
    ++*errors_;
  }
}

}  // namespace pim::httpd
