// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>

namespace pim::fuzz {

/// What must hold whatever came in; the fuzzer sees a crash.
inline void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

}  // namespace pim::fuzz
