// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "common/content/ability.h"
#include "common/sync/reconcile.h"
#include "common/sync/workset.h"

namespace pim::sync {

/// A command of the server, as the client role receives it.
struct ServerChange {
  store::ChangeOp op = store::ChangeOp::Add;
  std::string their_name;  ///< Source: of an Add, and between portals beside Target (sync rule 6)
  std::string our_name;    ///< Target: of Replace and Delete
  content::Entry entry;    ///< of Add and Replace
  std::string content;     ///< octets as received
  Seconds modified = 0;
  std::string consent;
  std::string base_mark;
};

struct StageAnswer {
  int status = 200;
  std::string map_name;  ///< of an Add: our name for it, to be sent as Map
  bool taken = true;     ///< false: without a name it cannot be kept
};

/// Writes what a server sends into the stage (design rule 5): nothing of it touches an item yet.
class Stager {
 public:
  Stager(Workset& work, const content::Ability& ability, Circumstances circumstances);
  /// Batches the look-ups of all of them.
  Status preload(std::span<const ServerChange> changes);
  Result<StageAnswer> stage(const ServerChange& change);
  /// After Workset::flush().
  Status flush();

 private:
  Status preload_waiting(std::span<const ServerChange> changes);
  struct Slot {
    std::optional<store::Staged> row;
    bool dirty = false;
  };
  Result<StageAnswer> stage_add(const ServerChange& change);
  Result<StageAnswer> stage_named(const ServerChange& change);
  /// A name given anew: its record is not the one whose deletion is staged, or was ours.
  Result<bool> is_another(const ServerChange& change, const Slot& slot, const store::MapRow& row);
  Status set_apart(Slot& slot);
  Status withdraw(Slot& slot, const ServerChange& change);
  Result<bool> delete_own(Slot& slot, const ServerChange& change);
  Result<const store::Item*> living_with_uid(std::string_view uid);
  Result<StageAnswer> stage_delete_by_source(const ServerChange& change);
  /// The content proves what the row of before a slow sync says (sync rule 23).
  Result<bool> is_hinted(const ServerChange& change, const store::Item& item,
                         const store::MapRow& row);
  Result<std::optional<StageAnswer>> stage_by_hint(const ServerChange& change,
                                                   const store::MapRow& hint);
  /// A record that comes anew while its change waits for an answer: newer word of that side.
  Result<StageAnswer> stage_waiting(const ServerChange& change, store::MapRow row);
  Result<Slot*> by_peer(const std::string& peer_id);
  Result<store::Staged*> by_reserved(std::string_view our_name);
  /// As the session sees it: void rows are none in a slow one.
  bool counts(const store::Staged& row) const;
  Status put(std::string key, const ServerChange& change, store::ChangeOp op, store::ItemId item,
             store::ItemId reserved);

  Workset& work_;
  const content::Ability& ability_;
  Circumstances is_;
  std::map<std::string, Slot, std::less<>> rows_;
  std::map<store::ItemId, std::string> reserved_;
};

/// Everything comes again in a slow session, or is gone there: what was staged before is void, but
/// for Deletes (sync rule 37). It is marked, and a Stager of the slow session does not see it. But
/// it was acknowledged: where that session breaks it stands, since nobody else may have it any
/// more. False where nothing was staged.
Result<bool> void_stage(const Scope& scope, const store::Pairing& pairing);
/// The slow session has ended well: what is void still is gone there.
Status drop_void_stage(const Scope& scope, const store::Pairing& pairing);

}  // namespace pim::sync
