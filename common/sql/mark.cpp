// SPDX-License-Identifier: Apache-2.0
// The mark of a store: a number that only rises, and that the state directory keeps too, outside of
// backups. Where that one is ahead, the store was put back to an earlier state (design rule 9).
#include "common/sql/across.h"

namespace pim::sql {
namespace {

constexpr const char* Read = "SELECT number FROM mark WHERE one = 1";
constexpr const char* Raise =
    "INSERT INTO mark(one, number) VALUES(1, ?1) ON CONFLICT(one) DO UPDATE SET number = ?1";

Result<std::int64_t> number_in(Transaction& transaction) {
  PIM_TRY(Statement statement, transaction.prepare(Read));
  PIM_TRY(const bool there, statement.first());
  return there ? statement.row().integer() : 0;
}

Status raise_to(Transaction& transaction, std::int64_t number) {
  PIM_TRY(Statement statement, transaction.prepare(Raise));
  return statement.run(number);
}

}  // namespace

Result<std::int64_t> raise_mark(Engine& engine) {
  PIM_TRY(const auto transaction, engine.begin(0, store::Access::Write));
  PIM_CHECK(transaction->lock_store());
  PIM_TRY(const std::int64_t before, number_in(*transaction));
  PIM_CHECK(raise_to(*transaction, before + 1));
  PIM_CHECK(transaction->commit());
  return before + 1;
}

Result<bool> notice_restore(Engine& engine, std::int64_t kept, Seconds now) {
  {
    PIM_TRY(const auto look, engine.begin(0, store::Access::Read));
    PIM_TRY(const std::int64_t number, number_in(*look));
    if (number >= kept) {
      return false;
    }
  }
  PIM_TRY(const auto names, portal_names(engine));
  PIM_TRY(const auto transaction, engine.begin(0, store::Access::Write));
  PIM_CHECK(transaction->lock_store());
  PIM_TRY(const std::int64_t number, number_in(*transaction));
  if (number >= kept) {
    return false;  // another process has noticed it
  }
  for (const std::string& name : names) {
    PIM_CHECK(renew_epoch_in(*transaction, name, now));
  }
  PIM_CHECK(raise_to(*transaction, kept));
  PIM_CHECK(transaction->commit());
  return true;
}

}  // namespace pim::sql
