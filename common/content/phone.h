// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace pim::content {

/// Appends the number as it is compared (content rule 3.2): blanks and `()-./` out, `(0)` behind a
/// country code out, 00 as +, the extension as `;ext=`; `p w , * #` stay. Text without a digit
/// stays.
void append_loose_phone(std::string& out, std::string_view text);
/// The last nine digits of the number without its extension; empty below five digits.
std::string phone_match_digits(std::string_view text);
/// Of two numbers as they are compared: the first is the second without its country, with the 0 in
/// front that many countries put there or without.
bool is_national_form(std::string_view national, std::string_view international);

}  // namespace pim::content
