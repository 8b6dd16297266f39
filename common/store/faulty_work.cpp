// SPDX-License-Identifier: Apache-2.0
#include "common/store/faulty_work.h"

namespace pim::store {

template <class Function, class... Arguments>
auto FaultyWork::call(std::string_view name, Function function, Arguments&&... arguments) {
  using Answer = std::invoke_result_t<Function, UnitOfWork&, Arguments...>;
  if (auto error = plan_.next(name)) {
    return Answer(Failure(std::move(*error)));
  }
  return std::invoke(function, *inner_, std::forward<Arguments>(arguments)...);
}

Status FaultyWork::commit() {
  PIM_CHECK(call("commit", &UnitOfWork::commit));
  if (auto error = plan_.next_done("commit-done")) {
    return Failure(std::move(*error));
  }
  return {};
}

Status FaultyWork::savepoint() {
  return call("savepoint", &UnitOfWork::savepoint);
}

Status FaultyWork::rollback_to_savepoint() {
  return call("rollback_to_savepoint", &UnitOfWork::rollback_to_savepoint);
}

Result<std::vector<Collection>> FaultyWork::collections() {
  return call("collections", &UnitOfWork::collections);
}

Result<std::optional<Collection>> FaultyWork::collection(std::string_view name) {
  return call("collection", &UnitOfWork::collection, name);
}

Status FaultyWork::put_collection(const Collection& collection) {
  return call("put_collection", &UnitOfWork::put_collection, collection);
}

Result<ItemId> FaultyWork::reserve_ids(std::size_t count) {
  return call("reserve_ids", &UnitOfWork::reserve_ids, count);
}

Result<Revision> FaultyWork::raise(std::string_view collection, std::size_t count) {
  return call("raise", &UnitOfWork::raise, collection, count);
}

Result<std::vector<Item>> FaultyWork::items(std::span<const ItemId> ids) {
  return call("items", &UnitOfWork::items, ids);
}

Result<std::vector<FeedRow>> FaultyWork::feed(const FeedQuery& query) {
  return call("feed", &UnitOfWork::feed, query);
}

Result<std::vector<Item>> FaultyWork::page(const PageQuery& query) {
  return call("page", &UnitOfWork::page, query);
}

Status FaultyWork::write_items(std::span<const ItemWrite> writes, const Author& author,
                               Seconds at) {
  return call("write_items", &UnitOfWork::write_items, writes, author, at);
}

Result<std::vector<ItemVersion>> FaultyWork::versions(const VersionQuery& query) {
  using ByQuery = Result<std::vector<ItemVersion>> (UnitOfWork::*)(const VersionQuery&);
  return call("versions", static_cast<ByQuery>(&UnitOfWork::versions), query);
}

Result<std::vector<ItemId>> FaultyWork::with_versions(std::span<const ItemId> items) {
  return call("with_versions", &UnitOfWork::with_versions, items);
}

Result<std::optional<std::string>> FaultyWork::content_at(ItemId item, Revision rev) {
  return call("content_at", &UnitOfWork::content_at, item, rev);
}

Result<std::vector<MatchKey>> FaultyWork::find_keys(std::string_view collection,
                                                    std::span<const std::uint64_t> keys) {
  return call("find_keys", &UnitOfWork::find_keys, collection, keys);
}

Result<std::vector<MatchKey>> FaultyWork::find_weak(std::string_view collection,
                                                    std::span<const std::uint64_t> keys) {
  return call("find_weak", &UnitOfWork::find_weak, collection, keys);
}

Status FaultyWork::put_keys(std::string_view collection, std::span<const MatchKey> keys) {
  return call("put_keys", &UnitOfWork::put_keys, collection, keys);
}

Status FaultyWork::add_keys(std::string_view collection, std::span<const MatchKey> keys) {
  return call("add_keys", &UnitOfWork::add_keys, collection, keys);
}

Status FaultyWork::drop_keys(std::string_view collection, std::span<const MatchKey> keys) {
  return call("drop_keys", &UnitOfWork::drop_keys, collection, keys);
}

Result<std::optional<Pairing>> FaultyWork::pairing(PairingId id) {
  return call("pairing", &UnitOfWork::pairing, id);
}

Result<std::optional<Pairing>> FaultyWork::find_pairing(std::string_view side,
                                                        std::int64_t device_password,
                                                        std::string_view collection,
                                                        std::string_view remote_uri) {
  return call("find_pairing", &UnitOfWork::find_pairing, side, device_password, collection,
              remote_uri);
}

Result<std::vector<Pairing>> FaultyWork::pairings() {
  return call("pairings", &UnitOfWork::pairings);
}

Result<PairingId> FaultyWork::put_pairing(const Pairing& pairing) {
  return call("put_pairing", &UnitOfWork::put_pairing, pairing);
}

Result<std::vector<MapRow>> FaultyWork::maps_by_peer(PairingId pairing,
                                                     std::span<const std::string> peer_ids) {
  return call("maps_by_peer", &UnitOfWork::maps_by_peer, pairing, peer_ids);
}

Result<std::vector<MapRow>> FaultyWork::maps_by_told(PairingId pairing,
                                                     std::span<const std::string> told) {
  return call("maps_by_told", &UnitOfWork::maps_by_told, pairing, told);
}

Result<std::vector<MapRow>> FaultyWork::maps_of(PairingId pairing, std::span<const ItemId> items) {
  return call("maps_of", &UnitOfWork::maps_of, pairing, items);
}

Result<std::vector<MapRow>> FaultyWork::open_maps(PairingId pairing, Seconds due_by,
                                                  Seconds after_retry, ItemId after_item,
                                                  std::size_t limit) {
  return call("open_maps", &UnitOfWork::open_maps, pairing, due_by, after_retry, after_item, limit);
}

Status FaultyWork::put_maps(PairingId pairing, std::span<const MapRow> rows) {
  return call("put_maps", &UnitOfWork::put_maps, pairing, rows);
}

Status FaultyWork::drop_maps(PairingId pairing, std::span<const ItemId> items) {
  return call("drop_maps", &UnitOfWork::drop_maps, pairing, items);
}

Result<std::size_t> FaultyWork::drop_hints(PairingId pairing, std::uint64_t generation,
                                           std::size_t limit) {
  return call("drop_hints", &UnitOfWork::drop_hints, pairing, generation, limit);
}

Result<std::vector<PartRow>> FaultyWork::parts_by_peer(PairingId pairing,
                                                       std::span<const std::string> peer_ids) {
  return call("parts_by_peer", &UnitOfWork::parts_by_peer, pairing, peer_ids);
}

Result<std::vector<PartRow>> FaultyWork::parts_by_name(PairingId pairing,
                                                       std::span<const ItemId> names) {
  return call("parts_by_name", &UnitOfWork::parts_by_name, pairing, names);
}

Result<std::vector<PartRow>> FaultyWork::parts_of(PairingId pairing,
                                                  std::span<const ItemId> items) {
  return call("parts_of", &UnitOfWork::parts_of, pairing, items);
}

Result<std::vector<PartRow>> FaultyWork::parts(PairingId pairing, ItemId after_name,
                                               std::size_t limit) {
  return call("parts", &UnitOfWork::parts, pairing, after_name, limit);
}

Result<std::vector<PartRow>> FaultyWork::open_parts(PairingId pairing, Seconds due_by,
                                                    Seconds after_retry, ItemId after_name,
                                                    std::size_t limit) {
  return call("open_parts", &UnitOfWork::open_parts, pairing, due_by, after_retry, after_name,
              limit);
}

Status FaultyWork::put_parts(PairingId pairing, std::span<const PartRow> rows) {
  return call("put_parts", &UnitOfWork::put_parts, pairing, rows);
}

Status FaultyWork::drop_parts(PairingId pairing, std::span<const ItemId> names) {
  return call("drop_parts", &UnitOfWork::drop_parts, pairing, names);
}

Result<std::vector<Staged>> FaultyWork::staged_by_peer(PairingId pairing,
                                                       std::span<const std::string> peer_ids) {
  return call("staged_by_peer", &UnitOfWork::staged_by_peer, pairing, peer_ids);
}

Result<std::vector<Staged>> FaultyWork::staged_by_reserved(PairingId pairing,
                                                           std::span<const ItemId> reserved) {
  return call("staged_by_reserved", &UnitOfWork::staged_by_reserved, pairing, reserved);
}

Result<std::vector<Staged>> FaultyWork::staged_for_items(PairingId pairing,
                                                         std::span<const ItemId> items) {
  return call("staged_for_items", &UnitOfWork::staged_for_items, pairing, items);
}

Result<std::vector<Staged>> FaultyWork::staged(PairingId pairing, ChangeOp after_op,
                                               std::string_view after_peer, std::size_t limit) {
  return call("staged", &UnitOfWork::staged, pairing, after_op, after_peer, limit);
}

Status FaultyWork::put_staged(PairingId pairing, std::span<const Staged> rows) {
  return call("put_staged", &UnitOfWork::put_staged, pairing, rows);
}

Status FaultyWork::drop_staged(PairingId pairing, std::span<const std::string> peer_ids) {
  return call("drop_staged", &UnitOfWork::drop_staged, pairing, peer_ids);
}

Result<std::vector<Held>> FaultyWork::held(PairingId pairing, std::optional<HeldState> state,
                                           std::int64_t after, std::size_t limit) {
  return call("held", &UnitOfWork::held, pairing, state, after, limit);
}

Result<std::vector<Held>> FaultyWork::held_for_items(PairingId pairing,
                                                     std::span<const ItemId> items) {
  return call("held_for_items", &UnitOfWork::held_for_items, pairing, items);
}

Result<std::size_t> FaultyWork::count_held(PairingId pairing, HeldState state,
                                           bool without_consent) {
  return call("count_held", &UnitOfWork::count_held, pairing, state, without_consent);
}

Result<std::vector<Held>> FaultyWork::all_held(std::int64_t after, std::size_t limit) {
  return call("all_held", &UnitOfWork::all_held, after, limit);
}

Result<std::vector<Held>> FaultyWork::waiting_held(std::int64_t after, std::size_t limit) {
  return call("waiting_held", &UnitOfWork::waiting_held, after, limit);
}

Status FaultyWork::put_held(std::span<const Held> rows) {
  return call("put_held", &UnitOfWork::put_held, rows);
}

Status FaultyWork::drop_held(std::span<const std::int64_t> numbers) {
  return call("drop_held", &UnitOfWork::drop_held, numbers);
}

Result<std::vector<Conflict>> FaultyWork::conflicts(std::int64_t after, std::size_t limit) {
  return call("conflicts", &UnitOfWork::conflicts, after, limit);
}

Result<std::vector<Conflict>> FaultyWork::open_conflicts(std::int64_t after, std::size_t limit) {
  return call("open_conflicts", &UnitOfWork::open_conflicts, after, limit);
}

Status FaultyWork::put_conflicts(std::span<const Conflict> rows) {
  return call("put_conflicts", &UnitOfWork::put_conflicts, rows);
}

Status FaultyWork::settle_doubtful(std::span<const ItemId> items) {
  return call("settle_doubtful", &UnitOfWork::settle_doubtful, items);
}

Result<OpenQuestions> FaultyWork::open_questions() {
  return call("open_questions", &UnitOfWork::open_questions);
}

Result<std::optional<Session>> FaultyWork::session(std::string_view handle) {
  return call("session", &UnitOfWork::session, handle);
}

Result<std::optional<Session>> FaultyWork::find_session(SessionRole role, std::string_view device,
                                                        std::string_view session_id) {
  return call("find_session", &UnitOfWork::find_session, role, device, session_id);
}

Status FaultyWork::put_session(const Session& session) {
  return call("put_session", &UnitOfWork::put_session, session);
}

Status FaultyWork::drop_session(std::string_view handle) {
  return call("drop_session", &UnitOfWork::drop_session, handle);
}

Result<std::size_t> FaultyWork::count_sessions(Seconds since) {
  return call("count_sessions", &UnitOfWork::count_sessions, since);
}

Status FaultyWork::put_session_part(std::string_view handle, std::int64_t slot, std::int64_t part,
                                    std::string_view octets) {
  return call("put_session_part", &UnitOfWork::put_session_part, handle, slot, part, octets);
}

Result<std::string> FaultyWork::session_parts(std::string_view handle, std::int64_t slot,
                                              std::int64_t first, std::int64_t count) {
  return call("session_parts", &UnitOfWork::session_parts, handle, slot, first, count);
}

Status FaultyWork::drop_session_parts(std::string_view handle, std::int64_t slot) {
  return call("drop_session_parts", &UnitOfWork::drop_session_parts, handle, slot);
}

Result<std::vector<Device>> FaultyWork::devices() {
  return call("devices", &UnitOfWork::devices);
}

Result<std::int64_t> FaultyWork::put_device(const Device& device) {
  return call("put_device", &UnitOfWork::put_device, device);
}

Status FaultyWork::drop_device(std::int64_t number) {
  return call("drop_device", &UnitOfWork::drop_device, number);
}

Result<std::vector<Connection>> FaultyWork::connections() {
  return call("connections", &UnitOfWork::connections);
}

Result<std::optional<Connection>> FaultyWork::connection(std::int64_t number) {
  return call("connection", &UnitOfWork::connection, number);
}

Result<std::int64_t> FaultyWork::put_connection(const Connection& connection) {
  return call("put_connection", &UnitOfWork::put_connection, connection);
}

Status FaultyWork::drop_connection(std::int64_t number) {
  return call("drop_connection", &UnitOfWork::drop_connection, number);
}

Result<std::optional<Run>> FaultyWork::run(std::int64_t number) {
  return call("run", &UnitOfWork::run, number);
}

Result<std::vector<Run>> FaultyWork::runs(std::int64_t before, std::size_t limit) {
  return call("runs", &UnitOfWork::runs, before, limit);
}

Result<std::vector<Run>> FaultyWork::runs_of(std::int64_t connection, std::int64_t before,
                                             std::size_t limit) {
  return call("runs_of", &UnitOfWork::runs_of, connection, before, limit);
}

Result<std::optional<Run>> FaultyWork::last_good_run(std::int64_t connection) {
  return call("last_good_run", &UnitOfWork::last_good_run, connection);
}

Result<std::vector<Run>> FaultyWork::live_runs(std::int64_t connection) {
  return call("live_runs", &UnitOfWork::live_runs, connection);
}

Result<std::int64_t> FaultyWork::put_run(const Run& run) {
  return call("put_run", &UnitOfWork::put_run, run);
}

Status FaultyWork::put_run_items(std::int64_t run, std::span<const RunItem> lines) {
  return call("put_run_items", &UnitOfWork::put_run_items, run, lines);
}

Status FaultyWork::drop_run_items(std::int64_t run) {
  return call("drop_run_items", &UnitOfWork::drop_run_items, run);
}

Result<std::vector<RunItem>> FaultyWork::run_items(std::int64_t run, std::int64_t after,
                                                   std::size_t limit) {
  return call("run_items", &UnitOfWork::run_items, run, after, limit);
}

}  // namespace pim::store
