// SPDX-License-Identifier: Apache-2.0
#include "common/sql/across.h"

#include <algorithm>
#include <tuple>

#include "common/base/limits.h"

namespace pim::sql {
namespace {

// state 0 = Due, 1 = Running, above 2 = ended
static_assert(static_cast<int>(store::RunState::Due) == 0);
static_assert(static_cast<int>(store::RunState::Running) == 1);
static_assert(static_cast<int>(store::RunState::Waiting) == 2);
static_assert(static_cast<int>(store::RunState::Done) == 3);
static_assert(static_cast<int>(store::HeldState::Waiting) == 1);

// CROSS JOIN keeps sqlite from starting with the owners: the live runs are few.
constexpr const char* Due =
    "SELECT r.due_at, r.owner, r.number, r.fencing, '' FROM run r INDEXED BY run_due "
    "CROSS JOIN owner o ON o.id = r.owner "
    "WHERE r.state = 0 AND r.due_at <= ?2 AND o.portal = ?1 "
    "ORDER BY r.due_at, r.owner, r.number LIMIT ?3";
/// Due, and further ahead than any run waits: the clock was set back.
constexpr const char* Stranded =
    "SELECT r.due_at, r.owner, r.number, r.fencing, '' FROM run r INDEXED BY run_due "
    "CROSS JOIN owner o ON o.id = r.owner "
    "WHERE r.state = 0 AND r.due_at > ?2 AND o.portal = ?1 "
    "ORDER BY r.due_at, r.owner, r.number LIMIT ?3";
constexpr const char* Running =
    "SELECT r.due_at, r.owner, r.number, r.fencing, r.holder, r.lease_until "
    "FROM run r INDEXED BY run_running CROSS JOIN owner o ON o.id = r.owner "
    "WHERE r.state = 1 AND o.portal = ?1";
constexpr const char* Claim =
    "UPDATE run SET state = 1, holder = ?3, lease_until = ?4, fencing = fencing + 1 "
    "WHERE owner = ?1 AND number = ?2";
constexpr const char* Claimed =
    "SELECT number FROM run WHERE owner = ?1 AND number = ?2 AND fencing = ?3 AND holder = ?4";
constexpr const char* Renew =
    "UPDATE run SET lease_until = ?4 "
    "WHERE owner = ?1 AND number = ?2 AND fencing = ?3 AND state = 1";
constexpr const char* OldSessions =
    "SELECT owner, handle FROM session INDEXED BY session_touched WHERE updated_at < ?1 LIMIT ?2";
constexpr const char* DropSession = "DELETE FROM session WHERE owner = ?1 AND handle = ?2";
constexpr const char* DropChunks = "DELETE FROM session_chunk WHERE owner = ?1 AND handle = ?2";
constexpr const char* OldRuns =
    "SELECT owner, number FROM run INDEXED BY run_finished "
    "WHERE state > 2 AND finished_at < ?1 LIMIT ?2";
/// Runs that waited for a person whose questions are answered, or are told by a later run as well.
constexpr const char* AnsweredRuns =
    "SELECT r.owner, r.number FROM run r INDEXED BY run_waiting "
    "WHERE r.state = 2 AND r.finished_at < ?1 "
    "AND (NOT EXISTS(SELECT 1 FROM held h WHERE h.owner = r.owner) "
    "OR EXISTS(SELECT 1 FROM run l INDEXED BY run_connection WHERE l.owner = r.owner "
    "AND l.connection = r.connection AND l.number > r.number AND l.plan_only = 0 "
    "AND l.state IN (2, 3))) LIMIT ?2";
constexpr const char* OldLines =
    "SELECT line FROM run_item WHERE owner = ?1 AND run = ?2 ORDER BY line LIMIT ?3";
constexpr const char* DropLine = "DELETE FROM run_item WHERE owner = ?1 AND run = ?2 AND line = ?3";
constexpr const char* DropRun = "DELETE FROM run WHERE owner = ?1 AND number = ?2";
constexpr const char* CountHeld =
    "SELECT count(*) FROM held INDEXED BY held_waiting WHERE state = 1 AND op = ?1";
constexpr const char* CountConflicts =
    "SELECT count(*) FROM conflict INDEXED BY conflict_open WHERE choice = '' AND kind = ?1";

struct Candidate {
  Seconds due_at = 0;
  store::RunClaim claim;
  auto place() const { return std::tuple(due_at, claim.owner, claim.number); }
};

Candidate read_candidate(Row& row) {
  Candidate candidate;
  candidate.due_at = row.integer();
  candidate.claim.owner = row.integer();
  candidate.claim.number = row.integer();
  candidate.claim.fencing = row.integer();
  return candidate;
}

/// Calls `take` with each row.
template <class Take, class... Values>
Status each_row(Transaction& transaction, const char* sql, Take take, const Values&... values) {
  PIM_TRY(Statement statement, transaction.prepare(sql));
  PIM_TRY(bool more, statement.first(values...));
  while (more) {
    take(statement.row());
    PIM_TRY(more, statement.next());
  }
  return {};
}

template <class... Values>
Result<std::int64_t> run(Transaction& transaction, const char* sql, const Values&... values) {
  PIM_TRY(Statement statement, transaction.prepare(sql));
  PIM_CHECK(statement.run(values...));
  return statement.changes();
}

Result<std::vector<Candidate>> candidates(Transaction& transaction, std::string_view portal,
                                          std::span<const std::string> gone, Seconds now,
                                          std::size_t limit) {
  std::vector<Candidate> found;
  const Seconds longest = now + limits::MaxRunWait;
  PIM_CHECK(each_row(
      transaction, Due, [&](Row row) { found.push_back(read_candidate(row)); }, portal, now,
      limit));
  PIM_CHECK(each_row(
      transaction, Stranded, [&](Row row) { found.push_back(read_candidate(row)); }, portal,
      longest, limit));
  PIM_CHECK(each_row(
      transaction, Running,
      [&](Row row) {
        const Candidate candidate = read_candidate(row);
        const std::string holder = row.text();
        const Seconds lease_until = row.integer();
        if (lease_until <= now || lease_until > longest ||
            std::find(gone.begin(), gone.end(), holder) != gone.end()) {
          found.push_back(candidate);
        }
      },
      portal));
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.place() < b.place(); });
  found.resize(std::min(found.size(), limit));
  return found;
}

