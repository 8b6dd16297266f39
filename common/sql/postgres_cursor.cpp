// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_cursor.h"

#include <cstdlib>

#include "common/sql/dialect.h"
#include "common/sql/postgres_connection.h"

namespace pim::sql {
namespace {

constexpr int Binary = 1;

}  // namespace

/// The types of the values are known from the first ones, and the same each time.
Status PostgresCursor::send() {
  parameters_.settle();
  PGconn* const handle = connection_->handle();
  if (!prepared_) {
    const std::string text =
        postgres_text(sql_, use_, static_cast<std::size_t>(parameters_.count()));
    PIM_CHECK(connection_->queued(PQsendPrepare(handle, name_.c_str(), text.c_str(),
                                                parameters_.count(), parameters_.types())));
    PIM_CHECK(connection_->collect());
    prepared_ = true;
  }
  ++connection_->work().statements;
  return connection_->queued(PQsendQueryPrepared(handle, name_.c_str(), parameters_.count(),
                                                 parameters_.values(), parameters_.lengths(),
                                                 parameters_.formats(), Binary));
}

Result<bool> PostgresCursor::first(std::span<const Value> values) {
  parameters_.clear();
  for (const Value& each : values) {
    parameters_.add(each);
  }
  PIM_CHECK(send());
  PIM_CHECK(take());
  return next();
}

Result<bool> PostgresCursor::next() {
  if (++row_ >= PQntuples(result_.get())) {
    return false;
  }
  ++connection_->work().rows;
  return true;
}

Status PostgresCursor::add(std::span<const Value> values) {
  if (rows_++ == 0) {
    columns_.resize(values.size());
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    columns_[i].add(values[i]);
  }
  return {};
}

Status PostgresCursor::finish_later() {
  if (rows_ == 0) {
    return {};
  }
  parameters_.clear();
  for (Column& each : columns_) {
    parameters_.add_array(each.type(), each.array());
  }
  const Status sent = send();
  for (Column& each : columns_) {
    each.clear();
  }
  rows_ = 0;
  return sent;
}

Status PostgresCursor::finish() {
  PIM_CHECK(finish_later());
  return take();
}

Status PostgresCursor::take() {
  PIM_TRY(result_, connection_->collect());
  row_ = -1;
  changes_ = result_ ? std::strtoll(PQcmdTuples(result_.get()), nullptr, 10) : 0;
  return {};
}

void PostgresCursor::reset() noexcept {
  result_.reset();
  for (Column& each : columns_) {
    each.clear();
  }
  rows_ = 0;
}

std::int64_t PostgresCursor::integer(int column) const {
  return read_number(octets(column));
}

std::string_view PostgresCursor::octets(int column) const {
  return {PQgetvalue(result_.get(), row_, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

}  // namespace pim::sql
