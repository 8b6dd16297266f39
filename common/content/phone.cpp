// SPDX-License-Identifier: Apache-2.0
#include "common/content/phone.h"

#include <algorithm>

#include "common/base/text.h"

namespace pim::content {
namespace {

constexpr std::size_t MatchDigits = 9;
constexpr std::size_t LeastDigits = 5;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_filler(char c) {
  return c == ' ' || c == '\t' || c == '(' || c == ')' || c == '-' || c == '.' || c == '/';
}

/// Length of an extension mark (`ext`, `ext.`, `;ext=`) at the start of `text`; 0 = none.
std::size_t extension_mark(std::string_view text) {
  std::size_t at = text.starts_with(';') ? 1 : 0;
  if (!equals_ignore_case(text.substr(at, 3), "ext")) {
    return 0;
  }
  at += 3;
  while (at < text.size() && (text[at] == '.' || text[at] == '=' || text[at] == ':')) {
    ++at;
  }
  return at;
}

}  // namespace

void append_loose_phone(std::string& out, std::string_view text) {
  const std::size_t start = out.size();
  text = trim(text);
  if (equals_ignore_case(text.substr(0, 4), "tel:")) {
    text.remove_prefix(4);
  }
  if (std::none_of(text.begin(), text.end(), is_digit)) {
    out += text;
    return;
  }
  while (!text.empty()) {
    const std::size_t mark =
        text[0] == ';' || text[0] == 'e' || text[0] == 'E' ? extension_mark(text) : 0;
    if (mark > 0) {
      out += ";ext=";
      text.remove_prefix(mark);
    } else if (text[0] == '(' && text.starts_with("(0)") && out.size() > start &&
               out[start] == '+') {
      text.remove_prefix(3);
    } else {
      if (!is_filler(text[0])) {
        out += text[0];
      }
      text.remove_prefix(1);
    }
  }
  if (std::string_view(out).substr(start).starts_with("00")) {
    out.replace(start, 2, "+");
  }
}

std::string phone_match_digits(std::string_view text) {
  std::string loose;
  append_loose_phone(loose, text);
  std::string digits;
  for (const char c : loose) {
    if (is_digit(c)) {
      digits += c;
    } else if (c != '+') {
      if (!digits.empty()) {
        break;  // extension, pause: what follows is no part of the number
      }
    }
  }
  if (digits.size() < LeastDigits) {
    return {};
  }
  return digits.size() > MatchDigits ? digits.substr(digits.size() - MatchDigits) : digits;
}

bool is_national_form(std::string_view national, std::string_view international) {
  constexpr std::size_t Least = 7;  // shorter ones may be of another place of that country
  constexpr std::size_t LongestCountry = 3;
  const auto digits = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_digit);
  };
  if (!international.starts_with('+') || !digits(national) || !digits(international.substr(1))) {
    return false;
  }
  international.remove_prefix(1);
  const auto fits = [&](std::string_view number) {
    return number.size() >= Least && number.size() < international.size() &&
           international.size() - number.size() <= LongestCountry &&
           international.ends_with(number);
  };
  return fits(national) || (national.starts_with('0') && fits(national.substr(1)));
}

}  // namespace pim::content
