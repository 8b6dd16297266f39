// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "common/content/ability.h"
#include "common/sync/incoming.h"
#include "common/sync/join.h"
#include "common/sync/mass_change.h"
#include "common/sync/policy.h"
#include "common/sync/workset.h"

namespace pim::sync {

/// Whose word counts where the two sides differ (sync rule 40).
enum class Taking : std::uint8_t {
  Merge,      ///< the three-way merge
  TheirsWin,  ///< a mirror of that side: what it says is how it shall be here
  OursWin,    ///< a mirror of ours: nothing changes here, that side is told
};

/// The circumstances under which changes are taken in.
struct Circumstances {
  bool slow = false;    ///< this session could not use anchors
  bool older = false;   ///< the side showed its older anchor (sync rule 17)
  bool portal = false;  ///< the side is a portal of ours (sync rule 3)
  /// The collection held records before this slow sync: what came may be one of them by likeness.
  bool had_records = true;
  bool same_epoch = true;  ///< neither side was restored since the hints were written
  Taking taking = Taking::Merge;
  Policy policy = Policy::Merge;
  /// Counts what changes set; null = a person has decided, nothing is put by.
  MassWatch* watch = nullptr;
  /// A Delete of an event that had ended before leaves that side only (sync rule 35); nothing = it
  /// is a Delete like all others.
  std::optional<Seconds> past = {};
};

/// Decides what an incoming change means and does it to the Workset: one path for a server's
/// commands and for a client's staged rows (design rule 5, sync rules 21 to 31). A decision looks
/// only at the incoming value and at what the Workset holds, so a plan and its execution agree.
class Reconciler {
 public:
  Reconciler(Workset& work, const content::Ability& ability, Circumstances circumstances);

  /// Batches the look-ups of all of them.
  Status preload(std::span<const Incoming> incoming);
  /// Errors: those of the store, and Malformed where content of ours cannot be read.
  Result<Outcome> take(const Incoming& incoming);
  /// A portal's record whose UID none of ours has.
  Result<bool> is_stranger(const Incoming& incoming);

 private:
  Result<Outcome> decide(const Incoming& incoming);
  /// An Add of a name that we know, of a record that is another one.
  Result<bool> is_given_anew(const Incoming& incoming, const store::Item& item,
                             const store::MapRow& row);
  /// An earlier version of the item says just this (sync rule 26).
  Result<bool> was_once(const store::Item& item, std::string_view content);
  Result<Outcome> take_void_delete(const Incoming& incoming, const store::MapRow& row);
  /// The item that this is the next word of, where the one before could not be read; or 0.
  Result<store::ItemId> unread_before(const Incoming& incoming);
  /// What the row makes go out.
  Result<std::optional<store::ChangeOp>> owed(const store::MapRow& row);
  Result<Outcome> take_delete(const Incoming& incoming, store::MapRow* row);
  /// The record is to live on here.
  bool leaves_that_side_only(const Incoming& incoming, const store::Item& item) const;
  Result<Outcome> take_known(const Incoming& incoming, store::Item& item, store::MapRow row);
  /// Merges it against what that side last had.
  Result<Outcome> take_edit(const Incoming& incoming, store::Item& item, store::MapRow row);
  /// It was staged before a slow session that did not show it, since it waited for an answer: that
  /// side may have neither the record nor that name for it any more.
  Result<bool> is_of_before(const Incoming& incoming);
  /// Taken in, such a record goes there as one that side may lack.
  Status leave_unproven(store::ItemId id);
  /// It comes anew, and its change waits for an answer here.
  Result<Outcome> take_waiting(const Incoming& incoming, store::MapRow row);
  Result<Outcome> take_edit_of_tombstone(const Incoming& incoming, store::Item& item,
                                         store::MapRow row);
  Result<Outcome> take_unknown(const Incoming& incoming);
  Result<Outcome> take_unconfirmed(const Incoming& incoming, store::Item& item);
  Result<Outcome> take_tombstone(const Incoming& incoming, store::Item& item);
  Result<Outcome> leave_out(const Incoming& incoming, store::Item& item);
  Result<Outcome> make(const Incoming& incoming, store::ItemId doubtful);
  /// The record under the first free UID of those made by its name.
  Result<content::Entry> renamed(std::string_view stored, unsigned ordinal);
  Result<std::optional<Outcome>> take_hint(const Incoming& incoming);
  /// The content proves what the row of before a slow sync says (sync rule 23).
  Result<bool> is_hinted(const Incoming& incoming, const store::Item& item,
                         const store::MapRow& row);

