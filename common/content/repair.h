// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/content/document.h"
#include "common/content/kind.h"

// Entry changes text only where it cannot be read otherwise (content rules 1.4, 1.5, 8.3, 8.4).
namespace pim::content {

struct Repaired {
  std::string text;
  std::vector<Remark> remarks;
};

/// The text of this document cannot be read as it stands, or its charset must be decided.
bool needs_repair(const Document& document);

/// Mends a vCard: charset, control characters, blank lines, lines without `:`, missing END, wrong
/// nesting, text around the record. Repairing twice changes nothing more. Malformed where it must
/// be refused: no vCard, undecodable UTF-16, an end inside base64, two records in one.
/// `fallback`: the charset of what no rule decides, or empty.
Result<Repaired> repair_contact(std::string_view octets, std::string_view fallback = {});

}  // namespace pim::content
