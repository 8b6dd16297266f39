// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>

namespace pim::fuzz {

/// What must hold whatever came in; the fuzzer sees a crash, and whoever reads its log the place.
inline void require(bool condition,
                    const std::source_location& place = std::source_location::current()) {
  if (!condition) {
    std::fprintf(stderr, "%s:%u: %s: what must hold does not\n", place.file_name(),
                 static_cast<unsigned>(place.line()), place.function_name());
    std::abort();
  }
}

}  // namespace pim::fuzz
