// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_merge.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "common/content/event_old.h"
#include "common/content/ical_aligned.h"
#include "common/content/ical_echo.h"
#include "common/content/ical_facts.h"
#include "common/content/ical_patch.h"
#include "common/content/ical_render.h"
#include "common/content/ical_series.h"
#include "common/content/ical_view.h"
#include "common/content/merge_judge.h"
#include "common/content/property_merge.h"

namespace pim::content {
namespace {

const std::vector<Element> Nothing;

const std::vector<Element>& list_in(const Elements& elements, const std::string& name) {
  const auto at = elements.find(name);
  return at == elements.end() ? Nothing : at->second;
}

/// How records of a side are read: those of a vCalendar side by its manner and our clock.
struct Reading {
  ItemKind kind;
  OldManner manner;
  bool by_our_clock = false;
  const Lost* only = nullptr;  ///< of theirs no other value is looked at

  bool looks_at(std::string_view property) const {
    return only == nullptr || only->property == property;
  }

  Elements elements(const ItemView& view, const ItemView& ours) const {
    return by_our_clock && &view != &ours ? aligned_elements(view, ours) : item_elements(view);
  }
};

ElementsReader reader_of(const Reading& reading, const ItemView& ours) {
  return [reading, &ours](std::string_view record) -> std::optional<HeldElements> {
    auto read = ItemView::read(record, reading.kind, reading.manner);
    if (!read) {
      return std::nullopt;
    }
    auto view = std::make_shared<const ItemView>(std::move(*read));
    Elements elements = reading.elements(*view, ours);
    return HeldElements{std::move(view), std::move(elements)};
  };
}

class ItemMerge {
 public:
  ItemMerge(const MergeInput& input, const Reading& reading, const ItemView& ours,
            const ItemView& theirs, const ItemView* base)
      : input_(input),
        reading_(reading),
        ours_(ours),
        theirs_(theirs),
        base_(base),
        judge_(input, reader_of(reading, ours)),
        patch_(ours, theirs, reading.by_our_clock),
        ours_elements_(item_elements(ours)),
        theirs_elements_(reading.elements(theirs, ours)) {
    if (base != nullptr) {
      base_elements_ = reading.elements(*base, ours);
      has_base_ = true;
      if (judge_.forgiving()) {
        forgive_alarms(theirs_elements_, base_elements_);
        if (reading.by_our_clock) {
          forgive_places(theirs_elements_, base_elements_, input.ability);
        }
      }
      if (!input.ability.whole && !input.base_unconfirmed) {
        tell_reopened(theirs_elements_, base_elements_, theirs, judge_.sent());
      }
      if (reading.looks_at("WHEN")) {
        shift_ =
            series_shift(*base, base_elements_, ours, ours_elements_, theirs, theirs_elements_);
      }
    }
    if (base == nullptr && !input.ability.whole) {
      forgive_alarms(theirs_elements_, ours_elements_);  // else it would ring twice there
    }
    if (shift_ != 0) {
      move_left_behind(theirs_elements_, base_elements_, shift_);
      ours_elements_ = moved_elements(std::move(ours_elements_), shift_);
      base_elements_ = moved_elements(std::move(base_elements_), shift_);
    }
    if (reading.by_our_clock) {
      pass_over_exceptions();
    }
  }

  Result<Merged> run() {
    std::size_t left = ours_.items().size();
    for (const Component& component : ours_.items()) {
      const std::string id = moved_id(component.id, shift_);
      if (const Component* other = theirs_.item(id)) {
        merge_instance(component, *other, id);
      } else if (left > 1 && !id.empty() && !is_present(id)) {
        // A master never goes alone: who sends an exception of it only has no word for the series.
        patch_.remove_instance(component);
        --left;
        continue;
      }
      if (shift_ != 0 && !id.empty()) {
        patch_.move_instance(component, shift_);
      } else if (shift_ != 0) {
        patch_.move_dates(component, shift_);
      }
    }
    for (const Component& component : theirs_.items()) {
      const auto same = [&](const Component& own) {
        return moved_id(own.id, shift_) == component.id;
      };
      const bool known = std::any_of(ours_.items().begin(), ours_.items().end(), same);
      if (!known && is_present(component.id)) {
        patch_.add_instance(component);
      }
    }
    return finish();
  }

