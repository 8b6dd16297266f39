// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "common/sql/keys.h"
#include "common/sql/transaction.h"
#include "common/store/store.h"

namespace pim::sql {

/// A batch in ascending order, each once: neighbours in the tree are read together.
template <class Value>
std::vector<Value> in_order(std::span<const Value> values) {
  std::vector<Value> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

/// Of rows with the same name the last one, in the order given: one statement cannot write a row
/// twice.
template <class Row, class Name>
std::vector<const Row*> last_of_each(std::span<const Row> rows, Name Row::*name) {
  std::vector<const Row*> last;
  std::set<Name> seen;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if (seen.insert((*row).*name).second) {
      last.push_back(&*row);
    }
  }
  std::reverse(last.begin(), last.end());
  return last;
}

/// LIMIT takes a signed number.
inline std::int64_t limit_of(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, std::size_t{1} << 40U));
}

/// What of a session can be long: a short state stands in the session's row, the rest in chunks of
/// this kind.
/// Behind them stand the slots of records on their way, each a kind of its own.
enum class SessionPart : std::uint8_t { State, Reply, Request, Slots };

/// UnitOfWork over one transaction of either database. The tables of each unit_*.cpp are its own.
/// After a failed write nothing works but rollback_to_savepoint() and the end: half a batch is
/// never committed.
class Unit final : public store::UnitOfWork {
 public:
  Unit(store::OwnerId owner, std::unique_ptr<Transaction> transaction)
      : owner_(owner), transaction_(std::move(transaction)) {}

  store::OwnerId owner() const override { return owner_; }
  Status commit() override;
  Status savepoint() override;
  Status rollback_to_savepoint() override;

  Result<std::vector<store::Collection>> collections() override;
  Result<std::optional<store::Collection>> collection(std::string_view name) override;
  Status put_collection(const store::Collection& collection) override;
  Result<store::ItemId> reserve_ids(std::size_t count) override;
  Result<store::Revision> raise(std::string_view collection, std::size_t count) override;

  Result<std::vector<store::Item>> items(std::span<const store::ItemId> ids) override;
  Result<std::vector<store::FeedRow>> feed(const store::FeedQuery& query) override;
  Result<std::vector<store::Item>> page(const store::PageQuery& query) override;
  Status write_items(std::span<const store::ItemWrite> writes, const store::Author& author,
                     Seconds at) override;
  Result<std::vector<store::ItemVersion>> versions(const store::VersionQuery& query) override;
  Result<std::vector<store::ItemId>> with_versions(std::span<const store::ItemId> items) override;
  Result<std::optional<std::string>> content_at(store::ItemId item, store::Revision rev) override;

  Result<std::vector<store::MatchKey>> find_keys(std::string_view collection,
                                                 std::span<const std::uint64_t> keys) override;
  Result<std::vector<store::MatchKey>> find_weak(std::string_view collection,
                                                 std::span<const std::uint64_t> keys) override;
  Status put_keys(std::string_view collection, std::span<const store::MatchKey> keys) override;
  Status add_keys(std::string_view collection, std::span<const store::MatchKey> keys) override;
  Status drop_keys(std::string_view collection, std::span<const store::MatchKey> keys) override;

  Result<std::optional<store::Pairing>> pairing(store::PairingId id) override;
  Result<std::optional<store::Pairing>> find_pairing(std::string_view side,
                                                     std::int64_t device_password,
                                                     std::string_view collection,
                                                     std::string_view remote_uri) override;
  Result<std::vector<store::Pairing>> pairings() override;
  Result<store::PairingId> put_pairing(const store::Pairing& pairing) override;
  Result<std::vector<store::MapRow>> maps_by_peer(store::PairingId pairing,
                                                  std::span<const std::string> peer_ids) override;
  Result<std::vector<store::MapRow>> maps_by_told(store::PairingId pairing,
                                                  std::span<const std::string> told) override;
  Result<std::vector<store::MapRow>> maps_of(store::PairingId pairing,
                                             std::span<const store::ItemId> items) override;
  Result<std::vector<store::MapRow>> open_maps(store::PairingId pairing, Seconds due_by,
                                               Seconds after_retry, store::ItemId after_item,
                                               std::size_t limit) override;
  Status put_maps(store::PairingId pairing, std::span<const store::MapRow> rows) override;
  Status drop_maps(store::PairingId pairing, std::span<const store::ItemId> items) override;
  Result<std::size_t> drop_hints(store::PairingId pairing, std::uint64_t generation,
                                 std::size_t limit) override;

