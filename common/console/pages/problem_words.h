// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/console/problem.h"

namespace pim::console::pages {

/// A problem of the API in words for people: the API speaks to programs, of members, addresses and
/// requests; a page speaks of its own fields.
Problem in_words_for_people(Problem problem);

}  // namespace pim::console::pages
