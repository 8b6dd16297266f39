// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "common/base/result.h"
#include "tests/simulation/script.h"

namespace pim::sim {

/// A class of histories: what may happen in them, and how often.
struct HistoryClass {
  std::string_view name;
  int weight = 0;     ///< in the mix of all
  double faults = 0;  ///< of the exchanges
  bool devices = false;
  bool one_way = false;    ///< each pair of portals has one connection only
  bool ring = false;       ///< three portals
  double restores = 0;     ///< of the steps
  bool noticed = false;    ///< each restore is noticed
  bool unnoticed = false;  ///< none is
  bool device_restores = false;
  bool many = false;  ///< tens of records
};

std::span<const HistoryClass> history_classes();
/// NotFound names those that exist.
Result<const HistoryClass*> history_class(std::string_view name);

/// The history of a seed; `only` = of this class, else the mix.
Script generate(std::uint64_t seed, const HistoryClass* only);

}  // namespace pim::sim
