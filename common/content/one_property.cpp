// SPDX-License-Identifier: Apache-2.0
#include "common/content/one_property.h"

#include "common/content/contact_merge.h"
#include "common/content/ical_merge.h"

namespace pim::content {
namespace {

Result<Merged> merge(const Kind& kind, const MergeInput& input, const Lost& lost) {
  if (kind.name() == "contacts") {
    return merge_contacts(input, &lost);
  }
  const ItemKind item = kind.name() == "calendar" ? ItemKind::Event
                        : kind.name() == "tasks"  ? ItemKind::Task
                                                  : ItemKind::Note;
  return merge_items(input, item, &lost);
}

}  // namespace

Result<std::optional<std::string>> with_property_of(const Kind& kind, std::string_view ours,
                                                    std::string_view theirs, const Lost& lost) {
  const Ability whole = whole_ability(kind);
  // with ours as what both had, theirs is an edit; what theirs lacks may be newer than it
  const MergeInput input{.ours = ours,
                         .theirs = theirs,
                         .base = ours,
                         .base_unconfirmed = true,
                         .ability = whole,
                         .winner = Winner::Theirs};
  PIM_TRY(Merged merged, merge(kind, input, lost));
  return merged.changed ? std::optional(std::move(merged.stored)) : std::nullopt;
}

}  // namespace pim::content
