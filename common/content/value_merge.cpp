// SPDX-License-Identifier: Apache-2.0
// The value part of PropertyMerge: single values, texts, components.
#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/content/canonical.h"
#include "common/content/lost_value.h"
#include "common/content/phone.h"
#include "common/content/property_merge.h"
#include "common/content/text_merge.h"

namespace pim::content {
namespace {

std::string component(const Element* element, std::size_t number) {
  return element != nullptr && number < element->components.size() ? element->components[number]
                                                                   : std::string();
}

std::string loose(std::string text) {
  squeeze(text, 0);
  return text;
}

std::string digits_of(std::string_view number) {
  std::string out;
  for (const char c : number) {
    out += c >= '0' && c <= '9' ? std::string(1, c) : std::string();
  }
  return out;
}

std::string in_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return loose(std::move(text));
}

/// Each word of the first is one of the second; devices leave out what they have no place for.
bool words_within(std::string_view some, std::string_view all) {
  constexpr std::string_view Gaps = " ,";
  std::set<std::string_view> known;
  bool any = false;
  for (const bool first : {true, false}) {
    const std::string_view text = first ? all : some;
    for (std::size_t at = 0; (at = text.find_first_not_of(Gaps, at)) != std::string_view::npos;) {
      const std::size_t end = std::min(text.find_first_of(Gaps, at), text.size());
      const std::string_view word = text.substr(at, end - at);
      if (first) {
        known.insert(word);
      } else if (!known.contains(word)) {
        return false;
      }
      any = any || !first;
      at = end;
    }
  }
  return any;
}

/// One is an event of days, the other one of a clock.
bool turns(const Element& a, const Element& b) {
  if (a.info->shape != Shape::Structured || a.info->may_be_cut) {
    return false;
  }
  const std::string one = component(&a, 0);
  const std::string two = component(&b, 0);
  const auto told = [](const std::string& start) { return !start.empty() && start[0] != '?'; };
  const auto has_clock = [](const std::string& start) {
    return start.find('T') != std::string::npos;
  };
  return told(one) && told(two) && has_clock(one) != has_clock(two);
}

}  // namespace

void PropertyMerge::merge_value(Outcome& outcome) {
  const Element& ours = *outcome.ours;
  const Element& theirs = *outcome.theirs;
  if (ours.exact == theirs.exact || complete_number(outcome) || keep_own_photo(outcome) ||
      is_derived_name(outcome) || is_respelt(outcome) ||
      (outcome.base != nullptr && outcome.base->info->may_be_cut &&
       is_cut(outcome.base->exact, theirs.exact)) ||
      merge_text(outcome)) {
    return;
  }
  Standing standing;
  standing.same_loosely = ours.loose == theirs.loose;
  standing.has_base = outcome.base != nullptr;
  if (outcome.base != nullptr) {
    const Element& base = *outcome.base;
    standing.theirs_is_base =
        judge_.exact_base_of_theirs() ? base.exact == theirs.exact : base.loose == theirs.loose;
    standing.ours_is_base =
        judge_.exact_base_of_ours() ? base.exact == ours.exact : base.loose == ours.loose;
  }
  standing.ours_key = ours.exact;
  standing.theirs_key = theirs.exact;
  const Verdict verdict = judge_.decide(standing, [&](History& past, bool of_theirs) {
    return past.has_value(lists_.name, of_theirs ? theirs : ours);
  });
  const bool takes = verdict == Verdict::Theirs || verdict == Verdict::TheirsWins;
  const bool conflict = verdict == Verdict::OursWins || verdict == Verdict::TheirsWins;
  if (conflict && !standing.same_loosely) {
    if (rebuild_name(outcome)) {
      return;
    }
    const std::string kept = shown_value(takes ? theirs.components : ours.components);
    judge_.note_lost(lists_.name, kept, shown_value(takes ? ours.components : theirs.components));
  }
  if (takes) {
    outcome.value = Outcome::Source::Theirs;
    outcome.components = theirs.components;
  }
}

/// Of one number that both brought, the form with its country stays: it says more, and is the same
/// answer at both portals.
bool PropertyMerge::complete_number(Outcome& outcome) {
  const Element& ours = *outcome.ours;
  const Element& theirs = *outcome.theirs;
  if (outcome.base != nullptr || ours.info->shape != Shape::Phone) {
    return false;
  }
  if (is_national_form(ours.loose, theirs.loose)) {
    judge_.note_edit();
    outcome.value = Outcome::Source::Theirs;
    outcome.components = theirs.components;
    return true;
  }
  return is_national_form(theirs.loose, ours.loose);
}

/// A side that did not say the base has room for its beginning only: no edit (content rule 5.2).
bool PropertyMerge::is_cut(const std::string& base, const std::string& theirs) const {
  constexpr std::size_t Least = 4;  // shorter beginnings are as likely another value
  return judge_.forgiving() && theirs.size() >= Least && theirs.size() < base.size() &&
         base.starts_with(theirs);
}

