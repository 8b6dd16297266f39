// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "common/base/digest.h"
#include "common/content/element.h"

namespace pim::content {

/// Kind::set_values() over the values of both records.
std::vector<std::uint64_t> set_values(const Elements& before, const Elements& after,
                                      const HashKey& key);

}  // namespace pim::content
