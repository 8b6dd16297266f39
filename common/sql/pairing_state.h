// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/store/types.h"

namespace pim::sql {

/// The parts of a pairing that no query asks for, as one blob: anchors, lists of names and ranges.
std::string pack_pairing_state(const store::Pairing& pairing);
/// Corrupt where the octets are not what pack wrote.
Status unpack_pairing_state(std::string_view octets, store::Pairing& pairing);

}  // namespace pim::sql
