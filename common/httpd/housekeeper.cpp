// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/housekeeper.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "common/base/limits.h"

namespace pim::httpd {
namespace {

constexpr std::chrono::minutes Pause{10};
constexpr std::chrono::seconds BetweenMarks{60};
constexpr std::chrono::milliseconds BetweenSlices{50};

/// False where a stop was asked for meanwhile.
bool wait(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace

std::size_t purge_once(store::Store& store, Seconds now, const std::stop_token& stop,
                       LogSink& log) {
  std::size_t total = 0;
  for (;;) {
    const auto gone = store.purge(now - KeepSessions, now - KeepRuns, limits::PageRows);
    if (!gone) {
      log.write(LogLevel::Info, "SQL0101", "Old rows were not removed: " + gone.error().text());
      return total;
    }
    total += *gone;
    if (*gone == 0 || !wait(BetweenSlices, stop)) {
      return total;
    }
  }
}

void keep_house(const std::vector<StoreSlot*>& slots, const Clock& clock, Random& random,
                LogSink& log, const std::stop_token& stop) {
  using Time = std::chrono::steady_clock;
  const auto spread = static_cast<std::uint64_t>(std::chrono::milliseconds(Pause).count());
  auto purge_at = Time::now() + std::chrono::milliseconds(random.u64() % spread);
  while (wait(BetweenMarks, stop)) {
    for (StoreSlot* const slot : slots) {
      slot->keep_mark();
    }
    if (Time::now() < purge_at) {
      continue;
    }
    purge_at = Time::now() + Pause;
    for (StoreSlot* const slot : slots) {
      if (store::Store* const store = slot->get()) {
        purge_once(*store, clock.now(), stop, log);
      }
    }
  }
  for (StoreSlot* const slot : slots) {
    slot->keep_mark();
  }
}

}  // namespace pim::httpd
