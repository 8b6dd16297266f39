// SPDX-License-Identifier: Apache-2.0
#include "common/session/outgoing_object.h"

#include <algorithm>

#include "common/base/limits.h"

namespace pim::session {

namespace {

/// Behind the places of all datastores of a session.
constexpr std::int64_t OutgoingSlot = 1'000;
/// A message needs one or two of them, however large the object is.
constexpr std::size_t RowSize = 64 * 1024;

}  // namespace

void pack(Packer& packer, const OutgoingObject& object) {
  packer.b(object.open);
  if (!object.open) {
    return;
  }
  const sync::Outgoing& change = object.change;
  packer.u(object.link)
      .u(static_cast<std::uint64_t>(change.op))
      .b(change.part)
      .i(change.item)
      .i(change.rev)
      .s(change.our_name)
      .s(change.peer_id.value_or(""))
      .s(change.label)
      .i(change.changed_at)
      .s(change.consent)
      .s(change.base_mark)
      .u(object.size)
      .u(object.sent);
}

OutgoingObject unpack_outgoing_object(Unpacker& unpacker) {
  OutgoingObject object;
  object.open = unpacker.b();
  if (!object.open) {
    return object;
  }
  sync::Outgoing& change = object.change;
  object.link = static_cast<std::size_t>(unpacker.u());
  change.op = static_cast<store::ChangeOp>(std::min<std::uint64_t>(unpacker.u(), 2));
  change.part = unpacker.b();
  change.item = unpacker.i();
  change.rev = unpacker.i();
  change.our_name = unpacker.s();
  if (std::string peer = unpacker.s(); !peer.empty()) {
    change.peer_id = std::move(peer);
  }
  change.label = unpacker.s();
  change.changed_at = unpacker.i();
  change.consent = unpacker.s();
  change.base_mark = unpacker.s();
  object.size = unpacker.u();
  object.sent = unpacker.u();
  return object;
}

Status ObjectRows::begin(const sync::Outgoing& change, std::size_t link) {
  object_ = {};
  object_.open = true;
  object_.link = link;
  object_.change = change;
  object_.change.text.clear();
  object_.size = change.text.size();
  std::int64_t row = 0;
  for (std::size_t at = 0; at < change.text.size(); at += RowSize) {
    PIM_CHECK(work_.put_session_part(handle_, OutgoingSlot, row++,
                                     std::string_view(change.text).substr(at, RowSize)));
  }
  return {};
}

Result<std::string> ObjectRows::rest(std::size_t count) {
  count = static_cast<std::size_t>(std::min<std::uint64_t>(count, object_.size - object_.sent));
  const std::uint64_t first = object_.sent / RowSize;
  const std::uint64_t behind = (object_.sent + count + RowSize - 1) / RowSize;
  PIM_TRY(const std::string octets,
          work_.session_parts(handle_, OutgoingSlot, static_cast<std::int64_t>(first),
                              static_cast<std::int64_t>(behind - first)));
  const auto skip = static_cast<std::size_t>(object_.sent - first * RowSize);
  if (octets.size() < skip + count) {
    return fail(ErrorCode::Corrupt, "The rest of a record that goes out in parts is gone.");
  }
  return octets.substr(skip, count);
}

Status ObjectRows::end() {
  if (!object_.open) {
    return {};
  }
  object_ = {};
  return work_.drop_session_parts(handle_, OutgoingSlot);
}

std::size_t cut_before(std::string_view text, std::size_t length) {
  constexpr std::size_t LongestSign = 4;
  if (length >= text.size()) {
    return text.size();
  }
  std::size_t cut = length;
  while (cut > 0 && length - cut < LongestSign &&
         (static_cast<unsigned char>(text[cut]) & 0xc0U) == 0x80U) {
    --cut;
  }
  if (length - cut == LongestSign) {
    cut = length;  // no UTF-8 at all
  }
  return cut > 0 && text[cut - 1] == '\r' && text[cut] == '\n' ? cut - 1 : cut;
}

void heed_max_obj_size(const syncml::Message& message, std::uint64_t& known) {
  const auto heed = [&known](const syncml::Meta& meta) {
    if (meta.max_obj_size != 0) {
      known = known == 0 ? meta.max_obj_size : std::min(known, meta.max_obj_size);
    }
  };
  heed(message.header.meta);
  for (const auto& command : message.body) {
    if (const auto* alert = std::get_if<syncml::AlertCmd>(&command)) {
      for (const syncml::Item& item : alert->items) {
        heed(item.meta);
      }
    } else if (const auto* sync = std::get_if<syncml::SyncCmd>(&command)) {
      heed(sync->meta);
    }
  }
}

}  // namespace pim::session
