// SPDX-License-Identifier: Apache-2.0
#include "common/content/property_merge.h"

#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/content/canonical.h"
#include "common/content/lost_value.h"
#include "common/content/pairing.h"

namespace pim::content {
std::string Outcome::key() const {
  const Element* const parameters = parameters_from_theirs || ours == nullptr ? theirs : ours;
  std::string out = join_components(components) + '\x1f';
  types.append_to(out);
  out += '\x1f';
  out += parameters != nullptr ? parameters->parameters : std::string();
  out += '\x1f';
  return out + label;
}

Outcomes PropertyMerge::run() {
  if (parted_differently()) {
    keep_ours();
  } else if (at_most_one()) {
    pair_singles();
  } else {
    pair_lists();
  }
  drop_doubles();
  return std::move(out_);
}

Outcomes PropertyMerge::bring_back(const Lost& lost) {
  const LostPair pair = find_lost(lost, lists_.ours, lists_.theirs);
  if (pair.theirs != nullptr) {
    take(pair.ours, pair.ours, pair.theirs);
  }
  return std::move(out_);
}

/// The same items, only that the device parts them where no part is meant, or runs them together
/// (content rule 5.2).
bool PropertyMerge::parted_differently() const {
  if (lists_.base == nullptr || lists_.base->empty() || lists_.theirs.empty() ||
      lists_.base->front().info->merging != Merging::Set || !judge_.forgiving()) {
    return false;
  }
  const auto words = [](const std::vector<Element>& list) {
    std::set<std::string> out;
    for (const Element& element : list) {
      for (const std::string& word : split(element.loose, ',')) {
        out.emplace(trim(word));
      }
    }
    return out;
  };
  return words(*lists_.base) == words(lists_.theirs);
}

void PropertyMerge::keep_ours() {
  for (const Element& ours : lists_.ours) {
    take(nullptr, &ours, nullptr);
  }
}

bool PropertyMerge::at_most_one() const {
  const std::vector<Element>* const some = !lists_.ours.empty()     ? &lists_.ours
                                           : !lists_.theirs.empty() ? &lists_.theirs
                                                                    : lists_.base;
  if (some == nullptr || some->empty()) {
    return false;
  }
  const PropertyInfo& info = *some->front().info;
  const bool single = info.merging == Merging::Single || info.merging == Merging::Text ||
                      (info.merging == Merging::Components && info.id != Property::Adr);
  return single && lists_.ours.size() <= 1 && lists_.theirs.size() <= 1 &&
         (lists_.base == nullptr || lists_.base->size() <= 1);
}

void PropertyMerge::pair_singles() {
  const auto only = [](const std::vector<Element>* list) {
    return list == nullptr || list->empty() ? nullptr : &list->front();
  };
  take(only(lists_.base), only(&lists_.ours), only(&lists_.theirs));
}

void PropertyMerge::pair_lists() {
  std::vector<bool> used_ours(lists_.ours.size());
  std::vector<bool> used_theirs(lists_.theirs.size());
  if (lists_.base != nullptr && !lists_.base->empty()) {
    const Merging merging = lists_.base->front().info->merging;
    const auto ours = pair_with_base(*lists_.base, lists_.ours, merging);
    const auto theirs = pair_with_base(*lists_.base, lists_.theirs, merging);
    for (std::size_t i = 0; i < lists_.base->size(); ++i) {
      const Element* a = ours[i] == NoPair ? nullptr : &lists_.ours[ours[i]];
      const Element* b = theirs[i] == NoPair ? nullptr : &lists_.theirs[theirs[i]];
      if (a != nullptr) {
        used_ours[ours[i]] = true;
      }
      if (b != nullptr) {
        used_theirs[theirs[i]] = true;
      }
      take(&(*lists_.base)[i], a, b);
    }
  }
  const auto unused = [](const std::vector<bool>& used) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (!used[i]) {
        out.push_back(i);
      }
    }
    return out;
  };
  const auto free_ours = unused(used_ours);
  const auto free_theirs = unused(used_theirs);
  const auto pairs = pair_without_base(lists_.ours, free_ours, lists_.theirs, free_theirs);
  for (std::size_t i = 0; i < free_ours.size(); ++i) {
    const Element* b = pairs[i] == NoPair ? nullptr : &lists_.theirs[pairs[i]];
    if (b != nullptr) {
      used_theirs[pairs[i]] = true;
    }
    take(nullptr, &lists_.ours[free_ours[i]], b);
  }
  for (const std::size_t i : unused(used_theirs)) {
    take(nullptr, nullptr, &lists_.theirs[i]);
  }
}

