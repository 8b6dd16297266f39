// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "common/content/ability.h"
#include "common/sync/reconcile.h"

namespace pim::sync {

/// How a batch is written: whole, or, after the store has refused one of its records, each behind
/// a savepoint of its own, so that one bad record never stops the others (design rules 1, 10).
enum class Care : std::uint8_t { Batch, EachAlone };

/// Takes in a batch and writes it. One result per change, in order; with EachAlone a refused
/// record's is an error, with Batch the whole call fails with Refused: roll back and repeat with
/// EachAlone. The pairing's skip ranges grow by what was written; the caller stores the pairing.
Result<std::vector<Result<Outcome>>> take_batch(const Scope& scope, store::Pairing& pairing,
                                                const content::Ability& ability,
                                                Circumstances circumstances,
                                                std::span<const Incoming> batch, Care care);

/// What would become of the batch; nothing is written.
Result<std::vector<Result<Outcome>>> look_at_batch(const Scope& scope, store::Pairing& pairing,
                                                   const content::Ability& ability,
                                                   Circumstances circumstances,
                                                   std::span<const Incoming> batch);

/// One page of the stage, made ready: entered records with what they were staged for.
struct StagePage {
  std::vector<store::Staged> rows;
  std::vector<Incoming> incoming;  ///< as rows, without those that cannot be read
  std::vector<std::size_t> index;  ///< of incoming in rows
};

/// Where a walk through the stage stands.
struct StageCursor {
  store::ChangeOp op = store::ChangeOp::Delete;
  std::string peer;
  bool operator==(const StageCursor&) const = default;
};

/// The next page behind the cursor, at most `limit` rows; empty = the end. Unreadable content
/// leaves its row in `rows` only, with the reason set. What `ready`, a page looked at before, has
/// entered of the same content is taken from it.
Result<StagePage> stage_page(const Scope& scope, const store::Pairing& pairing,
                             const StageCursor& after, std::size_t limit, StagePage ready = {});

/// Where nothing is staged any more, what came in a slow session is taken in. The caller stores the
/// pairing.
Status settle_stage(const Scope& scope, store::Pairing& pairing);

/// Counts per effect, for results.
struct TakeCounts {
  std::uint64_t added = 0, updated = 0, deleted = 0, joined = 0, conflicts = 0, failed = 0;
  std::uint64_t doubtful = 0;
  std::uint64_t united = 0;  ///< of those joined: ours was changed by it
  std::uint64_t taken = 0;   ///< records that came, whatever became of them
  void count(const Outcome& outcome);
  TakeCounts& operator+=(const TakeCounts& more);
  bool nothing() const { return taken == 0; }
  std::uint64_t changed() const { return updated + united; }
};

/// A staged record that could not be applied: it stays in the stage, with its reason, and is tried
/// again by the next run; nothing of the item goes out meanwhile (sync rule 22).
struct StageFailure {
  store::Staged row;
  Error error;
};

/// A staged record that was applied, and what a person calls it.
struct StageOutcome {
  Outcome outcome;
  std::string label;  ///< empty for a Delete that names nothing
};

/// What a page of the stage has come to, record by record.
struct StageApplied {
  TakeCounts counts;
  std::vector<StageOutcome> outcomes;  ///< without those that failed
  std::vector<StageFailure> failures;
};

/// Applies a page of the stage, which is not empty, and moves the cursor behind it. What was
/// applied leaves the stage.
Result<StageApplied> apply_stage(const Scope& scope, store::Pairing& pairing,
                                 const content::Ability& ability, Circumstances circumstances,
                                 Care care, StagePage page, StageCursor& cursor);

}  // namespace pim::sync
