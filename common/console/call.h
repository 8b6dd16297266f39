// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/console/problem.h"
#include "common/console/request.h"
#include "common/console/services.h"
#include "common/content/kind.h"
#include "common/store/store.h"

namespace pim::console {

/// One request on its way through a handler.
struct Call {
  const Request& request;
  const Services& services;
  /// What stood in the address where its route has "*".
  std::vector<std::string> captures;

  /// A transaction for the signed-in user; his owner row is made at first sight.
  Result<std::unique_ptr<store::UnitOfWork>> begin(store::Access access) const;
  /// NoSealing where there is no usable key file: nothing may be stored then.
  Outcome<std::string> seal(std::string_view secret, std::string_view purpose) const;
  /// "https://host/sync/api/v1" + path.
  std::string link(std::string_view path) const;
};

/// The prefix of every address.
inline constexpr std::string_view ApiRoot = "/api/v1";

/// A collection whose records this server can read.
struct Shelf {
  store::Collection collection;
  const content::Kind* kind = nullptr;  ///< never null; lives for the whole process
};
/// NotFound, also for collections of a kind this server has no code for.
Outcome<Shelf> find_shelf(store::UnitOfWork& work, std::string_view name);

/// A number out of an address; NotFound where it is none. `what`: "run".
Outcome<std::int64_t> number_in_address(std::string_view text, std::string_view what);
/// "There is no run 7 ...": the same whether it never was or belongs to somebody else.
tl::unexpected<Problem> not_found(std::string_view what, std::string_view name);

}  // namespace pim::console
