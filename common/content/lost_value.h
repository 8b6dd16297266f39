// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "common/content/element.h"
#include "common/content/kind.h"

// What gave way in a merge: how it is told to people, and which values of two records it means.
namespace pim::content {

/// Components in one line.
std::string shown_value(const std::vector<std::string>& components);
/// Parameters as a line has them.
std::string shown_parameters(std::string canonical);

struct LostPair {
  const Element* ours = nullptr;    ///< what it gave way to; null where ours has that no more
  const Element* theirs = nullptr;  ///< what gave way; null where none or several could be meant
};

/// Of the values that two records have of the property that `lost` names.
LostPair find_lost(const Lost& lost, const std::vector<Element>& ours,
                   const std::vector<Element>& theirs);

}  // namespace pim::content