  Result<std::vector<store::PartRow>> parts_by_peer(store::PairingId pairing,
                                                    std::span<const std::string> peer_ids) override;
  Result<std::vector<store::PartRow>> parts_by_name(store::PairingId pairing,
                                                    std::span<const store::ItemId> names) override;
  Result<std::vector<store::PartRow>> parts_of(store::PairingId pairing,
                                               std::span<const store::ItemId> items) override;
  Result<std::vector<store::PartRow>> parts(store::PairingId pairing, store::ItemId after_name,
                                            std::size_t limit) override;
  Result<std::vector<store::PartRow>> open_parts(store::PairingId pairing, Seconds due_by,
                                                 Seconds after_retry, store::ItemId after_name,
                                                 std::size_t limit) override;
  Status put_parts(store::PairingId pairing, std::span<const store::PartRow> rows) override;
  Status drop_parts(store::PairingId pairing, std::span<const store::ItemId> names) override;

  Result<std::vector<store::Staged>> staged_by_peer(store::PairingId pairing,
                                                    std::span<const std::string> peer_ids) override;
  Result<std::vector<store::Staged>> staged_by_reserved(
      store::PairingId pairing, std::span<const store::ItemId> reserved) override;
  Result<std::vector<store::Staged>> staged_for_items(
      store::PairingId pairing, std::span<const store::ItemId> items) override;
  Result<std::vector<store::Staged>> staged(store::PairingId pairing, store::ChangeOp after_op,
                                            std::string_view after_peer,
                                            std::size_t limit) override;
  Status put_staged(store::PairingId pairing, std::span<const store::Staged> rows) override;
  Status drop_staged(store::PairingId pairing, std::span<const std::string> peer_ids) override;

  Result<std::vector<store::Held>> held(store::PairingId pairing,
                                        std::optional<store::HeldState> state, std::int64_t after,
                                        std::size_t limit) override;
  Result<std::vector<store::Held>> held_for_items(store::PairingId pairing,
                                                  std::span<const store::ItemId> items) override;
  Result<std::size_t> count_held(store::PairingId pairing, store::HeldState state,
                                 bool without_consent) override;
  Result<std::vector<store::Held>> all_held(std::int64_t after, std::size_t limit) override;
  Result<std::vector<store::Held>> waiting_held(std::int64_t after, std::size_t limit) override;
  Status put_held(std::span<const store::Held> rows) override;
  Status drop_held(std::span<const std::int64_t> numbers) override;
  Result<std::vector<store::Conflict>> conflicts(std::int64_t after, std::size_t limit) override;
  Result<std::vector<store::Conflict>> open_conflicts(std::int64_t after,
                                                      std::size_t limit) override;
  Status put_conflicts(std::span<const store::Conflict> rows) override;
  Status settle_doubtful(std::span<const store::ItemId> items) override;
  Result<store::OpenQuestions> open_questions() override;

  Result<std::optional<store::Session>> session(std::string_view handle) override;
  Result<std::optional<store::Session>> find_session(store::SessionRole role,
                                                     std::string_view device,
                                                     std::string_view session_id) override;
  Status put_session(const store::Session& session) override;
  Status drop_session(std::string_view handle) override;
  Result<std::size_t> count_sessions(Seconds since) override;
  Status put_session_part(std::string_view handle, std::int64_t slot, std::int64_t part,
                          std::string_view octets) override;
  Result<std::string> session_parts(std::string_view handle, std::int64_t slot, std::int64_t first,
                                    std::int64_t count) override;
  Status drop_session_parts(std::string_view handle, std::int64_t slot) override;

  Result<std::vector<store::Device>> devices() override;
  Result<std::int64_t> put_device(const store::Device& device) override;
  Status drop_device(std::int64_t number) override;

