// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/content/kind.h"
#include "common/session/open_object.h"
#include "common/store/types.h"
#include "common/sync/outgoing.h"
#include "common/syncml/message.h"

// A change as it stands in a message, for both roles.
namespace pim::session {

/// What one item of a change command says, checked, decoded and entered.
struct ReadChange {
  store::ChangeOp op = store::ChangeOp::Add;
  std::string source;    ///< Source LocURI
  std::string target;    ///< Target LocURI
  std::string octets;    ///< the record as it came
  content::Entry entry;  ///< of Add and Replace
  Seconds modified = 0;
  bool soft = false;      ///< a Delete from that side's memory, or from ours, only
  std::string consent;    ///< only what a portal says counts
  std::string base_mark;  ///< as well
  /// What makes it impossible: the item's own status, others go on (design rule 10).
  std::optional<Error> trouble;
  bool more = false;    ///< a part of a record, which is kept; others follow
  bool again = false;   ///< a further part of a record that was refused before
  bool unread = false;  ///< the trouble is the record's: that side has what we could not read
  int refused = 0;      ///< the Status, where the trouble's own does not say it
  /// What was coming in parts and was not at its end, when this came in place of the next one.
  std::optional<LostEnd> broken_off;

  /// The Status of the trouble.
  int refusal() const;
  /// It can be done: neither a part nor in trouble.
  bool whole() const { return !trouble && !more; }
};

store::ChangeOp op_of(syncml::ChangeKind kind);

/// Makes `change` bring the record of these octets; its trouble where they are none.
void enter_record(Result<std::string> octets, const content::Kind& kind, const HashKey& key,
                  ReadChange& change);

/// Reads every item of a command. Parts of records are left as they are (ObjectReader). Vendor data
/// (EMI) is heeded only from a portal.
std::vector<ReadChange> read_change(const syncml::ChangeCmd& command, const content::Kind& kind,
                                    const HashKey& key);

/// By command of a Sync, then by item of that command.
using ReadChanges = std::vector<std::vector<ReadChange>>;
ReadChanges read_changes(const syncml::SyncCmd& command, const content::Kind& kind,
                         const HashKey& key);

/// The changes of a Sync, read before it is known for certain which datastore it means.
struct PreparedSync {
  const content::Kind* kind = nullptr;  ///< what they were taken for; none = nothing was read
  ReadChanges changes;
};

class ObjectReader;

/// What must be read otherwise than it was prepared; nothing where `prepared` holds. `kind` is the
/// datastore's: a Sync without Target does not tell it. Records in parts come to their end, by
/// `objects`. Then the manner of that side (its zone, its
/// charset): `ability` learns from each record, and those that depend on it are entered anew.
Result<std::optional<ReadChanges>> read_anew(const syncml::SyncCmd& command,
                                             const PreparedSync& prepared,
                                             const content::Kind& kind, const HashKey& key,
                                             content::Ability& ability, ObjectReader& objects);

/// Writes one. The server names items by Target (the client's name) and, to portals, also by its
/// own as Source; the client by Source (sync rule 6).
syncml::ChangeCmd write_change(const sync::Outgoing& change, const content::Ability& ability,
                               sync::Sender sender, bool portal);

}  // namespace pim::session