 private:
  /// A side without a word for exceptions says of their dates that they are excluded: of those that
  /// ours has an exception for that is no edit.
  void pass_over_exceptions() {
    const auto theirs = theirs_elements_.find("EXDATE");
    if (theirs == theirs_elements_.end()) {
      return;
    }
    const std::vector<Element>& shown = list_in(base_elements_, "EXDATE");
    const auto is_exception = [&](const Element& element) {
      const std::string date = element.exact.substr(0, element.exact.find(' '));
      const auto same = [&](const Component& own) {
        return !own.id.empty() && moved_id(own.id, shift_) == date;
      };
      const auto equal = [&](const Element& other) { return other.exact == element.exact; };
      return std::none_of(shown.begin(), shown.end(), equal) &&
             std::any_of(ours_.items().begin(), ours_.items().end(), same);
    };
    std::erase_if(theirs->second, is_exception);
    if (theirs->second.empty()) {
      theirs_elements_.erase(theirs);
    }
  }

  Result<Merged> finish() {
    Merged out;
    out.edit = judge_.edit();
    out.refused_past = judge_.refused_past();
    out.contested = judge_.contested();
    out.lost = judge_.take_lost();
    std::ranges::move(patch_.take_lost(), std::back_inserter(out.lost));
    std::string text = patch_.apply();
    PIM_TRY(ItemView result, ItemView::read(text, ours_.kind()));
    if (base_ != nullptr && reading_.only == nullptr && ours_.items().size() > 1) {
      const auto edited = [this](const std::string& id) { return edited_since(id); };
      std::string settled = settle_exceptions(result, *base_, theirs_, edited, out.lost);
      if (settled != text) {
        text = std::move(settled);
        PIM_TRY(result, ItemView::read(text, ours_.kind()));
      }
    }
    out.changed =
        item_canonical(result, Level::Exact) != canonical_of(ours_elements_, Level::Exact);
    // A newer time stamp alone is no change (content rule V6): the stored octets stay.
    out.stored = out.changed ? std::move(text) : std::string(input_.ours);
    return out;
  }

  PropertyLists lists_for(const std::string& name) const {
    return {name, has_base_ ? &list_in(base_elements_, name) : nullptr,
            list_in(ours_elements_, name), list_in(theirs_elements_, name)};
  }

  /// Whether an instance that one side lacks is in the result.
  bool is_present(const std::string& id) {
    if (reading_.only != nullptr) {
      return ours_.item(id) != nullptr;
    }
    const std::string name = '@' + id;
    const Outcomes outcomes = PropertyMerge(judge_, lists_for(name), {}).run();
    return !outcomes.empty() && outcomes.front().present;
  }

  /// Ours edited an exception since the side had it, as far as that can be told.
  bool edited_since(const std::string& id) {
    const std::string name = '@' + id;
    const auto own = ours_elements_.find(name);
    const auto before = base_elements_.find(name);
    if (own == ours_elements_.end() || own->second.empty()) {
      return false;
    }
    if (before != base_elements_.end() && !before->second.empty()) {
      return before->second.front().key != own->second.front().key;
    }
    return judge_.differs_in_past(name, own->second.front());
  }

  static bool moves_start(const Outcomes& outcomes) {
    return std::any_of(outcomes.begin(), outcomes.end(), [](const Outcome& outcome) {
      return outcome.ours != nullptr && !outcome.components.empty() &&
             outcome.components.front() != outcome.ours->components.front();
    });
  }

  void merge_instance(const Component& ours, const Component& theirs, const std::string& id) {
    bool start_moved = false;
    for (const std::string& name : names_of(id.empty() ? std::string() : '@' + id + ' ')) {
      const PropertyLists lists = lists_for(name);
      if ((lists.ours.empty() && lists.theirs.empty()) || !reading_.looks_at(name)) {
        continue;
      }
      PropertyMerge merge(judge_, lists, {});
      const Outcomes outcomes =
          reading_.only == nullptr ? merge.run() : merge.bring_back(*reading_.only);
      patch_.take(ours, outcomes);
      start_moved = start_moved || (name.ends_with("WHEN") && moves_start(outcomes));
    }
    if (start_moved) {
      patch_.free_rule(ours, theirs);
    }
    const auto stamp = [](const Component& component) -> Seconds {
      const Field* field = component.first("LAST-MODIFIED");
      return field == nullptr ? 0 : parse_stamp(field->line->value).value_or(0);
    };
    if (reading_.only == nullptr && stamp(theirs) > stamp(ours)) {
      patch_.take_stamp(ours, theirs);
    }
  }