  Result<std::vector<store::Connection>> connections() override;
  Result<std::optional<store::Connection>> connection(std::int64_t number) override;
  Result<std::int64_t> put_connection(const store::Connection& connection) override;
  Status drop_connection(std::int64_t number) override;
  Result<std::optional<store::Run>> run(std::int64_t number) override;
  Result<std::vector<store::Run>> runs(std::int64_t before, std::size_t limit) override;
  Result<std::vector<store::Run>> runs_of(std::int64_t connection, std::int64_t before,
                                          std::size_t limit) override;
  Result<std::optional<store::Run>> last_good_run(std::int64_t connection) override;
  Result<std::vector<store::Run>> live_runs(std::int64_t connection) override;
  Result<std::int64_t> put_run(const store::Run& run) override;
  Status put_run_items(std::int64_t run, std::span<const store::RunItem> lines) override;
  Status drop_run_items(std::int64_t run) override;
  Result<std::vector<store::RunItem>> run_items(std::int64_t run, std::int64_t after,
                                                std::size_t limit) override;

 private:
  /// A collection as this transaction sees it; its number stands in the items.
  struct Known {
    std::int64_t number = 0;
    store::Collection row;
  };

  /// A pairing that is there, and where its hints are (see the schema).
  struct KnownPairing {
    store::PairingId id = 0;
    store::ItemId hint_cursor = 0;
    std::uint64_t oldest_hint = 0;
  };

  // -- statements
  /// The head of every function that reads.
  Result<Statement> reading(const char* sql, Use use = Use::Once);
  /// The head of every function that writes.
  Status writable();
  Result<Statement> writing(const char* sql, Use use = Use::Once);
  /// Nothing but a rollback works from here on.
  Failure spoil(Error error);
  Failure spoil(ErrorCode code, std::string message);
  template <class T>
  Result<T> guard(Result<T> result) {
    return result ? std::move(result) : Result<T>(spoil(std::move(result.error())));
  }
  /// Runs a statement that writes; how many rows it changed.
  template <class... Values>
  Result<std::int64_t> write(const char* sql, const Values&... values) {
    PIM_TRY(Statement statement, writing(sql));
    PIM_CHECK(guard(statement.run(values...)));
    return statement.changes();
  }
  /// Does not wait for its end, which settle() or the next statement does: for what cannot fail by
  /// what the caller gave.
  template <class... Values>
  Status write_later(const char* sql, const Values&... values) {
    PIM_TRY(Statement statement, writing(sql, Use::Many));
    PIM_CHECK(guard(statement.add(values...)));
    return guard(statement.finish_later());
  }
  /// All rows.
  template <class T, class... Values>
  Result<std::vector<T>> select(const char* sql, T (*read)(Row), const Values&... values) {
    PIM_TRY(Statement statement, reading(sql));
    std::vector<T> found;
    PIM_TRY(bool more, statement.first(values...));
    while (more) {
      found.push_back(read(statement.row()));
      PIM_TRY(more, statement.next());
    }
    return found;
  }
  template <class T, class... Values>
  Result<std::optional<T>> select_one(const char* sql, T (*read)(Row), const Values&... values) {
    PIM_TRY(Statement statement, reading(sql));
    PIM_TRY(const bool row, statement.first(values...));
    return row ? std::optional<T>(read(statement.row())) : std::nullopt;
  }
  /// The rows of each value of a batch; the value is the last one bound, as EACH(?n).
  template <class T, class Batch, class... Values>
  Result<std::vector<T>> select_each(const char* sql, T (*read)(Row), const Batch& batch,
                                     const Values&... values) {
    std::vector<T> found;
    if (batch.empty()) {
      return found;
    }
    PIM_TRY(Statement statement, reading(sql, Use::Each));
    found.reserve(batch.size());
    const auto gather = [&](Result<bool> more) -> Status {
      while (more && *more) {
        found.push_back(read(statement.row()));
        more = statement.next();
      }
      return more ? Status() : Status(pass(more));
    };
    if (statement.takes_lists()) {
      PIM_CHECK(gather(statement.first(values..., batch)));
      return found;
    }
    for (const auto& each : batch) {
      PIM_CHECK(gather(statement.first(values..., each)));
    }
    return found;
  }
  /// Runs a writing statement for each value of a batch.
  template <class Batch, class... Values>
  Status write_each(const char* sql, const Batch& batch, const Values&... values) {
    PIM_CHECK(write_each_later(sql, batch, values...));
    return guard(transaction_->settle());
  }
  /// Does not wait for it: settle() does.
  template <class Batch, class... Values>
  Status write_each_later(const char* sql, const Batch& batch, const Values&... values) {
    PIM_TRY(Statement statement, writing(sql, Use::Many));
    for (const auto& each : batch) {
      PIM_CHECK(guard(statement.add(values..., each)));
    }
    return guard(statement.finish_later());
  }