void PropertyMerge::take(const Element* base, const Element* ours, const Element* theirs) {
  if (ours == nullptr && theirs == nullptr) {
    return;  // both removed it
  }
  Outcome outcome;
  outcome.base = base;
  outcome.ours = ours;
  outcome.theirs = theirs;
  const Element& from = ours != nullptr ? *ours : *theirs;
  outcome.value = ours != nullptr ? Outcome::Source::Ours : Outcome::Source::Theirs;
  outcome.components = from.components;
  outcome.types = from.types;
  outcome.label = from.label;
  if (theirs == nullptr) {
    only_ours(std::move(outcome));
  } else if (ours == nullptr) {
    only_theirs(std::move(outcome));
  } else {
    both(std::move(outcome));
  }
}

/// Absence removes only what that side has shown to hold (sync rule 24), and what ours has not
/// changed (content rule 4.3).
void PropertyMerge::only_ours(Outcome outcome) {
  if (outcome.base != nullptr && removal_counts(*outcome.base) &&
      (judge_.sent().empty() || !judge_.sent().lacks_value(lists_.name, *outcome.base))) {
    judge_.note_edit();
    outcome.present = !is_base_of_ours(*outcome.base, *outcome.ours);
  }
  if (outcome.present) {
    follow_name(outcome);
  }
  out_.push_back(std::move(outcome));
}

/// A device without FN renames by N: an FN of ours that was made of N goes along
/// (content rule 2.3).
void PropertyMerge::follow_name(Outcome& outcome) const {
  if (outcome.ours->info->id != Property::Fn || judge_.input().ability.whole ||
      !lists_.theirs.empty() || name_.ours == nullptr || name_.theirs == nullptr ||
      name_.merged == *name_.ours || !same_words(outcome.ours->exact, display_name(*name_.ours))) {
    return;
  }
  std::string made = display_name(name_.merged);
  if (!made.empty()) {
    outcome.value = Outcome::Source::Made;
    outcome.components = {std::move(made)};
  }
}

void PropertyMerge::only_theirs(Outcome outcome) {
  const Element& theirs = *outcome.theirs;
  if (outcome.base != nullptr && is_base_of_theirs(*outcome.base, theirs)) {
    return;  // ours removed it
  }
  if (!judge_.input().ability.whole && theirs.exact == "-") {
    return;  // how some phones write nothing (content rule 5.2)
  }
  if (judge_.admits([&](History& past) { return past.has_value(lists_.name, theirs); })) {
    out_.push_back(std::move(outcome));
  }
}

void PropertyMerge::both(Outcome outcome) {
  if (outcome.ours->key != outcome.theirs->key) {
    if (outcome.ours->info->shape == Shape::Structured) {
      merge_components(outcome);
    } else {
      merge_value(outcome);
    }
    merge_types(outcome);
    merge_parameters(outcome);
    merge_label(outcome);
  }
  out_.push_back(std::move(outcome));
}

void PropertyMerge::merge_types(Outcome& outcome) {
  const TypeSet& ours = outcome.ours->types;
  const TypeSet theirs = told_types(*outcome.theirs);
  const Element* base = outcome.base;
  if (ours == theirs) {
    return;
  }
  if (base == nullptr) {
    const TypeSet both = TypeSet::unite(ours, theirs);
    if (!(both == ours)) {
      judge_.note_edit();
    }
    outcome.types = both;
    return;
  }
  if (judge_.forgiving()) {
    merge_echoed_types(outcome);
    return;
  }
  Standing standing;
  standing.has_base = true;
  standing.theirs_is_base = theirs == base->types;
  standing.ours_is_base = ours == base->types;
  const Verdict verdict = judge_.decide(standing, [&](History& past, bool of_theirs) {
    return past.has_types(lists_.name, of_theirs ? *outcome.theirs : *outcome.ours);
  });
  switch (verdict) {
    case Verdict::Ours: return;
    case Verdict::Theirs: outcome.types = theirs; return;
    case Verdict::OursWins:
    case Verdict::TheirsWins: outcome.types = TypeSet::merge(base->types, ours, theirs); return;
  }
}

