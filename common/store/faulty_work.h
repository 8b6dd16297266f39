// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "common/store/fault_plan.h"
#include "common/store/store.h"

namespace pim::store {

/// A unit of work of FaultyStore: asks the plan, then hands each call on.
class FaultyWork final : public UnitOfWork {
 public:
  FaultyWork(FaultPlan& plan, std::unique_ptr<UnitOfWork> inner)
      : plan_(plan), inner_(std::move(inner)) {}

  OwnerId owner() const override { return inner_->owner(); }
  Status commit() override;
  Status savepoint() override;
  Status rollback_to_savepoint() override;

  Result<std::vector<Collection>> collections() override;
  Result<std::optional<Collection>> collection(std::string_view name) override;
  Status put_collection(const Collection& collection) override;
  Result<ItemId> reserve_ids(std::size_t count) override;
  Result<Revision> raise(std::string_view collection, std::size_t count) override;

  Result<std::vector<Item>> items(std::span<const ItemId> ids) override;
  Result<std::vector<FeedRow>> feed(const FeedQuery& query) override;
  Result<std::vector<Item>> page(const PageQuery& query) override;
  Status write_items(std::span<const ItemWrite> writes, const Author& author, Seconds at) override;
  Result<std::vector<ItemVersion>> versions(const VersionQuery& query) override;
  Result<std::vector<ItemId>> with_versions(std::span<const ItemId> items) override;
  Result<std::optional<std::string>> content_at(ItemId item, Revision rev) override;

  Result<std::vector<MatchKey>> find_keys(std::string_view collection,
                                          std::span<const std::uint64_t> keys) override;
  Result<std::vector<MatchKey>> find_weak(std::string_view collection,
                                          std::span<const std::uint64_t> keys) override;
  Status put_keys(std::string_view collection, std::span<const MatchKey> keys) override;
  Status add_keys(std::string_view collection, std::span<const MatchKey> keys) override;
  Status drop_keys(std::string_view collection, std::span<const MatchKey> keys) override;

  Result<std::optional<Pairing>> pairing(PairingId id) override;
  Result<std::optional<Pairing>> find_pairing(std::string_view side, std::int64_t device_password,
                                              std::string_view collection,
                                              std::string_view remote_uri) override;
  Result<std::vector<Pairing>> pairings() override;
  Result<PairingId> put_pairing(const Pairing& pairing) override;

  Result<std::vector<MapRow>> maps_by_peer(PairingId pairing,
                                           std::span<const std::string> peer_ids) override;
  Result<std::vector<MapRow>> maps_by_told(PairingId pairing,
                                           std::span<const std::string> told) override;
  Result<std::vector<MapRow>> maps_of(PairingId pairing, std::span<const ItemId> items) override;
  Result<std::vector<MapRow>> open_maps(PairingId pairing, Seconds due_by, Seconds after_retry,
                                        ItemId after_item, std::size_t limit) override;
  Status put_maps(PairingId pairing, std::span<const MapRow> rows) override;
  Status drop_maps(PairingId pairing, std::span<const ItemId> items) override;
  Result<std::size_t> drop_hints(PairingId pairing, std::uint64_t generation,
                                 std::size_t limit) override;

  Result<std::vector<PartRow>> parts_by_peer(PairingId pairing,
                                             std::span<const std::string> peer_ids) override;
  Result<std::vector<PartRow>> parts_by_name(PairingId pairing,
                                             std::span<const ItemId> names) override;
  Result<std::vector<PartRow>> parts_of(PairingId pairing, std::span<const ItemId> items) override;
  Result<std::vector<PartRow>> parts(PairingId pairing, ItemId after_name,
                                     std::size_t limit) override;
  Result<std::vector<PartRow>> open_parts(PairingId pairing, Seconds due_by, Seconds after_retry,
                                          ItemId after_name, std::size_t limit) override;
  Status put_parts(PairingId pairing, std::span<const PartRow> rows) override;
  Status drop_parts(PairingId pairing, std::span<const ItemId> names) override;