/// The owners of some rows, ascending, each once.
template <class Rows, class OwnerOf>
std::vector<store::OwnerId> owners_of(const Rows& rows, OwnerOf owner_of) {
  std::vector<store::OwnerId> owners;
  owners.reserve(rows.size());
  for (const auto& each : rows) {
    owners.push_back(owner_of(each));
  }
  std::sort(owners.begin(), owners.end());
  owners.erase(std::unique(owners.begin(), owners.end()), owners.end());
  return owners;
}

/// What can be claimed, and nobody else writes any more.
Result<std::vector<Candidate>> locked_candidates(Transaction& transaction, std::string_view portal,
                                                 std::span<const std::string> gone, Seconds now,
                                                 std::size_t limit) {
  PIM_TRY(auto due, candidates(transaction, portal, gone, now, limit));
  if (transaction.alone()) {
    return due;
  }
  const auto owners = owners_of(due, [](const Candidate& each) { return each.claim.owner; });
  PIM_CHECK(transaction.lock_owners(owners));
  PIM_TRY(due, candidates(transaction, portal, gone, now, limit));
  std::erase_if(due, [&](const Candidate& each) {  // came meanwhile
    return !std::binary_search(owners.begin(), owners.end(), each.claim.owner);
  });
  return due;
}

using OldSession = std::pair<store::OwnerId, std::string>;
using OldRun = std::pair<store::OwnerId, std::int64_t>;

