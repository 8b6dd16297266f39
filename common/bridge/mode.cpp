// SPDX-License-Identifier: Apache-2.0
#include "common/bridge/mode.h"

#include <algorithm>
#include <array>

namespace pim::bridge {
namespace {

using sync::Taking;

constexpr std::array Modes{
    Mode{"two-way", false, true, false, false, Taking::Merge},
    Mode{"slow", true, true, false, false, Taking::Merge},
    Mode{"from-peer", false, false, false, false, Taking::Merge},
    Mode{"to-peer", false, true, true, false, Taking::Merge},
    Mode{"refresh-from-peer", true, false, false, true, Taking::TheirsWin},
    Mode{"refresh-to-peer", true, true, false, false, Taking::OursWin},
};

}  // namespace

std::optional<Mode> mode_of(std::string_view name) {
  const auto* const found = std::ranges::find(Modes, name, &Mode::name);
  return found == Modes.end() ? std::nullopt : std::optional<Mode>(*found);
}

}  // namespace pim::bridge
