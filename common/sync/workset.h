// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "common/content/kind.h"
#include "common/store/store.h"
#include "common/sync/part_set.h"

namespace pim::sync {

/// What a piece of work is about. All references outlive the work.
struct Scope {
  store::UnitOfWork& work;
  HashKey key;
  const content::Kind& kind;
  std::string collection;
  store::Author author;
  Seconds now = 0;
  /// Of the side whose records are read; null = they say all themselves.
  const content::Ability* ability = nullptr;
};

/// Whether a Workset will be flushed. A look may stand on a Read transaction: the numbers it gives
/// are its own, beyond all that a store gives. It is never flushed.
enum class Purpose : std::uint8_t { Write, Look };

/// The items, map rows and keys that one transaction touches, each read once and written once: the
/// engine works on these values and flush() writes them in batches. One collection, at most one
/// pairing. What was changed here is seen by every later read here. Not copyable; one thread.
/// Without flush() nothing has happened: that is how a plan is looked at (design rule 5).
class Workset {
 public:
  /// `pairing` may be absent (local edits); the caller stores it after flush().
  Workset(Scope scope, store::Pairing* pairing, Purpose purpose = Purpose::Write);
  Workset(const Workset&) = delete;
  Workset& operator=(const Workset&) = delete;

  const Scope& scope() const { return scope_; }
  store::Pairing* pairing() const { return pairing_; }

  // -- reading; absent = nullptr
  Status preload_peers(std::span<const std::string> peer_ids);
  Status preload_told(std::span<const std::string> names);
  Status preload_rows(std::span<const store::ItemId> items);
  Status preload_items(std::span<const store::ItemId> items);
  Status preload_keys(std::span<const std::uint64_t> keys);
  Result<store::Item*> item(store::ItemId id);
  /// The revision under which the store has the item as it is here; 0 where it was changed here: of
  /// several contents in one work only the last one is written.
  store::Revision stored_rev(const store::Item& item) const;
  /// Older contents of the item stand in the store. Asked once for all items read so far.
  Result<bool> has_versions(store::ItemId id);
  Result<store::MapRow*> row_of(store::ItemId id);
  Result<store::MapRow*> row_by_peer(std::string_view peer_id);
  Result<store::MapRow*> row_by_told(std::string_view told);
  struct KeyHit {
    store::ItemId item = 0;
    store::KeyKind kind = store::KeyKind::Uid;
  };
  Result<std::vector<KeyHit>> by_key(std::uint64_t key);
  /// The row belongs to the living relation, and is no hint of a time before a slow sync.
  bool current(const store::MapRow& row) const;
  /// What a row of before a slow sync still tells (sync rule 23): its peer_id, as a hint only. An
  /// Add sent in the slow sync keeps the hint in its Unconfirmed row, and so does a record that was
  /// not read in it.
  bool hint(const store::MapRow& row) const;
  /// What that side has of the item could not be read when it came (unread.h). Until that side says
  /// more of it, or all anew, nothing of the item goes there.
  bool unread(const store::MapRow& row) const;
  /// Current, and its peer_id is the side's own word, not a hint.
  bool known(const store::MapRow& row) const;
  std::uint64_t uid_key(std::string_view uid) const;

  // -- writing
  Result<store::ItemId> new_id();
  /// How many ids are likely to be needed: they are reserved together.
  void expect_new(std::size_t count) { expected_new_ = count; }
  /// Makes an item of an entered record; its UID must be free among live items.
  Result<store::Item*> create(const content::Entry& entry, Seconds changed_at, store::ItemId id);
  Status change(store::Item& item, std::string content, Seconds changed_at);
  Status touch(store::Item& item, Seconds changed_at);  ///< a new revision, the same content
  Status kill(store::Item& item, std::string_view decision);
  Status revive(store::Item& item);
  Status add_alias(store::ItemId item, std::string_view uid);
  Status drop_alias(store::ItemId item, std::string_view uid);
  void put_row(store::MapRow row);
  void drop_row(store::ItemId item);
  void conflict(store::Conflict row) { conflicts_.push_back(std::move(row)); }