Result<std::vector<OldSession>> old_sessions(Transaction& transaction, Seconds before,
                                             std::size_t limit) {
  std::vector<OldSession> old;
  PIM_CHECK(each_row(
      transaction, OldSessions,
      [&](Row row) {
        const store::OwnerId owner = row.integer();
        old.emplace_back(owner, row.text());
      },
      before, limit));
  return old;
}

/// Those of other owners came while these were waited for: another time.
void keep_of(std::vector<OldSession>& old, const std::vector<store::OwnerId>& owners) {
  std::erase_if(old, [&](const OldSession& each) {
    return !std::binary_search(owners.begin(), owners.end(), each.first);
  });
}

Result<std::vector<OldRun>> old_runs(Transaction& transaction, const char* which, Seconds before,
                                     std::size_t limit) {
  std::vector<OldRun> old;
  PIM_CHECK(each_row(
      transaction, which,
      [&](Row row) {
        const store::OwnerId owner = row.integer();
        old.emplace_back(owner, row.integer());
      },
      before, limit));
  return old;
}

/// After a connection lost during the claim's commit: a claim that nobody knows of would keep its
/// run waiting for the end of the lease. The owners' rows are locked until the old session has
/// ended.
Result<std::vector<store::RunClaim>> claims_that_stand(Engine& engine, std::string_view holder,
                                                       const std::vector<store::RunClaim>& claims) {
  PIM_TRY(const auto transaction, engine.begin(0, store::Access::Write));
  PIM_CHECK(transaction->lock_owners(
      owners_of(claims, [](const store::RunClaim& each) { return each.owner; })));
  std::vector<store::RunClaim> standing;
  for (const store::RunClaim& each : claims) {
    PIM_CHECK(each_row(
        *transaction, Claimed, [&](Row) { standing.push_back(each); }, each.owner, each.number,
        each.fencing, holder));
  }
  return standing;
}

Result<std::size_t> purge_sessions(Transaction& transaction, Seconds before, std::size_t limit) {
  PIM_TRY(auto old, old_sessions(transaction, before, limit));
  if (!transaction.alone()) {
    const auto owners = owners_of(old, [](const OldSession& each) { return each.first; });
    PIM_CHECK(transaction.lock_owners(owners));
    PIM_TRY(old, old_sessions(transaction, before, limit));
    keep_of(old, owners);
  }
  for (const auto& [owner, handle] : old) {
    PIM_CHECK(run(transaction, DropChunks, owner, handle));
    PIM_CHECK(run(transaction, DropSession, owner, handle));
  }
  return old.size();
}

/// The lines of a run go before the run, and count.
Result<std::size_t> purge_run(Transaction& transaction, store::OwnerId owner, std::int64_t number,
                              std::size_t limit) {
  std::vector<std::int64_t> lines;
  PIM_CHECK(each_row(
      transaction, OldLines, [&](Row row) { lines.push_back(row.integer()); }, owner, number,
      limit));
  for (const std::int64_t line : lines) {
    PIM_CHECK(run(transaction, DropLine, owner, number, line));
  }
  if (lines.size() == limit) {
    return limit;
  }
  PIM_CHECK(run(transaction, DropRun, owner, number));
  return lines.size() + 1;
}

/// Nobody writes a run that has ended: no lock is needed. Those that waited go first: what follows
/// one of them tells that it may go.
Result<std::size_t> purge_runs(Transaction& transaction, Seconds before, std::size_t limit) {
  PIM_TRY(auto old, old_runs(transaction, AnsweredRuns, before, limit));
  PIM_TRY(const auto ended, old_runs(transaction, OldRuns, before, limit));
  old.insert(old.end(), ended.begin(), ended.end());
  std::size_t gone = 0;
  for (const auto& [owner, number] : old) {
    if (gone >= limit) {
      break;
    }
    PIM_TRY(const std::size_t more, purge_run(transaction, owner, number, limit - gone));
    gone += more;
  }
  return gone;
}

}  // namespace

