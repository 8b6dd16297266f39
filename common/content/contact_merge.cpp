// SPDX-License-Identifier: Apache-2.0
#include "common/content/contact_merge.h"

#include "common/content/canonical.h"

namespace pim::content {

Result<Merged> merge_contacts(const MergeInput& input) {
  PIM_TRY(const ContactView ours, ContactView::read(input.ours));
  PIM_TRY(const ContactView theirs, ContactView::read(input.theirs));
  const std::string a = canonical(ours, Level::Exact);
  const std::string b = canonical(theirs, Level::Exact);
  std::string base;
  if (input.base) {
    PIM_TRY(const ContactView view, ContactView::read(*input.base));
    base = canonical(view, Level::Exact);
  }
  Merged out;
  out.stored = input.ours;
  out.edit = a != b && base != b;
  const bool newer = input.theirs_modified != input.ours_modified
                         ? input.theirs_modified > input.ours_modified
                         : b > a;
  const bool wins = input.winner == Winner::Theirs || (input.winner == Winner::ByTime && newer);
  if (out.edit && (base == a || wins)) {
    out.stored = input.theirs;
    out.changed = true;
  }
  return out;
}

}  // namespace pim::content
