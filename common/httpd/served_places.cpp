// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/served_places.h"

#include <algorithm>

namespace pim::httpd {
namespace {

/// As httpd matches a plain <Location>: "/a" covers "/a" and "/a/b", not "/ab".
bool covers(const std::string& wide, const std::string& path) {
  return path.starts_with(wide) &&
         (path.size() == wide.size() || wide.ends_with('/') || path[wide.size()] == '/');
}

}  // namespace

const std::string* first_served(const std::vector<ServedPlace>& places) {
  for (auto place = places.begin(); place != places.end(); ++place) {
    const bool stays = std::none_of(place + 1, places.end(), [&](const ServedPlace& later) {
      return !later.on && covers(later.name, place->name);
    });
    if (place->on && stays) {
      return &place->name;
    }
  }
  return nullptr;
}

}  // namespace pim::httpd
