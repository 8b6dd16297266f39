// SPDX-License-Identifier: Apache-2.0
// Any octets as device information; what is accepted is written in every version and read again.
#include <cstdint>
#include <string>
#include <string_view>

#include "common/syncml/dev_inf.h"
#include "tests/fuzz/require.h"

using namespace pim;
using namespace pim::syncml;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  const auto info = decode_dev_inf(Encoding::Xml, octets);
  if (!info) {
    return 0;
  }
  for (const Version version : {Version::V10, Version::V11, Version::V12}) {
    const std::string once = encode_dev_inf(Encoding::Xml, version, *info);
    const auto again = decode_dev_inf(Encoding::Xml, once);
    fuzz::require(again.has_value());
    fuzz::require(again->datastores.size() == info->datastores.size());
    fuzz::require(version != Version::V12 ||
                  encode_dev_inf(Encoding::Xml, version, *again) == once);
  }
  return 0;
}
