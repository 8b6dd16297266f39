// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/events.h"
#include "common/base/result.h"
#include "common/syncml/message.h"

// The one place that knows which encodings there are.
namespace pim::syncml {

/// The two kinds of document; each has its own public id and namespace.
enum class Document : std::uint8_t { Message, DevInf };

/// Reads a document of either kind. Errors: Malformed, TooLarge, Unsupported, the handler's.
Status read_document(Encoding encoding, std::string_view octets, TagHandler& handler);

/// A writer whose prologue is written. `expected` octets are reserved.
std::unique_ptr<TagWriter> make_writer(Encoding encoding, Version version, Document kind,
                                       std::size_t expected);

/// The octets of a DevInf document that stood as text within Data, in our own writer's form;
/// nothing where `text` is no document.
std::optional<std::string> document_in_text(Encoding encoding, std::string_view text);

}  // namespace pim::syncml
