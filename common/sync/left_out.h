// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/sync/incoming.h"
#include "common/sync/workset.h"

namespace pim::sync {

/// The consent of a person who had the other side made like this one: of the records that only that
/// side has, which stand here as deleted until their Deletes are there (design rule 8).
std::string mirror_consent(const Scope& scope);

/// A mirror of ours that was stopped: what it left out here, and has not deleted there yet, is a
/// record of both sides, as one that came in. Which. Cost: the collection's feed.
Result<std::vector<Named>> take_in_left_out(const Scope& scope, store::Pairing& pairing);

}  // namespace pim::sync
