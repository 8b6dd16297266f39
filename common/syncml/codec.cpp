// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/codec.h"

#include <array>

#include "common/base/text.h"
#include "common/xml/copy.h"
#include "common/xml/reader.h"
#include "common/xml/writer.h"

namespace pim::syncml {
namespace {

/// Content of these is a record, or opaque to us: handed out octet for octet.
constexpr std::array<std::string_view, 1> Leaves = {"Data"};

std::string_view namespace_of(Version version) {
  switch (version) {
    case Version::V10:
      return "SYNCML:SYNCML1.0";
    case Version::V11:
      return "SYNCML:SYNCML1.1";
    case Version::V12:
      return "SYNCML:SYNCML1.2";
  }
  return {};
}

}  // namespace

Status read_document(Encoding encoding, std::string_view octets, TagHandler& handler) {
  if (encoding != Encoding::Xml) {
    return fail(ErrorCode::Unsupported, "WBXML is not spoken here; send XML");
  }
  return xml::read(octets, {.leaves = Leaves}, handler);
}

std::unique_ptr<TagWriter> make_writer(Encoding, Version version, Document kind,
                                       std::size_t expected) {
  auto writer = std::make_unique<xml::XmlWriter>(namespace_of(version));
  writer->reserve(expected);
  if (kind == Document::Message) {
    writer->declaration();
  }
  return writer;
}

std::optional<std::string> document_in_text(Encoding, std::string_view text) {
  if (!trim(text).starts_with('<')) {
    return std::nullopt;
  }
  xml::XmlWriter writer;
  if (!xml::copy(text, writer)) {
    return std::nullopt;
  }
  return writer.take();
}

}  // namespace pim::syncml
