// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "common/content/merge_judge.h"
#include "common/content/outcome.h"

namespace pim::content {

/// The values of one property at the three places of a merge.
struct PropertyLists {
  std::string name;                            ///< canonical
  const std::vector<Element>* base = nullptr;  ///< null = the merge has no base
  const std::vector<Element>& ours;
  const std::vector<Element>& theirs;
};

/// Names as they came out of the merge of N, for FN that only repeats them.
struct MergedName {
  const std::vector<std::string>* ours = nullptr;
  const std::vector<std::string>* theirs = nullptr;
  std::vector<std::string> merged;
  const std::vector<std::string>* base = nullptr;
};

/// Merges one property by its kind (content rule V9). Each value is followed from the base to both
/// sides; what is decided value by value, component by component, type by type goes into outcomes.
class PropertyMerge {
 public:
  PropertyMerge(Judge& judge, const PropertyLists& lists, const MergedName& name)
      : judge_(judge), lists_(lists), name_(name) {}

  Outcomes run();
  /// Of theirs only the value that gave way counts; what there is besides stays.
  Outcomes bring_back(const Lost& lost);

 private:
  bool at_most_one() const;
  bool parted_differently() const;
  void keep_ours();
  void pair_singles();
  void pair_lists();
  void take(const Element* base, const Element* ours, const Element* theirs);
  void only_ours(Outcome outcome);
  void only_theirs(Outcome outcome);
  void both(Outcome outcome);

  void merge_value(Outcome& outcome);
  void merge_components(Outcome& outcome);
  std::string merge_component(const Outcome& outcome, std::size_t number);
  void merge_turned(Outcome& outcome);
  void merge_types(Outcome& outcome);
  void merge_echoed_types(Outcome& outcome);
  void merge_parameters(Outcome& outcome);
  void merge_label(Outcome& outcome);
  bool complete_number(Outcome& outcome);
  bool merge_text(Outcome& outcome);
  bool was_cut(const Element& base);
  bool keep_own_photo(Outcome& outcome);
  bool rebuild_name(Outcome& outcome);
  void follow_name(Outcome& outcome) const;

  bool is_base_of_theirs(const Element& base, const Element& theirs) const;
  bool is_base_of_ours(const Element& base, const Element& ours) const;
  bool types_say_no_edit(const TypeSet& base, TypeSet theirs) const;
  TypeSet told_types(const Element& theirs) const;
  bool removal_counts(const Element& base) const;
  bool has_room_for(const Element& base, const std::string& name) const;
  bool is_cut(const std::string& base, const std::string& theirs) const;
  bool is_derived_name(Outcome& outcome);
  bool is_respelt(const Outcome& outcome) const;
  bool component_removal_counts(const Element& base, std::size_t number) const;
  void drop_doubles();

  Judge& judge_;
  const PropertyLists& lists_;
  const MergedName& name_;
  Outcomes out_;
};

}  // namespace pim::content
