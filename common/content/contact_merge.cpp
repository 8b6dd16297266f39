// SPDX-License-Identifier: Apache-2.0
#include "common/content/contact_merge.h"

#include <algorithm>
#include <set>

#include "common/content/canonical.h"
#include "common/content/contact_facts.h"
#include "common/content/contact_patch.h"
#include "common/content/property_merge.h"

namespace pim::content {
namespace {

const std::vector<Element> Nothing;

const std::vector<Element>& list_in(const Elements& elements, const std::string& name) {
  const auto at = elements.find(name);
  return at == elements.end() ? Nothing : at->second;
}

/// Merges two records that were read.
class ContactMerge {
 public:
  ContactMerge(const MergeInput& input, const Lost* only, const ContactView& ours,
               const ContactView& theirs, const ContactView* base)
      : input_(input),
        only_(only),
        ours_(ours),
        theirs_(theirs),
        judge_(input),
        patch_(ours, theirs),
        ours_elements_(elements_of(ours)),
        theirs_elements_(elements_of(theirs)) {
    if (base != nullptr) {
      base_elements_ = elements_of(*base);
      has_base_ = true;
    }
  }

  Result<Merged> run() {
    merge_property("N");  // FN may follow it
    for (const std::string& name : names()) {
      if (name != "N") {
        merge_property(name);
      }
    }
    if (only_ == nullptr && theirs_is_newer()) {
      patch_.take_revision();
    }
    Merged out;
    out.edit = judge_.edit();
    out.refused_past = judge_.refused_past();
    out.contested = judge_.contested();
    out.lost = judge_.take_lost();
    std::string text = patch_.apply();
    PIM_TRY(const ContactView result, ContactView::read(text));
    out.changed = canonical(result, Level::Exact) != canonical(ours_, Level::Exact);
    // A newer REV alone is no change (content rule V6): the stored octets stay.
    out.stored = out.changed ? std::move(text) : std::string(input_.ours);
    return out;
  }

 private:
  std::set<std::string> names() const {
    std::set<std::string> out;
    for (const Elements* elements : {&ours_elements_, &theirs_elements_, &base_elements_}) {
      for (const auto& [name, list] : *elements) {
        out.insert(name);
      }
    }
    return out;
  }

  void merge_property(const std::string& name) {
    const std::vector<Element>& ours = list_in(ours_elements_, name);
    const std::vector<Element>& theirs = list_in(theirs_elements_, name);
    const bool looked_at = only_ == nullptr || only_->property == name;
    if ((ours.empty() && theirs.empty()) || !looked_at) {
      return;
    }
    const PropertyLists lists{name, has_base_ ? &list_in(base_elements_, name) : nullptr, ours,
                              theirs};
    PropertyMerge merge(judge_, lists, name_);
    const Outcomes outcomes = only_ == nullptr ? merge.run() : merge.bring_back(*only_);
    if (name == "N" && ours.size() == 1 && theirs.size() == 1 && outcomes.size() == 1) {
      const bool based = lists.base != nullptr && lists.base->size() == 1;
      name_ = {&ours.front().components, &theirs.front().components, outcomes.front().components,
               based ? &lists.base->front().components : nullptr};
    }
    patch_.take(outcomes);
  }

  bool theirs_is_newer() const { return modified_of(theirs_) > modified_of(ours_); }

  const MergeInput& input_;
  const Lost* const only_;
  const ContactView& ours_;
  const ContactView& theirs_;
  Judge judge_;
  ContactPatch patch_;
  Elements ours_elements_;
  Elements theirs_elements_;
  Elements base_elements_;
  bool has_base_ = false;
  MergedName name_;
};

bool equal_exactly(const ContactView& a, const ContactView& b) {
  return a.text() == b.text() || canonical(a, Level::Exact) == canonical(b, Level::Exact);
}

Merged unchanged(const MergeInput& input) {
  Merged out;
  out.stored = input.ours;
  return out;
}

}  // namespace

Result<Merged> merge_contacts(const MergeInput& input, const Lost* only) {
  if (input.theirs == input.ours || input.theirs == input.base) {
    return unchanged(input);  // what a side sends again untouched need not be read
  }
  PIM_TRY(const ContactView ours, ContactView::read(input.ours));
  PIM_TRY(const ContactView theirs, ContactView::read(input.theirs));
  if (equal_exactly(ours, theirs)) {
    return unchanged(input);
  }
  if (!input.base) {
    return ContactMerge(input, only, ours, theirs, nullptr).run();
  }
  PIM_TRY(const ContactView base, ContactView::read(*input.base));
  if (equal_exactly(theirs, base)) {
    return unchanged(input);
  }
  // Where ours still equals the base it is the base: then no difference that the canonical form
  // does not see can look like an edit of ours.
  const ContactView& from = equal_exactly(ours, base) ? ours : base;
  return ContactMerge(input, only, ours, theirs, &from).run();
}

}  // namespace pim::content
