// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/console/request.h"

namespace pim::console::pages {

/// A file that is compiled in. Its name holds a hash of its content, so browsers may keep it for
/// ever; a new version has a new name.
struct Asset {
  std::string_view path;  ///< below the console: "/assets/style-0123456789ab.css"
  std::string_view type;
  std::string_view content;
  std::string_view packed;  ///< the same in gzip
};

std::string_view style_path();
std::string_view script_path();
std::string_view icon_path();

/// Null where there is none of that path.
const Asset* find_asset(std::string_view path);
/// `encodings`: Accept-Encoding of the request.
Response show_asset(const Asset& asset, std::string_view encodings);

}  // namespace pim::console::pages
