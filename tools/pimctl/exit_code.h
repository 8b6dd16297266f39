// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace pim::pimctl {

/// Exit codes of pimctl; timers and scripts rely on them.
enum class ExitCode : std::uint8_t {
  Done = 0,
  Usage = 1,
  PartlyFailed = 2,
  Waiting = 3,  ///< for a person
  PeerAway = 4,
  SignInRefused = 5,
  StoreTrouble = 6,
};

}  // namespace pim::pimctl
