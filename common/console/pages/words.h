// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/console/pages/visit.h"

namespace pim::console::pages {

/// "1,204".
std::string grouped(std::int64_t number);
/// "1 record", "12 records".
std::string counted(std::int64_t number, std::string_view one, std::string_view many);
/// "412 KB".
std::string octets_in_words(std::int64_t octets);
/// A moment of the API ("2026-11-25T18:02:00Z") as <time>, in UTC; the script says it in the
/// reader's own time. "never" where there is none.
Html moment(const std::string& time, std::string_view if_none = "never");

/// Counts of a run over all collections.
struct Sum {
  std::int64_t added = 0, updated = 0, deleted = 0, conflicts = 0, failed = 0;
};
Sum sum_of(const Data& run, std::string_view side);
std::int64_t total_of(const Data& run, std::string_view member);

/// How things stand with a connection or a run: the class of its badge, and the word.
struct Standing {
  std::string_view mark;  ///< "ok", "run", "wait", "sign", "away", "hold", "part", "fail", "todo"
  std::string_view word;
};
Standing standing_of(const Data& run, bool something_waits);
Html badge(const Standing& standing);

/// What a run did, as one sentence for people: what happened, what it means for the data.
std::string sentence_of(const Data& run, const std::string& peer);

/// What people call a collection of this name: "Contacts". Names without a word are their own.
std::string collection_title(const std::string& name, const std::string& display = {});

/// A way to sync as people choose it.
struct Mode {
  std::string_view name;  ///< of the API: "two-way"
  std::string_view title;
  std::string_view means;    ///< for the data
  std::string_view sign;     ///< class of the picture that shows it
  bool of_one_sync = false;  ///< nothing that a connection does every time
};
/// The way of that name; the usual one where there is none.
const Mode& mode_named(std::string_view name);
/// Those that this portal can do, the usual one first.
std::vector<Mode> modes();

}  // namespace pim::console::pages
