// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/simulation/generate.h"
#include "tests/simulation/world.h"

namespace pim::sim {

struct CampaignOptions {
  std::uint64_t first = 1;
  std::uint64_t seeds = 300;
  std::vector<StoreKind> stores = {StoreKind::Memory};
  const HistoryClass* only = nullptr;
  unsigned jobs = 1;
  bool until_failure = false;  ///< stop at the first
};

struct CampaignResult {
  std::uint64_t histories = 0;
  std::map<std::string, std::uint64_t> failures;  ///< by kind of violation
  std::uint64_t failed() const;
};

/// Plays one seed; a hundredth of all seeds twice, to see that they replay.
Outcome play_seed(std::uint64_t seed, StoreKind store, const HistoryClass* only);

/// Plays many seeds in child processes, so that a crash or a hang costs one history and is named.
/// `report` gets a line per failing seed as it comes.
CampaignResult run_campaign(const CampaignOptions& options,
                            const std::function<void(const std::string&)>& report);

std::string_view word_of(StoreKind store);

}  // namespace pim::sim
