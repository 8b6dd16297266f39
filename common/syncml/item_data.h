// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/syncml/message.h"

namespace pim::syncml {

/// The Format of an item: its own Meta overrides that of its command.
std::string_view format_of(const Meta& command, const Item& item);

/// The record's octets: `data` as it is, or decoded where `format` says base64, in either of the
/// words that devices use. Malformed where it is not base64.
Result<std::string> record_octets(std::string_view format, std::string data);

}  // namespace pim::syncml
