// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/base/result.h"
#include "common/store/store.h"
#include "common/sync/part_memo.h"

namespace pim::sync {

/// The rows of parts that one transaction touches, as Workset keeps those of maps. Where the
/// pairing never had parts nothing is asked of the store.
class PartSet {
 public:
  PartSet(store::UnitOfWork& work, store::Pairing* pairing) : work_(work), pairing_(pairing) {}

  /// The side may have parts.
  bool any() const { return pairing_ != nullptr && pairing_->parts; }

  Status preload_peers(std::span<const std::string> peer_ids);
  Status preload_names(std::span<const store::ItemId> names);
  Status preload_items(std::span<const store::ItemId> items);
  /// Absent = nullptr; valid until the next call.
  Result<const store::PartRow*> by_peer(const std::string& peer_id);
  Result<const store::PartRow*> by_name(store::ItemId name);
  Result<std::vector<store::PartRow>> of(store::ItemId item);
  /// All of the pairing, by name.
  Result<std::vector<store::PartRow>> all();
  /// Those that are not Mapped, as they are here, by name; writes nothing.
  Result<std::vector<store::PartRow>> unmapped();
  /// Rows that are not Mapped; writes what this set has changed first.
  Result<std::vector<store::PartRow>> open(Seconds due_by, Seconds after_retry,
                                           store::ItemId after_name, std::size_t limit);

  /// The row's peer_id is taken from another part that has it, which goes out again.
  Status put(store::PartRow row);
  void drop(store::ItemId name);
  /// That side has another record under this name now.
  Status release(const std::string& peer_id);

  Status flush();
  /// What the contents hold of parts that this work looks at.
  PartMemo& memo() { return memo_; }

 private:
  struct Slot {
    std::optional<store::PartRow> row;
    bool dirty = false;
  };
  void cache(store::PartRow row);
  void set(store::ItemId name, std::optional<store::PartRow> row);

  store::UnitOfWork& work_;
  store::Pairing* pairing_;
  std::map<store::ItemId, Slot> rows_;
  std::map<std::string, store::ItemId, std::less<>> by_peer_;  // 0 = known to be absent
  std::unordered_map<store::ItemId, std::set<store::ItemId>> by_item_;
  std::set<store::ItemId> items_known_;
  bool all_known_ = false;
  bool unmapped_known_ = false;
  PartMemo memo_;
};

}  // namespace pim::sync
