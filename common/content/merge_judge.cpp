// SPDX-License-Identifier: Apache-2.0
#include "common/content/merge_judge.h"

namespace pim::content {

bool Judge::theirs_newer(std::string_view ours, std::string_view theirs) const {
  if (input_.theirs_modified != input_.ours_modified) {
    return input_.theirs_modified > input_.ours_modified;
  }
  return theirs > ours;
}

bool Judge::theirs_wins(std::string_view ours_key, std::string_view theirs_key) const {
  switch (input_.winner) {
    case Winner::Theirs: return true;
    case Winner::Ours: return false;
    case Winner::ByTime: break;
  }
  return theirs_newer(ours_key, theirs_key);
}

void Judge::note_lost(std::string property, std::string kept, std::string lost) {
  lost_.push_back({std::move(property), std::move(kept), std::move(lost)});
}

}  // namespace pim::content
