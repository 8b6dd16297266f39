// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/content/outcome.h"
#include "common/content/patch.h"

namespace pim::content {

/// Writes outcomes into a stored contact (content rule 1.3): only the lines of a changed value
/// change, and in them only what changed; everything else keeps its octets and its place.
class ContactPatch {
 public:
  ContactPatch(const ContactView& ours, const ContactView& theirs)
      : ours_(ours), theirs_(theirs), patch_(ours.text()) {}

  /// `name` is the canonical property name of the outcomes.
  void take(const Outcomes& outcomes);
  /// REV becomes theirs.
  void take_revision();
  std::string apply();

 private:
  struct ListEdit {
    std::set<std::size_t> removed;
    std::map<std::size_t, std::string> changed;
    std::vector<std::string> added;
  };

  struct Group {
    std::size_t lines = 0;            ///< that its label speaks of
    std::vector<const Line*> others;  ///< what it says of them besides the label
  };

  bool differs(const Outcome& outcome) const;
  void remove(const Element& element);
  void change(const Outcome& outcome);
  void change_item(const Outcome& outcome);
  void change_line(const Outcome& outcome, const Field& field);
  void add(const Outcome& outcome);
  void add_item(const Outcome& outcome, const Field& host);

  std::string head(const Outcome& outcome, const Field& field, std::string_view group) const;
  std::string value(const Outcome& outcome, const Field& field) const;
  void append_types(const Outcome& outcome, const Field& field, std::string_view group,
                    std::string& head) const;
  std::string group_for(const Outcome& outcome, const Field& field);
  void leave_group(const Outcome& outcome, const Field& field, std::string_view group);
  void write_label(const Outcome& outcome, const Field& field, std::string_view group);
  const Group& group_of(const Line& line);

  void write_lists();
  void drop_emptied_groups();
  void remove_line(const Line& line);
  std::string new_group();
  const Line* last_of(const Field& field);
  std::string companions_of(std::string_view their_group, const std::string& our_group);
  std::string_view line_end() const { return ours_.document().line_end(); }

  const ContactView& ours_;
  const ContactView& theirs_;
  Patch patch_;
  std::map<const Field*, ListEdit> lists_;
  std::set<const Line*> removed_;
  std::set<std::string> groups_;
  /// Groups of theirs whose companions were carried over, and what they are called here.
  std::map<std::string, std::string, std::less<>> carried_groups_;
  std::set<const Line*> left_group_;               ///< lines that stay, but in a group of their own
  std::map<std::string_view, Group> ours_groups_;  ///< filled at the first question
  bool groups_known_ = false;
  std::map<std::string, const Field*> last_;  ///< by canonical name; filled at the first question
  std::map<std::string_view, std::vector<const Line*>> companions_;  ///< of theirs, by group
  bool companions_known_ = false;
  std::string tail_;  ///< what has no line of its name to stand behind: before END
};

}  // namespace pim::content
