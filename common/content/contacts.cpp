// SPDX-License-Identifier: Apache-2.0
#include "common/content/contacts.h"

#include <array>

#include "common/content/canonical.h"
#include "common/content/contact_entry.h"
#include "common/content/contact_facts.h"
#include "common/content/contact_match.h"
#include "common/content/contact_merge.h"
#include "common/content/contact_render.h"
#include "common/content/contact_view.h"
#include "common/content/element.h"
#include "common/content/set_values.h"
#include "common/content/split.h"

namespace pim::content {

std::span<const Format> Contacts::formats() const {
  static constexpr std::array Formats{Format{"text/vcard", "3.0"}, Format{"text/x-vcard", "2.1"},
                                      Format{"text/vcard", "4.0"}};
  return Formats;
}

Result<Entry> Contacts::enter(std::string_view octets, const EntryOptions& options) const {
  return enter_contact(octets, options);
}

Result<Facts> Contacts::facts(std::string_view stored, const HashKey& key) const {
  PIM_TRY(const ContactView view, ContactView::read(stored));
  return facts_of(view, key);
}

Result<Form> Contacts::render(std::string_view stored, const Ability& ability) const {
  return render_contact(stored, ability);
}

bool Contacts::equal(std::string_view a, std::string_view b, bool with_uid) const {
  if (a == b) {
    return true;
  }
  const auto left = ContactView::read(a);
  const auto right = ContactView::read(b);
  return left && right && canonical(*left, Level::Exact) == canonical(*right, Level::Exact) &&
         (!with_uid || uid_of(*left) == uid_of(*right));
}

bool Contacts::near(std::string_view a, std::string_view b) const {
  const auto left = ContactView::read(a);
  const auto right = ContactView::read(b);
  return left && right && near_contacts(*left, *right);
}

bool Contacts::second_key_agrees(std::string_view a, std::string_view b) const {
  const auto left = ContactView::read(a);
  const auto right = ContactView::read(b);
  if (!left || !right) {
    return false;
  }
  const std::string name = name_key(*left);
  return !name.empty() && name == name_key(*right);
}

Likeness Contacts::compare(std::string_view ours, std::string_view theirs,
                           const Ability& ability) const {
  const auto left = ContactView::read(ours);
  const auto right = ContactView::read(theirs);
  return left && right ? compare_contacts(*left, *right, ability) : Likeness::Different;
}

Result<Merged> Contacts::merge(const MergeInput& input) const {
  return merge_contacts(input);
}

std::vector<std::uint64_t> Contacts::set_values(std::string_view before, std::string_view after,
                                                const HashKey& key) const {
  const auto old = ContactView::read(before);
  const auto now = ContactView::read(after);
  return old && now ? content::set_values(elements_of(*old), elements_of(*now), key)
                    : std::vector<std::uint64_t>();
}

Result<std::string> Contacts::with_uid(std::string_view stored, std::string_view uid) const {
  return contact_with_uid(stored, uid);
}

void Contacts::learn(std::string_view form, Ability& ability) const {
  if (const auto view = ContactView::read(form)) {
    learn_contact(*view, ability);
  }
}

std::vector<std::string> Contacts::split(std::string_view file) const {
  return split_contacts(file);
}

}  // namespace pim::content