  /// Names of values within one instance.
  std::set<std::string> names_of(const std::string& scope) const {
    std::set<std::string> out;
    for (const Elements* elements : {&ours_elements_, &theirs_elements_, &base_elements_}) {
      for (const auto& [name, list] : *elements) {
        if (scope.empty() ? !name.starts_with('@') : name.starts_with(scope)) {
          out.insert(name);
        }
      }
    }
    return out;
  }

  const MergeInput& input_;
  const Reading& reading_;
  const ItemView& ours_;
  const ItemView& theirs_;
  const ItemView* base_;
  Judge judge_;
  ItemPatch patch_;
  Elements ours_elements_;
  Elements theirs_elements_;
  Elements base_elements_;
  bool has_base_ = false;
  WallSeconds shift_ = 0;  ///< how far theirs moved the series, and with it its exceptions
};

bool equal_exactly(const ItemView& a, const ItemView& b) {
  return a.text() == b.text() || item_canonical(a, Level::Exact) == item_canonical(b, Level::Exact);
}

Merged unchanged(const MergeInput& input) {
  Merged out;
  out.stored = input.ours;
  return out;
}

/// Names of the other version for what a side declared: alarms stand in components here.
Ability translated(const Ability& ability) {
  Ability out = ability;
  if (!out.declared.empty() && (out.holds("AALARM") || out.holds("DALARM"))) {
    out.declared["BEGIN"] = {};
  }
  return out;
}

Result<Merged> merge_read(const MergeInput& input, const Reading& reading) {
  PIM_TRY(const ItemView ours, ItemView::read(input.ours, reading.kind));
  PIM_TRY(ItemView theirs, ItemView::read(input.theirs, reading.kind, reading.manner));
  if (reading.by_our_clock && ours.master() == nullptr) {
    theirs.stand_for(ours.items().front().id);
  }
  if (equal_exactly(ours, theirs)) {
    return unchanged(input);
  }
  if (!input.base) {
    return ItemMerge(input, reading, ours, theirs, nullptr).run();
  }
  PIM_TRY(ItemView base, ItemView::read(*input.base, reading.kind, reading.manner));
  if (reading.by_our_clock && ours.master() == nullptr) {
    base.stand_for(ours.items().front().id);
  }
  if (equal_exactly(theirs, base)) {
    return unchanged(input);
  }
  // Where ours still equals the base it is the base: then no difference that the canonical form
  // does not see can look like an edit of ours.
  const ItemView& from = equal_exactly(ours, base) ? ours : base;
  return ItemMerge(input, reading, ours, theirs, &from).run();
}

/// A side that speaks vCalendar: its base is what it was shown, not what we hold.
Result<Merged> merge_old(const MergeInput& input, ItemKind kind, const Lost* only) {
  const Ability ability = translated(input.ability);
  MergeInput adapted{.ours = input.ours,
                     .theirs = input.theirs,
                     .base = input.base,
                     .base_said_by_side = input.base_said_by_side,
                     .earlier = input.earlier,
                     .sent = input.sent,
                     .base_unconfirmed = input.base_unconfirmed,
                     .theirs_not_later = input.theirs_not_later,
                     .ours_then = input.ours_then,
                     .ability = ability,
                     .ours_modified = input.ours_modified,
                     .theirs_modified = input.theirs_modified,
                     .winner = input.winner};
  std::string shown;
  if (input.base) {
    PIM_TRY(Form form, render_item(*input.base, input.ability, kind));
    shown = std::move(form.text);
    adapted.base = shown;
  }
  if (adapted.theirs == adapted.base) {
    return unchanged(input);
  }
  return merge_read(adapted, {kind, old_manner(input.ability), true, only});
}

}  // namespace

Result<Merged> merge_items(const MergeInput& input, ItemKind kind, const Lost* only) {
  if (input.theirs == input.ours || input.theirs == input.base) {
    return unchanged(input);  // what a side sends again untouched need not be read
  }
  const bool old = takes_old(input.ability) && kind != ItemKind::Note;
  return old ? merge_old(input, kind, only) : merge_read(input, {kind, {}, false, only});
}

}  // namespace pim::content
