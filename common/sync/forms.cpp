// SPDX-License-Identifier: Apache-2.0
#include "common/sync/forms.h"

#include <algorithm>

#include "common/base/digest.h"
#include "common/base/text.h"
#include "common/sync/parts.h"

namespace pim::sync {

namespace {

/// How far back values count as earlier ones (sync rule 26).
constexpr std::size_t VersionsLookedAt = 16;

/// The side as it was while it knew no exceptions.
content::Ability without_exceptions(content::Ability ability, std::string_view content) {
  if (ability.declared.empty()) {
    // nothing declared is everything held: so all that the record has is named
    ability.declared["VALARM"] = {};
    for (const std::string& line : split(content, '\n')) {
      ability.declared[to_upper_ascii(line.substr(0, line.find_first_of(";:")))] = {};
    }
  }
  ability.declared.erase("RECURRENCE-ID");
  ability.shown.erase("RECURRENCE-ID");
  return ability;
}

/// A device that has learnt exceptions still has the series as it got it with parts.
Result<bool> had_parts(Workset& work, store::ItemId item, const content::Ability& ability) {
  if (!work.parts().any() || gives_parts(work, ability)) {
    return false;
  }
  PIM_TRY(const auto rows, work.parts().of(item));
  return !rows.empty();
}

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
  PIM_TRY(const bool apart, had_parts(work, id, ability));
  PIM_TRY(
      content::Form form,
      work.scope().kind.render(*content, apart ? without_exceptions(ability, *content) : ability));
  return std::optional<std::string>(std::move(form.text));
}

/// Newest first. Most items have none, which is asked for many at once.
Result<std::vector<store::ItemVersion>> versions_of(Workset& work, store::ItemId item) {
  PIM_TRY(const bool any, work.has_versions(item));
  return any ? work.scope().work.versions(item, VersionsLookedAt)
             : Result<std::vector<store::ItemVersion>>();
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

Result<Nearness> nearness(Workset& work, const store::Item& item, const store::MapRow& row,
                          const content::Ability& ability, std::string_view content) {
  PIM_TRY(const auto base, base_form(work, row, ability));
  const Scope& scope = work.scope();
  const auto judge = [&](std::string_view known) {
    return scope.kind.equal(known, content, false) ? Nearness::Same
           : scope.kind.near(known, content)       ? Nearness::Near
                                                   : Nearness::Far;
  };
  const Nearness plain = judge(base ? *base : item.content);
  if (plain == Nearness::Same || !base || !scope.kind.heeds(ability)) {
    return plain;
  }
  // what came was entered by the manner of its side, and so the base has to be
  const auto told = scope.kind.enter(*base, {scope.key, 0, &ability, ability.charset});
  return told ? std::max(plain, judge(told->stored)) : plain;
}

Result<std::optional<std::string>> added_form(Workset& work, const store::MapRow& row,
                                              const content::Ability& ability) {
  return form_at(work, row.item, row.seen, ability);
}

Result<std::vector<std::string>> sent_forms(Workset& work, const store::MapRow& row,
                                            const content::Ability& ability) {
  std::vector<std::string> forms;
  for (const store::Revision rev : row.sent) {
    PIM_TRY(auto form, form_at(work, row.item, rev, ability));
    if (form) {
      forms.push_back(std::move(*form));
    }
  }
  return forms;
}

Result<std::vector<std::string>> earlier_contents(Workset& work, store::ItemId item) {
  PIM_TRY(auto versions, versions_of(work, item));
  std::vector<std::string> contents;
  contents.reserve(versions.size());
  for (store::ItemVersion& version : versions) {
    contents.push_back(std::move(version.content));
  }
  return contents;
}

Result<std::optional<std::string>> deleted_content(Workset& work, store::ItemId item) {
  PIM_TRY(auto versions, versions_of(work, item));
  const auto deleted = std::ranges::find_if(versions, &store::ItemVersion::deleted);
  return deleted == versions.end() ? std::optional<std::string>{}
                                   : std::optional<std::string>(std::move(deleted->content));
}

Result<std::optional<std::string>> content_at(Workset& work, const store::Item& item,
                                              Seconds time) {
  if (item.changed_at <= time) {
    return std::optional<std::string>{};
  }
  PIM_TRY(auto versions, versions_of(work, item.id));
  const auto then = std::ranges::find_if(versions, [&](const store::ItemVersion& version) {
    return !version.deleted && version.changed_at <= time;
  });
  return then == versions.end() ? std::optional<std::string>{}
                                : std::optional<std::string>(std::move(then->content));
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

std::string form_mark(std::string_view form) {
  constexpr std::size_t Octets = 8;  // chosen among the few forms of one record
  return hex_encode(sha256(form).substr(0, Octets));
}

Result<bool> confirm_by_mark(Workset& work, const content::Ability& ability,
                             const std::string& peer_id, const content::Entry& entry,
                             std::string_view base_mark) {
  if (base_mark.empty() || peer_id.empty() || !entry.uid_given) {
    return false;
  }
  PIM_TRY(auto hits, work.by_key(work.uid_key(entry.facts.uid)));
  for (const Workset::KeyHit& hit : hits) {
    PIM_TRY(const store::MapRow* found, work.row_of(hit.item));
    if (hit.kind == store::KeyKind::Fingerprint || found == nullptr ||
        found->state != store::MapState::Unconfirmed) {
      continue;
    }
    PIM_TRY(const auto form, added_form(work, *found, ability));
    if (form && form_mark(*form) == base_mark) {
      store::MapRow row = *found;
      row.peer_id = peer_id;
      row.generation = work.pairing()->generation;
      row.base.reset();  // that of a hint; from now on it is the form that was sent
      row.base_said_by_side = false;
      row.state = store::MapState::Pending;
      work.put_row(std::move(row));
      return true;
    }
  }
  return false;
}

Result<std::optional<store::MapRow>> row_of_waiting(Workset& work, const std::string& peer_id,
                                                    const content::Entry& entry, bool same_epoch) {
  if (!entry.uid_given) {
    return std::optional<store::MapRow>{};
  }
  PIM_TRY(auto hits, work.by_key(work.uid_key(entry.facts.uid)));
  for (const Workset::KeyHit& hit : hits) {
    if (hit.kind == store::KeyKind::Fingerprint) {
      continue;
    }
    // first what is known of a whole batch: nearly always nothing waits
    PIM_TRY(const bool waits, work.is_change_held(hit.item));
    if (!waits) {
      continue;
    }
    PIM_TRY(const store::Item* item, work.item(hit.item));
    PIM_TRY(const store::MapRow* found, work.row_of(hit.item));
    const bool named = found != nullptr && work.known(*found) && found->peer_id;
    if (item == nullptr || item->deleted || (named && hit.kind == store::KeyKind::Alias)) {
      continue;
    }
    store::MapRow row = found != nullptr ? *found : store::MapRow{};
    row.item = hit.item;
    row.generation = work.pairing()->generation;
    row.state = store::MapState::Pending;
    if (!peer_id.empty()) {
      row.peer_id = peer_id;
    }
    if (!same_epoch) {
      row.base.reset();
      row.seen = 0;
    }
    return std::optional<store::MapRow>(std::move(row));
  }
  return std::optional<store::MapRow>{};
}

bool says_same(const content::Kind& kind, const store::Item& item, std::string_view form,
               const content::Ability& ability, bool uid_counts) {
  const bool with_uid = uid_counts && ability.holds("UID");
  return (ability.whole && item.content == form) ||
         kind.shows(item.content, form, ability, with_uid);
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
