// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ctime>

namespace pim::testing {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool Sanitized = true;  // its checks cost many times what they check
#else
constexpr bool Sanitized = false;
#endif

/// CPU time of this thread: what a busy machine adds is no part of it.
inline double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace pim::testing
