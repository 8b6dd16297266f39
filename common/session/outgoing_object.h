// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/pack.h"
#include "common/store/store.h"
#include "common/sync/outgoing.h"
#include "common/syncml/message.h"

namespace pim::session {

/// A record of ours that is larger than a message and goes out in parts (open_object.h): what is
/// known of it between two messages. A session has at most one, for no other change may stand
/// between its parts. The octets are parts of the session from the first message on, so that all of
/// it is one form of the record, whatever becomes of that meanwhile.
struct OutgoingObject {
  bool open = false;
  std::size_t link = 0;   ///< which datastore of the session
  sync::Outgoing change;  ///< without its text
  std::uint64_t size = 0;
  std::uint64_t sent = 0;  ///< octets that have gone out

  bool is(std::size_t of_link, store::ItemId item, bool part) const {
    return open && link == of_link && change.item == item && change.part == part;
  }
};

void pack(Packer& packer, const OutgoingObject& object);
OutgoingObject unpack_outgoing_object(Unpacker& unpacker);

/// The octets of the one that goes out, kept with the session, within the transaction of a message.
class ObjectRows {
 public:
  /// `most`: octets of the largest record that the other side takes in parts; 0 = it takes none.
  ObjectRows(store::UnitOfWork& work, std::string_view handle, OutgoingObject& object,
             std::uint64_t most)
      : work_(work), handle_(handle), object_(object), most_(most) {}

  OutgoingObject& object() { return object_; }
  bool takes(const sync::Outgoing& change) const {
    return !object_.open && change.text.size() <= most_;
  }
  /// From now on `change` is the one that goes out.
  Status begin(const sync::Outgoing& change, std::size_t link);
  /// At most `count` octets of what has not gone out yet.
  Result<std::string> rest(std::size_t count);
  /// It is out, or given up.
  Status end();

 private:
  store::UnitOfWork& work_;
  std::string handle_;
  OutgoingObject& object_;
  std::uint64_t most_;
};

/// The longest beginning of `text`, at most `length` octets, that cuts neither a sign of UTF-8 nor
/// a line end in two.
std::size_t cut_before(std::string_view text, std::size_t length);

/// What the other side says of the largest record it takes (MaxObjSize, in the header, an Alert or
/// a Sync); the smallest counts. 0 = not told.
void heed_max_obj_size(const syncml::Message& message, std::uint64_t& known);

}  // namespace pim::session
