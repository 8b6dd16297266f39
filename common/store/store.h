// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/store/types.h"

namespace pim::store {

enum class Access : std::uint8_t { Read, Write };

/// How the change feed is asked: our revisions in (after, upto], ascending, without `skip`.
struct FeedQuery {
  std::string collection = {};
  Revision after = 0;
  Revision upto = 0;
  std::vector<RevisionRange> skip = {};
  PairingId pairing = 0;  ///< its map rows come along
  std::size_t limit = 200;
};

/// An item's head in the feed, with what the pairing knows of it. No content.
struct FeedRow {
  ItemId id = 0;
  Revision rev = 0;
  PairingId origin = 0;
  bool deleted = false;
  std::optional<MapRow> map = {};  ///< of any generation, without base
};

/// A page of items by name. `after_key`/`after_id`: the last row of the page before.
struct PageQuery {
  std::string collection = {};
  std::string after_key = {};
  ItemId after_id = 0;
  /// Folded words: each stands somewhere in ItemFind::text. Empty = all.
  std::string search = {};
  std::size_t limit = 200;
};

/// How an item's versions are asked: those before revision `before`, newest first. As many as
/// `limit`, and no more than fit into `octets` of content, but one at least.
struct VersionQuery {
  ItemId item = 0;
  Revision before = std::numeric_limits<Revision>::max();
  std::size_t limit = 200;
  std::size_t octets = std::numeric_limits<std::size_t>::max();
};

struct ItemWrite {
  Item item = {};  ///< with its new rev: from raise(), one per item
  ItemFind find = {};
  /// Update: the revision the writer has looked at. Conflict where it moved. 0 = insert.
  Revision expected = 0;
};

/// Questions that no person has answered.
struct OpenQuestions {
  std::uint64_t deletions = 0;  ///< held ones that wait
  std::uint64_t changes = 0;    ///< the same
  std::uint64_t conflicts = 0;  ///< values that gave way
  std::uint64_t doubtful = 0;   ///< records that may be the same
  bool operator==(const OpenQuestions&) const = default;
};

struct RunClaim {
  OwnerId owner = 0;
  std::int64_t number = 0;
  std::int64_t fencing = 0;
};

/// One transaction for one owner. What is written is visible to its own reads. Dropping it without
/// commit() rolls back. Used by one thread; never kept across network I/O (design rule 1).
/// Spans are batches: an implementation may send them as one statement. Errors of all functions:
/// Busy, Unavailable, Full, Corrupt, Refused (a constraint or trigger: a row that another table
/// names is missing, a key is taken, a Read transaction writes), Conflict (an expected revision
/// moved), Unknown (commit only). After Refused or Conflict part of a span may have been written:
/// the transaction, or its savepoint, must be rolled back. Order is unspecified where none is
/// named; limit 0 gives nothing; each row comes once, however often a span names it.
class UnitOfWork {
 public:
  virtual ~UnitOfWork() = default;
  virtual OwnerId owner() const = 0;
  virtual Status commit() = 0;
  /// One level of savepoint, for "repeat record by record" and Atomic. A second one replaces the
  /// first; going back keeps it, and makes a transaction usable again after Refused or Conflict.
  virtual Status savepoint() = 0;
  virtual Status rollback_to_savepoint() = 0;

  // -- collections and ids
  virtual Result<std::vector<Collection>> collections() = 0;
  virtual Result<std::optional<Collection>> collection(std::string_view name) = 0;
  /// Makes it (empty, at revision 0) or gives it another display name; the rest stays.
  virtual Status put_collection(const Collection& collection) = 0;
  /// `count` new ids, the first of them. Never given twice, not after rollback_to_savepoint()
  /// either; ids of a transaction that was rolled back as a whole, which nobody has seen, may be.
  /// Every id and number that an owner's rows get comes from this one counter.
  virtual Result<ItemId> reserve_ids(std::size_t count) = 0;
  /// Raises the collection's revision by count; the first revision of the range.
  /// Refused where there is no such collection.
  virtual Result<Revision> raise(std::string_view collection, std::size_t count) = 0;

