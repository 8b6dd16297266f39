// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cppunit/TestAssert.h>

#include <string>
#include <string_view>

#include "common/base/digest.h"
#include "common/content/kind.h"

// Short ways to write contacts in tests.
namespace pim::content::testing {

inline const Kind& contacts() {
  return *kind_of("contacts");
}

inline const HashKey& test_key() {
  static const HashKey key{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};
  return key;
}

/// Lines parted by LF in the test become CR LF; the wrapper is put around them.
inline std::string card(std::string_view lines) {
  std::string out = "BEGIN:VCARD\r\nVERSION:3.0\r\n";
  for (const char c : lines) {
    out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  }
  if (!out.ends_with("\r\n")) {
    out += "\r\n";
  }
  return out + "END:VCARD\r\n";
}

inline Entry enter(std::string_view octets, unsigned ordinal = 0) {
  auto entry = contacts().enter(octets, {test_key(), ordinal});
  CPPUNIT_ASSERT_MESSAGE(entry ? "" : entry.error().text(), entry.has_value());
  return *entry;
}

inline std::string error_of(std::string_view octets) {
  auto entry = contacts().enter(octets, {test_key(), 0});
  return entry ? "accepted"
               : std::string(name_of(entry.error().code)) + ": " + entry.error().message;
}

/// The remarks as "line property code" joined by "; ".
inline std::string told(const Entry& entry) {
  std::string out;
  for (const Remark& remark : entry.remarks) {
    out += (out.empty() ? "" : "; ") + std::to_string(remark.line) + ' ' + remark.property + ' ' +
           remark.code;
  }
  return out;
}

inline std::uint64_t fingerprint(std::string_view octets) {
  return enter(octets).facts.fingerprint;
}

}  // namespace pim::content::testing
