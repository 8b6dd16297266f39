// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/assets.h"

#include <algorithm>
#include <array>

#include "common/console/pages/assets_data.h"

namespace pim::console::pages {

namespace {

constexpr std::array<Asset, 3> Assets = {{
    {StylePath, "text/css; charset=utf-8", StyleContent},
    {ScriptPath, "text/javascript; charset=utf-8", ScriptContent},
    {IconPath, "image/svg+xml", IconContent},
}};

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

Response show_asset(const Asset& asset) {
  Response response;
  response.content_type = asset.type;
  response.body = asset.content;
  response.headers = {{"Cache-Control", "private, max-age=31536000, immutable"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Security-Policy", "default-src 'none'"}};
  return response;
}

}  // namespace pim::console::pages
