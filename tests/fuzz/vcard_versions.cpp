// SPDX-License-Identifier: Apache-2.0
// Any octets as a vCard of any version: what is entered is stable, goes out in every version, and
// each of these can be entered again.
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
    fuzz::require(again.has_value() && again->stored == entry->stored);
    fuzz::require(again->facts.fingerprint == entry->facts.fingerprint);
    for (const char* version : {"2.1", "3.0", "4.0"}) {
      Ability ability;
      ability.version = version;
      for (const bool whole_file : {false, true}) {
        ability.file = whole_file;
        const auto form = contacts.render(entry->stored, ability);
        fuzz::require(form.has_value());
        const auto back = contacts.enter(form->text, {key, 0});
        fuzz::require(back.has_value() || back.error().code == ErrorCode::TooLarge ||
                      back.error().code == ErrorCode::Malformed);
        const MergeInput input{.ours = entry->stored,
                               .theirs = form->text,
                               .base = std::string_view(form->text),
                               .base_said_by_side = false,
                               .ability = ability};
        const auto merged = contacts.merge(input);
        fuzz::require(!merged || merged->stored == entry->stored);
      }
    }
  }
  return 0;
}
