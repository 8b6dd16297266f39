// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "common/sql/unit.h"

namespace pim::sql {
namespace {

#define PIM_RUN_COLUMNS                                                                    \
  "number, connection, state, mode, plan_only, phase, detail, result, outcome, sentence, " \
  "created_at, due_at, finished_at, fencing, lease_until, holder, cancel_asked FROM run "

constexpr const char* ByNumber = "SELECT " PIM_RUN_COLUMNS "WHERE owner = ?1 AND number = ?2";
constexpr const char* Newest =
    "SELECT " PIM_RUN_COLUMNS "WHERE owner = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3";
constexpr const char* NewestOf =
    "SELECT " PIM_RUN_COLUMNS
    "INDEXED BY run_connection WHERE owner = ?1 AND connection = ?2 AND number < ?3 "
    "ORDER BY number DESC LIMIT ?4";
// state 2 = Waiting, 3 = Done
static_assert(static_cast<int>(store::RunState::Waiting) == 2);
static_assert(static_cast<int>(store::RunState::Done) == 3);
constexpr const char* LastGood =
    "SELECT " PIM_RUN_COLUMNS
    "INDEXED BY run_good WHERE owner = ?1 AND connection = ?2 AND plan_only = 0 "
    "AND state IN (2, 3) ORDER BY number DESC LIMIT 1";
// state 0 = Due, 1 = Running
static_assert(static_cast<int>(store::RunState::Running) == 1);
constexpr const char* Live =
    "SELECT " PIM_RUN_COLUMNS
    "INDEXED BY run_live WHERE owner = ?1 AND connection = ?2 AND state < 2 ORDER BY number";
constexpr const char* Fencing = "SELECT fencing FROM run WHERE owner = ?1 AND number = ?2";
constexpr const char* Put =
    "INSERT INTO run(owner, number, connection, state, mode, plan_only, phase, detail, "
    "result, outcome, sentence, created_at, due_at, finished_at, fencing, lease_until, holder, "
    "cancel_asked) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18) "
    "ON CONFLICT(owner, number) DO UPDATE SET connection = excluded.connection, "
    "state = excluded.state, mode = excluded.mode, plan_only = excluded.plan_only, "
    "phase = excluded.phase, detail = excluded.detail, result = excluded.result, "
    "outcome = excluded.outcome, sentence = excluded.sentence, created_at = excluded.created_at, "
    "due_at = excluded.due_at, finished_at = excluded.finished_at, fencing = excluded.fencing, "
    "lease_until = excluded.lease_until, holder = excluded.holder, "
    "cancel_asked = excluded.cancel_asked";
constexpr const char* Lines =
    "SELECT line, collection, direction, op, item, label, status, reason FROM run_item "
    "WHERE owner = ?1 AND run = ?2 AND line > ?3 ORDER BY line LIMIT ?4";
constexpr const char* PutLine =
    "INSERT INTO run_item(owner, run, line, collection, direction, op, item, label, "
    "status, reason) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
    "ON CONFLICT(owner, run, line) DO UPDATE SET collection = excluded.collection, "
    "direction = excluded.direction, op = excluded.op, item = excluded.item, "
    "label = excluded.label, status = excluded.status, reason = excluded.reason";
constexpr const char* DropLines = "DELETE FROM run_item WHERE owner = ?1 AND run = ?2";

store::Run read_run(Row row) {
  store::Run run;
  run.number = row.integer();
  run.connection = row.integer();
  run.state = row.as<store::RunState>();
  run.mode = row.text();
  run.plan_only = row.flag();
  run.phase = row.text();
  run.detail = row.text();
  run.result = row.text();
  run.outcome = row.text();
  run.sentence = row.text();
  run.created_at = row.integer();
  run.due_at = row.integer();
  run.finished_at = row.integer();
  run.fencing = row.integer();
  run.lease_until = row.integer();
  run.holder = row.text();
  run.cancel_asked = row.flag();
  return run;
}

store::RunItem read_line(Row row) {
  store::RunItem line;
  line.line = row.integer();
  line.collection = row.text();
  line.direction = row.text();
  line.op = row.text();
  line.item = row.integer();
  line.label = row.text();
  line.status = row.small();
  line.reason = row.text();
  return line;
}

/// 0 = from the newest on.
std::int64_t below(std::int64_t before) {
  return before == 0 ? std::numeric_limits<std::int64_t>::max() : before;
}

std::int64_t read_integer(Row row) {
  return row.integer();
}

}  // namespace

Result<std::optional<store::Run>> Unit::run(std::int64_t number) {
  return select_one(ByNumber, read_run, owner_, number);
}

Result<std::vector<store::Run>> Unit::runs(std::int64_t before, std::size_t limit) {
  return select(Newest, read_run, owner_, below(before), limit_of(limit));
}

Result<std::vector<store::Run>> Unit::runs_of(std::int64_t connection, std::int64_t before,
                                              std::size_t limit) {
  return select(NewestOf, read_run, owner_, connection, below(before), limit_of(limit));
}

Result<std::optional<store::Run>> Unit::last_good_run(std::int64_t connection) {
  return select_one(LastGood, read_run, owner_, connection);
}

Result<std::vector<store::Run>> Unit::live_runs(std::int64_t connection) {
  return select(Live, read_run, owner_, connection);
}

Result<std::int64_t> Unit::put_run(const store::Run& run) {
  PIM_CHECK(writable());
  std::int64_t number = run.number;
  if (number == 0) {
    PIM_TRY(number, next_number());
  } else {
    PIM_TRY(const auto fencing, select_one(Fencing, read_integer, owner_, number));
    if (!fencing) {
      return spoil(ErrorCode::Refused, "there is no such run");
    }
    if (*fencing > run.fencing) {
      return spoil(ErrorCode::Conflict, "the run was claimed by another process");
    }
  }
  PIM_CHECK(write(Put, owner_, number, run.connection, run.state, run.mode, run.plan_only,
                  run.phase, Blob{run.detail}, run.result, run.outcome, run.sentence,
                  run.created_at, run.due_at, run.finished_at, run.fencing, run.lease_until,
                  run.holder, run.cancel_asked));
  return number;
}

Status Unit::put_run_items(std::int64_t run, std::span<const store::RunItem> lines) {
  PIM_CHECK(writable());
  PIM_TRY(const auto there, select_one(Fencing, read_integer, owner_, run));
  if (!there) {
    return spoil(ErrorCode::Refused, "there is no such run");
  }
  PIM_TRY(Statement statement, writing(PutLine, Use::Many));
  for (const store::RunItem* each : last_of_each(lines, &store::RunItem::line)) {
    PIM_CHECK(guard(statement.add(owner_, run, each->line, each->collection, each->direction,
                                  each->op, each->item, each->label, each->status, each->reason)));
  }
  return guard(statement.finish());
}

Status Unit::drop_run_items(std::int64_t run) {
  PIM_CHECK(write(DropLines, owner_, run));
  return {};
}

Result<std::vector<store::RunItem>> Unit::run_items(std::int64_t run, std::int64_t after,
                                                    std::size_t limit) {
  return select(Lines, read_line, owner_, run, after, limit_of(limit));
}

}  // namespace pim::sql