  // -- items
  /// In no particular order; unknown ids are left out.
  virtual Result<std::vector<Item>> items(std::span<const ItemId> ids) = 0;
  virtual Result<std::vector<FeedRow>> feed(const FeedQuery& query) = 0;
  /// Live items by (sort key, id), octet by octet.
  virtual Result<std::vector<Item>> page(const PageQuery& query) = 0;
  /// Inserts and updates; keeps the live count, and writes an ItemVersion of what an update ends.
  /// Refused: an insert whose id is taken, a revision that was not raised or is another item's,
  /// another collection than before.
  virtual Status write_items(std::span<const ItemWrite> writes, const Author& author,
                             Seconds at) = 0;
  virtual Result<std::vector<ItemVersion>> versions(const VersionQuery& query) = 0;
  /// Versions of an item, newest first, at most limit.
  Result<std::vector<ItemVersion>> versions(ItemId item, std::size_t limit) {
    VersionQuery query;
    query.item = item;
    query.limit = limit;
    return versions(query);
  }
  /// Those of the items that have a version, in no particular order: one question about many, for
  /// most items were never changed.
  virtual Result<std::vector<ItemId>> with_versions(std::span<const ItemId> items) = 0;
  /// The content of an item at a revision, be it the present one or a version.
  virtual Result<std::optional<std::string>> content_at(ItemId item, Revision rev) = 0;

  // -- match keys: rows of their own, whatever becomes of the item; one row per (key, item, kind)
  virtual Result<std::vector<MatchKey>> find_keys(std::string_view collection,
                                                  std::span<const std::uint64_t> keys) = 0;
  /// One scan of item_find for all of them: live items that have one of the weak keys, a row for
  /// each key they have. `kind` says nothing here.
  virtual Result<std::vector<MatchKey>> find_weak(std::string_view collection,
                                                  std::span<const std::uint64_t> keys) = 0;
  virtual Status put_keys(std::string_view collection, std::span<const MatchKey> keys) = 0;
  /// Keys that are new, as those of an item just made are. Refused: one that is there already.
  virtual Status add_keys(std::string_view collection, std::span<const MatchKey> keys) = 0;
  virtual Status drop_keys(std::string_view collection, std::span<const MatchKey> keys) = 0;

  // -- pairings and maps
  virtual Result<std::optional<Pairing>> pairing(PairingId id) = 0;
  virtual Result<std::optional<Pairing>> find_pairing(std::string_view side,
                                                      std::int64_t device_password,
                                                      std::string_view collection,
                                                      std::string_view remote_uri) = 0;
  virtual Result<std::vector<Pairing>> pairings() = 0;
  /// id 0 makes one and returns its id. Refused: a second one for the same (side, device password,
  /// collection, remote URI), an unknown id or collection.
  virtual Result<PairingId> put_pairing(const Pairing& pairing) = 0;
  virtual Result<std::vector<MapRow>> maps_by_peer(PairingId pairing,
                                                   std::span<const std::string> peer_ids) = 0;
  virtual Result<std::vector<MapRow>> maps_by_told(PairingId pairing,
                                                   std::span<const std::string> told) = 0;
  virtual Result<std::vector<MapRow>> maps_of(PairingId pairing, std::span<const ItemId> items) = 0;
  /// Rows that are not Mapped, due at `due_by`, by (retry_at, item) after the given row.
  virtual Result<std::vector<MapRow>> open_maps(PairingId pairing, Seconds due_by,
                                                Seconds after_retry, ItemId after_item,
                                                std::size_t limit) = 0;
  /// Upserts by item, in the order given. A peer_id or told names one row: another row of the
  /// pairing that has it is removed. The item itself need not be there yet (a reserved id).
  virtual Status put_maps(PairingId pairing, std::span<const MapRow> rows) = 0;
  virtual Status drop_maps(PairingId pairing, std::span<const ItemId> items) = 0;
  /// Removes at most limit hints of generations before `generation` (Unconfirmed and ToAdd rows
  /// stay, and what has failed and is tried NeverAgain); how many.
  virtual Result<std::size_t> drop_hints(PairingId pairing, std::uint64_t generation,
                                         std::size_t limit) = 0;

  // -- parts: exceptions of series that a side has as records of their own. Rows of their own,
  // -- whatever becomes of the item and of its map: that side still has to be told.
  virtual Result<std::vector<PartRow>> parts_by_peer(PairingId pairing,
                                                     std::span<const std::string> peer_ids) = 0;
  virtual Result<std::vector<PartRow>> parts_by_name(PairingId pairing,
                                                     std::span<const ItemId> names) = 0;
  virtual Result<std::vector<PartRow>> parts_of(PairingId pairing,
                                                std::span<const ItemId> items) = 0;
  /// All of the pairing, by name after the given one.
  virtual Result<std::vector<PartRow>> parts(PairingId pairing, ItemId after_name,
                                             std::size_t limit) = 0;
  /// Rows that are not Mapped, due at `due_by`, by (retry_at, name) after the given row.
  virtual Result<std::vector<PartRow>> open_parts(PairingId pairing, Seconds due_by,
                                                  Seconds after_retry, ItemId after_name,
                                                  std::size_t limit) = 0;
  /// Upserts by name, in the order given. A peer_id names one row: another row of the pairing that
  /// has it is removed.
  virtual Status put_parts(PairingId pairing, std::span<const PartRow> rows) = 0;
  virtual Status drop_parts(PairingId pairing, std::span<const ItemId> names) = 0;

