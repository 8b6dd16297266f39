// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

#include "common/console/problem.h"
#include "common/console/request.h"
#include "common/console/services.h"

namespace pim::console {

/// How many octets of body a call may bring: 0 where it takes none. Asked before anything of a body
/// is read, so it judges by the rest: an address, method, caller, origin or type that is wrong is
/// the problem that handle() answers with.
Outcome<std::size_t> body_limit(const Request& request);
/// The problem of a body above that limit.
Problem body_too_large(std::size_t limit);

/// The JSON API under "/api/v1" (docs/api.md): a request value in, a response value out. Holds no
/// state of its own and is thread-safe; every call is one transaction (an import one for each
/// batch). What it logs carries the tags of its problems, API0001 and up.
class Api {
 public:
  /// `poke` is called after a run became due; it may be empty, and must not block.
  Api(store::Store& store, const Clock& clock, Random& random, ApiConfig config, Sealer& sealer,
      const PeerDirectory& peers, std::function<void()> poke, LogSink& log);

  Response handle(const Request& request) const;

 private:
  Answer answer(const Request& request) const;
  void log(const Problem& problem) const;

  Services services_;
};

}  // namespace pim::console
