// SPDX-License-Identifier: Apache-2.0
#include "common/sync/local.h"

#include <algorithm>
#include <string>

#include "common/content/instance.h"
#include "common/sync/forms.h"
#include "common/sync/workset.h"

namespace pim::sync {

namespace {

Scope scope_of(const LocalContext& context) {
  return {context.work,
          context.store.key(),
          context.kind,
          context.collection,
          {store::AuthorKind::User, 0, context.user, ""},
          context.now};
}

struct Prepared {
  Result<content::Entry> entry;
  std::uint64_t key = 0;
};

Result<store::Item*> live_by_uid(Workset& work, std::string_view uid) {
  PIM_TRY(auto hits, work.by_key(work.uid_key(uid)));
  for (const Workset::KeyHit& hit : hits) {
    if (hit.kind == store::KeyKind::Fingerprint) {
      continue;
    }
    PIM_TRY(store::Item * item, work.item(hit.item));
    if (item != nullptr && !item->deleted) {
      return item;
    }
  }
  return nullptr;
}

/// An import equal to what the item is, or to what it has been, is no edit (sync rule 26).
Result<bool> says_nothing_new(Workset& work, const store::Item& item, std::string_view record) {
  const content::Kind& kind = work.scope().kind;
  if (item.content == record || kind.equal(item.content, record, true)) {
    return true;
  }
  PIM_TRY(auto earlier, earlier_contents(work, item.id));
  return std::ranges::any_of(
      earlier, [&](const std::string& content) { return kind.equal(content, record, true); });
}

/// What this batch adds to the file's memory; kept once the batch is written.
class Memory {
 public:
  explicit Memory(ImportFile* file) : file_(file != nullptr ? *file : own_) {}

  unsigned next(const std::string& name) {
    const auto before = file_.ordinals.find(name);
    return (before != file_.ordinals.end() ? before->second : 0) + batch_.ordinals[name]++;
  }
  bool has(store::ItemId item) const {
    return file_.items.contains(item) || batch_.items.contains(item);
  }
  void add(store::ItemId item) { batch_.items.insert(item); }
  void keep() {
    for (const auto& [name, count] : batch_.ordinals) {
      file_.ordinals[name] += count;
    }
    file_.items.merge(batch_.items);
  }

