// SPDX-License-Identifier: Apache-2.0
// Any octets as a contact: entry never fails otherwise than by name, and what it stores is stable.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/content/kind.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pim;
  using namespace pim::content;
  const Kind& contacts = *kind_of("contacts");
  const HashKey key{};
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  for (const std::string& piece : contacts.split(file)) {
    const auto entry = contacts.enter(piece, {key, 0});
    if (!entry) {
      continue;
    }
    const auto again = contacts.enter(entry->stored, {key, 0});
    fuzz::require(again.has_value());
    fuzz::require(again->stored == entry->stored);
    fuzz::require(again->uid_given && again->facts.uid == entry->facts.uid);
    fuzz::require(again->facts.fingerprint == entry->facts.fingerprint);
    fuzz::require(contacts.equal(entry->stored, again->stored, true));

    Ability poor;
    poor.declared = {{"TEL", {0, 2}}, {"NOTE", {5, 0}}, {"PHOTO", {2000, 0}}};
    const auto form = contacts.render(entry->stored, poor);
    fuzz::require(form.has_value());
    contacts.learn(form->text, poor);
    const auto other = contacts.with_uid(entry->stored, "other;uid");
    fuzz::require(other.has_value() && contacts.facts(*other, key)->uid == "other;uid");
    fuzz::require(contacts.equal(*other, entry->stored, false));
  }
  return 0;
}
