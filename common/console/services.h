// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/random.h"
#include "common/console/peers.h"
#include "common/console/sealer.h"
#include "common/store/store.h"

namespace pim::console {

struct ApiConfig {
  std::string portal = "default";  ///< Store::portal()
  std::string version;             ///< of the product, for the health answer
};

/// What every handler may use. All of it outlives the Api and is thread-safe.
struct Services {
  store::Store& store;
  const Clock& clock;
  Random& random;
  ApiConfig config;
  Sealer& sealer;
  const PeerDirectory& peers;
  std::function<void()> poke;  ///< called after a run became due; may be empty
  LogSink& log;
};

}  // namespace pim::console
