// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <utility>

#include "common/store/memory_work.h"

namespace pim::store {

namespace {

bool is_skipped(const std::vector<RevisionRange>& skip, Revision rev) {
  return std::any_of(skip.begin(), skip.end(), [rev](const RevisionRange& range) {
    return range.first <= rev && rev <= range.last;
  });
}

/// Every word of `search` stands somewhere in `text`.
bool has_words(std::string_view text, std::string_view search) {
  while (!search.empty()) {
    const std::size_t end = search.find(' ');
    if (text.find(search.substr(0, end)) == std::string_view::npos) {
      return false;
    }
    search.remove_prefix(end == std::string_view::npos ? search.size() : end + 1);
  }
  return true;
}

ItemVersion version_of(const Item& before, Revision replaced_by, const Author& author, Seconds at) {
  return {.item = before.id,
          .rev = before.rev,
          .deleted = before.deleted,
          .changed_at = before.changed_at,
          .fingerprint = before.fingerprint,
          .content = before.content,
          .replaced_by = replaced_by,
          .by = author,
          .at = at};
}

}  // namespace

Result<std::vector<Item>> MemoryWork::items(std::span<const ItemId> ids) {
  PIM_CHECK(readable());
  std::vector<ItemId> wanted(ids.begin(), ids.end());
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  std::vector<Item> found;
  for (const ItemId id : wanted) {
    if (const ItemRow* row = state_.items.find(id)) {
      found.push_back(row->item);
    }
  }
  counters_.rows_read += found.size();
  return found;
}

Result<std::vector<FeedRow>> MemoryWork::feed(const FeedQuery& query) {
  PIM_CHECK(readable());
  std::vector<FeedRow> found;
  using Key = std::tuple<std::string_view, Revision>;
  state_.items_by_rev.scan_after(
      Key(query.collection, query.after), [&](const auto& key, ItemId id) {
        const auto& [collection, rev] = key;
        if (collection != query.collection || rev > query.upto || found.size() >= query.limit) {
          return false;
        }
        ++counters_.rows_read;
        if (is_skipped(query.skip, rev)) {
          return true;
        }
        const Item& item = state_.items.find(id)->item;
        FeedRow row{.id = id, .rev = rev, .origin = item.origin, .deleted = item.deleted};
        if (const MapRow* map = state_.maps.find(std::tuple(query.pairing, id))) {
          row.map = *map;
          row.map->base.reset();
        }
        found.push_back(std::move(row));
        return true;
      });
  return found;
}

Result<std::vector<Item>> MemoryWork::page(const PageQuery& query) {
  PIM_CHECK(readable());
  std::vector<Item> found;
  using Key = std::tuple<std::string_view, std::string_view, ItemId>;
  state_.items_by_name.scan_after(
      Key(query.collection, query.after_key, query.after_id), [&](const auto& key, Nothing) {
        if (std::get<0>(key) != query.collection || found.size() >= query.limit) {
          return false;
        }
        ++counters_.rows_read;
        const ItemRow& row = *state_.items.find(std::get<2>(key));
        if (has_words(row.find.text, query.search)) {
          found.push_back(row.item);
        }
        return true;
      });
  return found;
}

Status MemoryWork::check_item(const ItemWrite& write, const ItemRow* before) {
  const Item& item = write.item;
  if (write.expected != 0) {
    if (before == nullptr || before->item.rev != write.expected) {
      return spoil(ErrorCode::Conflict, "The record was changed meanwhile.");
    }
    if (before->item.collection != item.collection) {
      return spoil(ErrorCode::Refused, "A record stays in its collection.");
    }
  } else if (before != nullptr) {
    return spoil(ErrorCode::Refused, "There is a record with this id.");
  }
  const Collection* collection = state_.collections.find(item.collection);
  if (collection == nullptr) {
    return spoil(ErrorCode::Refused, "There is no such collection.");
  }
  if (item.rev <= 0 || item.rev > collection->rev) {
    return spoil(ErrorCode::Refused, "The revision was not raised.");
  }
  if (state_.items_by_rev.find(std::tuple(std::string_view(item.collection), item.rev)) !=
      nullptr) {
    return spoil(ErrorCode::Refused, "The revision belongs to another record.");
  }
  return {};
}

Status MemoryWork::write_item(const ItemWrite& write, const Author& author, Seconds at) {
  const Item& item = write.item;
  const ItemRow* before = state_.items.find(item.id);
  PIM_CHECK(check_item(write, before));
  Collection collection = *state_.collections.find(item.collection);
  const std::int64_t live_before = collection.live;
  if (before != nullptr) {
    const Item& old = before->item;
    state_.versions.set({old.id, old.rev}, version_of(old, item.rev, author, at));
    state_.items_by_rev.erase(std::tuple(std::string_view(old.collection), old.rev));
    if (!old.deleted) {
      state_.items_by_name.erase(
          std::tuple(std::string_view(old.collection), std::string_view(old.sort_key), old.id));
      --collection.live;
    }
  }
  if (!item.deleted) {
    state_.items_by_name.set({item.collection, item.sort_key, item.id}, {});
    ++collection.live;
  }
  if (collection.live != live_before) {
    state_.collections.set(item.collection, std::move(collection));
  }
  state_.items_by_rev.set({item.collection, item.rev}, item.id);
  state_.items.set(item.id, ItemRow{item, write.find});
  return {};
}

Status MemoryWork::write_items(std::span<const ItemWrite> writes, const Author& author,
                               Seconds at) {
  PIM_CHECK(writable());
  for (const ItemWrite& write : writes) {
    PIM_CHECK(write_item(write, author, at));
  }
  return {};
}

Result<std::vector<ItemVersion>> MemoryWork::versions(const VersionQuery& query) {
  PIM_CHECK(readable());
  std::vector<ItemVersion> found;
  std::size_t octets = 0;
  state_.versions.scan_down(
      std::tuple(query.item, query.before), [&](const auto& key, const ItemVersion& version) {
        octets += version.content.size();
        const bool fits = found.empty() || octets <= query.octets;
        if (std::get<0>(key) != query.item || found.size() >= query.limit || !fits) {
          return false;
        }
        found.push_back(version);
        return true;
      });
  counters_.rows_read += found.size();
  return found;
}

Result<std::vector<ItemId>> MemoryWork::with_versions(std::span<const ItemId> items) {
  PIM_CHECK(readable());
  std::vector<ItemId> found;
  for (const ItemId item : std::set<ItemId>(items.begin(), items.end())) {
    state_.versions.scan_from(std::tuple(item, Revision{0}), [&](const auto& key, const auto&) {
      if (std::get<0>(key) == item) {
        found.push_back(item);
      }
      return false;
    });
  }
  counters_.rows_read += found.size();
  return found;
}

Result<std::optional<std::string>> MemoryWork::content_at(ItemId item, Revision rev) {
  PIM_CHECK(readable());
  std::optional<std::string> content;
  const ItemRow* row = state_.items.find(item);
  if (row != nullptr && row->item.rev == rev) {
    content = row->item.content;
  } else if (const ItemVersion* version = state_.versions.find(std::tuple(item, rev))) {
    content = version->content;
  }
  return content;
}

}  // namespace pim::store
