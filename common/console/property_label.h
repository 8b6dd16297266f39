// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "common/store/types.h"

namespace pim::console {

/// What a person calls the property of a conflict: "Work phone" where the record (null: it is gone)
/// or theirs has one of the two values under that name, else "Phone"; one of an exception of a
/// series with its date. Names that nobody knows stay as they are.
std::string property_label(const store::Conflict& conflict, const store::Item* item);

}  // namespace pim::console
