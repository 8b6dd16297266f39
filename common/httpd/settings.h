// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

namespace pim::httpd {

// Merging of settings. A settings struct has only std::optional fields and lists of named things,
// and one function members() that gives a tuple of pointers to all of them: the merge is a fold
// over it, so no field can have a merge rule of its own that somebody forgot.

/// The narrower place wins where it said something.
template <class T>
void overlay(std::optional<T>& base, const std::optional<T>& narrower) {
  if (narrower) {
    base = narrower;
  }
}

/// Named things add up; the same name in the narrower place replaces.
template <class T>
void overlay(std::vector<T>& base, const std::vector<T>& narrower) {
  for (const T& thing : narrower) {
    const auto same = std::ranges::find(base, thing.name, &T::name);
    if (same == base.end()) {
      base.push_back(thing);
    } else {
      *same = thing;
    }
  }
}

template <class Settings>
Settings merged(const Settings& base, const Settings& narrower) {
  Settings result = base;
  std::apply([&](auto... member) { (overlay(result.*member, narrower.*member), ...); },
             Settings::members());
  return result;
}

}  // namespace pim::httpd