  // exceptions of series as records of their own (reconcile_parts.cpp)
  /// A part of ours that the record is, which that side names so or whose content it has.
  Result<std::optional<store::PartRow>> named_part(const Incoming& incoming);
  Result<std::optional<store::PartRow>> like_part(const Incoming& incoming);
  Result<std::optional<store::PartRow>> part_by_uid(const Incoming& incoming);
  Status load_free_parts();
  Result<Outcome> take_part(const Incoming& incoming, store::PartRow row);
  Result<Outcome> take_part_delete(const Incoming& incoming, store::PartRow row);
  Result<Outcome> take_lost_part(const Incoming& incoming, store::PartRow row);
  /// A merge of theirs into a part of ours.
  struct PartMerge {
    const content::Part& ours;
    bool ours_edited = false;  ///< since that side had it
    content::Merged& merged;
  };
  Result<Outcome> leave_series(const Incoming& incoming, store::Item& item,
                               const store::PartRow& row, const PartMerge& of);
  Result<content::Merged> merged_part(const Incoming& incoming, const store::Item& item,
                                      const store::PartRow& row, const content::Part& part,
                                      std::optional<std::string> base);
  Status settle_part(const Incoming& incoming, const store::Item& item, store::PartRow row);
  /// A merge of theirs into an item, which was one thing before and is another after it.
  struct Merging {
    store::ItemId item = 0;
    store::Revision rev = 0;  ///< under which the store has what it was before; 0 = it has not
    const std::string& before;
    const std::string& after;
    const std::string& theirs;  ///< the whole record as they say it
  };
  void keep_lost(const Merging& of, content::Merged& merged, Outcome& outcome);

  /// Puts a change by that sets what too many set; nothing = it does not, go on.
  Result<std::optional<Outcome>> hold_back(const Incoming& incoming, const store::Item& item,
                                           store::MapRow row,
                                           const std::optional<std::string>& base,
                                           const content::Merged& result);

  struct MergeWish {
    std::optional<std::string> base;
    bool base_said_by_side = true;
    bool base_unconfirmed = false;
    content::Winner winner = content::Winner::ByTime;
  };
  /// The wish of a mirror: one side's whole record is the edit, the other's is the base.
  Result<MergeWish> mirrored(const Incoming& incoming, const store::Item& item) const;
  Result<content::Merged> merged(const Incoming& incoming, const store::Item& item,
                                 const store::MapRow* row, const MergeWish& wish);
  // by policy (policy.cpp)
  /// Both sides changed one value, and nothing else than the policy says whose is kept.
  bool chooses(const MergeWish& wish, const content::Merged& merged) const {
    return merged.contested && wish.winner == content::Winner::ByTime &&
           is_.taking == Taking::Merge;
  }
  content::Winner winner_of(const Incoming& incoming, const store::Item& item,
                            content::Winner wish) const;
  static bool theirs_newer(const Incoming& incoming, const store::Item& item);
  Result<content::Merged> whole_newer(const Incoming& incoming, const store::Item& item,
                                      content::MergeInput input, content::Merged merged) const;
  Status keep_loser(const Incoming& incoming, const store::Item& item);
  Status apply(const Incoming& incoming, store::Item& item, content::Merged merged,
               const MergeWish& wish, Outcome& outcome);
  bool ours_gave_way(const Merging& of, const content::Lost& lost) const;
  Seconds time_of(const Incoming& incoming, const store::Item& item, const content::Merged& merged,
                  const MergeWish& wish, bool conflict) const;
  Status join_uid(const Incoming& incoming, store::Item& item);
  /// That side has it under a UID that is neither the item's nor another record's.
  Result<bool> brings_uid(const Incoming& incoming, const store::Item& item);
  Result<store::Item*> bring_back(store::Item& item);
  Result<bool> split_from(const store::Item& item, const Incoming& incoming);
  /// Writes the row of an item that now holds what the side sent.
  Status settle(const Incoming& incoming, store::Item& item, std::optional<std::string> told);
  Status release_peer(std::string_view peer_id, store::ItemId keeper);
  Status to_add(store::ItemId item, bool under_new_name);

  Workset& work_;
  const content::Ability& ability_;
  Circumstances is_;
  Joiner joiner_;

  /// A part that no record of that side stands for yet.
  struct FreePart {
    store::PartRow row;
    std::string label;
    std::string record;
  };
  std::vector<FreePart> free_parts_;
  bool free_parts_known_ = false;
};

}  // namespace pim::sync