  // -- unit_collections.cpp
  Status load_collections();
  /// Null where there is none.
  Result<Known*> known(std::string_view collection);
  /// The number of a collection that must be there.
  Result<std::int64_t> number_of(std::string_view collection);
  std::string name_of_number(std::int64_t number) const;
  Status load_next_id();
  Result<store::ItemId> next_number() { return reserve_ids(1); }
  Status store_next_id();

  // -- unit_items.cpp
  Status insert_item(Statement& insert, const store::Item& item, std::int64_t collection);
  Status update_item(const store::ItemWrite& write, std::int64_t collection,
                     const store::Author& author, Seconds at, std::int64_t& live);
  Status update_items(std::span<const store::ItemWrite* const> updates, std::int64_t collection,
                      const store::Author& author, Seconds at, std::int64_t& live);
  Failure not_updated(const store::ItemWrite& write);
  /// An item's search text comes, changes or goes.
  struct FindWriter {
    Statement& add;
    Statement& put;
    Statement& drop;
  };
  Status write_find(FindWriter& writer, const store::ItemWrite& write, std::int64_t collection);
  std::size_t writable_together(std::span<const store::ItemWrite> writes) const;
  Status write_together(std::span<const store::ItemWrite> writes, const store::Author& author,
                        Seconds at);
  Status check_revision(const store::Item& item, const Known* collection);
  Status move_live(Known& collection, std::int64_t by);

  // -- unit_feed.cpp
  Result<std::vector<store::FeedRow>> feed_in_two(const store::FeedQuery& query,
                                                  std::int64_t collection);

  // -- unit_find.cpp
  Result<bool> walk_names(const store::PageQuery& query, std::int64_t collection,
                          std::vector<store::ItemId>& hits);
  Status scan_texts(const store::PageQuery& query, std::int64_t collection,
                    std::vector<store::ItemId>& hits);
  Result<std::vector<store::ItemId>> texts_with_words(const store::PageQuery& query,
                                                      std::int64_t& after, std::int64_t last);
  Result<std::vector<store::Item>> page_of_search(const store::PageQuery& query,
                                                  std::int64_t collection);

  // -- unit_keys.cpp
  Status insert_keys(const char* sql, std::string_view collection,
                     std::span<const store::MatchKey> keys);

  // -- unit_weak.cpp
  Result<bool> index_weak(const Known& collection);
  Result<std::vector<store::MatchKey>> weak_by_index(
      const Known& collection, const std::unordered_set<std::uint64_t>& wanted);
  Result<std::vector<store::MatchKey>> weak_by_scan(
      const Known& collection, const std::unordered_set<std::uint64_t>& wanted);

  // -- unit_maps.cpp
  Status put_map_set(store::PairingId pairing, std::span<const store::MapRow> rows);
  Status put_map(Statement& put, store::PairingId pairing, const store::MapRow& row);
  /// What drop_hints() was asked for.
  struct HintWalk {
    store::PairingId pairing = 0;
    std::uint64_t generation = 0;
    std::size_t limit = 0;
  };
  struct Walked {
    std::size_t rows = 0;
    bool to_the_end = false;
  };
  Result<Walked> walk_maps(const HintWalk& walk, store::ItemId last, std::size_t rows,
                           store::ItemId& cursor, std::vector<store::ItemId>& hints);
  Status set_hints(KnownPairing& pairing, std::uint64_t oldest_hint, store::ItemId cursor);

  // -- unit_conflicts.cpp
  Status count_conflicts(store::OpenQuestions& open);

  // -- unit_pairings.cpp
  /// Null where there is none.
  Result<KnownPairing*> find_known(store::PairingId pairing);
  Status known_pairing(store::PairingId pairing);

  // -- unit_sessions.cpp
  Status read_part(const std::string& handle, SessionPart part, std::int64_t length,
                   std::string& octets);
  Status write_part(const std::string& handle, SessionPart part, std::size_t length_before,
                    const std::string& octets);

  const store::OwnerId owner_;
  std::unique_ptr<Transaction> transaction_;
  bool spoilt_ = false;
  bool has_savepoint_ = false;
  std::optional<std::vector<Known>> collections_;
  std::optional<store::ItemId> next_id_;
  store::ItemId stored_next_id_ = 0;
  std::vector<KnownPairing> known_pairings_;
};

}  // namespace pim::sql
