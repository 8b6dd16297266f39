// SPDX-License-Identifier: Apache-2.0
#include "common/session/server_state.h"

#include <algorithm>

#include "common/session/status_pack.h"

namespace pim::session {

namespace {

constexpr std::uint64_t Layout = 9;

void pack_link(Packer& packer, const Link& link) {
  packer.s(link.collection)
      .s(link.local_uri)
      .s(link.remote_uri)
      .i(link.pairing)
      .i(link.kind)
      .b(link.slow)
      .b(link.older)
      .b(link.same_epoch)
      .b(link.had_records)
      .b(link.brought_deletes)
      .b(link.owes_all)
      .b(link.no_format)
      .b(link.opened)
      .i(link.alert)
      .s(link.alert_last)
      .s(link.alert_next);
  link.words.pack(packer);
  session::pack(packer, link.open_object);
  session::pack(packer, link.lost_ends);
  link.cursor.pack(packer);
  packer.u(link.taken.added)
      .u(link.taken.updated)
      .u(link.taken.deleted)
      .u(link.taken.joined)
      .u(link.taken.conflicts)
      .u(link.taken.failed)
      .u(link.taken.doubtful)
      .u(link.taken.taken)
      .u(link.sent)
      .u(link.send_failed);
  link.tally.pack(packer);
}

Link unpack_link(Unpacker& unpacker) {
  Link link;
  link.collection = unpacker.s();
  link.local_uri = unpacker.s();
  link.remote_uri = unpacker.s();
  link.pairing = unpacker.i();
  link.kind = static_cast<int>(unpacker.i());
  link.slow = unpacker.b();
  link.older = unpacker.b();
  link.same_epoch = unpacker.b();
  link.had_records = unpacker.b();
  link.brought_deletes = unpacker.b();
  link.owes_all = unpacker.b();
  link.no_format = unpacker.b();
  link.opened = unpacker.b();
  link.alert = static_cast<int>(unpacker.i());
  link.alert_last = unpacker.s();
  link.alert_next = unpacker.s();
  link.words = PortalWords::unpack(unpacker);
  link.open_object = unpack_open_object(unpacker);
  link.lost_ends = unpack_lost_ends(unpacker);
  link.cursor = sync::FeedCursor::unpack(unpacker);
  link.taken.added = unpacker.u();
  link.taken.updated = unpacker.u();
  link.taken.deleted = unpacker.u();
  link.taken.joined = unpacker.u();
  link.taken.conflicts = unpacker.u();
  link.taken.failed = unpacker.u();
  link.taken.doubtful = unpacker.u();
  link.taken.taken = unpacker.u();
  link.sent = unpacker.u();
  link.send_failed = unpacker.u();
  link.tally = sync::ValueTally::unpack(unpacker);
  return link;
}

}  // namespace

std::string ServerState::pack() const {
  Packer packer;
  packer.u(Layout)
      .u(static_cast<std::uint64_t>(version))
      .s(user)
      .s(device)
      .s(session_id)
      .s(target)
      .s(opened_by)
      .u(max_msg_size)
      .u(next_msg)
      .u(static_cast<std::uint64_t>(phase))
      .b(portal)
      .i(device_password)
      .b(sign_in_each)
      .b(asked_dev_inf)
      .b(owes_final)
      .i(idle_turns);
  packer.u(links.size());
  for (const Link& link : links) {
    pack_link(packer, link);
  }
  session::pack(packer, in_flight);
  session::pack(packer, added_anew);
  session::pack(packer, outgoing);
  packer.u(max_obj_size);
  session::pack(packer, unsent);
  return std::move(packer).octets();
}

Result<ServerState> ServerState::unpack(std::string_view octets) {
  Unpacker unpacker(octets);
  ServerState state;
  if (unpacker.u() != Layout) {
    return fail(ErrorCode::Corrupt, "The session was saved by another version of the module.");
  }
  state.version = static_cast<syncml::Version>(std::min<std::uint64_t>(unpacker.u(), 2));
  state.user = unpacker.s();
  state.device = unpacker.s();
  state.session_id = unpacker.s();
  state.target = unpacker.s();
  state.opened_by = unpacker.s();
  state.max_msg_size = unpacker.u();
  state.next_msg = unpacker.u();
  state.phase = static_cast<ServerPhase>(std::min<std::uint64_t>(unpacker.u(), 4));
  state.portal = unpacker.b();
  state.device_password = unpacker.i();
  state.sign_in_each = unpacker.b();
  state.asked_dev_inf = unpacker.b();
  state.owes_final = unpacker.b();
  state.idle_turns = static_cast<int>(unpacker.i());
  for (std::uint64_t n = std::min<std::uint64_t>(unpacker.u(), 64); n > 0; --n) {
    state.links.push_back(unpack_link(unpacker));
  }
  state.in_flight = unpack_in_flight(unpacker);
  state.added_anew = unpack_in_flight(unpacker);
  state.outgoing = unpack_outgoing_object(unpacker);
  state.max_obj_size = unpacker.u();
  state.unsent = unpack_statuses(unpacker);
  PIM_CHECK(unpacker.finish("session state"));
  return state;
}

}  // namespace pim::session
