// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "common/console/pages/frame.h"

namespace pim::console::pages {

/// Runs as a table: when, with whom, what happened.
Html run_table(const Visit& visit, const Surroundings& around, const Data& runs,
               std::size_t at_most);
/// Counts by kind of data and side.
Html count_table(const Data& run, const std::string& peer);
/// Whether lines say what would be done, or what was.
enum class Tense : std::uint8_t { Plan, Done };
/// Lines of a run, as GET /runs/N/items tells them with their fields: what needs to be looked at
/// with its differences, the others one line each. What failed has a list of its own.
Html line_records(const Visit& visit, const Data& lines, const std::string& peer, Tense tense);
/// The records that could not be saved, each with its reason; empty where there are none.
Html failures(const Data& lines, const std::string& peer);
/// Links to the next page of a list, where there is one.
Html pager(const Visit& visit, const std::string& path, const Data& page);

}  // namespace pim::console::pages
