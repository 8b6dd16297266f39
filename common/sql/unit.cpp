// SPDX-License-Identifier: Apache-2.0
#include "common/sql/unit.h"

namespace pim::sql {
namespace {

constexpr const char* Savepoint = "SAVEPOINT unit";
constexpr const char* Release = "RELEASE unit";
constexpr const char* RollbackTo = "ROLLBACK TO unit";

}  // namespace

Status Unit::commit() {
  if (spoilt_) {
    return fail(ErrorCode::Refused, "the transaction has failed and must be rolled back");
  }
  PIM_CHECK(store_next_id());
  return transaction_->commit();
}

Status Unit::savepoint() {
  if (has_savepoint_) {
    PIM_TRY(Statement release, reading(Release));
    PIM_CHECK(release.run());
  }
  PIM_TRY(Statement statement, reading(Savepoint));
  PIM_CHECK(statement.run());
  has_savepoint_ = true;
  return {};
}

Status Unit::rollback_to_savepoint() {
  if (!has_savepoint_) {
    return fail(ErrorCode::Internal, "there is no savepoint to go back to");
  }
  static_cast<void>(transaction_->settle().has_value());  // what has failed is undone now
  PIM_TRY(Statement statement, transaction_->prepare(RollbackTo));
  PIM_CHECK(statement.run());
  // next_id_ stays: ids given since may live on in the caller's memory.
  collections_.reset();
  known_pairings_.clear();
  spoilt_ = false;
  return {};
}

Result<Statement> Unit::reading(const char* sql, Use use) {
  if (spoilt_) {
    return fail(ErrorCode::Refused, "the transaction has failed and must be rolled back");
  }
  return transaction_->prepare(sql, use);
}

Status Unit::writable() {
  if (spoilt_) {
    return fail(ErrorCode::Refused, "the transaction has failed and must be rolled back");
  }
  if (!transaction_->writes()) {
    return spoil(ErrorCode::Refused, "a read transaction does not write");
  }
  if (!next_id_) {
    PIM_CHECK(load_next_id());
  }
  return {};
}

Result<Statement> Unit::writing(const char* sql, Use use) {
  PIM_CHECK(writable());
  return transaction_->prepare(sql, use);
}

Failure Unit::spoil(Error error) {
  spoilt_ = true;
  return Failure(std::move(error));
}

Failure Unit::spoil(ErrorCode code, std::string message) {
  return spoil(Error{code, std::move(message), {}});
}

}  // namespace pim::sql
