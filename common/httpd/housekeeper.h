// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stop_token>
#include <vector>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/random.h"
#include "common/httpd/store_slot.h"

namespace pim::httpd {

/// Sessions not touched for so long are removed. A client's may wait for its portal to be switched
/// on again, and a finished one is what a late repetition of its last message is answered from.
inline constexpr Seconds KeepSessions = 7 * 24 * 3600;
/// Runs and their results stand in the user's logbook for so long.
inline constexpr Seconds KeepRuns = 90 * 24 * 3600;

/// Removes what ended, in slices of one page, so that writers wait only for a slice. How many rows.
std::size_t purge_once(store::Store& store, Seconds now, const std::stop_token& stop, LogSink& log);

/// The body of a thread that keeps the marks of these stores every minute and at its end, and
/// purges them every few minutes, children apart from each other by a random delay.
void keep_house(const std::vector<StoreSlot*>& slots, const Clock& clock, Random& random,
                LogSink& log, const std::stop_token& stop);

}  // namespace pim::httpd
