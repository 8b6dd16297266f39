// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace pim::xml {

/// Appends character data that every parser reads back as the same octets: markup is escaped and
/// CR is written as a character reference, because parsers turn a raw one into LF. What XML
/// cannot carry at all does not make the document ill-formed: octets that are no UTF-8 are
/// written as windows-1252 means them, control characters as U+FFFD.
void append_escaped(std::string& out, std::string_view text);

}  // namespace pim::xml
