// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <ctime>

namespace pim::bench {

inline double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// CPU seconds of the work, the least of some runs: what a busy machine adds is no part of it.
template <class Work>
double least_of(int runs, Work work) {
  double best = 1e9;
  for (int run = 0; run < runs; ++run) {
    const double begin = cpu_seconds();
    work();
    best = std::min(best, cpu_seconds() - begin);
  }
  return best;
}

/// Of tests/bench/content.
void measure_contacts();
void measure_event_matches();
void measure_events();
void measure_matches();
void measure_photo();

}  // namespace pim::bench
