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

/// The same with a text that may need none of it. Errors: those of Document::parse.
Status decide_charset(std::string& text, std::vector<Remark>& remarks, std::string_view fallback);

/// The sign by which some charsets switch to another set; in all others it is a control character.
inline constexpr char CharsetEscape = '\x1b';
/// A parameter may name a charset that does so.
bool names_charset(std::string_view text);

/// Escapes are data in values only: in a parameter one may hide what the line is. Whether any was
/// there. Errors: those of Document::parse.
Result<bool> drop_escapes_of_heads(std::string& text, std::vector<Remark>& remarks);

/// What a further round of repair told, but for what is known already.
void add_new_remarks(std::vector<Remark> told, std::vector<Remark>& remarks);

}  // namespace pim::content