  // -- stage
  virtual Result<std::vector<Staged>> staged_by_peer(PairingId pairing,
                                                     std::span<const std::string> peer_ids) = 0;
  virtual Result<std::vector<Staged>> staged_by_reserved(PairingId pairing,
                                                         std::span<const ItemId> reserved) = 0;
  /// Which of these items have a staged row.
  virtual Result<std::vector<Staged>> staged_for_items(PairingId pairing,
                                                       std::span<const ItemId> items) = 0;
  /// Deletes first, then the others, each by peer id, after the given row; empty peer id = from
  /// the start.
  virtual Result<std::vector<Staged>> staged(PairingId pairing, ChangeOp after_op,
                                             std::string_view after_peer, std::size_t limit) = 0;
  virtual Status put_staged(PairingId pairing, std::span<const Staged> rows) = 0;
  virtual Status drop_staged(PairingId pairing, std::span<const std::string> peer_ids) = 0;

  // -- held, conflicts: lists by number; a number that is not 0 must be there (else Refused)
  virtual Result<std::vector<Held>> held(PairingId pairing, std::optional<HeldState> state,
                                         std::int64_t after, std::size_t limit) = 0;
  virtual Result<std::vector<Held>> held_for_items(PairingId pairing,
                                                   std::span<const ItemId> items) = 0;
  virtual Result<std::size_t> count_held(PairingId pairing, HeldState state,
                                         bool without_consent) = 0;
  virtual Result<std::vector<Held>> all_held(std::int64_t after, std::size_t limit) = 0;
  /// Those of all pairings that wait for a person.
  virtual Result<std::vector<Held>> waiting_held(std::int64_t after, std::size_t limit) = 0;
  virtual Status put_held(std::span<const Held> rows) = 0;  ///< number 0 makes one
  virtual Status drop_held(std::span<const std::int64_t> numbers) = 0;
  virtual Result<std::vector<Conflict>> conflicts(std::int64_t after, std::size_t limit) = 0;
  /// Those without a choice, however many are settled.
  virtual Result<std::vector<Conflict>> open_conflicts(std::int64_t after, std::size_t limit) = 0;
  virtual Status put_conflicts(std::span<const Conflict> rows) = 0;  ///< number 0 makes one
  /// Open doubtful matches that name one of these items are settled (sync rule 31): their choice
  /// becomes ChoiceGone (standard.h).
  virtual Status settle_doubtful(std::span<const ItemId> items) = 0;
  /// What waits of this owner, counted without reading any row of it.
  virtual Result<OpenQuestions> open_questions() = 0;

  // -- sessions
  virtual Result<std::optional<Session>> session(std::string_view handle) = 0;
  /// Ended or not; of several the one updated last.
  virtual Result<std::optional<Session>> find_session(SessionRole role, std::string_view device,
                                                      std::string_view session_id) = 0;
  virtual Status put_session(const Session& session) = 0;
  virtual Status drop_session(std::string_view handle) = 0;       ///< with its parts
  virtual Result<std::size_t> count_sessions(Seconds since) = 0;  ///< not ended

  // -- octets that a session keeps beside its row: a record on its way in several parts
  /// `slot`: which of the session's; `part`: its place among the slot's parts, from 0 on.
  virtual Status put_session_part(std::string_view handle, std::int64_t slot, std::int64_t part,
                                  std::string_view octets) = 0;
  /// At most `count` parts from `first` on, joined; empty where there are none.
  virtual Result<std::string> session_parts(std::string_view handle, std::int64_t slot,
                                            std::int64_t first, std::int64_t count) = 0;
  virtual Status drop_session_parts(std::string_view handle, std::int64_t slot) = 0;

  // -- passwords of devices
  virtual Result<std::vector<Device>> devices() = 0;  ///< by number
  /// number 0 makes one. Refused where there is no such device.
  virtual Result<std::int64_t> put_device(const Device& device) = 0;
  virtual Status drop_device(std::int64_t number) = 0;

