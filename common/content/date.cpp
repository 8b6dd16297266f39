// SPDX-License-Identifier: Apache-2.0
#include "common/content/date.h"

#include <algorithm>

#include "common/base/text.h"

namespace pim::content {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool take_digits(std::string_view& rest, std::size_t count, std::string& out) {
  if (rest.size() < count ||
      !std::all_of(rest.begin(), rest.begin() + static_cast<long>(count), is_digit)) {
    return false;
  }
  out += rest.substr(0, count);
  rest.remove_prefix(count);
  return true;
}

void skip_dash(std::string_view& rest) {
  if (rest.starts_with('-')) {
    rest.remove_prefix(1);
  }
}

/// Nothing, or a time of day that says midnight: both mean the date alone.
bool is_midnight(std::string_view rest) {
  if (rest.empty()) {
    return true;
  }
  if (rest[0] != 'T' && rest[0] != 't' && rest[0] != ' ') {
    return false;
  }
  return rest.find_first_not_of("0:.Zz", 1) == std::string_view::npos;
}

}  // namespace

void append_date(std::string& out, std::string_view raw, std::string_view omitted_year) {
  const std::string_view text = trim(raw);
  std::string_view rest = text;
  std::string year;
  std::string day;
  const bool no_year = rest.starts_with("--");
  if (no_year) {
    rest.remove_prefix(2);
  } else if (!take_digits(rest, 4, year)) {
    out += text;
    return;
  }
  skip_dash(rest);
  bool good = take_digits(rest, 2, day);
  skip_dash(rest);
  good = good && take_digits(rest, 2, day) && is_midnight(rest);
  if (!good) {
    out += text;
    return;
  }
  if (day == "0000") {
    return;
  }
  const bool hidden = no_year || year == "0000" || year == "1604" || year == omitted_year;
  out += hidden ? "--" : year;
  out += day;
}

}  // namespace pim::content
