// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/content/document.h"
#include "common/content/kind.h"

namespace pim::content {

/// Some value is no UTF-8, or bears a label of another charset that matters.
bool needs_charset(const Document& document);
/// The text with every value in UTF-8 as content rule 1.5 decides per label; undecidable octets
/// stay.
std::string repair_charset(const Document& document, std::vector<Remark>& remarks,
                           std::string_view fallback = {});

/// The same once lines have been put in order: octets that were no value before may have become
/// part of one. Nothing is told twice. Errors: those of Document::parse.
Status repair_uncovered(std::string& text, std::vector<Remark>& remarks,
                        std::string_view fallback = {});

}  // namespace pim::content
