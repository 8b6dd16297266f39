// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_cursor.h"

#include <algorithm>
#include <cstdlib>

#include "common/sql/postgres_connection.h"

namespace pim::sql {
namespace {

constexpr int Binary = 1;
/// Batches of one kind have a few forms; one that would have many is sent as arrays.
constexpr std::size_t MostForms = 8;
constexpr Alike All = ~Alike{0};

}  // namespace

PostgresCursor::Form& PostgresCursor::form_for(Alike alike) {
  const auto known = std::ranges::find(forms_, alike, &Form::alike);
  return known != forms_.end() ? *known : forms_.emplace_back(Form{alike, false});
}

/// The columns whose rows are all the same. One stays a list where there are more rows than one.
Alike PostgresCursor::alike_columns() const {
  if (rows_ == 1) {
    return All;
  }
  if (!takes_alike(sql_)) {
    return 0;
  }
  Alike alike = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    alike |= columns_[i].same() ? Alike{1} << i : 0;
  }
  if (alike == (Alike{1} << columns_.size()) - 1) {
    alike &= ~Alike{1};
  }
  const bool known = std::ranges::find(forms_, alike, &Form::alike) != forms_.end();
  return known || forms_.size() < MostForms ? alike : 0;
}

/// The types of the values are known from the first ones, and the same each time.
Status PostgresCursor::send_as(Alike alike) {
  parameters_.settle();
  PGconn* const handle = connection_->handle();
  Form& form = form_for(alike);
  const std::string name = name_ + "_" + std::to_string(&form - forms_.data());
  if (!form.prepared) {
    const std::string text =
        postgres_text(sql_, use_, static_cast<std::size_t>(parameters_.count()), alike);
    PIM_CHECK(connection_->queued(PQsendPrepare(handle, name.c_str(), text.c_str(),
                                                parameters_.count(), parameters_.types())));
    PIM_CHECK(connection_->collect());
    form.prepared = true;
  }
  ++connection_->work().statements;
  return connection_->queued(PQsendQueryPrepared(handle, name.c_str(), parameters_.count(),
                                                 parameters_.values(), parameters_.lengths(),
                                                 parameters_.formats(), Binary));
}

Status PostgresCursor::send(std::span<const Value> values) {
  parameters_.clear();
  for (const Value& each : values) {
    parameters_.add(each);
  }
  return send_as(0);
}

Result<bool> PostgresCursor::first(std::span<const Value> values) {
  PIM_CHECK(send(values));
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
  const Alike alike = alike_columns();
  parameters_.clear();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    Column& each = columns_[i];
    if ((alike >> i & 1U) != 0) {
      parameters_.add(each.one());
    } else {
      parameters_.add_array(each.type(), each.array());
    }
  }
  Status sent = send_as(alike);
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
