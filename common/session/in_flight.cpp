// SPDX-License-Identifier: Apache-2.0
#include "common/session/in_flight.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace pim::session {

namespace {

/// Added to the number of the command: sessions saved before there were parts are read as well.
constexpr std::uint64_t PartBit = 4;
constexpr std::uint64_t PieceBit = 8;

}  // namespace

InFlight InFlight::of(const sync::Outgoing& change, std::size_t link, std::uint64_t msg,
                      std::uint64_t cmd) {
  return {msg,   cmd,         link,       change.op,       change.part,
          false, change.item, change.rev, change.our_name, change.peer_id.value_or("")};
}

sync::Outgoing InFlight::change() const {
  sync::Outgoing change;
  change.op = op;
  change.part = part;
  change.item = item;
  change.rev = rev;
  change.our_name = our_name;
  if (!peer_id.empty()) {
    change.peer_id = peer_id;
  }
  return change;
}

void pack(Packer& packer, const InFlightList& list) {
  packer.u(list.size());
  for (const InFlight& entry : list) {
    packer.u(entry.msg)
        .u(entry.cmd)
        .u(entry.link)
        .u(static_cast<std::uint64_t>(entry.op) | (entry.part ? PartBit : 0) |
           (entry.piece ? PieceBit : 0))
        .i(entry.item)
        .i(entry.rev)
        .s(entry.our_name)
        .s(entry.peer_id);
  }
}

InFlightList unpack_in_flight(Unpacker& unpacker) {
  InFlightList list;
  const std::uint64_t count = std::min<std::uint64_t>(unpacker.u(), limits::MaxCommands);
  for (std::uint64_t i = 0; i < count && unpacker.ok(); ++i) {
    InFlight entry;
    entry.msg = unpacker.u();
    entry.cmd = unpacker.u();
    entry.link = static_cast<std::size_t>(unpacker.u());
    const std::uint64_t op = unpacker.u();
    entry.part = (op & PartBit) != 0;
    entry.piece = (op & PieceBit) != 0;
    entry.op = static_cast<store::ChangeOp>(std::min<std::uint64_t>(op & ~(PartBit | PieceBit), 2));
    entry.item = unpacker.i();
    entry.rev = unpacker.i();
    entry.our_name = unpacker.s();
    entry.peer_id = unpacker.s();
    list.push_back(std::move(entry));
  }
  return list;
}

std::optional<InFlight> take_in_flight(InFlightList& list, std::string_view msg_ref,
                                       std::string_view cmd_ref) {
  const auto msg = parse_unsigned(msg_ref);
  const auto cmd = parse_unsigned(cmd_ref);
  if (!msg || !cmd) {
    return {};
  }
  // Statuses come in the order of the commands: the first one is nearly always it
  const auto found = std::ranges::find_if(
      list, [&](const InFlight& entry) { return entry.msg == *msg && entry.cmd == *cmd; });
  if (found == list.end()) {
    return {};
  }
  InFlight entry = std::move(*found);
  list.erase(found);
  return entry;
}

}  // namespace pim::session
