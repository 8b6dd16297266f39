// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "common/console/call.h"
#include "common/console/media.h"

namespace pim::console {

/// GET of a collection's items: a page of JSON with search and cursor, or the whole collection as
/// one stream of records.
Answer list_items(Call& call);

/// NotAcceptable, naming what there is.
tl::unexpected<Problem> not_acceptable(std::span<const Offer> offers);

}  // namespace pim::console
