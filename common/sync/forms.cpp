// SPDX-License-Identifier: Apache-2.0
#include "common/sync/forms.h"

#include <algorithm>

namespace pim::sync {

namespace {

/// How far back values count as earlier ones (sync rule 26).
constexpr std::size_t VersionsLookedAt = 16;

Result<std::optional<std::string>> form_at(Workset& work, store::ItemId id, store::Revision rev,
                                           const content::Ability& ability) {
  PIM_TRY(const store::Item* item, work.item(id));
  std::optional<std::string> content;
  if (item != nullptr && item->rev == rev) {
    content = item->content;
  } else {
    PIM_TRY(content, work.scope().work.content_at(id, rev));
  }
  if (!content) {
    return std::optional<std::string>{};
  }
  if (ability.whole) {
    return content;
  }
  PIM_TRY(content::Form form, work.scope().kind.render(*content, ability));
  return std::optional<std::string>(std::move(form.text));
}

}  // namespace

Result<std::optional<std::string>> base_form(Workset& work, const store::MapRow& row,
                                             const content::Ability& ability) {
  if (row.base) {
    return row.base;
  }
  if (row.seen == 0) {
    return std::optional<std::string>{};
  }
  return form_at(work, row.item, row.seen, ability);
}

Result<std::optional<std::string>> added_form(Workset& work, const store::MapRow& row,
                                              const content::Ability& ability) {
  return form_at(work, row.item, row.seen, ability);
}

Result<std::vector<std::string>> sent_forms(Workset& work, const store::MapRow& row,
                                            const content::Ability& ability) {
  std::vector<std::string> forms;
  for (store::Revision rev : row.sent) {
    PIM_TRY(auto form, form_at(work, row.item, rev, ability));
    if (form) {
      forms.push_back(std::move(*form));
    }
  }
  return forms;
}

Result<std::vector<std::string>> earlier_contents(Workset& work, store::ItemId item) {
  PIM_TRY(auto versions, work.scope().work.versions(item, VersionsLookedAt));
  std::vector<std::string> contents;
  contents.reserve(versions.size());
  for (store::ItemVersion& version : versions) {
    contents.push_back(std::move(version.content));
  }
  return contents;
}

Result<std::optional<std::string>> deleted_content(Workset& work, store::ItemId item) {
  PIM_TRY(auto versions, work.scope().work.versions(item, VersionsLookedAt));
  const auto deleted = std::ranges::find_if(versions, &store::ItemVersion::deleted);
  return deleted == versions.end() ? std::optional<std::string>{}
                                   : std::optional<std::string>(std::move(deleted->content));
}

Result<bool> has_uid_of(Workset& work, const store::Item& item, const content::Entry& entry) {
  if (!entry.uid_given) {
    return false;
  }
  PIM_TRY(auto hits, work.by_key(work.uid_key(entry.facts.uid)));
  return std::ranges::any_of(hits, [&](const Workset::KeyHit& hit) {
    return hit.item == item.id && hit.kind != store::KeyKind::Fingerprint;
  });
}

bool says_same(const content::Kind& kind, const store::Item& item, std::string_view form,
               const content::Ability& ability, bool uid_counts) {
  const bool with_uid = uid_counts && ability.holds("UID");
  if (ability.whole) {
    return item.content == form || kind.equal(item.content, form, with_uid);
  }
  const auto rendered = kind.render(item.content, ability);
  return rendered && kind.equal(rendered->text, form, with_uid);
}

Result<bool> edited_since(Workset& work, const store::Item& item, const store::MapRow& row,
                          const content::Ability& ability) {
  if (!row.base && row.seen == item.rev) {
    return false;
  }
  PIM_TRY(auto base, base_form(work, row, ability));
  return !base || !says_same(work.scope().kind, item, *base, ability, false);
}

}  // namespace pim::sync
