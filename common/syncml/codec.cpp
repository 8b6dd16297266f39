// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/codec.h"

#include <array>

#include "common/base/text.h"
#include "common/wbxml/reader.h"
#include "common/wbxml/writer.h"
#include "common/xml/copy.h"
#include "common/xml/reader.h"
#include "common/xml/writer.h"

namespace pim::syncml {
namespace {

/// Content of these is a record, or opaque to us: handed out octet for octet.
constexpr std::array<std::string_view, 1> Leaves = {"Data"};

std::string_view namespace_of(Version version) {
  switch (version) {
    case Version::V10: return "SYNCML:SYNCML1.0";
    case Version::V11: return "SYNCML:SYNCML1.1";
    case Version::V12: return "SYNCML:SYNCML1.2";
  }
  return {};
}

std::uint32_t public_id(Version version, Document kind) {
  const std::uint32_t message = version == Version::V10   ? 0x0fd1
                                : version == Version::V11 ? 0x0fd3
                                                          : 0x1201;
  // 0x0fd2, 0x0fd4, 0x1203
  return kind == Document::Message ? message : message + (version == Version::V12 ? 2 : 1);
}

}  // namespace

Status read_document(Encoding encoding, std::string_view octets, TagHandler& handler) {
  return encoding == Encoding::Wbxml ? wbxml::read(octets, {}, handler)
                                     : xml::read(octets, {.leaves = Leaves}, handler);
}

std::unique_ptr<TagWriter> make_writer(Encoding encoding, Version version, Document kind,
                                       std::size_t expected) {
  if (encoding == Encoding::Wbxml) {
    const auto language =
        kind == Document::Message ? wbxml::Language::SyncMl : wbxml::Language::DevInf;
    auto writer = std::make_unique<wbxml::WbxmlWriter>(language, public_id(version, kind));
    writer->reserve(expected);
    return writer;
  }
  auto writer = std::make_unique<xml::XmlWriter>(namespace_of(version));
  writer->reserve(expected);
  if (kind == Document::Message) {
    writer->declaration();
  }
  return writer;
}

std::optional<std::string> document_in_text(Encoding encoding, std::string_view text) {
  if (encoding == Encoding::Wbxml && !text.empty() && text.front() >= 1 && text.front() <= 3) {
    return std::string(text);
  }
  if (!trim(text).starts_with('<')) {
    return std::nullopt;
  }
  xml::XmlWriter in_xml;
  wbxml::WbxmlWriter in_wbxml(wbxml::Language::DevInf, public_id(Version::V12, Document::DevInf));
  const bool binary = encoding == Encoding::Wbxml;
  TagWriter& writer = binary ? static_cast<TagWriter&>(in_wbxml) : in_xml;
  if (!xml::copy(text, writer)) {
    return std::nullopt;
  }
  return writer.take();
}

}  // namespace pim::syncml