  // -- connections and runs
  virtual Result<std::vector<Connection>> connections() = 0;  ///< by number
  virtual Result<std::optional<Connection>> connection(std::int64_t number) = 0;
  virtual Result<std::int64_t> put_connection(const Connection& connection) = 0;  ///< 0 makes one
  virtual Status drop_connection(std::int64_t number) = 0;  ///< its runs stay, as history
  virtual Result<std::optional<Run>> run(std::int64_t number) = 0;
  /// Newest first, below the given number; 0 = from the newest.
  virtual Result<std::vector<Run>> runs(std::int64_t before, std::size_t limit) = 0;
  /// The same of one connection.
  virtual Result<std::vector<Run>> runs_of(std::int64_t connection, std::int64_t before,
                                           std::size_t limit) = 0;
  /// The newest of the connection that did its work: no plan, and Waiting or Done.
  virtual Result<std::optional<Run>> last_good_run(std::int64_t connection) = 0;
  /// The runs of this connection that are Due or Running, by number.
  virtual Result<std::vector<Run>> live_runs(std::int64_t connection) = 0;
  /// number 0 makes one. Conflict where the stored fencing number is higher than the run's.
  virtual Result<std::int64_t> put_run(const Run& run) = 0;
  /// Upserts by line. Refused where there is no such run.
  virtual Status put_run_items(std::int64_t run, std::span<const RunItem> lines) = 0;
  virtual Status drop_run_items(std::int64_t run) = 0;
  virtual Result<std::vector<RunItem>> run_items(std::int64_t run, std::int64_t after,
                                                 std::size_t limit) = 0;
};

/// Exact counts of work, for tests and benchmarks.
struct Counters {
  std::uint64_t statements = 0;
  std::uint64_t rows_read = 0;
  std::uint64_t full_scan_steps = 0;
  std::uint64_t transactions = 0;
  std::uint64_t longest_transaction_us = 0;  ///< write transactions, gate excluded
};

/// The place where records live. Thread-safe. begin() waits for a writer's turn at most 5 s: Busy.
/// A Read transaction sees the state committed when it began, waits for no writer and holds none
/// up. An owner that is not there reads as empty, and writing to it is Refused.
class Store {
 public:
  virtual ~Store() = default;
  virtual Result<std::unique_ptr<UnitOfWork>> begin(OwnerId owner, Access access) = 0;

  /// Per-store key of match keys, fingerprints and session handles.
  virtual HashKey key() const = 0;
  /// Finds or makes the portal of a virtual host; a new one takes `new_id` as its permanent id and
  /// starts at FirstEpoch (standard.h).
  virtual Result<Portal> portal(std::string_view name, std::string_view new_id) = 0;
  /// A restore was noticed (design rule 9): a new epoch, and id counters of its owners skip ahead
  /// by EpochIdSkip (standard.h). The epoch is `now`, or one higher where it is not below that: a
  /// backup that is put back twice must not have the same epoch twice. NotFound.
  virtual Result<Portal> renew_epoch(std::string_view name, Seconds now) = 0;
  /// Finds the user's owner row, or makes it with its standard_collections() (standard.h).
  /// NotFound where there is no such portal.
  virtual Result<Owner> owner(std::string_view portal, std::string_view name) = 0;
  virtual Result<std::optional<Owner>> find_owner(OwnerId id) = 0;
  /// Never makes one: for callers who have not signed in yet.
  virtual Result<std::optional<Owner>> find_owner(std::string_view portal,
                                                  std::string_view name) = 0;

  // Across owners (the only such queries; one file per implementation):
  /// Claims at most `limit` runs of this portal that are Due at `now`, or Running with a lease that
  /// ended (lease_until <= now) or whose holder is in `gone`, the longest due first; they become
  /// Running with the lease and a new fencing number (+ 1). Times further ahead than
  /// limits::MaxRunWait were set before the clock jumped back, and count as come.
  virtual Result<std::vector<RunClaim>> claim_runs(std::string_view portal, std::string_view holder,
                                                   std::span<const std::string> gone, Seconds now,
                                                   Seconds lease_until, std::size_t limit) = 0;
  /// Prolongs leases of running runs that still have this fencing number; how many.
  virtual Result<std::size_t> renew_leases(std::span<const RunClaim> claims,
                                           Seconds lease_until) = 0;
  /// The holders of all running runs of the portal, to find those that are gone.
  virtual Result<std::vector<std::string>> holders(std::string_view portal) = 0;
  /// Removes at most `limit` rows that ended: sessions not touched since, runs (Done, Failed,
  /// Cancelled) finished before, after their lines; how many. Called again until it says 0. So are
  /// Waiting ones whose questions are answered, since the owner has no held row, or stand with a
  /// later run of the connection (Waiting or Done, no plan).
  virtual Result<std::size_t> purge(Seconds sessions_before, Seconds runs_before,
                                    std::size_t limit) = 0;

  /// Of all owners, counted in indexes that hold nothing else.
  virtual Result<OpenQuestions> open_questions() = 0;

  virtual Counters counters() const = 0;
};

}  // namespace pim::store
