// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/session/in_flight.h"
#include "common/session/outgoing_object.h"
#include "common/sync/outgoing.h"
#include "common/syncml/writer.h"

namespace pim::session {

/// A change that cannot be sent to this side: SyncML's status for it, and why in words.
struct Unsendable {
  store::ItemId item = 0;
  std::string label;
  int status = 0;
  std::string reason;
};

/// What one Sync element took out of the feed of a datastore.
struct WrittenChanges {
  bool all = false;  ///< the feed is at its end; otherwise the message is full
  std::size_t sent = 0;
  std::size_t pieces = 0;  ///< of a record that is larger than a message, and not at its end yet
  std::vector<Unsendable> refused;
};

/// Writes changes of one datastore into the open Sync of a message. Both roles' sending half.
class ChangeWriter {
 public:
  /// `link`: the datastore's place in the session; `msg`: the number of the message.
  ChangeWriter(syncml::MessageWriter& writer, InFlightList& in_flight, ObjectRows objects,
               std::size_t link, std::uint64_t msg)
      : writer_(writer),
        in_flight_(in_flight),
        objects_(std::move(objects)),
        link_(link),
        msg_(msg) {}

  /// Sends what comes after `cursor` until the feed ends, the message is full or it carries
  /// limits::MessageChanges; moves `cursor` behind what was dealt with. `last_cmd`: the number of
  /// the message's last command, counted on. `work` is flushed by the caller.
  Result<WrittenChanges> write(sync::Workset& work, const content::Ability& ability,
                               sync::Sender sender, bool portal, sync::FeedCursor& cursor,
                               std::uint64_t& last_cmd);

 private:
  enum class Fate : std::uint8_t { Sent, Refused, Full, InPieces };
  struct Side {
    const content::Ability& ability;
    sync::Sender sender;
    bool portal;
  };
  Result<Fate> write_one(sync::OutgoingFeed& feed, const sync::Outgoing& change, const Side& side,
                         std::uint64_t& last_cmd, WrittenChanges& written);
  Result<Fate> begin_object(const sync::Outgoing& change, const Side& side, std::uint64_t& last_cmd,
                            WrittenChanges& written);
  Result<bool> go_on_with_object(sync::OutgoingFeed& feed, const Side& side,
                                 std::uint64_t& last_cmd, WrittenChanges& written);
  std::size_t add_piece(syncml::ChangeCmd& command, std::string_view rest, bool to_its_end);

  syncml::MessageWriter& writer_;
  InFlightList& in_flight_;
  ObjectRows objects_;
  std::size_t link_;
  std::uint64_t msg_;
};

}  // namespace pim::session
