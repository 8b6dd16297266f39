// SPDX-License-Identifier: Apache-2.0
#include "common/bridge/collections.h"

#include "common/base/text.h"

namespace pim::bridge {

std::vector<Wanted> unpack_wanted(std::string_view options) {
  std::vector<Wanted> wanted;
  for (const std::string& part : split(options, ',')) {
    const std::string_view one = trim(part);
    const std::size_t mark = one.find('=');
    const std::string_view name = one.substr(0, mark);
    if (!name.empty()) {
      const std::string_view remote = mark == std::string_view::npos ? name : one.substr(mark + 1);
      wanted.push_back({std::string(name), std::string(remote)});
    }
  }
  if (wanted.empty()) {
    wanted.push_back({"contacts", "contacts"});
  }
  return wanted;
}

std::string usual_mode(std::string_view options) {
  const std::string first(trim(split(options, ',').front()));
  return first.starts_with('=') ? first.substr(1) : std::string(TwoWay);
}

std::string pack_wanted(const std::vector<Wanted>& wanted, std::string_view mode) {
  std::string options = mode == TwoWay ? std::string() : "=" + std::string(mode);
  for (const Wanted& one : wanted) {
    options += options.empty() ? "" : ",";
    options += one.collection;
    options += one.remote == one.collection ? "" : "=" + one.remote;
  }
  return options;
}

}  // namespace pim::bridge
