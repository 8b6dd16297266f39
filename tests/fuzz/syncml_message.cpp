// SPDX-License-Identifier: Apache-2.0
// Any octets as a message; what is accepted is written again, within a limit too, and stays.
#include <cstdint>
#include <string>
#include <string_view>

#include "common/syncml/decode.h"
#include "common/syncml/writer.h"
#include "tests/fuzz/require.h"

using namespace pim;
using namespace pim::syncml;

namespace {

void check_limit(const Message& message, std::size_t limit) {
  MessageWriter writer(Encoding::Xml, Version::V12, limit);
  writer.header(message.header);
  const bool header_fits = writer.can_ever_fit(0);
  for (const Command& command : message.body) {
    const std::size_t room = writer.room();
    if (!writer.add(command)) {
      fuzz::require(writer.room() == room);
    }
  }
  writer.final();
  const std::string octets = writer.finish();
  fuzz::require(!header_fits || octets.size() <= limit);
  fuzz::require(decode(Encoding::Xml, octets).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  static_cast<void>(recognise({}, octets));
  const auto message = decode(Encoding::Xml, octets);
  if (!message) {
    return 0;
  }
  const std::string once = encode(Encoding::Xml, *message);
  const auto again = decode(Encoding::Xml, once);
  fuzz::require(again.has_value());
  fuzz::require(encode(Encoding::Xml, *again) == once);
  check_limit(*message, size > 0 ? data[0] * 20U + 1 : 1);
  return 0;
}
