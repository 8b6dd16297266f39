// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "common/console/pages/html.h"
#include "common/console/record_fields.h"

namespace pim::console::pages {

/// The least run of letters in which two values differ; whole values where more than half does.
struct Marked {
  Html before;
  Html after;
};
Marked mark_difference(std::string_view before, std::string_view after);

/// Fields that differ, before and after: what a merge, a sync or an edit has changed.
Html difference_table(const Differences& found, std::string_view caption,
                      std::string_view before_title, std::string_view after_title);

/// The same where all of it comes or goes: one column of values.
Html value_table(const Differences& found, std::string_view caption);

/// What the API has told of them ("fields" of a run's line).
Differences differences_of(const nlohmann::json& fields);

/// A value with its line ends.
Html lines_of(std::string_view text);

/// One or two letters that stand for a face.
std::string initials(std::string_view label);

}  // namespace pim::console::pages
