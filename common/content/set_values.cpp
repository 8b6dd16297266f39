// SPDX-License-Identifier: Apache-2.0
#include "common/content/set_values.h"

#include <algorithm>
#include <string>

namespace pim::content {

namespace {

bool has(const std::vector<Element>& list, const std::string& key) {
  return std::ranges::any_of(list, [&](const Element& element) { return element.key == key; });
}

}  // namespace

std::vector<std::uint64_t> set_values(const Elements& before, const Elements& after,
                                      const HashKey& key) {
  std::vector<std::uint64_t> values;
  for (const auto& [name, list] : after) {
    const auto old = before.find(name);
    for (const Element& element : list) {
      if (old == before.end() || !has(old->second, element.key)) {
        values.push_back(siphash(key, name + '\x1d' + element.key));
      }
    }
  }
  for (const auto& [name, list] : before) {
    const auto now = after.find(name);
    if (!list.empty() && (now == after.end() || now->second.empty())) {
      values.push_back(siphash(key, name + '\x1d'));  // emptied: as good as any other value
    }
  }
  std::ranges::sort(values);
  const auto doubles = std::ranges::unique(values);
  values.erase(doubles.begin(), doubles.end());
  return values;
}

}  // namespace pim::content