  // -- held rows of this pairing
  Result<bool> is_held(store::ItemId item);
  Result<bool> is_deletion_held(store::ItemId item);
  Result<bool> is_change_held(store::ItemId item);
  Status preload_held(std::span<const store::ItemId> items);
  /// Items whose deletion that side has proposed and nobody has decided yet: those of this work,
  /// and the first `limit` of the store, which are read once. In no order.
  Result<std::vector<store::ItemId>> proposed(std::size_t limit);
  void propose(store::Held row);
  /// The side has the record again: what it proposed is taken back (sync rule 32). What waits for a
  /// person goes on waiting.
  Status drop_proposals(store::ItemId item);
  /// The item has got another revision by that side's own word, which leaves its proposal as it is.
  Status follow_proposals(const store::Item& item);
  /// Newer word of that side has come in, or a person has decided: a change of the item that waits
  /// leaves the stage, with its question.
  Status drop_held_changes(store::ItemId item);

  /// Newer word of that side is put by for the item: what was staged before leaves the stage, and
  /// the question stays.
  void drop_staged_change(store::ItemId item) { unstaged_.push_back(item); }

  /// What that side has as records of their own of series here.
  PartSet& parts() { return parts_; }
  /// A record was written of which that side has not all: its feed must not leave out what was
  /// written here.
  void leave_to_feed() { left_to_feed_ = true; }

  Status flush();
  /// The revisions written that the side's own feed may leave out, after flush(); first = 0 where
  /// there is none.
  store::RevisionRange own_range() const { return left_to_feed_ ? store::RevisionRange{} : range_; }

 private:
  struct ItemSlot {
    std::optional<store::Item> item;
    store::Revision loaded = 0;  // 0 = new
    bool dirty = false;
    bool find_known = false;
    store::ItemFind find;
  };
  struct RowSlot {
    std::optional<store::MapRow> row;
    bool dirty = false;
  };
  struct HeldSlot {
    std::vector<store::Held> rows;
    bool proposed = false;
  };

  void release(store::ItemId item, std::optional<std::string> store::MapRow::*name,
               const std::string& value);
  Status mark(ItemSlot& slot);
  Result<bool> has_key(const store::MatchKey& key);
  void put_key(const store::MatchKey& key);
  void drop_key(const store::MatchKey& key);
  void move_key(store::ItemId item, std::uint64_t from, std::uint64_t to, store::KeyKind kind);
  Result<ItemSlot*> slot(store::ItemId id);
  Result<bool> is_held_as(store::ItemId item, bool deletion);
  template <class Is>
  void forget_held(store::ItemId item, Is is);
  Status write_held();
  RowSlot& cache(store::MapRow row);
  std::vector<store::MatchKey> take_keys_of_made();
  Status write_items();
  Status write_rows();

  Scope scope_;
  store::Pairing* pairing_;
  std::unordered_map<store::ItemId, ItemSlot> items_;
  std::unordered_map<store::ItemId, RowSlot> rows_;
  std::map<std::string, store::ItemId, std::less<>> by_peer_;  // 0 = known to be absent
  std::map<std::string, store::ItemId, std::less<>> by_told_;
  std::unordered_map<std::uint64_t, std::vector<KeyHit>> keys_;
  std::unordered_map<store::ItemId, bool> versions_;  // of those asked for: whether there are any
  std::unordered_map<store::ItemId, HeldSlot> held_;
  bool proposals_known_ = false;
  std::vector<store::MatchKey> new_keys_;
  std::vector<store::MatchKey> old_keys_;
  std::vector<std::int64_t> dropped_held_;
  std::vector<store::ItemId> unstaged_;
  std::vector<store::Conflict> conflicts_;
  std::vector<store::ItemId> settled_;
  std::size_t expected_new_ = 1;
  PartSet parts_;
  bool left_to_feed_ = false;
  Purpose purpose_;
  store::ItemId next_id_ = 0;
  store::ItemId end_id_ = 0;
  store::RevisionRange range_;
};

}  // namespace pim::sync
