// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/base/events.h"
#include "common/base/limits.h"
#include "common/base/result.h"

namespace pim::wbxml {

struct ReaderOptions {
  int max_depth = limits::MaxDepth;
};

/// Reads a WBXML 1.1 to 1.3 document of SyncML or DevInf, iteratively: a cursor with bounds and a
/// count of open elements, no recursion, no copy. Inline and table strings come as text, in UTF-8;
/// OPAQUE comes as opaque. What a public id leaves open the root element tells. Thread-safe.
/// Errors: Malformed, TooLarge, Unsupported (charset, document type), and the handler's.
Status read(std::string_view octets, const ReaderOptions& options, TagHandler& handler);

}  // namespace pim::wbxml
