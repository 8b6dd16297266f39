// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tests/simulation/world.h"

namespace pim::sim {

/// The smallest script found that still breaks the same promise: steps, devices and links are
/// taken out, and what is left is made plainer, until nothing more can go.
Script shrink(Script script, StoreKind kind, const std::string& violation);

}  // namespace pim::sim
