// SPDX-License-Identifier: Apache-2.0
// Any octets as events, tasks and notes of every version: entry never fails otherwise than by name,
// what it stores is stable, and every form of it can be read again.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/content/kind.h"
#include "tests/fuzz/require.h"

namespace {

using namespace pim;
using namespace pim::content;

Ability device(const char* type, const char* version) {
  Ability ability;
  ability.media_type = type;
  ability.version = version;
  return ability;
}

void handle(const Kind& kind, const std::string& piece) {
  const HashKey key{};
  const auto entry = kind.enter(piece, {key, 0});
  if (!entry) {
    return;
  }
  const auto again = kind.enter(entry->stored, {key, 0});
  fuzz::require(again.has_value());
  fuzz::require(again->stored == entry->stored);
  fuzz::require(again->facts.fingerprint == entry->facts.fingerprint);
  const bool note = kind.name() == "notes";
  Ability old = note ? device("text/x-vnote", "1.1") : device("text/x-vcalendar", "1.0");
  const auto form = kind.render(entry->stored, old);
  fuzz::require(form.has_value());
  kind.learn(form->text, old);
  (void)kind.compare(entry->stored, form->text, old);
  const auto merged = kind.merge(
      {.ours = entry->stored, .theirs = form->text, .base = entry->stored, .ability = old});
  fuzz::require(merged.has_value() || merged.error().code != ErrorCode::Internal);
  const auto other = kind.with_uid(entry->stored, "other");
  fuzz::require(other.has_value() && kind.facts(*other, key)->uid == "other");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view file(reinterpret_cast<const char*>(data), size);
  for (const char* name : {"calendar", "tasks", "notes"}) {
    const Kind& kind = *kind_of(name);
    for (const std::string& piece : kind.split(file)) {
      handle(kind, piece);
    }
  }
  return 0;
}
