// SPDX-License-Identifier: Apache-2.0
#include "common/sql/unit.h"

namespace pim::sql {
namespace {

#define PIM_HELD_COLUMNS "number, pairing, item, rev, op, state, consent, work, at FROM held "

constexpr const char* OfPairing =
    "SELECT " PIM_HELD_COLUMNS
    "INDEXED BY held_pairing WHERE owner = ?1 AND pairing = ?2 AND number > ?3 "
    "ORDER BY number LIMIT ?4";
constexpr const char* OfState =
    "SELECT " PIM_HELD_COLUMNS
    "INDEXED BY held_state WHERE owner = ?1 AND pairing = ?2 AND state = ?3 AND number > ?4 "
    "ORDER BY number LIMIT ?5";
constexpr const char* OfItem =
    "SELECT " PIM_HELD_COLUMNS
    "INDEXED BY held_item WHERE owner = ?1 AND pairing = ?2 AND item = EACH(?3) ORDER BY number";
constexpr const char* All =
    "SELECT " PIM_HELD_COLUMNS "WHERE owner = ?1 AND number > ?2 ORDER BY number LIMIT ?3";
// state 1 = Waiting, op 2 = Delete
static_assert(static_cast<int>(store::HeldState::Waiting) == 1);
static_assert(static_cast<int>(store::ChangeOp::Delete) == 2);
constexpr const char* AllWaiting =
    "SELECT " PIM_HELD_COLUMNS
    "INDEXED BY held_waiting_of WHERE owner = ?1 AND number > ?2 AND state = 1 "
    "ORDER BY number LIMIT ?3";
constexpr const char* CountWaiting =
    "SELECT count(CASE WHEN op = 2 THEN 1 END), count(CASE WHEN op <> 2 THEN 1 END) "
    "FROM held INDEXED BY held_waiting_of WHERE owner = ?1 AND state = 1";
constexpr const char* Count =
    "SELECT count(*) FROM held INDEXED BY held_state "
    "WHERE owner = ?1 AND pairing = ?2 AND state = ?3";
constexpr const char* CountWithoutConsent =
    "SELECT count(*) FROM held INDEXED BY held_state "
    "WHERE owner = ?1 AND pairing = ?2 AND state = ?3 AND consent = ''";
constexpr const char* Insert =
    "INSERT INTO held(owner, number, pairing, item, rev, op, state, consent, work, at) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
constexpr const char* Update =
    "UPDATE held SET pairing = ?3, item = ?4, rev = ?5, op = ?6, state = ?7, consent = ?8, "
    "work = ?9, at = ?10 WHERE owner = ?1 AND number = ?2";
constexpr const char* Drop = "DELETE FROM held WHERE owner = ?1 AND number = ?2";

store::Held read_held(Row row) {
  store::Held held;
  held.number = row.integer();
  held.pairing = row.integer();
  held.item = row.integer();
  held.rev = row.integer();
  held.op = row.as<store::ChangeOp>();
  held.state = row.as<store::HeldState>();
  held.consent = row.text();
  held.work = row.text();
  held.at = row.integer();
  return held;
}

std::size_t read_count(Row row) {
  return static_cast<std::size_t>(row.integer());
}

store::OpenQuestions read_waiting(Row row) {
  store::OpenQuestions open;
  open.deletions = static_cast<std::uint64_t>(row.integer());
  open.changes = static_cast<std::uint64_t>(row.integer());
  return open;
}

}  // namespace

Result<std::vector<store::Held>> Unit::held(store::PairingId pairing,
                                            std::optional<store::HeldState> state,
                                            std::int64_t after, std::size_t limit) {
  if (state) {
    return select(OfState, read_held, owner_, pairing, *state, after, limit_of(limit));
  }
  return select(OfPairing, read_held, owner_, pairing, after, limit_of(limit));
}

Result<std::vector<store::Held>> Unit::held_for_items(store::PairingId pairing,
                                                      std::span<const store::ItemId> items) {
  return select_each(OfItem, read_held, in_order(items), owner_, pairing);
}

Result<std::size_t> Unit::count_held(store::PairingId pairing, store::HeldState state,
                                     bool without_consent) {
  PIM_TRY(const auto count, select_one(without_consent ? CountWithoutConsent : Count, read_count,
                                       owner_, pairing, state));
  return count.value_or(0);
}

Result<std::vector<store::Held>> Unit::all_held(std::int64_t after, std::size_t limit) {
  return select(All, read_held, owner_, after, limit_of(limit));
}

Result<std::vector<store::Held>> Unit::waiting_held(std::int64_t after, std::size_t limit) {
  return select(AllWaiting, read_held, owner_, after, limit_of(limit));
}

Result<store::OpenQuestions> Unit::open_questions() {
  PIM_TRY(const auto held, select_one(CountWaiting, read_waiting, owner_));
  store::OpenQuestions open = held.value_or(store::OpenQuestions());
  PIM_CHECK(count_conflicts(open));
  return open;
}

Status Unit::put_held(std::span<const store::Held> rows) {
  PIM_CHECK(writable());
  for (const store::Held& row : rows) {
    PIM_CHECK(known_pairing(row.pairing));
    std::int64_t number = row.number;
    if (number == 0) {
      PIM_TRY(number, next_number());
    }
    PIM_TRY(const std::int64_t written,
            write(row.number == 0 ? Insert : Update, owner_, number, row.pairing, row.item, row.rev,
                  row.op, row.state, row.consent, row.work, row.at));
    if (written == 0) {
      return spoil(ErrorCode::Refused, "there is no such held change");
    }
  }
  return {};
}

Status Unit::drop_held(std::span<const std::int64_t> numbers) {
  return write_each(Drop, in_order(numbers), owner_);
}

}  // namespace pim::sql
