// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/assets.h"

#include <algorithm>
#include <array>

#include "common/base/text.h"
#include "common/console/pages/assets_data.h"

namespace pim::console::pages {

namespace {

constexpr std::array<Asset, 3> Assets = {{
    {StylePath, "text/css; charset=utf-8", StyleContent, StylePacked},
    {ScriptPath, "text/javascript; charset=utf-8", ScriptContent, ScriptPacked},
    {IconPath, "image/svg+xml", IconContent, IconPacked},
}};

/// "gzip" is named, and not with a weight of nothing.
bool takes_gzip(std::string_view encodings) {
  for (const std::string& entry : split(encodings, ',')) {
    const std::string one = to_lower_ascii(trim(entry));
    if (one == "gzip" || (one.starts_with("gzip;") && !one.ends_with("q=0"))) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string_view style_path() {
  return StylePath;
}

std::string_view script_path() {
  return ScriptPath;
}

std::string_view icon_path() {
  return IconPath;
}

const Asset* find_asset(std::string_view path) {
  const auto found = std::ranges::find(Assets, path, &Asset::path);
  return found == Assets.end() ? nullptr : &*found;
}

Response show_asset(const Asset& asset, std::string_view encodings) {
  const bool packed = takes_gzip(encodings);
  Response response;
  response.content_type = asset.type;
  response.body = packed ? asset.packed : asset.content;
  response.headers = {{"Cache-Control", "private, max-age=31536000, immutable"},
                      {"Vary", "Accept-Encoding"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Security-Policy", "default-src 'none'"}};
  if (packed) {
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
  return response;
}

}  // namespace pim::console::pages
