// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "common/base/digest.h"
#include "common/content/contact_view.h"
#include "common/content/kind.h"

namespace pim::content {

Facts facts_of(const ContactView& view, const HashKey& key);
/// The UID as written, unescaped; empty where the record has none.
std::string uid_of(const ContactView& view);
/// REV, or 0.
Seconds modified_of(const ContactView& view);
/// Folded words of given, additional and family name, sorted; of FN or what stands for it where N
/// is empty: the name as a second key (content rule 7.1, sync rule 30).
std::string name_key(const ContactView& view);
/// A UID made of the content (content rule 8.2, sync rule 5): the same at every portal.
std::string uid_by_name(const ContactView& view, unsigned ordinal);
/// A UUID that stands for a text: the same text gives the same one everywhere.
std::string uuid_by_name(std::string_view name);
/// Valid UTF-8 for columns and JSON: octets that are none become U+FFFD.
std::string as_utf8(std::string text);

}  // namespace pim::content
