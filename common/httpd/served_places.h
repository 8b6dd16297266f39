// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace pim::httpd {

/// A <Location> that switches a module on or off; in the order in which httpd takes them.
struct ServedPlace {
  std::string name;  ///< its path
  bool on = false;
};

/// The first path that is on and not switched off again by a later one that covers it; null where
/// nothing is on. It lives as long as the list.
const std::string* first_served(const std::vector<ServedPlace>& places);

}  // namespace pim::httpd
