// SPDX-License-Identifier: Apache-2.0
// Three records parted by a line of `=`: base, a, b. Whatever they are, both portals must come to
// one content, and an unedited side must change nothing.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "common/base/text.h"
#include "common/content/document.h"
#include "common/content/kind.h"
#include "tests/fuzz/require.h"

namespace {

using namespace pim;
using namespace pim::content;

Result<Merged> merge(std::optional<std::string_view> base, const std::string& ours,
                     const std::string& theirs, const Ability& ability, bool said) {
  const MergeInput input{
      .ours = ours, .theirs = theirs, .base = base, .base_said_by_side = said, .ability = ability};
  return kind_of("contacts")->merge(input);
}

/// The three records as they would be stored; empty ones where they cannot be.
std::array<std::string, 3> records(std::string_view text) {
  std::array<std::string, 3> out;
  const HashKey key{};
  for (std::string& record : out) {
    const std::size_t at = text.find("\n=");
    const auto entry = kind_of("contacts")->enter(text.substr(0, at), {key, 0});
    record = entry ? entry->stored : std::string();
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 2);
  }
  return out;
}

/// A merge may fail only where the united record would be beyond a limit.
bool usable(const Result<Merged>& merged) {
  fuzz::require(merged.has_value() || merged.error().code == ErrorCode::TooLarge);
  return merged.has_value();
}

/// What a record says is beyond doubt: its octets are text, and no group of lines has two labels,
/// as cut and glued records have. Of others both portals keep all, but not always in one form.
bool is_clear(std::string_view record) {
  std::set<std::string> labelled;
  const auto document = Document::parse(record);
  return is_valid_utf8(record) && document &&
         std::ranges::all_of(document->lines(), [&](const Line& line) {
           return !equals_ignore_case(line.name, "X-ABLABEL") ||
                  labelled.insert(to_lower_ascii(line.group)).second;
         });
}

void check_portals(const std::string& base, const std::string& a, const std::string& b) {
  const Kind& contacts = *kind_of("contacts");
  Ability portal;
  portal.whole = true;
  const bool clear = is_clear(base) && is_clear(a) && is_clear(b);
  const auto one = merge(base, a, b, portal, true);
  const auto two = merge(base, b, a, portal, true);
  if (usable(one) && usable(two) && clear) {
    fuzz::require(contacts.equal(one->stored, two->stored, false));
  }
  const auto first = merge(std::nullopt, a, b, portal, true);
  const auto second = merge(std::nullopt, b, a, portal, true);
  if (usable(first) && usable(second) && clear) {
    fuzz::require(contacts.equal(first->stored, second->stored, false));
  }
  const auto same = merge(base, a, base, portal, true);
  fuzz::require(same.has_value() && same->stored == a && !same->edit);
  const auto theirs = merge(base, base, b, portal, true);
  if (usable(theirs) && clear) {
    fuzz::require(contacts.equal(theirs->stored, b, false));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [base, a, b] = records({reinterpret_cast<const char*>(data), size});
  if (base.empty() || a.empty() || b.empty()) {
    return 0;
  }
  check_portals(base, a, b);
  Ability device;
  device.declared = {{"TEL", {}}, {"NOTE", {}}, {"EMAIL", {}}};
  usable(merge(base, a, b, device, true));
  usable(merge(base, a, b, device, false));
  usable(merge(std::nullopt, a, b, device, false));
  return 0;
}
