// SPDX-License-Identifier: Apache-2.0
#include "common/sql/unit.h"

namespace pim::sql {
namespace {

constexpr const char* All =
    "SELECT number, name, kind, display_name, live, rev FROM collection WHERE owner = ?1";
constexpr const char* Make =
    "INSERT INTO collection(owner, number, name, kind, display_name, live, rev) "
    "VALUES(?1, ?2, ?3, ?4, ?5, 0, 0)";
constexpr const char* Rename =
    "UPDATE collection SET display_name = ?3 WHERE owner = ?1 AND number = ?2";
constexpr const char* Raise = "UPDATE collection SET rev = ?3 WHERE owner = ?1 AND number = ?2";
constexpr const char* MoveLive = "UPDATE collection SET live = ?3 WHERE owner = ?1 AND number = ?2";
constexpr const char* NextId = "SELECT next_id FROM owner WHERE id = ?1 AND portal <> ''";
constexpr const char* SetNextId = "UPDATE owner SET next_id = ?2 WHERE id = ?1";

}  // namespace

/// All of the owner at once: there are few, and nearly every transaction needs one.
Status Unit::load_collections() {
  if (collections_) {
    return {};
  }
  PIM_TRY(Statement statement, reading(All));
  std::vector<Known> found;
  PIM_TRY(bool more, statement.first(owner_));
  while (more) {
    Row row = statement.row();
    Known& each = found.emplace_back();
    each.number = row.integer();
    each.row.name = row.text();
    each.row.kind = row.text();
    each.row.display_name = row.text();
    each.row.live = row.integer();
    each.row.rev = row.integer();
    PIM_TRY(more, statement.next());
  }
  collections_ = std::move(found);
  return {};
}

Result<Unit::Known*> Unit::known(std::string_view collection) {
  PIM_CHECK(load_collections());
  for (Known& each : *collections_) {
    if (each.row.name == collection) {
      return &each;
    }
  }
  return nullptr;
}

std::string Unit::name_of_number(std::int64_t number) const {
  for (const Known& each : *collections_) {
    if (each.number == number) {
      return each.row.name;
    }
  }
  return {};
}

Result<std::int64_t> Unit::number_of(std::string_view collection) {
  PIM_TRY(const Known* found, known(collection));
  if (found == nullptr) {
    return spoil(ErrorCode::Refused, "there is no such collection");
  }
  return found->number;
}

Result<std::vector<store::Collection>> Unit::collections() {
  PIM_CHECK(load_collections());
  std::vector<store::Collection> found;
  for (const Known& each : *collections_) {
    found.push_back(each.row);
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return found;
}

Result<std::optional<store::Collection>> Unit::collection(std::string_view name) {
  PIM_TRY(const Known* found, known(name));
  return found == nullptr ? std::optional<store::Collection>() : found->row;
}

Status Unit::put_collection(const store::Collection& collection) {
  PIM_CHECK(writable());
  PIM_TRY(Known * found, known(collection.name));
  if (found != nullptr) {
    PIM_CHECK(write(Rename, owner_, found->number, collection.display_name));
    found->row.display_name = collection.display_name;
    return {};
  }
  std::int64_t number = 1;
  for (const Known& each : *collections_) {
    number = std::max(number, each.number + 1);
  }
  PIM_CHECK(write(Make, owner_, number, collection.name, collection.kind, collection.display_name));
  Known& made = collections_->emplace_back(Known{number, collection});
  made.row.live = 0;
  made.row.rev = 0;
  return {};
}

Result<store::Revision> Unit::raise(std::string_view collection, std::size_t count) {
  PIM_CHECK(writable());
  PIM_CHECK(number_of(collection));
  PIM_TRY(Known * found, known(collection));
  const store::Revision first = found->row.rev + 1;
  const store::Revision last = found->row.rev + static_cast<store::Revision>(count);
  PIM_CHECK(write_later(Raise, owner_, found->number, last));
  found->row.rev = last;
  return first;
}

Status Unit::move_live(Known& collection, std::int64_t by) {
  if (by == 0) {
    return {};
  }
  PIM_CHECK(write_later(MoveLive, owner_, collection.number, collection.row.live + by));
  collection.row.live += by;
  return {};
}

/// Read once and written back at commit: giving an id costs nothing.
Status Unit::load_next_id() {
  PIM_TRY(Statement statement, reading(NextId));
  PIM_TRY(const bool row, statement.first(owner_));
  if (!row) {
    return spoil(ErrorCode::Refused, "there is no such owner");
  }
  stored_next_id_ = statement.row().integer();
  next_id_ = stored_next_id_;
  return {};
}

Result<store::ItemId> Unit::reserve_ids(std::size_t count) {
  PIM_CHECK(writable());
  const store::ItemId first = *next_id_;
  if (count > static_cast<std::size_t>(MaxId - first)) {
    return fail(ErrorCode::Full, "this user's ids are used up");
  }
  *next_id_ += static_cast<store::ItemId>(count);
  return first;
}

Status Unit::store_next_id() {
  if (next_id_ && *next_id_ != stored_next_id_) {
    PIM_CHECK(write_later(SetNextId, owner_, *next_id_));
  }
  return {};
}

}  // namespace pim::sql