/// FN as devices make it anew from N (content rule 5.2): it follows the name and says nothing of
/// its own, unless it did so in the base.
bool PropertyMerge::is_derived_name(Outcome& outcome) {
  if (outcome.ours->info->id != Property::Fn || judge_.input().ability.whole ||
      name_.theirs == nullptr || name_.ours == nullptr ||
      !words_within(outcome.theirs->exact, display_name(*name_.theirs))) {
    return false;
  }
  const bool said_other = outcome.base != nullptr && name_.base != nullptr &&
                          !words_within(outcome.base->exact, display_name(*name_.base));
  if (!judge_.forgiving() && said_other) {
    return false;
  }
  const bool ours_follows = same_words(outcome.ours->exact, display_name(*name_.ours));
  if (ours_follows && name_.merged != *name_.ours) {
    outcome.value = Outcome::Source::Made;
    outcome.components = {display_name(name_.merged)};
  }
  return true;
}

/// The same but for signs that devices do without: what parts a number, breaks of a text.
bool PropertyMerge::is_respelt(const Outcome& outcome) const {
  if (outcome.base == nullptr || !judge_.forgiving()) {
    return false;
  }
  const std::string& base = outcome.base->exact;
  const std::string& theirs = outcome.theirs->exact;
  switch (outcome.ours->info->shape) {
    case Shape::Phone: return !digits_of(base).empty() && digits_of(base) == digits_of(theirs);
    case Shape::Text:
      return in_one_line(base).starts_with(in_one_line(theirs)) &&
             (base.size() == theirs.size() || is_cut(in_one_line(base), in_one_line(theirs)) ||
              in_one_line(base) == in_one_line(theirs));
    default: return false;
  }
}

/// Another photo from a side that never gave one back whole is its own small copy
/// (content rule 5.2).
bool PropertyMerge::keep_own_photo(Outcome& outcome) {
  const MergeInput& input = judge_.input();
  if (outcome.ours->info->id != Property::Photo || !judge_.forgiving() ||
      input.ability.shown.contains("PHOTO:WHOLE")) {
    return false;
  }
  if (outcome.base == nullptr || outcome.base->exact != outcome.theirs->exact) {
    judge_.note_lost(lists_.name, outcome.ours->exact, outcome.theirs->exact);
  }
  return true;
}

/// Both made FN anew from their N: so does the merge.
bool PropertyMerge::rebuild_name(Outcome& outcome) {
  if (outcome.ours->info->id != Property::Fn || name_.ours == nullptr || name_.theirs == nullptr ||
      !same_words(outcome.ours->exact, display_name(*name_.ours)) ||
      !same_words(outcome.theirs->exact, display_name(*name_.theirs))) {
    return false;
  }
  outcome.value = Outcome::Source::Made;
  outcome.components = {display_name(name_.merged)};
  return true;
}

/// Texts that were cut at the side's limit, or that both sides changed in different places
/// (content rules 4.4, 5.4). False where the ordinary decision applies.
bool PropertyMerge::merge_text(Outcome& outcome) {
  const Element* base = outcome.base;
  if (base == nullptr || outcome.ours->info->shape != Shape::Text) {
    return false;
  }
  const std::string& old = base->exact;
  const std::string& ours = outcome.ours->exact;
  const std::string& theirs = outcome.theirs->exact;
  const bool whole = judge_.input().ability.whole;
  if (!whole && !judge_.input().base_said_by_side && old.starts_with(theirs)) {
    return true;  // cut: no edit
  }
  if (!whole && ours.size() > old.size() && ours.starts_with(old) && was_cut(*base)) {
    // Ours goes on where that side's copy was cut.
    if (theirs == old || ours.starts_with(theirs + ours.substr(old.size()))) {
      return true;
    }
    Standing standing;
    standing.has_base = true;
    standing.ours_is_base = true;
    const Verdict verdict = judge_.decide(standing, [&](History& past, bool of_theirs) {
      return past.has_value(lists_.name, of_theirs ? *outcome.theirs : *outcome.ours);
    });
    if (verdict == Verdict::Theirs) {
      const bool edited = theirs.starts_with(old) || likeness(old, theirs) >= 50;
      const bool ours_is_new = judge_.has_past() && !judge_.was_ours(lists_.name, *outcome.ours);
      if (!edited && ours_is_new) {
        judge_.note_lost(lists_.name, theirs, ours);
      }
      outcome.value = Outcome::Source::Made;
      outcome.components = {edited ? theirs + ours.substr(old.size()) : theirs};
    }
    return true;
  }
  if (outcome.ours->info->merging != Merging::Text || theirs == old || ours == old) {
    return false;
  }
  if (judge_.in_past(lists_.name, *outcome.theirs)) {
    return false;
  }
  std::optional<std::string> merged;
  if (ours.starts_with(old) && theirs.starts_with(old)) {
    const bool newer = judge_.theirs_newer(ours, theirs);
    merged = join_additions(old, newer ? ours : theirs, newer ? theirs : ours);
  } else {
    merged = merge_lines(old, ours, theirs);
  }
  if (!merged) {
    return false;
  }
  judge_.note_edit();
  outcome.value = Outcome::Source::Made;
  outcome.components = {*merged};
  return true;
}

