// SPDX-License-Identifier: Apache-2.0
#include "common/sql/unit.h"
#include "common/store/standard.h"

namespace pim::sql {
namespace {

// kind 1 = Doubtful
static_assert(static_cast<int>(store::ConflictKind::Doubtful) == 1);

#define PIM_CONFLICT_COLUMNS                                                                    \
  "SELECT c.number, c.kind, c.pairing, c.item, c.other, c.property, c.kept, c.lost, c.record, " \
  "c.at, c.choice, c.author, coalesce(o.rev, 0) FROM conflict c "
#define PIM_CONFLICT_OURS "LEFT JOIN conflict_ours o ON o.owner = c.owner AND o.number = c.number "

constexpr const char* All = PIM_CONFLICT_COLUMNS PIM_CONFLICT_OURS
    "WHERE c.owner = ?1 AND c.number > ?2 ORDER BY c.number LIMIT ?3";
// choice '' = open
constexpr const char* Open = PIM_CONFLICT_COLUMNS
    "INDEXED BY conflict_open_of " PIM_CONFLICT_OURS
    "WHERE c.owner = ?1 AND c.number > ?2 AND c.choice = '' ORDER BY c.number LIMIT ?3";
constexpr const char* CountOpen =
    "SELECT count(CASE WHEN kind <> 1 THEN 1 END), count(CASE WHEN kind = 1 THEN 1 END) "
    "FROM conflict INDEXED BY conflict_open_of WHERE owner = ?1 AND choice = ''";
constexpr const char* Insert =
    "INSERT INTO conflict(owner, number, kind, pairing, item, other, property, kept, lost, "
    "record, at, choice, author) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
constexpr const char* Update =
    "UPDATE conflict SET kind = ?3, pairing = ?4, item = ?5, other = ?6, property = ?7, "
    "kept = ?8, lost = ?9, record = ?10, at = ?11, choice = ?12, author = ?13 "
    "WHERE owner = ?1 AND number = ?2";
constexpr const char* PutOurs =
    "INSERT INTO conflict_ours(owner, number, rev) VALUES(?1, ?2, ?3) "
    "ON CONFLICT(owner, number) DO UPDATE SET rev = excluded.rev";
constexpr const char* DropOurs = "DELETE FROM conflict_ours WHERE owner = ?1 AND number = ?2";
constexpr const char* SettleItem =
    "UPDATE conflict INDEXED BY conflict_item SET choice = ?2 "
    "WHERE owner = ?1 AND item = ?3 AND kind = 1 AND choice = ''";
constexpr const char* SettleOther =
    "UPDATE conflict INDEXED BY conflict_other SET choice = ?2 "
    "WHERE owner = ?1 AND other = ?3 AND kind = 1 AND choice = ''";

store::Conflict read_conflict(Row row) {
  store::Conflict conflict;
  conflict.number = row.integer();
  conflict.kind = row.as<store::ConflictKind>();
  conflict.pairing = row.integer();
  conflict.item = row.integer();
  conflict.other = row.integer();
  conflict.property = row.text();
  conflict.kept = row.text();
  conflict.lost = row.text();
  conflict.record = row.text();
  conflict.at = row.integer();
  conflict.choice = row.text();
  conflict.by = row.text();
  conflict.rev = row.integer();
  return conflict;
}

std::pair<std::int64_t, std::int64_t> read_two(Row row) {
  const std::int64_t first = row.integer();
  return {first, row.integer()};
}

}  // namespace

Result<std::vector<store::Conflict>> Unit::conflicts(std::int64_t after, std::size_t limit) {
  return select(All, read_conflict, owner_, after, limit_of(limit));
}

Result<std::vector<store::Conflict>> Unit::open_conflicts(std::int64_t after, std::size_t limit) {
  return select(Open, read_conflict, owner_, after, limit_of(limit));
}

Status Unit::count_conflicts(store::OpenQuestions& open) {
  PIM_TRY(const auto counts, select_one(CountOpen, read_two, owner_));
  if (counts) {
    open.conflicts = static_cast<std::uint64_t>(counts->first);
    open.doubtful = static_cast<std::uint64_t>(counts->second);
  }
  return {};
}

Status Unit::put_conflicts(std::span<const store::Conflict> rows) {
  PIM_CHECK(writable());
  for (const store::Conflict& row : rows) {
    std::int64_t number = row.number;
    if (number == 0) {
      PIM_TRY(number, next_number());
    }
    PIM_TRY(const std::int64_t written,
            write(row.number == 0 ? Insert : Update, owner_, number, row.kind, row.pairing,
                  row.item, row.other, row.property, Blob{row.kept}, Blob{row.lost},
                  Blob{row.record}, row.at, row.choice, row.by));
    if (written == 0) {
      return spoil(ErrorCode::Refused, "there is no such conflict");
    }
    if (row.rev != 0) {
      PIM_CHECK(write(PutOurs, owner_, number, row.rev));
    } else if (row.number != 0) {
      PIM_CHECK(write(DropOurs, owner_, number));
    }
  }
  return {};
}

Status Unit::settle_doubtful(std::span<const store::ItemId> items) {
  const auto gone = in_order(items);
  PIM_CHECK(write_each(SettleItem, gone, owner_, store::ChoiceGone));
  return write_each(SettleOther, gone, owner_, store::ChoiceGone);
}

}  // namespace pim::sql
