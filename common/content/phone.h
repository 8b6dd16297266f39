// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace pim::content {

/// Appends the number as it is compared (rule 3.2): blanks and `()-./` out, `(0)` behind a country
/// code out, 00 as +, the extension as `;ext=`; `p w , * #` stay. Text without a digit stays.
void append_loose_phone(std::string& out, std::string_view text);
/// The last nine digits of the number without its extension; empty below five digits.
std::string phone_match_digits(std::string_view text);

}  // namespace pim::content
