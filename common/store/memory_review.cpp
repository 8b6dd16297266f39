// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <utility>

#include "common/store/memory_work.h"
#include "common/store/standard.h"

namespace pim::store {

namespace {

/// Rows behind `after` that are wanted, by number, at most limit.
template <class Row, class Wanted>
std::vector<Row> rows_after(const PersistentMap<std::int64_t, Row>& table, std::int64_t after,
                            std::size_t limit, Wanted wanted) {
  std::vector<Row> found;
  table.scan_after(after, [&](std::int64_t, const Row& row) {
    if (found.size() >= limit) {
      return false;
    }
    if (wanted(row)) {
      found.push_back(row);
    }
    return true;
  });
  return found;
}

}  // namespace

Result<std::vector<Held>> MemoryWork::held(PairingId pairing, std::optional<HeldState> state,
                                           std::int64_t after, std::size_t limit) {
  PIM_CHECK(readable());
  return rows_after(state_.held, after, limit, [&](const Held& row) {
    return row.pairing == pairing && (!state || row.state == *state);
  });
}

Result<std::vector<Held>> MemoryWork::held_for_items(PairingId pairing,
                                                     std::span<const ItemId> items) {
  PIM_CHECK(readable());
  std::vector<Held> found;
  for (const ItemId wanted : std::set<ItemId>(items.begin(), items.end())) {
    state_.held_by_item.scan_from(std::tuple(pairing, wanted, std::int64_t{0}),
                                  [&](const auto& key, Nothing) {
                                    const auto& [of, item, number] = key;
                                    if (of != pairing || item != wanted) {
                                      return false;
                                    }
                                    found.push_back(*state_.held.find(number));
                                    return true;
                                  });
  }
  return found;
}

Result<std::size_t> MemoryWork::count_held(PairingId pairing, HeldState state,
                                           bool without_consent) {
  PIM_CHECK(readable());
  std::size_t count = 0;
  state_.held.scan([&](std::int64_t, const Held& row) {
    const bool counts =
        row.pairing == pairing && row.state == state && (!without_consent || row.consent.empty());
    count += counts ? 1 : 0;
    return true;
  });
  return count;
}

Result<std::vector<Held>> MemoryWork::all_held(std::int64_t after, std::size_t limit) {
  PIM_CHECK(readable());
  return rows_after(state_.held, after, limit, [](const Held&) { return true; });
}

Result<std::vector<Held>> MemoryWork::waiting_held(std::int64_t after, std::size_t limit) {
  PIM_CHECK(readable());
  return rows_after(state_.held, after, limit,
                    [](const Held& row) { return row.state == HeldState::Waiting; });
}

Status MemoryWork::put_held(std::span<const Held> rows) {
  PIM_CHECK(writable());
  for (Held row : rows) {
    PIM_CHECK(known_pairing(row.pairing));
    if (row.number == 0) {
      row.number = state_.next_id++;
    } else if (const Held* before = state_.held.find(row.number)) {
      state_.held_by_item.erase(std::tuple(before->pairing, before->item, before->number));
    } else {
      return spoil(ErrorCode::Refused, "There is no such held change.");
    }
    state_.held_by_item.set({row.pairing, row.item, row.number}, {});
    const std::int64_t number = row.number;
    state_.held.set(number, std::move(row));
  }
  return {};
}

Status MemoryWork::drop_held(std::span<const std::int64_t> numbers) {
  PIM_CHECK(writable());
  for (const std::int64_t number : numbers) {
    if (const Held* row = state_.held.find(number)) {
      state_.held_by_item.erase(std::tuple(row->pairing, row->item, row->number));
      state_.held.erase(number);
    }
  }
  return {};
}

Result<std::vector<Conflict>> MemoryWork::conflicts(std::int64_t after, std::size_t limit) {
  PIM_CHECK(readable());
  return rows_after(state_.conflicts, after, limit, [](const Conflict&) { return true; });
}

Result<std::vector<Conflict>> MemoryWork::open_conflicts(std::int64_t after, std::size_t limit) {
  PIM_CHECK(readable());
  return rows_after(state_.conflicts, after, limit,
                    [](const Conflict& row) { return row.choice.empty(); });
}

Status MemoryWork::put_conflicts(std::span<const Conflict> rows) {
  PIM_CHECK(writable());
  for (Conflict row : rows) {
    if (row.number == 0) {
      row.number = state_.next_id++;
    } else if (state_.conflicts.find(row.number) == nullptr) {
      return spoil(ErrorCode::Refused, "There is no such conflict.");
    }
    const std::int64_t number = row.number;
    state_.conflicts.set(number, std::move(row));
  }
  return {};
}

Status MemoryWork::settle_doubtful(std::span<const ItemId> items) {
  PIM_CHECK(writable());
  const std::set<ItemId> gone(items.begin(), items.end());
  const auto all = state_.conflicts;
  all.scan([&](std::int64_t number, const Conflict& row) {
    const bool open = row.kind == ConflictKind::Doubtful && row.choice.empty();
    if (open && (gone.contains(row.item) || gone.contains(row.other))) {
      Conflict settled = row;
      settled.choice = ChoiceGone;
      state_.conflicts.set(number, std::move(settled));
    }
    return true;
  });
  return {};
}

Result<OpenQuestions> MemoryWork::open_questions() {
  PIM_CHECK(readable());
  OpenQuestions open;
  count_questions(state_, open);
  return open;
}

}  // namespace pim::store