  Result<std::vector<Staged>> staged_by_peer(PairingId pairing,
                                             std::span<const std::string> peer_ids) override;
  Result<std::vector<Staged>> staged_by_reserved(PairingId pairing,
                                                 std::span<const ItemId> reserved) override;
  Result<std::vector<Staged>> staged_for_items(PairingId pairing,
                                               std::span<const ItemId> items) override;
  Result<std::vector<Staged>> staged(PairingId pairing, ChangeOp after_op,
                                     std::string_view after_peer, std::size_t limit) override;
  Status put_staged(PairingId pairing, std::span<const Staged> rows) override;
  Status drop_staged(PairingId pairing, std::span<const std::string> peer_ids) override;

  Result<std::vector<Held>> held(PairingId pairing, std::optional<HeldState> state,
                                 std::int64_t after, std::size_t limit) override;
  Result<std::vector<Held>> held_for_items(PairingId pairing,
                                           std::span<const ItemId> items) override;
  Result<std::size_t> count_held(PairingId pairing, HeldState state, bool without_consent) override;
  Result<std::vector<Held>> all_held(std::int64_t after, std::size_t limit) override;
  Result<std::vector<Held>> waiting_held(std::int64_t after, std::size_t limit) override;
  Status put_held(std::span<const Held> rows) override;
  Status drop_held(std::span<const std::int64_t> numbers) override;
  Result<std::vector<Conflict>> conflicts(std::int64_t after, std::size_t limit) override;
  Result<std::vector<Conflict>> open_conflicts(std::int64_t after, std::size_t limit) override;
  Status put_conflicts(std::span<const Conflict> rows) override;
  Status settle_doubtful(std::span<const ItemId> items) override;
  Result<OpenQuestions> open_questions() override;

  Result<std::optional<Session>> session(std::string_view handle) override;
  Result<std::optional<Session>> find_session(SessionRole role, std::string_view device,
                                              std::string_view session_id) override;
  Status put_session(const Session& session) override;
  Status drop_session(std::string_view handle) override;
  Result<std::size_t> count_sessions(Seconds since) override;
  Status put_session_part(std::string_view handle, std::int64_t slot, std::int64_t part,
                          std::string_view octets) override;
  Result<std::string> session_parts(std::string_view handle, std::int64_t slot, std::int64_t first,
                                    std::int64_t count) override;
  Status drop_session_parts(std::string_view handle, std::int64_t slot) override;

  Result<std::vector<Device>> devices() override;
  Result<std::int64_t> put_device(const Device& device) override;
  Status drop_device(std::int64_t number) override;

  Result<std::vector<Connection>> connections() override;
  Result<std::optional<Connection>> connection(std::int64_t number) override;
  Result<std::int64_t> put_connection(const Connection& connection) override;
  Status drop_connection(std::int64_t number) override;
  Result<std::optional<Run>> run(std::int64_t number) override;
  Result<std::vector<Run>> runs(std::int64_t before, std::size_t limit) override;
  Result<std::vector<Run>> runs_of(std::int64_t connection, std::int64_t before,
                                   std::size_t limit) override;
  Result<std::optional<Run>> last_good_run(std::int64_t connection) override;
  Result<std::vector<Run>> live_runs(std::int64_t connection) override;
  Result<std::int64_t> put_run(const Run& run) override;
  Status put_run_items(std::int64_t run, std::span<const RunItem> lines) override;
  Status drop_run_items(std::int64_t run) override;
  Result<std::vector<RunItem>> run_items(std::int64_t run, std::int64_t after,
                                         std::size_t limit) override;

 private:
  template <class Function, class... Arguments>
  auto call(std::string_view name, Function function, Arguments&&... arguments);

  FaultPlan& plan_;
  std::unique_ptr<UnitOfWork> inner_;
};

}  // namespace pim::store
