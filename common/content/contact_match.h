// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/content/ability.h"
#include "common/content/contact_view.h"
#include "common/content/kind.h"

namespace pim::content {

/// Kind::near for contacts.
bool near_contacts(const ContactView& a, const ContactView& b);
/// Kind::compare for contacts: the points of content rule V8 under content rule 7.2.
Likeness compare_contacts(const ContactView& ours, const ContactView& theirs,
                          const Ability& ability);

}  // namespace pim::content
