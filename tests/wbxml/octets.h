// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "common/wbxml/reader.h"
#include "tests/xml/trace.h"

namespace pim::test {

inline void append(std::string& out, std::initializer_list<unsigned> values) {
  for (const unsigned value : values) {
    out += static_cast<char>(static_cast<unsigned char>(value));
  }
}

inline std::string octets(std::initializer_list<unsigned> values) {
  std::string out;
  append(out, values);
  return out;
}

/// "03 9f53 6a 00": WBXML 1.3, SyncML 1.1, UTF-8, no string table.
inline std::string document(std::initializer_list<unsigned> body) {
  std::string out = octets({0x03, 0x9f, 0x53, 0x6a, 0x00});
  append(out, body);
  return out;
}

inline std::string trace_wbxml(std::string_view document) {
  Trace handler;
  const Status status = wbxml::read(document, {}, handler);
  return status ? handler.log : "error: " + std::string(name_of(status.error().code));
}

}  // namespace pim::test
