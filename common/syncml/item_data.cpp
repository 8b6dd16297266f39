// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/item_data.h"

#include "common/base/text.h"

namespace pim::syncml {

std::string_view format_of(const Meta& command, const Item& item) {
  return item.meta.format.empty() ? command.format : item.meta.format;
}

Result<std::string> record_octets(std::string_view format, std::string data) {
  if (equals_ignore_case(format, "b64") || equals_ignore_case(format, "base64")) {
    return base64_decode(data);
  }
  return data;
}

}  // namespace pim::syncml