/// A side that has not said the base may lack a word for a type, and many mark the first value of a
/// property as preferred (content rule 5.2). So what it adds comes in; a type goes only where the
/// value was moved to another one. A mark is taken over where there are several values, but is no
/// edit: nothing deleted comes back for it.
void PropertyMerge::merge_echoed_types(Outcome& outcome) {
  const TypeSet& base = outcome.base->types;
  TypeSet theirs = told_types(*outcome.theirs);
  const bool preferred = theirs.has(TypeSet::Pref);
  theirs.drop_bits(TypeSet::Pref);
  Standing standing;
  standing.has_base = true;
  standing.theirs_is_base = base.covers(theirs);
  standing.ours_is_base = outcome.ours->types == base;
  const Verdict verdict = judge_.decide(standing, [&](History& past, bool of_theirs) {
    return past.has_types(lists_.name, of_theirs ? *outcome.theirs : *outcome.ours);
  });
  if (verdict != Verdict::Ours) {
    const TypeSet added = TypeSet::minus(theirs, base);
    outcome.types = TypeSet::unite(outcome.ours->types, added);
    if (added.has(TypeSet::Kinds)) {
      outcome.types.drop_bits(TypeSet::minus(base, theirs).bits() & TypeSet::Kinds);
    }
  }
  if (preferred && !base.has(TypeSet::Pref) &&
      !judge_.sent().has_types(lists_.name, *outcome.theirs)) {
    outcome.types.add_bits(TypeSet::Pref);
  }
}

/// PREF of an only value says nothing (content rule 3.1). Portals keep it: their next merge may see
/// more.
TypeSet PropertyMerge::told_types(const Element& theirs) const {
  TypeSet out = theirs.types;
  if (judge_.forgiving() && lists_.theirs.size() == 1) {
    out.drop_bits(TypeSet::Pref);
  }
  return out;
}

bool PropertyMerge::types_say_no_edit(const TypeSet& base, TypeSet theirs) const {
  if (theirs == base) {
    return true;
  }
  if (judge_.exact_base_of_theirs()) {
    return false;
  }
  theirs.drop_bits(TypeSet::Pref);
  return base.covers(theirs);
}

void PropertyMerge::merge_parameters(Outcome& outcome) {
  const std::string& ours = outcome.ours->parameters;
  const std::string& theirs = outcome.theirs->parameters;
  if (ours == theirs || (theirs.empty() && !judge_.exact_base_of_theirs())) {
    return;
  }
  Standing standing;
  standing.has_base = outcome.base != nullptr;
  standing.theirs_is_base = standing.has_base && outcome.base->parameters == theirs;
  standing.ours_is_base = standing.has_base && outcome.base->parameters == ours;
  standing.ours_key = ours;
  standing.theirs_key = theirs;
  if (!standing.has_base && (ours.empty() || theirs.empty())) {
    outcome.parameters_from_theirs = ours.empty();
    return;
  }
  const Verdict verdict = judge_.decide(standing, [](History&, bool) { return false; });
  outcome.parameters_from_theirs = verdict == Verdict::Theirs || verdict == Verdict::TheirsWins;
  if (verdict == Verdict::TheirsWins) {
    judge_.note_lost(lists_.name, shown_parameters(theirs), shown_parameters(ours));
  } else if (verdict == Verdict::OursWins) {
    judge_.note_lost(lists_.name, shown_parameters(ours), shown_parameters(theirs));
  }
}

