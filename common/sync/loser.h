// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/base/result.h"
#include "common/store/types.h"
#include "common/sync/local.h"

namespace pim::sync {

/// Gives a record the one value back that gave way in this conflict, as an edit of now; the rest of
/// the record stays. Inside the caller's Write transaction, without commit. NotFound: no such live
/// record. AlreadyExists: it says so already, or the value cannot be taken alone, such as
/// a change that was turned away whole.
Result<store::Item> restore_lost(LocalContext& context, const store::Conflict& conflict);

}  // namespace pim::sync
