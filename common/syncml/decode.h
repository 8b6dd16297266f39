// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/base/result.h"
#include "common/syncml/message.h"

namespace pim::syncml {

/// Content-Type (parameters ignored) to encoding; where it is missing or wrong the first octets
/// decide. Unsupported where neither tells.
Result<Encoding> recognise(std::string_view content_type, std::string_view octets);

/// Decodes one message. Errors: Malformed, TooLarge (limits.h), Unsupported. Element names are
/// matched in any case and any known namespace; unknown elements are skipped with their content.
/// Octets inside Data that make XML ill-formed (control characters, wrong charset, bare ampersands)
/// are handed out as they are: they spoil one record at most, and content knows best what they
/// mean. CR LF survives. Elsewhere octets that are no UTF-8 are read as windows-1252 and bare
/// ampersands (CGI filters: "&EQ;") are taken as such.
Result<Message> decode(Encoding encoding, std::string_view octets);

}  // namespace pim::syncml
