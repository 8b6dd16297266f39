// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/syncml/message.h"

namespace pim::syncml {

/// Inner Meta overrides outer element by element.
std::string_view format_of(const Meta& command, const Item& item);
std::string_view type_of(const Meta& command, const Item& item);

/// The record's octets of a whole object (chunks are put together first: base64 may be split
/// anywhere): `data` as it is, or decoded where `format` is b64. Malformed where it is no base64.
Result<std::string> record_octets(std::string_view format, std::string data);

}  // namespace pim::syncml
