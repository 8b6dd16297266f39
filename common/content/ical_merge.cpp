// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_merge.h"

#include <set>

#include "common/content/ical_elements.h"
#include "common/content/ical_facts.h"
#include "common/content/ical_patch.h"
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

ElementsReader reader_of(ItemKind kind) {
  return [kind](std::string_view record) -> std::optional<HeldElements> {
    auto read = ItemView::read(record, kind);
    if (!read) {
      return std::nullopt;
    }
    auto view = std::make_shared<const ItemView>(std::move(*read));
    Elements elements = item_elements(*view);
    return HeldElements{std::move(view), std::move(elements)};
  };
}

class ItemMerge {
 public:
  ItemMerge(const MergeInput& input, const ItemView& ours, const ItemView& theirs,
            const ItemView* base)
      : input_(input),
        ours_(ours),
        theirs_(theirs),
        judge_(input, reader_of(ours.kind())),
        patch_(ours, theirs),
        ours_elements_(item_elements(ours)),
        theirs_elements_(item_elements(theirs)) {
    if (base != nullptr) {
      base_elements_ = item_elements(*base);
      has_base_ = true;
    }
  }

  Result<Merged> run() {
    std::size_t left = ours_.items().size();
    for (const Component& component : ours_.items()) {
      if (const Component* other = theirs_.item(component.id)) {
        merge_instance(component, *other);
      } else if (left > 1 && !component.id.empty() && !keeps(component)) {
        // A master never goes alone: who sends an exception of it only has no word for the series.
        patch_.remove_instance(component);
        --left;
      }
    }
    for (const Component& component : theirs_.items()) {
      if (ours_.item(component.id) == nullptr && comes(component)) {
        patch_.add_instance(component);
      }
    }
    return finish();
  }

 private:
  Result<Merged> finish() {
    Merged out;
    out.edit = judge_.edit();
    out.refused_past = judge_.refused_past();
    out.lost = judge_.take_lost();
    std::string text = patch_.apply();
    PIM_TRY(const ItemView result, ItemView::read(text, ours_.kind()));
    out.changed =
        item_canonical(result, Level::Exact) != canonical_of(ours_elements_, Level::Exact);
    // A newer time stamp alone is no change (V6): the stored octets stay.
    out.stored = out.changed ? std::move(text) : std::string(input_.ours);
    return out;
  }

  PropertyLists lists_for(const std::string& name) const {
    return {name, has_base_ ? &list_in(base_elements_, name) : nullptr,
            list_in(ours_elements_, name), list_in(theirs_elements_, name)};
  }

  /// Whether an instance that one side lacks is in the result.
  bool keeps(const Component& component) {
    const std::string name = instance_name(component);
    const Outcomes outcomes = PropertyMerge(judge_, lists_for(name), {}).run();
    return outcomes.empty() || outcomes.front().present;
  }
  bool comes(const Component& component) {
    const std::string name = instance_name(component);
    const Outcomes outcomes = PropertyMerge(judge_, lists_for(name), {}).run();
    return !outcomes.empty() && outcomes.front().present;
  }

  void merge_instance(const Component& ours, const Component& theirs) {
    for (const std::string& name : names_of(scope_of(ours))) {
      const PropertyLists lists = lists_for(name);
      if (!lists.ours.empty() || !lists.theirs.empty()) {
        patch_.take(ours, PropertyMerge(judge_, lists, {}).run());
      }
    }
    const auto stamp = [](const Component& component) -> Seconds {
      const Field* field = component.first("LAST-MODIFIED");
      return field == nullptr ? 0 : parse_stamp(field->line->value).value_or(0);
    };
    if (stamp(theirs) > stamp(ours)) {
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
  const ItemView& ours_;
  const ItemView& theirs_;
  Judge judge_;
  ItemPatch patch_;
  Elements ours_elements_;
  Elements theirs_elements_;
  Elements base_elements_;
  bool has_base_ = false;
};

bool equal_exactly(const ItemView& a, const ItemView& b) {
  return a.text() == b.text() || item_canonical(a, Level::Exact) == item_canonical(b, Level::Exact);
}

Merged unchanged(const MergeInput& input) {
  Merged out;
  out.stored = input.ours;
  return out;
}

}  // namespace

Result<Merged> merge_items(const MergeInput& input, ItemKind kind) {
  if (input.theirs == input.ours || input.theirs == input.base) {
    return unchanged(input);  // what a side sends again untouched need not be read
  }
  PIM_TRY(const ItemView ours, ItemView::read(input.ours, kind));
  PIM_TRY(const ItemView theirs, ItemView::read(input.theirs, kind));
  if (equal_exactly(ours, theirs)) {
    return unchanged(input);
  }
  if (!input.base) {
    return ItemMerge(input, ours, theirs, nullptr).run();
  }
  PIM_TRY(const ItemView base, ItemView::read(*input.base, kind));
  if (equal_exactly(theirs, base)) {
    return unchanged(input);
  }
  // Where ours still equals the base it is the base: then no difference that the canonical form
  // does not see can look like an edit of ours.
  const ItemView& from = equal_exactly(ours, base) ? ours : base;
  return ItemMerge(input, ours, theirs, &from).run();
}

}  // namespace pim::content
