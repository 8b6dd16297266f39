// SPDX-License-Identifier: Apache-2.0
#include "common/sync/local.h"

#include <algorithm>

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

/// The numbers of records without UID in this batch, after those of the file's batches before.
class Numbering {
 public:
  explicit Numbering(Ordinals* file) : file_(file) {}

  unsigned next(const std::string& name) {
    unsigned before = 0;
    if (file_ != nullptr && file_->contains(name)) {
      before = file_->at(name);
    }
    return before + batch_[name]++;
  }
  void keep() {
    for (const auto& [name, count] : batch_) {
      if (file_ != nullptr) {
        (*file_)[name] += count;
      }
    }
  }

 private:
  Ordinals* file_;
  Ordinals batch_;
};

Result<Imported> import_one(Workset& work, const content::Entry& given, Seconds now,
                            Numbering& numbering) {
  const content::Kind& kind = work.scope().kind;
  Imported imported;
  imported.label = given.facts.label;
  imported.remarks = given.remarks;
  content::Entry numbered;
  const content::Entry* entry = &given;
  const unsigned ordinal = given.uid_given ? 0 : numbering.next(given.facts.uid);
  if (ordinal > 0) {
    PIM_TRY(std::string bare, kind.with_uid(given.stored, ""));
    PIM_TRY(numbered, kind.enter(bare, {work.scope().key, ordinal}));
    entry = &numbered;
  }
  PIM_TRY(store::Item * known, live_by_uid(work, entry->facts.uid));
  const Seconds made = entry->facts.modified != 0 ? entry->facts.modified : now;
  if (known == nullptr) {
    PIM_TRY(store::Item * item, work.create(*entry, made, 0));
    imported.item = item->id;
    imported.outcome = ImportOutcome::Added;
    return imported;
  }
  imported.item = known->id;
  PIM_TRY(const bool nothing_new, says_nothing_new(work, *known, entry->stored));
  imported.outcome = nothing_new ? ImportOutcome::Unchanged : ImportOutcome::Updated;
  if (!nothing_new) {
    PIM_CHECK(work.change(*known, entry->stored, std::max(now, known->changed_at + 1)));
  }
  return imported;
}

Imported failed(const Error& error) {
  Imported imported;
  imported.reason = error.text();
  return imported;
}

}  // namespace

Result<std::vector<Imported>> import_records(LocalContext& context,
                                             std::span<const std::string> records, Ordinals* file) {
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
  Numbering numbering(file);
  all.reserve(records.size());
  for (const auto& entry : entries) {
    if (!entry) {
      all.push_back(failed(entry.error()));
      continue;
    }
    PIM_TRY(Imported imported, import_one(work, *entry, context.now, numbering));
    all.push_back(std::move(imported));
  }
  PIM_CHECK(work.flush());
  numbering.keep();
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

}  // namespace pim::sync
