// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "common/sync/take.h"

namespace pim::sync {

/// As look_at_batch(), and what each item would hold then; items that the batch does not touch are
/// left out. Nothing is written.
Result<std::map<store::ItemId, std::string>> look_at_contents(const Scope& scope,
                                                              const store::Pairing& pairing,
                                                              const content::Ability& ability,
                                                              Circumstances circumstances,
                                                              std::span<const Incoming> batch);

/// As stage_page(), of rows that were read already.
Result<StagePage> enter_rows(const Scope& scope, std::vector<store::Staged> rows,
                             StagePage ready = {});

}  // namespace pim::sync
