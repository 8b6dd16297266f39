// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/content/document.h"
#include "common/content/kind.h"

// Quoted-printable where it does not exist: phones and exports write it under VERSION:3.0 and 2.0
// too, as they did in 2.1 and 1.0. No reader of these versions decodes it.
namespace pim::content {

/// A value of a newer version is labelled quoted-printable, and holds octets encoded so.
bool needs_unquoting(const Document& document);

/// Such values as their octets. What was encoded is data: `=3B` parts nothing, `=0D=0A` is a break.
/// The charset they are labelled with stays to be decided; of one that hides separators (Shift_JIS)
/// they are decoded at once. Told as "quoted", and as "qp" where a `=` encoded nothing. Errors:
/// those of Document::parse.
Status repair_quoted(std::string& text, std::vector<Remark>& remarks);

}  // namespace pim::content