Result<std::vector<store::RunClaim>> claim_runs(Engine& engine, std::string_view portal,
                                                std::string_view holder,
                                                std::span<const std::string> gone, Seconds now,
                                                Seconds lease_until, std::size_t limit) {
  std::vector<store::RunClaim> claims;
  {
    // Every child asks this all the time: most often there is nothing, and no writer's turn needed.
    PIM_TRY(const auto look, engine.begin(0, store::Access::Read));
    PIM_TRY(const auto due, candidates(*look, portal, gone, now, limit));
    if (due.empty()) {
      return claims;
    }
  }
  PIM_TRY(const auto transaction, engine.begin(0, store::Access::Write));
  PIM_TRY(const auto due, locked_candidates(*transaction, portal, gone, now, limit));
  for (const Candidate& each : due) {
    PIM_CHECK(run(*transaction, Claim, each.claim.owner, each.claim.number, holder, lease_until));
    claims.push_back(each.claim);
    ++claims.back().fencing;
  }
  const Status done = transaction->commit();
  if (!done && done.error().code == ErrorCode::Unknown) {
    return claims_that_stand(engine, holder, claims);
  }
  PIM_CHECK(Status(done));
  return claims;
}

Result<std::size_t> renew_leases(Engine& engine, std::span<const store::RunClaim> claims,
                                 Seconds lease_until) {
  std::size_t renewed = 0;
  if (claims.empty()) {
    return renewed;
  }
  PIM_TRY(const auto transaction, engine.begin(0, store::Access::Write));
  PIM_CHECK(transaction->lock_owners(
      owners_of(claims, [](const store::RunClaim& each) { return each.owner; })));
  for (const store::RunClaim& each : claims) {
    PIM_TRY(const std::int64_t rows,
            run(*transaction, Renew, each.owner, each.number, each.fencing, lease_until));
    renewed += static_cast<std::size_t>(rows);
  }
  PIM_CHECK(transaction->commit());
  return renewed;
}

Result<std::vector<std::string>> holders(Engine& engine, std::string_view portal) {
  PIM_TRY(const auto look, engine.begin(0, store::Access::Read));
  std::vector<std::string> found;
  PIM_CHECK(each_row(
      *look, Running,
      [&](Row row) {
        row.skip(4);
        found.push_back(row.text());
      },
      portal));
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Result<std::size_t> purge(Engine& engine, Seconds sessions_before, Seconds runs_before,
                          std::size_t limit) {
  PIM_TRY(const auto transaction, engine.begin(0, store::Access::Write));
  PIM_TRY(const std::size_t sessions, purge_sessions(*transaction, sessions_before, limit));
  PIM_TRY(const std::size_t runs, purge_runs(*transaction, runs_before, limit - sessions));
  PIM_CHECK(transaction->commit());
  return sessions + runs;
}

Result<store::OpenQuestions> open_questions(Engine& engine) {
  PIM_TRY(const auto look, engine.begin(0, store::Access::Read));
  const auto count = [&](const char* sql, auto of, std::uint64_t& into) {
    return each_row(
        *look, sql, [&](Row row) { into += static_cast<std::uint64_t>(row.integer()); }, of);
  };
  store::OpenQuestions open;
  PIM_CHECK(count(CountHeld, store::ChangeOp::Delete, open.deletions));
  for (const auto op : {store::ChangeOp::Add, store::ChangeOp::Replace}) {
    PIM_CHECK(count(CountHeld, op, open.changes));
  }
  PIM_CHECK(count(CountConflicts, store::ConflictKind::Value, open.conflicts));
  PIM_CHECK(count(CountConflicts, store::ConflictKind::Doubtful, open.doubtful));
  return open;
}

}  // namespace pim::sql