void PropertyMerge::merge_label(Outcome& outcome) {
  const std::string& ours = outcome.ours->label;
  const std::string& theirs = outcome.theirs->label;
  if (ours == theirs || (theirs.empty() && !judge_.exact_base_of_theirs())) {
    return;
  }
  Standing standing;
  standing.has_base = outcome.base != nullptr;
  standing.theirs_is_base = standing.has_base && outcome.base->label == theirs;
  standing.ours_is_base = standing.has_base && outcome.base->label == ours;
  standing.ours_key = ours;
  standing.theirs_key = theirs;
  if (!standing.has_base && (ours.empty() || theirs.empty())) {
    outcome.label = ours.empty() ? theirs : ours;
    return;
  }
  const Verdict verdict = judge_.decide(standing, [](History&, bool) { return false; });
  if (verdict == Verdict::Theirs || verdict == Verdict::TheirsWins) {
    outcome.label = theirs;
  }
  if (verdict == Verdict::TheirsWins) {
    judge_.note_lost(lists_.name, theirs, ours);
  } else if (verdict == Verdict::OursWins) {
    judge_.note_lost(lists_.name, ours, theirs);
  }
}

bool PropertyMerge::is_base_of_theirs(const Element& base, const Element& theirs) const {
  if (judge_.exact_base_of_theirs()) {
    return base.key == theirs.key;
  }
  return base.loose == theirs.loose && types_say_no_edit(base.types, theirs.types);
}

bool PropertyMerge::is_base_of_ours(const Element& base, const Element& ours) const {
  return judge_.exact_base_of_ours() ? base.key == ours.key : base.loose == ours.loose;
}

bool PropertyMerge::removal_counts(const Element& base) const {
  const Ability& ability = judge_.input().ability;
  if (judge_.input().base_unconfirmed) {
    return false;  // it may never have had the value: what came need not be an answer to what we
                   // sent
  }
  if (ability.whole) {
    return true;
  }
  const std::string name = to_upper_ascii(base.field().line->name);
  return ability.holds(name) && (judge_.input().base_said_by_side || has_room_for(base, name));
}

/// The side has shown that it has a place for each value of this kind that we sent it. Dates and
/// pictures it may refuse one by one, whatever others it has: too early, too large.
bool PropertyMerge::has_room_for(const Element& base, const std::string& name) const {
  const auto& held = judge_.input().ability.shown;
  const auto count = held.find(name);
  if (base.info->shape == Shape::Date || base.info->shape == Shape::Binary || count == held.end() ||
      count->second < lists_.base->size()) {
    return false;
  }
  if (base.info->merging != Merging::List || base.info->shape == Shape::Raw) {
    return true;
  }
  const std::string slot = slot_of(name, base.types);
  const auto places = held.find(slot);
  const auto wanted =
      std::count_if(lists_.base->begin(), lists_.base->end(),
                    [&](const Element& other) { return slot_of(name, other.types) == slot; });
  return places != held.end() && places->second >= static_cast<std::uint32_t>(wanted);
}

bool PropertyMerge::component_removal_counts(const Element& base, std::size_t number) const {
  const Ability& ability = judge_.input().ability;
  const std::string name = to_upper_ascii(base.field().line->name);
  if (judge_.input().base_unconfirmed) {
    return false;
  }
  return ability.whole || judge_.input().base_said_by_side ||
         ability.shown.contains(name + ';' + std::to_string(number));
}

/// Two ways to one value: of equal ones that somebody touched one stays.
void PropertyMerge::drop_doubles() {
  std::set<std::string> seen;
  const auto pass = [&](auto wanted) {
    for (Outcome& outcome : out_) {
      if (!outcome.present || !wanted(outcome)) {
        continue;
      }
      if (!seen.insert(outcome.key()).second) {
        outcome.present = false;
      }
    }
  };
  pass([](const Outcome& outcome) { return !outcome.touched(); });
  pass([](const Outcome& outcome) { return outcome.touched() && outcome.ours != nullptr; });
  pass([](const Outcome& outcome) { return outcome.touched() && outcome.ours == nullptr; });
  std::erase_if(out_,
                [](const Outcome& outcome) { return !outcome.present && outcome.ours == nullptr; });
}

}  // namespace pim::content