 private:
  ImportFile own_;
  ImportFile& file_;
  ImportFile batch_;
};

/// The record, by its UID alone or where more has to agree (sync rule 30).
Result<bool> is_of(Workset& work, const store::Item& item, const content::Entry& entry,
                   const Memory& memory) {
  const content::Kind& kind = work.scope().kind;
  if (!entry.uid_given) {
    return true;  // a UID by name: the content has made it
  }
  if (!content::same_instance(kind, item.content, entry.stored)) {
    return false;
  }
  const bool digits = entry.facts.uid.find_first_not_of("0123456789") == std::string::npos;
  if (!(digits || memory.has(item.id)) || kind.second_key_agrees(item.content, entry.stored)) {
    return true;
  }
  return says_nothing_new(work, item, entry.stored);
}

/// The record under a UID by its name.
Result<content::Entry> named(Workset& work, std::string_view stored, unsigned ordinal) {
  const content::Kind& kind = work.scope().kind;
  PIM_TRY(const std::string bare, kind.with_uid(stored, ""));
  return kind.enter(bare, {work.scope().key, ordinal});
}

Result<Imported> import_one(Workset& work, const content::Entry& given, Seconds now,
                            Memory& memory) {
  Imported imported;
  imported.label = given.facts.label;
  imported.remarks = given.remarks;
  content::Entry other;
  const content::Entry* entry = &given;
  const unsigned ordinal = given.uid_given ? 0 : memory.next(given.facts.uid);
  if (ordinal > 0) {
    PIM_TRY(other, named(work, given.stored, ordinal));
    entry = &other;
  }
  PIM_TRY(store::Item * known, live_by_uid(work, entry->facts.uid));
  if (known != nullptr) {
    PIM_TRY(const bool same, is_of(work, *known, *entry, memory));
    if (!same) {
      PIM_TRY(other, named(work, given.stored, 0));
      entry = &other;
      PIM_TRY(known, live_by_uid(work, entry->facts.uid));
    }
  }
  const Seconds made = entry->facts.modified != 0 ? entry->facts.modified : now;
  if (known == nullptr) {
    PIM_TRY(store::Item * item, work.create(*entry, made, 0));
    imported.item = item->id;
    imported.outcome = ImportOutcome::Added;
  } else {
    imported.item = known->id;
    PIM_TRY(const bool nothing_new, says_nothing_new(work, *known, entry->stored));
    imported.outcome = nothing_new ? ImportOutcome::Unchanged : ImportOutcome::Updated;
    if (!nothing_new) {
      PIM_CHECK(work.change(*known, entry->stored, std::max(now, known->changed_at + 1)));
    }
  }
  memory.add(imported.item);
  return imported;
}

Imported failed(const Error& error) {
  Imported imported;
  imported.reason = error.text();
  return imported;
}

}  // namespace

Result<std::vector<Imported>> import_records(LocalContext& context,
                                             std::span<const std::string> records,
                                             ImportFile* file) {
  Workset work(scope_of(context), nullptr);
  std::vector<Result<content::Entry>> entries;
  std::vector<std::uint64_t> keys;
  entries.reserve(records.size());
  for (const std::string& record : records) {
    entries.push_back(context.kind.enter(record, {work.scope().key, 0}));
    if (entries.back()) {
      keys.push_back(work.uid_key(entries.back()->facts.uid));
    }
  }
  work.expect_new(records.size());
  PIM_CHECK(work.preload_keys(keys));
  std::vector<Imported> all;
  Memory memory(file);
  all.reserve(records.size());
  for (const auto& entry : entries) {
    if (!entry) {
      all.push_back(failed(entry.error()));
      continue;
    }
    PIM_TRY(Imported imported, import_one(work, *entry, context.now, memory));
    all.push_back(std::move(imported));
  }
  PIM_CHECK(work.flush());
  memory.keep();
  return all;
}

Result<store::Item> replace_item(LocalContext& context, store::ItemId id, std::string_view record,
                                 store::Revision expected) {
  Workset work(scope_of(context), nullptr);
  PIM_TRY(store::Item * item, work.item(id));
  if (item == nullptr || item->deleted) {
    return fail(ErrorCode::NotFound, "There is no such record.");
  }
  if (expected != 0 && item->rev != expected) {
    return fail(ErrorCode::Conflict,
                "The record was changed meanwhile; nothing was written. Read it again.");
  }
  PIM_TRY(auto entry, context.kind.enter(record, {work.scope().key, 0}));
  std::string content = std::move(entry.stored);
  if (entry.facts.uid != item->uid) {
    PIM_TRY(content, context.kind.with_uid(content, item->uid));
  }
  if (!context.kind.equal(item->content, content, true)) {
    PIM_CHECK(work.change(*item, std::move(content), std::max(context.now, item->changed_at + 1)));
    PIM_CHECK(work.flush());
  }
  return *item;
}

Status delete_item(LocalContext& context, store::ItemId id, store::Revision expected) {
  Workset work(scope_of(context), nullptr);
  PIM_TRY(store::Item * item, work.item(id));
  if (item == nullptr || item->deleted) {
    return fail(ErrorCode::NotFound, "There is no such record.");
  }
  if (expected != 0 && item->rev != expected) {
    return fail(ErrorCode::Conflict,
                "The record was changed meanwhile; nothing was deleted. Read it again.");
  }
  PIM_CHECK(work.kill(*item, ""));
  return work.flush();
}

Result<store::Item> restore_item(LocalContext& context, store::ItemId id, store::Revision then,
                                 store::Revision expected) {
  PIM_TRY(const auto content, context.work.content_at(id, then));
  if (!content) {
    return fail(ErrorCode::NotFound, "There is no such version of this record.");
  }
  Workset work(scope_of(context), nullptr);
  PIM_TRY(const store::Item* const item, work.item(id));
  if (item == nullptr) {
    return fail(ErrorCode::NotFound, "There is no such record.");
  }
  if (!item->deleted) {
    return replace_item(context, id, *content, expected);
  }
  PIM_TRY(const content::Entry entry, context.kind.enter(*content, {work.scope().key, 0}));
  PIM_TRY(const store::Item* const living, live_by_uid(work, entry.facts.uid));
  if (living != nullptr) {
    return fail(ErrorCode::AlreadyExists, "A record of the same UID has been made since.",
                std::to_string(living->id));
  }
  // later than the deletion, which other portals know
  PIM_TRY(const store::Item* const made,
          work.create(entry, std::max(context.now, item->changed_at + 1), 0));
  PIM_CHECK(work.flush());
  return *made;
}

}  // namespace pim::sync
