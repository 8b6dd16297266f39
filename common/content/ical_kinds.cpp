// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_kinds.h"

#include <algorithm>
#include <array>

#include "common/content/event_learn.h"
#include "common/content/event_old.h"
#include "common/content/ical_aligned.h"
#include "common/content/ical_elements.h"
#include "common/content/ical_end.h"
#include "common/content/ical_entry.h"
#include "common/content/ical_facts.h"
#include "common/content/ical_match.h"
#include "common/content/ical_merge.h"
#include "common/content/ical_render.h"
#include "common/content/ical_split.h"
#include "common/content/ical_start.h"
#include "common/content/ical_view.h"
#include "common/content/series_parts.h"
#include "common/content/series_split.h"
#include "common/content/set_values.h"

namespace pim::content {

std::string_view CalendarItems::name() const {
  switch (kind_) {
    case ItemKind::Event: return "calendar";
    case ItemKind::Task: return "tasks";
    case ItemKind::Note: break;
  }
  return "notes";
}

std::span<const Format> CalendarItems::formats() const {
  static constexpr std::array Formats{Format{"text/calendar", "2.0"},
                                      Format{"text/x-vcalendar", "1.0"}};
  return Formats;
}

Result<Entry> CalendarItems::enter(std::string_view octets, const EntryOptions& options) const {
  return enter_item(octets, options, kind_);
}

Result<Facts> CalendarItems::facts(std::string_view stored, const HashKey& key) const {
  PIM_TRY(const ItemView view, ItemView::read(stored, kind_));
  return item_facts(view, key);
}

Result<Form> CalendarItems::render(std::string_view stored, const Ability& ability) const {
  return render_item(stored, ability, kind_);
}

Status CalendarItems::presentable(std::string_view stored) const {
  if (kind_ == ItemKind::Event && !has_start(stored)) {
    return fail(ErrorCode::Unsupported,
                "The event has no start that can be read, so no calendar could show it.");
  }
  return {};
}

bool CalendarItems::heeds(const Ability& ability) const {
  return Kind::heeds(ability) || (!ability.whole && old_manner(ability).known());
}

bool CalendarItems::shows(std::string_view stored, std::string_view theirs, const Ability& ability,
                          bool with_uid) const {
  if (kind_ == ItemKind::Note || !takes_old(ability)) {
    return Kind::shows(stored, theirs, ability, with_uid);
  }
  // Both are told by the clock of ours: the side's own says nothing of the place
  // (content rule 2b.15).
  const OldManner manner = old_manner(ability);
  const auto form = render_item(stored, ability, kind_);
  const auto ours = ItemView::read(stored, kind_);
  const auto sent = form ? ItemView::read(form->text, kind_, manner) : ItemView::read({}, kind_);
  const auto came = ItemView::read(theirs, kind_, manner);
  return ours && sent && came &&
         canonical_of(aligned_elements(*sent, *ours), Level::Exact) ==
             canonical_of(aligned_elements(*came, *ours), Level::Exact) &&
         (!with_uid || item_uid(*ours) == item_uid(*came));
}

bool CalendarItems::equal(std::string_view a, std::string_view b, bool with_uid) const {
  if (a == b) {
    return true;
  }
  const auto left = ItemView::read(a, kind_);
  const auto right = ItemView::read(b, kind_);
  return left && right &&
         item_canonical(*left, Level::Exact) == item_canonical(*right, Level::Exact) &&
         (!with_uid || item_uid(*left) == item_uid(*right));
}

bool CalendarItems::near(std::string_view a, std::string_view b) const {
  const auto left = ItemView::read(a, kind_);
  const auto right = ItemView::read(b, kind_);
  return left && right && near_items(*left, *right);
}

bool CalendarItems::second_key_agrees(std::string_view a, std::string_view b) const {
  const auto left = ItemView::read(a, kind_);
  const auto right = ItemView::read(b, kind_);
  return left && right && item_key_agrees(*left, *right);
}

Likeness CalendarItems::compare(std::string_view ours, std::string_view theirs,
                                const Ability& ability) const {
  const OldManner manner = takes_old(ability) ? old_manner(ability) : OldManner();
  const auto left = ItemView::read(ours, kind_);
  const auto right = ItemView::read(theirs, kind_, manner);
  if (!left || !right) {
    return Likeness::Different;
  }
  const Likeness likeness = compare_items(*left, *right);
  if (likeness == Likeness::Same || ability.whole) {
    return likeness;
  }
  // What the other side cannot hold, and how it tells times, does not tell the two apart
  // (content rule 7.2): ours is judged as that side has it, too, and the nearer of the two answers
  // counts.
  const auto form = render_item(ours, ability, kind_);
  if (!form) {
    return likeness;
  }
  const auto shown = ItemView::read(form->text, kind_, manner);
  return shown ? std::min(likeness, compare_shown(*shown, *right)) : likeness;
}

Result<Merged> CalendarItems::merge(const MergeInput& input) const {
  return merge_items(input, kind_);
}

std::vector<std::uint64_t> CalendarItems::set_values(std::string_view before,
                                                     std::string_view after,
                                                     const HashKey& key) const {
  const auto old = ItemView::read(before, kind_);
  const auto now = ItemView::read(after, kind_);
  return old && now ? content::set_values(item_elements(*old), item_elements(*now), key)
                    : std::vector<std::uint64_t>();
}

Result<std::string> CalendarItems::with_uid(std::string_view stored, std::string_view uid) const {
  return item_with_uid(stored, uid, kind_);
}

bool CalendarItems::splits(const Ability& ability) const {
  return kind_ != ItemKind::Note && takes_old(ability);
}

std::optional<Seconds> CalendarItems::last_end(std::string_view stored) const {
  if (kind_ != ItemKind::Event) {
    return std::nullopt;
  }
  const auto view = ItemView::read(stored, kind_);
  return view ? content::last_end(*view) : std::nullopt;
}

Result<std::vector<Part>> CalendarItems::parts(std::string_view stored) const {
  return series_parts(stored, kind_);
}

Result<std::string> CalendarItems::with_part(std::string_view stored, std::string_view id,
                                             std::string_view before, std::string_view now) const {
  return series_with_part(stored, id, before, now, kind_);
}

Result<std::string> CalendarItems::without_part(std::string_view stored,
                                                std::string_view id) const {
  PIM_TRY(const ItemView view, ItemView::read(stored, kind_));
  return without_instance(view, id);
}

void CalendarItems::learn(std::string_view form, Ability& ability) const {
  const auto view = ItemView::read(form, kind_);
  if (!view) {
    return;
  }
  learn_item(*view, ability);
  if (const auto document = Document::parse(form)) {
    learn_old_manner(*document, ability);
  }
}

std::vector<std::string> CalendarItems::split(std::string_view file) const {
  return split_items(file);
}

}  // namespace pim::content
