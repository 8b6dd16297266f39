// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/shrink.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>

namespace pim::sim {
namespace {

/// Portals that no link joins differ without anybody's fault.
bool joins_all(const Setup& setup) {
  std::set<std::string> reached = {"P1"};
  for (int i = 1; i < setup.portals; ++i) {
    for (const std::string& link : setup.links) {
      const std::string from = link.substr(0, link.find('>'));
      const std::string to = link.substr(link.find('>') + 1);
      if (reached.contains(from) || reached.contains(to)) {
        reached.insert({from, to});
      }
    }
  }
  return std::ssize(reached) == setup.portals;
}

class Shrinker {
 public:
  Shrinker(Script script, StoreKind kind, std::string violation)
      : best_(std::move(script)), kind_(kind), violation_(std::move(violation)) {}

  Script run() {
    bool smaller = true;
    while (smaller) {
      smaller = take_out_steps();
      smaller = take_out_devices() || smaller;
      smaller = take_out_links() || smaller;
      smaller = make_plainer() || smaller;
    }
    return std::move(best_);
  }

 private:
  bool still_fails(const Script& candidate) const {
    return World(candidate, kind_, false).run().violation == violation_;
  }

  bool accept(Script candidate) {
    if (!still_fails(candidate)) {
      return false;
    }
    best_ = std::move(candidate);
    return true;
  }

  /// Runs of steps, long ones first.
  bool take_out_steps() {
    bool smaller = false;
    for (std::size_t length = std::max<std::size_t>(best_.steps.size() / 2, 1); length > 0;
         length /= 2) {
      for (std::size_t at = 0; at + length <= best_.steps.size();) {
        Script candidate = best_;
        const auto first = candidate.steps.begin() + static_cast<std::ptrdiff_t>(at);
        candidate.steps.erase(first, first + static_cast<std::ptrdiff_t>(length));
        if (accept(std::move(candidate))) {
          smaller = true;
        } else {
          ++at;
        }
      }
    }
    return smaller;
  }

  bool take_out_devices() {
    bool smaller = false;
    for (std::size_t i = best_.setup.devices.size(); i-- > 0;) {
      Script candidate = best_;
      candidate.setup.devices.erase(candidate.setup.devices.begin() +
                                    static_cast<std::ptrdiff_t>(i));
      smaller = accept(std::move(candidate)) || smaller;
    }
    return smaller;
  }

  bool take_out_links() {
    bool smaller = false;
    for (std::size_t i = best_.setup.links.size(); i-- > 0;) {
      Script candidate = best_;
      candidate.setup.links.erase(candidate.setup.links.begin() + static_cast<std::ptrdiff_t>(i));
      smaller = (joins_all(candidate.setup) && accept(std::move(candidate))) || smaller;
    }
    return smaller;
  }

  bool change_step(std::size_t at, const std::function<bool(Step&)>& change) {
    Script candidate = best_;
    return change(candidate.steps[at]) && accept(std::move(candidate));
  }

  bool make_plainer() {
    bool plainer = false;
    for (std::size_t i = 0; i < best_.steps.size(); ++i) {
      plainer = change_step(i,
                            [](Step& step) {
                              return std::exchange(step.when, Step::When::Now) != Step::When::Now;
                            }) ||
                plainer;
      for (std::size_t word = best_.steps[i].words.size(); word-- > 0;) {
        plainer =
            change_step(i,
                        [word](Step& step) {
                          step.words.erase(step.words.begin() + static_cast<std::ptrdiff_t>(word));
                          return true;
                        }) ||
            plainer;
      }
      plainer = change_step(i,
                            [](Step& step) {
                              const bool fault =
                                  step.act == Act::Fault && step.fault != FaultKind::LoseReply;
                              step.fault = fault ? FaultKind::LoseReply : step.fault;
                              step.count = fault ? 0 : step.count;
                              return fault;
                            }) ||
                plainer;
    }
    for (std::size_t& size : best_.setup.message_sizes) {
      Script candidate = best_;
      const auto at = static_cast<std::size_t>(&size - best_.setup.message_sizes.data());
      if (std::exchange(candidate.setup.message_sizes[at], 64'000) != 64'000 &&
          accept(std::move(candidate))) {
        return true;
      }
    }
    return plainer;
  }

  Script best_;
  StoreKind kind_;
  std::string violation_;
};

}  // namespace

Script shrink(Script script, StoreKind kind, const std::string& violation) {
  return Shrinker(std::move(script), kind, violation).run();
}

}  // namespace pim::sim
