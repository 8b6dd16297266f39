// SPDX-License-Identifier: Apache-2.0
#include "common/base/text.h"
#include "common/syncml/decode.h"

namespace pim::syncml {
namespace {

/// Where a root element would have shown itself.
constexpr std::size_t Looked = 1024;

std::string_view media_type(std::string_view content_type) {
  return trim(content_type.substr(0, content_type.find(';')));
}

/// WBXML begins with its version, 1.1 to 1.3; text does not begin with a control character.
bool looks_like_wbxml(std::string_view octets) {
  return !octets.empty() && octets.front() >= 1 && octets.front() <= 3;
}

bool looks_like_xml(std::string_view octets) {
  for (const std::string_view mark : {"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"}) {
    if (octets.starts_with(mark)) {
      return true;
    }
  }
  return trim(octets.substr(0, Looked)).starts_with('<');
}

bool names_syncml(std::string_view octets) {
  return to_lower_ascii(octets.substr(0, Looked)).find("syncml") != std::string::npos;
}

}  // namespace

Result<Encoding> recognise(std::string_view content_type, std::string_view octets) {
  if (looks_like_wbxml(octets)) {
    return Encoding::Wbxml;
  }
  const std::string_view type = media_type(content_type);
  const bool says_xml = equals_ignore_case(type, "application/vnd.syncml+xml");
  const bool says_wbxml = equals_ignore_case(type, "application/vnd.syncml+wbxml");
  const bool is_xml = looks_like_xml(octets);
  if (says_xml || (is_xml && (says_wbxml || names_syncml(octets)))) {
    return Encoding::Xml;
  }
  if (says_wbxml) {
    return Encoding::Wbxml;
  }
  return fail(ErrorCode::Unsupported, "neither Content-Type nor content tells SyncML");
}

}  // namespace pim::syncml
