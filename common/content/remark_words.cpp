// SPDX-License-Identifier: Apache-2.0
#include "common/content/remark_words.h"

#include <array>
#include <string_view>
#include <utility>

namespace pim::content {
namespace {

using Words = std::pair<std::string_view, std::string_view>;

/// The codes of records, and what each means.
constexpr auto Known = std::to_array<Words>({
    {"latin", "read as windows-1252, for it is no UTF-8"},
    {"charset", "kept as octets, for nothing tells its charset"},
    {"mojibake?", "looks like UTF-8 that was read as Latin-1 once; left as it is"},
    {"qp", "an '=' that is no quoted-printable was kept as it is"},
    {"quoted", "was quoted-printable, which this version does not have; decoded"},
    {"fold?", "a line was joined with the one before it"},
    {"glued", "another record began before the END of this one; taken apart"},
    {"end", "END was missing and was added"},
    {"line", "a blank line, or one that is no property, was put right"},
    {"nesting", "components that were not closed in order were put in order"},
    {"control", "control characters were left out"},
    {"version", "VERSION was missing and was added"},
    {"date", "is no date that can be read; kept as text"},
    {"day?", "may be a whole day by a clock that is not known; kept as a time"},
    {"start", "an event without a start that can be read: kept, and sent to portals only"},
    {"zone", "the time zone is a guess, or unknown; the time is kept as written"},
    {"alarm", "an alarm without a time was kept as text"},
    {"generated", "was missing and was made from the content"},
    {"lifted", "is stored in the newer format"},
    {"tail", "the end that was cut off was kept"},
    {"override", "an exception that is no date of the series any more was kept"},
});

}  // namespace

std::string words_of(const Remark& remark) {
  std::string out = remark.property.empty() ? "" : remark.property + ": ";
  for (const auto& [code, words] : Known) {
    if (remark.code == code) {
      return out.append(words);
    }
  }
  return out + remark.code;
}

}  // namespace pim::content
