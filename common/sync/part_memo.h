// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/base/result.h"
#include "common/content/kind.h"

namespace pim::sync {

/// The parts of the contents that one work looks at. To split a series costs as much as it has
/// exceptions, and each of its rows asks: split anew each time, a first sync would grow with the
/// cube of them.
class PartMemo {
 public:
  using Parts = std::vector<content::Part>;

  /// As Kind::parts(). They stay for whoever holds them.
  Result<std::shared_ptr<const Parts>> of(const content::Kind& kind, const std::string& content);

 private:
  struct Known {
    std::string content;
    std::shared_ptr<const Parts> parts;
  };
  std::unordered_map<std::size_t, Known> known_;  ///< by the hash of the content
  std::size_t octets_ = 0;
};

}  // namespace pim::sync
