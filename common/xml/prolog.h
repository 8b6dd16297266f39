// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace pim::xml {

/// The document from its first '<' on, without byte order mark and XML declaration, in UTF-8.
/// Charsets other than UTF-8 are converted into `storage`, which then must outlive the result.
/// A document that says Latin but is valid UTF-8 is taken as UTF-8: some clients lie.
/// Errors: Unsupported (charset), Malformed.
Result<std::string_view> utf8_document(std::string_view octets, std::string& storage);

}  // namespace pim::xml
