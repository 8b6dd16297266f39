// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/content/kind.h"
#include "common/content/merge_history.h"

namespace pim::content {

/// One question of a merge: the same thing as ours, as theirs, and as the base have it.
struct Standing {
  bool same = false;  ///< ours and theirs are equal, exactly
  bool same_loosely = false;
  bool has_base = false;
  bool theirs_is_base = false;
  bool ours_is_base = false;
  std::string_view ours_key;  ///< canonical octets, for the last resort (content rule 4.5)
  std::string_view theirs_key;
};

enum class Verdict : std::uint8_t {
  Ours,        ///< theirs is no edit
  Theirs,      ///< only theirs changed
  OursWins,    ///< both changed; theirs is lost
  TheirsWins,  ///< both changed; ours is lost
};

/// Decides between two values, and remembers whether theirs held an edit and what was lost. The
/// order of its questions is that of the model in which the sync rules were tried.
class Judge {
 public:
  explicit Judge(const MergeInput& input, const ElementsReader& reader = contact_elements)
      : input_(input),
        sent_(input.sent, reader),
        earlier_(input.earlier, reader),
        then_(
            input.ours_then ? std::span(&*input.ours_then, 1) : std::span<const std::string_view>(),
            reader) {}

  /// `in_past(history, theirs)`: the value of that side stands in the history.
  template <class InPast>
  Verdict decide(const Standing& at, InPast in_past) {
    if (at.same || (at.has_base && at.theirs_is_base) || (at.same_loosely && forgiving())) {
      return Verdict::Ours;
    }
    const bool known = !earlier_.empty() && in_past(earlier_, true);
    const bool echo = !sent_.empty() && in_past(sent_, true);
    edit_ = edit_ || !(known || echo);
    if (known && past_is_past()) {
      refused_past_ = true;
      return Verdict::Ours;
    }
    if (at.has_base && at.ours_is_base) {
      return Verdict::Theirs;
    }
    if (!known && !sent_.empty() && in_past(sent_, false)) {
      return Verdict::TheirsWins;
    }
    if (echo || known) {
      return Verdict::Ours;
    }
    if (!at.has_base && input_.winner == Winner::ByTime && !then_.empty() &&
        in_past(then_, false)) {
      return Verdict::TheirsWins;
    }
    contested_ = true;
    return theirs_wins(at.ours_key, at.theirs_key) ? Verdict::TheirsWins : Verdict::OursWins;
  }

  /// Theirs has what ours lacks: true where it comes in.
  template <class InPast>
  bool admits(InPast in_past) {
    const bool known = !earlier_.empty() && in_past(earlier_);
    const bool echo = !sent_.empty() && in_past(sent_);
    edit_ = edit_ || !(known || echo);
    const bool refused = known && past_is_past();
    refused_past_ = refused_past_ || refused;
    return !echo && !refused;
  }

  /// Policy, else the newer, else the greater octets: the same answer at both portals.
  bool theirs_wins(std::string_view ours_key, std::string_view theirs_key) const;
  bool theirs_newer(std::string_view ours, std::string_view theirs) const;
  /// Theirs comes from a side that need not give back exactly what it got, and did not say the
  /// base itself (content rule 5.1): echoes are compared loosely.
  bool forgiving() const {
    return !input_.ability.whole && !(input_.base && input_.base_said_by_side);
  }
  bool exact_base_of_theirs() const { return input_.ability.whole || input_.base_said_by_side; }
  bool exact_base_of_ours() const { return input_.ability.whole; }

  void note_edit() { edit_ = true; }
  void note_lost(std::string property, std::string kept, std::string lost);

  /// The value stands in a form sent or in an older content of ours.
  bool in_past(const std::string& name, const Element& element) {
    return sent_.has_value(name, element) || earlier_.has_value(name, element);
  }
  /// Ours has been edited: its older contents are at hand.
  bool has_past() const { return !earlier_.empty(); }
  /// The value stands in an older content of ours.
  bool was_ours(const std::string& name, const Element& element) {
    return earlier_.has_value(name, element);
  }
  /// The value was another one, or none, in an older content of ours.
  bool differs_in_past(const std::string& name, const Element& element) {
    return !earlier_.empty() && earlier_.lacks_value(name, element);
  }
  History& sent() { return sent_; }
  const MergeInput& input() const { return input_; }
  bool edit() const { return edit_; }
  bool refused_past() const { return refused_past_; }
  bool contested() const { return contested_; }
  std::vector<Lost> take_lost() { return std::move(lost_); }

 private:
  /// A value of the past can only be an echo of it.
  bool past_is_past() const { return input_.base_unconfirmed || input_.theirs_not_later; }

  const MergeInput& input_;
  History sent_;
  History earlier_;
  History then_;
  bool edit_ = false;
  bool refused_past_ = false;
  bool contested_ = false;
  std::vector<Lost> lost_;
};

}  // namespace pim::content
