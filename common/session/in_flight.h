// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/pack.h"
#include "common/sync/outgoing.h"

namespace pim::session {

/// A change that stands in a message of ours and has not been answered: found again by
/// (MsgRef, CmdRef) only, never by the refs of items (sync rule 13).
struct InFlight {
  std::uint64_t msg = 0;
  std::uint64_t cmd = 0;
  std::size_t link = 0;  ///< which datastore of the session
  store::ChangeOp op = store::ChangeOp::Add;
  bool part = false;   ///< an exception of a series
  bool piece = false;  ///< of an object that goes out in parts, and not the last one
  store::ItemId item = 0;
  store::Revision rev = 0;
  std::string our_name;
  std::string peer_id;

  static InFlight of(const sync::Outgoing& change, std::size_t link, std::uint64_t msg,
                     std::uint64_t cmd);
  /// The part of the change that its answer needs.
  sync::Outgoing change() const;
};

/// In the order they were sent, which is the order they are answered in.
using InFlightList = std::deque<InFlight>;

void pack(Packer& packer, const InFlightList& list);
InFlightList unpack_in_flight(Unpacker& unpacker);
/// Takes the change that a Status names out of the list.
std::optional<InFlight> take_in_flight(InFlightList& list, std::string_view msg_ref,
                                       std::string_view cmd_ref);

}  // namespace pim::session
