// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <unordered_set>

#include "common/sql/item_row.h"
#include "common/sql/unit.h"
#include "common/sql/weak_keys.h"

namespace pim::sql {
namespace {

constexpr const char* ById = "SELECT " PIM_ITEM_COLUMNS " FROM item WHERE key = EACH(?1)";
constexpr const char* Insert =
    "INSERT INTO item(key, owner, collection, rev, origin, changed_at, fingerprint, deleted, "
    "media_type, uid, label, sort_key, decision, content) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
// What the update ends becomes a version, inside the database: its content is not read out.
constexpr const char* Keep =
    "INSERT INTO item_version(owner, item, rev, deleted, changed_at, fingerprint, replaced_by, "
    "author_kind, author_pairing, author, work, at, content) "
    "SELECT ?1, ?2, rev, deleted, changed_at, fingerprint, ?6, ?7, ?8, ?9, ?10, ?11, content "
    "FROM item WHERE key = ?3 AND rev = ?4 AND collection = ?5 "
    "RETURNING deleted, (SELECT sort_key = ?12 FROM item WHERE key = ?3)";
// The same for many items at once.
constexpr const char* KeepAll =
    "INSERT INTO item_version(owner, item, rev, deleted, changed_at, fingerprint, replaced_by, "
    "author_kind, author_pairing, author, work, at, content) "
    "SELECT ?1, ?2, rev, deleted, changed_at, fingerprint, ?6, ?7, ?8, ?9, ?10, ?11, content "
    "FROM item WHERE key = ?3 AND rev = ?4 AND collection = ?5 RETURNING deleted";
// sqlite writes the index by name anew as soon as one of its columns is set, changed or not: the
// usual edit, which renames nothing, sets neither.
constexpr const char* Update =
    "UPDATE item SET rev = ?2, origin = ?3, changed_at = ?4, fingerprint = ?5, media_type = ?6, "
    "uid = ?7, label = ?8, decision = ?9, content = ?10 WHERE key = ?1";
constexpr const char* Rename =
    "UPDATE item SET rev = ?2, origin = ?3, changed_at = ?4, fingerprint = ?5, media_type = ?6, "
    "uid = ?7, label = ?8, decision = ?9, content = ?10, deleted = ?11, sort_key = ?12 "
    "WHERE key = ?1";
constexpr const char* CollectionOf = "SELECT collection FROM item WHERE key = ?1 AND rev = ?2";
constexpr const char* At = "SELECT rev FROM item WHERE key = ?1 AND rev = ?2 AND collection = ?3";
constexpr const char* AddFind = "INSERT INTO item_find(key, weak, text) VALUES(?1, ?2, ?3)";
constexpr const char* PutFind =
    "INSERT INTO item_find(key, weak, text) VALUES(?1, ?2, ?3) "
    "ON CONFLICT(key) DO UPDATE SET weak = excluded.weak, text = excluded.text";
constexpr const char* DropFind = "DELETE FROM item_find WHERE key = ?1";
constexpr const char* Versions =
    "SELECT item, rev, deleted, changed_at, fingerprint, replaced_by, author_kind, "
    "author_pairing, author, work, at, content FROM item_version "
    "WHERE owner = ?1 AND item = ?2 AND rev < ?3 ORDER BY rev DESC LIMIT ?4";
/// length() of a blob does not read it.
constexpr const char* VersionSizes =
    "SELECT length(content) FROM item_version "
    "WHERE owner = ?1 AND item = ?2 AND rev < ?3 ORDER BY rev DESC LIMIT ?4";
constexpr const char* WithVersions =
    "SELECT item FROM item_version WHERE owner = ?1 AND item = EACH(?2) LIMIT 1";
constexpr const char* PresentContent = "SELECT content FROM item WHERE key = ?1 AND rev = ?2";
constexpr const char* OldContent =
    "SELECT content FROM item_version WHERE owner = ?1 AND item = ?2 AND rev = ?3";

store::ItemVersion read_version(Row row) {
  store::ItemVersion version;
  version.item = row.integer();
  version.rev = row.integer();
  version.deleted = row.flag();
  version.changed_at = row.integer();
  version.fingerprint = row.bits();
  version.replaced_by = row.integer();
  version.by.kind = row.as<store::AuthorKind>();
  version.by.pairing = row.integer();
  version.by.by = row.text();
  version.by.work = row.text();
  version.at = row.integer();
  version.content = row.text();
  return version;
}

std::size_t read_size(Row row) {
  return static_cast<std::size_t>(row.integer());
}

/// An item with the number of its collection, whose name only the unit knows.
struct Numbered {
  store::Item item;
  std::int64_t collection = 0;
};

Numbered read_numbered(Row row) {
  Numbered numbered;
  numbered.item = read_item_head(row);
  numbered.collection = row.integer();
  return numbered;
}

std::int64_t read_number(Row row) {
  return row.integer();
}

std::string read_text(Row row) {
  return row.text();
}

}  // namespace

Result<std::vector<store::Item>> Unit::items(std::span<const store::ItemId> ids) {
  PIM_CHECK(load_collections());
  std::vector<std::int64_t> keys;
  keys.reserve(ids.size());
  for (const store::ItemId id : in_order(ids)) {
    keys.push_back(item_key(owner_, id));
  }
  PIM_TRY(auto rows, select_each(ById, read_numbered, keys));
  std::vector<store::Item> found;
  found.reserve(rows.size());
  for (Numbered& each : rows) {
    found.push_back(std::move(each.item));
    found.back().collection = name_of_number(each.collection);
  }
  return found;
}

Status Unit::check_revision(const store::Item& item, const Known* collection) {
  if (collection == nullptr) {
    return spoil(ErrorCode::Refused, "there is no such collection");
  }
  if (item.rev <= 0 || item.rev > collection->row.rev) {
    return spoil(ErrorCode::Refused, "the revision was not raised");
  }
  if (item.id <= 0 || item.id > MaxId) {
    return spoil(ErrorCode::Refused, "no item can have this id");
  }
  return {};
}

Status Unit::insert_item(Statement& insert, const store::Item& item, std::int64_t collection) {
  return guard(insert.add(item_key(owner_, item.id), owner_, collection, item.rev, item.origin,
                          item.changed_at, item.fingerprint, item.deleted, item.media_type,
                          item.uid, item.label, item.sort_key, item.decision, Blob{item.content}));
}

/// Why an update found no item at the revision its writer has looked at.
Failure Unit::not_updated(const store::ItemWrite& write) {
  const auto elsewhere =
      select_one(CollectionOf, read_number, item_key(owner_, write.item.id), write.expected);
  if (!elsewhere) {
    return spoil(elsewhere.error());
  }
  return *elsewhere ? spoil(ErrorCode::Refused, "a record stays in its collection")
                    : spoil(ErrorCode::Conflict, "the record was changed meanwhile");
}

Status Unit::update_item(const store::ItemWrite& write, std::int64_t collection,
                         const store::Author& author, Seconds at, std::int64_t& live) {
  const store::Item& item = write.item;
  const std::int64_t key = item_key(owner_, item.id);
  PIM_TRY(Statement keep, writing(Keep));
  PIM_TRY(const bool kept,
          guard(keep.first(owner_, item.id, key, write.expected, collection, item.rev, author.kind,
                           author.pairing, author.by, author.work, at, item.sort_key)));
  if (!kept) {
    return not_updated(write);
  }
  Row row = keep.row();
  const bool was_deleted = row.flag();
  const bool same_name = row.flag();
  live -= was_deleted ? 0 : 1;
  PIM_CHECK(guard(keep.next()));
  if (same_name && was_deleted == item.deleted) {
    PIM_CHECK(this->write(Update, key, item.rev, item.origin, item.changed_at, item.fingerprint,
                          item.media_type, item.uid, item.label, item.decision,
                          Blob{item.content}));
  } else {
    PIM_CHECK(this->write(Rename, key, item.rev, item.origin, item.changed_at, item.fingerprint,
                          item.media_type, item.uid, item.label, item.decision, Blob{item.content},
                          item.deleted, item.sort_key));
  }
  return {};
}

/// Two statements for all of them.
Status Unit::update_items(std::span<const store::ItemWrite* const> updates, std::int64_t collection,
                          const store::Author& author, Seconds at, std::int64_t& live) {
  PIM_TRY(Statement keep, writing(KeepAll, Use::Many));
  PIM_TRY(Statement update, writing(Rename, Use::Many));
  for (const store::ItemWrite* const each : updates) {
    const store::Item& item = each->item;
    const std::int64_t key = item_key(owner_, item.id);
    PIM_CHECK(guard(keep.add(owner_, item.id, key, each->expected, collection, item.rev,
                             author.kind, author.pairing, author.by, author.work, at)));
    PIM_CHECK(guard(update.add(key, item.rev, item.origin, item.changed_at, item.fingerprint,
                               item.media_type, item.uid, item.label, item.decision,
                               Blob{item.content}, item.deleted, item.sort_key)));
  }
  PIM_CHECK(guard(keep.finish()));
  if (keep.changes() != std::ssize(updates)) {
    for (const store::ItemWrite* const each : updates) {
      PIM_TRY(const auto there, select_one(At, read_number, item_key(owner_, each->item.id),
                                           each->expected, collection));
      if (!there) {
        return not_updated(*each);
      }
    }
  }
  PIM_TRY(bool more, keep.next());
  while (more) {
    live -= keep.row().flag() ? 0 : 1;
    PIM_TRY(more, keep.next());
  }
  return guard(update.finish_later());
}

Status Unit::write_find(FindWriter& writer, const store::ItemWrite& write,
                        std::int64_t collection) {
  const std::int64_t key = find_key(owner_, collection, write.item.id);
  if (!write.item.deleted) {
    const std::string weak = pack_weak(write.find.weak_keys);
    Statement& put = write.expected == 0 ? writer.add : writer.put;
    return guard(put.add(key, Blob{weak}, write.find.text));
  }
  return write.expected != 0 ? guard(writer.drop.add(key)) : Status();
}

/// The first of these that can be written together: of one collection, and no item twice.
std::size_t Unit::writable_together(std::span<const store::ItemWrite> writes) const {
  std::unordered_set<store::ItemId> seen;
  std::size_t count = 0;
  for (const store::ItemWrite& each : writes) {
    if (each.item.collection != writes.front().item.collection ||
        (!transaction_->row_by_row() && !seen.insert(each.item.id).second)) {
      break;
    }
    ++count;
  }
  return count;
}

Status Unit::write_together(std::span<const store::ItemWrite> writes, const store::Author& author,
                            Seconds at) {
  PIM_TRY(Statement insert, writing(Insert, Use::Many));
  PIM_TRY(Statement add_find, writing(AddFind, Use::Many));
  PIM_TRY(Statement put_find, writing(PutFind, Use::Many));
  PIM_TRY(Statement drop_find, writing(DropFind, Use::Many));
  FindWriter find{add_find, put_find, drop_find};
  PIM_TRY(Known* const collection, known(writes.front().item.collection));
  std::vector<const store::ItemWrite*> updates;
  std::int64_t live = 0;
  for (const store::ItemWrite& each : writes) {
    PIM_CHECK(check_revision(each.item, collection));
    if (each.expected == 0) {
      PIM_CHECK(insert_item(insert, each.item, collection->number));
    } else if (transaction_->row_by_row()) {
      PIM_CHECK(update_item(each, collection->number, author, at, live));
    } else {
      updates.push_back(&each);
    }
    live += each.item.deleted ? 0 : 1;
    PIM_CHECK(write_find(find, each, collection->number));
  }
  if (!updates.empty()) {
    PIM_CHECK(update_items(updates, collection->number, author, at, live));
  }
  PIM_CHECK(guard(insert.finish_later()));
  PIM_CHECK(guard(add_find.finish_later()));
  PIM_CHECK(guard(put_find.finish_later()));
  PIM_CHECK(guard(drop_find.finish_later()));
  PIM_CHECK(move_live(*collection, live));
  return guard(transaction_->settle());
}

Status Unit::write_items(std::span<const store::ItemWrite> writes, const store::Author& author,
                         Seconds at) {
  PIM_CHECK(writable());
  while (!writes.empty()) {
    const std::size_t count = writable_together(writes);
    PIM_CHECK(write_together(writes.first(count), author, at));
    writes = writes.subspan(count);
  }
  return {};
}

Result<std::vector<store::ItemVersion>> Unit::versions(const store::VersionQuery& query) {
  std::size_t count = query.limit;
  if (query.octets != std::numeric_limits<std::size_t>::max()) {
    PIM_TRY(const auto sizes, select(VersionSizes, read_size, owner_, query.item, query.before,
                                     limit_of(query.limit)));
    std::size_t octets = 0;
    const auto beyond = std::ranges::find_if(sizes, [&](std::size_t size) {
      octets += size;
      return octets > query.octets;
    });
    count = std::max<std::size_t>(1, static_cast<std::size_t>(beyond - sizes.begin()));
    count = std::min(count, query.limit);
  }
  return select(Versions, read_version, owner_, query.item, query.before, limit_of(count));
}

Result<std::vector<store::ItemId>> Unit::with_versions(std::span<const store::ItemId> items) {
  return select_each(WithVersions, read_number, in_order(items), owner_);
}

Result<std::optional<std::string>> Unit::content_at(store::ItemId item, store::Revision rev) {
  PIM_TRY(auto present, select_one(PresentContent, read_text, item_key(owner_, item), rev));
  if (present) {
    return present;
  }
  return select_one(OldContent, read_text, owner_, item, rev);
}

}  // namespace pim::sql
