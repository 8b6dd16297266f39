// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "common/base/events.h"
#include "common/base/limits.h"
#include "common/base/result.h"

namespace pim::xml {

struct ReaderOptions {
  /// Elements whose content, where it is text only, comes as one opaque() event octet for octet:
  /// CR LF is kept, and nothing in it can make the document ill-formed.
  std::span<const std::string_view> leaves;
  int max_depth = limits::MaxDepth;
};

/// Reads a document. Thread-safe. Namespaces that are missing or written in another case are
/// accepted, nothing is ever fetched, no entity is declared.
/// Errors: Malformed, TooLarge, Unsupported (charset), and whatever the handler returns.
Status read(std::string_view octets, const ReaderOptions& options, TagHandler& handler);

/// Initialises libxml2, once per process; a server calls it before it starts threads.
void initialise();

}  // namespace pim::xml
