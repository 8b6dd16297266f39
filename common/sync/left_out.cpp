// SPDX-License-Identifier: Apache-2.0
#include "common/sync/left_out.h"

#include "common/base/limits.h"

namespace pim::sync {
namespace {

/// Before the time at which it was given.
std::string consent_head(const Scope& scope) {
  return "m" + scope.author.work + "-";
}

/// Nothing where it is no record that this work left out.
Result<std::optional<Named>> take_in(Workset& work, const store::FeedRow& row,
                                     const std::string& head) {
  PIM_TRY(store::Item * item, work.item(row.id));
  if (item == nullptr || !item->deleted || !item->decision.starts_with(head)) {
    return std::optional<Named>();
  }
  PIM_TRY(const store::MapRow* found, work.row_of(row.id));
  if (found == nullptr || !work.known(*found)) {
    return std::optional<Named>();
  }
  store::MapRow taken = *found;
  PIM_CHECK(work.revive(*item));
  taken.state = store::MapState::Mapped;
  taken.seen = item->rev;
  work.put_row(std::move(taken));
  return std::optional(Named{item->id, item->label});
}

}  // namespace

std::string mirror_consent(const Scope& scope) {
  return consent_head(scope) + std::to_string(scope.now);
}

Result<std::vector<Named>> take_in_left_out(const Scope& scope, store::Pairing& pairing) {
  std::vector<Named> taken;
  store::FeedQuery query;
  query.collection = scope.collection;
  query.pairing = pairing.id;
  query.limit = limits::PageRows;
  PIM_TRY(const auto collection, scope.work.collection(scope.collection));
  query.upto = collection ? collection->rev : 0;  // what lives again stands behind it
  while (true) {
    PIM_TRY(const auto page, scope.work.feed(query));
    if (page.empty()) {
      return taken;
    }
    query.after = page.back().rev;
    Workset work(scope, &pairing);
    for (const store::FeedRow& row : page) {
      if (row.deleted && row.map) {
        PIM_TRY(auto one, take_in(work, row, consent_head(scope)));
        if (one) {
          taken.push_back(std::move(*one));
        }
      }
    }
    PIM_CHECK(work.flush());
  }
}

}  // namespace pim::sync
