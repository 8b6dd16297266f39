// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/decode.h"

#include "common/base/limits.h"
#include "common/syncml/binding.h"
#include "common/syncml/codec.h"
#include "common/syncml/message_binding.h"

namespace pim::syncml {
namespace {

/// The caller knows what it has told the peer (MaxMsgSize); this bound only keeps a caller who
/// forgot from harm: the largest record as base64, and a message around it.
constexpr std::size_t LargestMessage = limits::MaxObjSize / 3 * 4 + limits::MaxMsgSize;

Status check(const MessageDocument& document) {
  if (document.roots != 1) {
    return fail(ErrorCode::Malformed, "not a SyncML message");
  }
  if (document.headers != 1 || document.bodies != 1) {
    return fail(ErrorCode::Malformed, "a message needs one SyncHdr and one SyncBody", "SyncML");
  }
  if (document.message.header.session_id.size() > limits::MaxSessionId) {
    return fail(ErrorCode::TooLarge, "the SessionID is too long", "SyncML/SyncHdr/SessionID");
  }
  return {};
}

/// Some servers send device information as text (CDATA), and in WBXML it is opaque.
void find_dev_inf(Encoding encoding, Message& message) {
  for (Command& command : message.body) {
    auto* info = std::get_if<InfoCmd>(&command);
    if (info == nullptr || info->kind == InfoKind::Get) {
      continue;
    }
    for (Item& item : info->items) {
      auto found = item.data ? document_in_text(encoding, *item.data) : std::nullopt;
      if (found) {
        item.dev_inf = std::move(found);
        item.data.reset();
      }
    }
  }
}

}  // namespace

Result<Message> decode(Encoding encoding, std::string_view octets) {
  if (octets.size() > LargestMessage) {
    return fail(ErrorCode::TooLarge, "the message is too large");
  }
  MessageDocument document;
  Binder binder(bind(document));
  PIM_CHECK(read_document(encoding, octets, binder));
  PIM_CHECK(check(document));
  find_dev_inf(encoding, document.message);
  return std::move(document.message);
}

}  // namespace pim::syncml
