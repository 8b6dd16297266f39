// SPDX-License-Identifier: Apache-2.0
#include "common/session/client_state.h"

#include <algorithm>

#include "common/session/status_pack.h"

namespace pim::session {

namespace {

constexpr std::uint64_t Layout = 6;

void pack_link(Packer& packer, const ClientLink& link) {
  packer.s(link.collection)
      .s(link.remote_uri)
      .i(link.pairing)
      .b(link.asked_slow)
      .s(link.last)
      .s(link.next)
      .b(link.opened)
      .b(link.slow)
      .b(link.same_epoch)
      .b(link.had_records)
      .b(link.stage_void)
      .b(link.synced)
      .u(link.maps_sent);
  link.words.pack(packer);
  packer.s(link.said_before);
  session::pack(packer, link.open_object);
  session::pack(packer, link.lost_ends);
  link.cursor.pack(packer);
  packer.u(link.received)
      .u(link.unreadable)
      .u(link.added)
      .u(link.updated)
      .u(link.deleted)
      .u(link.failed);
}

ClientLink unpack_link(Unpacker& unpacker) {
  ClientLink link;
  link.collection = unpacker.s();
  link.remote_uri = unpacker.s();
  link.pairing = unpacker.i();
  link.asked_slow = unpacker.b();
  link.last = unpacker.s();
  link.next = unpacker.s();
  link.opened = unpacker.b();
  link.slow = unpacker.b();
  link.same_epoch = unpacker.b();
  link.had_records = unpacker.b();
  link.stage_void = unpacker.b();
  link.synced = unpacker.b();
  link.maps_sent = unpacker.u();
  link.words = PortalWords::unpack(unpacker);
  link.said_before = unpacker.s();
  link.open_object = unpack_open_object(unpacker);
  link.lost_ends = unpack_lost_ends(unpacker);
  link.cursor = sync::FeedCursor::unpack(unpacker);
  link.received = unpacker.u();
  link.unreadable = unpacker.u();
  link.added = unpacker.u();
  link.updated = unpacker.u();
  link.deleted = unpacker.u();
  link.failed = unpacker.u();
  return link;
}

}  // namespace

std::string ClientState::pack() const {
  Packer packer;
  packer.u(Layout)
      .u(static_cast<std::uint64_t>(kind))
      .u(static_cast<std::uint64_t>(phase))
      .s(manner.pack())
      .s(session_id)
      .s(url)
      .s(peer_url)
      .s(device)
      .u(msg)
      .u(max_msg_size)
      .b(portal)
      .b(sign_in_each)
      .b(server_done)
      .b(stop_sending)
      .i(idle_turns)
      .u(bytes_sent)
      .u(bytes_received);
  packer.u(links.size());
  for (const ClientLink& link : links) {
    pack_link(packer, link);
  }
  session::pack(packer, in_flight);
  session::pack(packer, outgoing);
  packer.u(max_obj_size);
  session::pack(packer, unsent);
  return std::move(packer).octets();
}

Result<ClientState> ClientState::unpack(std::string_view octets) {
  Unpacker unpacker(octets);
  ClientState state;
  if (unpacker.u() != Layout) {
    return fail(ErrorCode::Corrupt, "The session was saved by another version of the module.");
  }
  state.kind = static_cast<ClientKind>(std::min<std::uint64_t>(unpacker.u(), 1));
  state.phase = static_cast<ClientPhase>(std::min<std::uint64_t>(unpacker.u(), 3));
  const std::string manner = unpacker.s();
  state.session_id = unpacker.s();
  state.url = unpacker.s();
  state.peer_url = unpacker.s();
  state.manner = Manner::of(manner, state.peer_url);
  state.device = unpacker.s();
  state.msg = unpacker.u();
  state.max_msg_size = unpacker.u();
  state.portal = unpacker.b();
  state.sign_in_each = unpacker.b();
  state.server_done = unpacker.b();
  state.stop_sending = unpacker.b();
  state.idle_turns = static_cast<int>(unpacker.i());
  state.bytes_sent = unpacker.u();
  state.bytes_received = unpacker.u();
  for (std::uint64_t n = std::min<std::uint64_t>(unpacker.u(), 64); n > 0; --n) {
    state.links.push_back(unpack_link(unpacker));
  }
  state.in_flight = unpack_in_flight(unpacker);
  state.outgoing = unpack_outgoing_object(unpacker);
  state.max_obj_size = unpacker.u();
  state.unsent = unpack_statuses(unpacker);
  PIM_CHECK(unpacker.finish("session state"));
  return state;
}

}  // namespace pim::session
