// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

// Character and entity references, read more kindly than XML does: filters of SyncML carry
// operators such as "&EQ;" bare, and clients forget to escape an ampersand.
namespace pim::xml {

/// The octets that `text` stands for. What is no reference to one of the five names or to a
/// character stays as it is; every other octet too, whether XML allows it or not.
void append_resolved(std::string& out, std::string_view text);

/// `text` made fit for the parser: ampersands that begin no reference are escaped, octets that
/// are no UTF-8 are read as windows-1252. Control characters stay and will be refused.
void append_repaired(std::string& out, std::string_view text);

}  // namespace pim::xml
