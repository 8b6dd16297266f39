// SPDX-License-Identifier: Apache-2.0
// Any octets as a WBXML message: refused or read; what was read can be written, and read again.
#include <string_view>

#include "common/syncml/decode.h"
#include "common/syncml/writer.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace pim;
  using namespace pim::syncml;
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  const auto message = decode(Encoding::Wbxml, octets);
  if (message) {
    const auto again = decode(Encoding::Wbxml, encode(Encoding::Wbxml, *message));
    fuzz::require(again.has_value());
  }
  return 0;
}
