// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/content/kind.h"

namespace pim::content {

/// Kind::enter for contacts.
Result<Entry> enter_contact(std::string_view octets, const EntryOptions& options);
/// Kind::with_uid for contacts.
Result<std::string> contact_with_uid(std::string_view stored, std::string_view uid);

}  // namespace pim::content