/// The side's copy may be the beginning of ours. It is not where ours once ended there itself: then
/// ours was edited since. Nor where we sent it with room left.
bool PropertyMerge::was_cut(const Element& base) {
  if (judge_.was_ours(lists_.name, base)) {
    return false;
  }
  if (judge_.input().base_said_by_side) {
    return true;
  }
  constexpr std::size_t Slack = 8;  // cut between characters
  const auto& declared = judge_.input().ability.declared;
  const auto at = declared.find(to_upper_ascii(base.field().line->name));
  return at != declared.end() && at->second.max_size != 0 &&
         base.exact.size() + Slack > at->second.max_size;
}

void PropertyMerge::merge_components(Outcome& outcome) {
  if (turns(*outcome.ours, *outcome.theirs)) {
    merge_turned(outcome);
    return;
  }
  const std::size_t count =
      std::max(outcome.ours->components.size(), outcome.theirs->components.size());
  std::vector<std::string> merged;
  for (std::size_t number = 0; number < count; ++number) {
    merged.push_back(merge_component(outcome, number));
  }
  while (!merged.empty() && merged.back().empty()) {
    merged.pop_back();
  }
  if (merged == outcome.ours->components) {
    return;
  }
  outcome.value =
      merged == outcome.theirs->components ? Outcome::Source::Theirs : Outcome::Source::Made;
  outcome.components = std::move(merged);
}

/// Zone and length of a time say nothing of a date, nor the other way round: all goes with the
/// start.
void PropertyMerge::merge_turned(Outcome& outcome) {
  const std::string start = merge_component(outcome, 0);
  const bool takes = start == component(outcome.theirs, 0);
  const Element& kept = takes ? *outcome.theirs : *outcome.ours;
  const Element& left = takes ? *outcome.ours : *outcome.theirs;
  const bool edited = outcome.base != nullptr &&
                      component(&left, 0) == component(outcome.base, 0) &&
                      left.components != outcome.base->components;
  if (edited) {
    if (!takes) {
      judge_.note_edit();
    }
    judge_.note_lost(lists_.name, shown_value(kept.components), shown_value(left.components));
  }
  if (takes) {
    outcome.value = Outcome::Source::Theirs;
    outcome.components = kept.components;
  }
}

std::string PropertyMerge::merge_component(const Outcome& outcome, std::size_t number) {
  std::string ours = component(outcome.ours, number);
  const std::string theirs = component(outcome.theirs, number);
  const std::string old = component(outcome.base, number);
  if (ours == theirs) {
    return ours;
  }
  const auto in_past = [&](History& past, bool of_theirs) {
    return past.has_component(lists_.name, number, of_theirs ? theirs : ours);
  };
  const bool had = outcome.base != nullptr && !old.empty();
  const auto equal_for = [&](bool exactly, const std::string& text) {
    return exactly ? text == old : loose(text) == loose(old);
  };
  const bool ours_is_base = had && equal_for(judge_.exact_base_of_ours(), ours);
  const bool theirs_is_base = had && equal_for(judge_.exact_base_of_theirs(), theirs);
  if (theirs.empty()) {
    if (!had || !component_removal_counts(*outcome.base, number) ||
        (!judge_.sent().empty() && in_past(judge_.sent(), true))) {
      return ours;
    }
    judge_.note_edit();
    return ours_is_base ? std::string() : ours;
  }
  if (ours.empty()) {
    if (theirs_is_base) {
      return ours;
    }
    return judge_.admits([&](History& past) { return in_past(past, true); }) ? theirs : ours;
  }
  if (had && outcome.base->info->may_be_cut && is_cut(old, theirs)) {
    return ours;
  }
  Standing standing;
  standing.same_loosely = loose(ours) == loose(theirs);
  standing.has_base = outcome.base != nullptr;
  standing.theirs_is_base = theirs_is_base;
  standing.ours_is_base = ours_is_base;
  standing.ours_key = outcome.ours->exact;
  standing.theirs_key = outcome.theirs->exact;
  const Verdict verdict = judge_.decide(standing, in_past);
  const bool takes = verdict == Verdict::Theirs || verdict == Verdict::TheirsWins;
  if (!standing.same_loosely && (verdict == Verdict::OursWins || verdict == Verdict::TheirsWins)) {
    judge_.note_lost(lists_.name, takes ? theirs : ours, takes ? ours : theirs);
  }
  return takes ? theirs : ours;
}

}  // namespace pim::content
