// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/base/pack.h"
#include "common/store/types.h"
#include "common/syncml/message.h"

// A large object (SyncML 1.1 and 1.2): a record that stands in several messages, since one cannot
// hold it. Each part but the last says MoreData and is answered 213, the first tells the Size of
// the whole; the next one is the first command of the next message's Sync. Nothing is done before
// the last part.
namespace pim::session {

/// One that the other side is sending: what is known of it between two messages. Its octets are
/// parts of the session (UnitOfWork::put_session_part), written with the message that brought them.
/// A datastore has at most one.
struct OpenObject {
  bool open = false;
  std::string source;  ///< Source LocURI
  std::string target;
  store::ChangeOp op = store::ChangeOp::Add;
  std::string format;           ///< Meta Format of the whole
  std::uint64_t announced = 0;  ///< Meta Size; 0 = not told
  std::uint64_t octets = 0;     ///< that have come
  std::uint64_t parts = 0;      ///< rows that hold them
  int refused = 0;              ///< the Status of each further part, which is skipped; 0 = none

  const std::string& name() const { return source.empty() ? target : source; }
};

void pack(Packer& packer, const OpenObject& object);
OpenObject unpack_open_object(Unpacker& unpacker);

/// The name of one whose last part did not come: the other side is told with Alert 223, and sends
/// it again.
struct LostEnd {
  std::string source;
  std::string target;
};
using LostEnds = std::vector<LostEnd>;

void pack(Packer& packer, const LostEnds& ends);
LostEnds unpack_lost_ends(Unpacker& unpacker);

syncml::AlertCmd alert_of(const LostEnd& end, std::string cmd_id);

}  // namespace pim::session
