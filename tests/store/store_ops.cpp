// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/store/comparison.h"

namespace pim::store::testing {

namespace {

/// A claim names its run by owner and number in the order of making.
std::string name_of_claim(const Side& side, const RunClaim& claim) {
  const auto owner = std::find(side.owners.begin(), side.owners.end(), claim.owner);
  const auto index = static_cast<std::size_t>(owner - side.owners.begin());
  return std::to_string(index) + side.names.at(index).runs.of(claim.number) + ":" +
         std::to_string(claim.fencing);
}

Op claim_runs(Draw& draw) {
  const std::string holder = draw.dice.word({"one", "two"});
  std::vector<std::string> gone;
  if (draw.dice.one_in(3)) {
    gone.push_back(draw.dice.word({"one", "two"}));
  }
  const Seconds now = draw.dice.number(1'000'000);
  const std::size_t limit = draw.limit();
  return {"claim_runs", [=](Side& side) {
            const auto claims = side.store->claim_runs("here", holder, gone, now, now + 5, limit);
            if (!claims) {
              return answer(claims, side.known());
            }
            std::vector<std::string> lines;
            for (const RunClaim& claim : *claims) {
              lines.push_back(name_of_claim(side, claim));
            }
            return join_lines(std::move(lines), Order::Sorted);
          }};
}

Op renew_leases(Draw& draw) {
  const std::size_t run = draw.run();
  const std::int64_t fencing = draw.dice.number(4);
  const Seconds until = draw.dice.number(1'000'000);
  return {"renew_leases", [=](Side& side) {
            const RunClaim claim{.owner = side.owners[side.current],
                                 .number = side.known().runs.id(run),
                                 .fencing = fencing};
            return answer(side.store->renew_leases({&claim, 1}, until), side.known());
          }};
}

Op holders(Draw&) {
  return {"holders", [](Side& side) {
            return answer(side.store->holders("here"), side.known(), Order::Sorted);
          }};
}

Op purge(Draw& draw) {
  const Seconds sessions_before = draw.dice.number(200'000'000);
  const Seconds runs_before = draw.dice.number(200'000);
  return {"purge", [=](Side& side) {
            for (int slices = 0; slices < 100; ++slices) {
              const auto gone = side.store->purge(sessions_before, runs_before, 1'000);
              if (!gone || *gone == 0) {
                return answer(gone, side.known());
              }
            }
            return std::string("never done");
          }};
}

Op open_questions(Draw&) {
  return {"open_questions",
          [](Side& side) { return answer(side.store->open_questions(), side.known()); }};
}

Op portal(Draw& draw) {
  const bool renew = draw.dice.one_in(4);
  return {"portal", [=](Side& side) {
            const Names& known = side.known();
            return renew ? answer(side.store->renew_epoch("here", 1), known)
                         : answer(side.store->portal("here", "unused"), known);
          }};
}

}  // namespace

std::vector<Drawer> store_ops() {
  return {claim_runs, claim_runs, renew_leases, holders, purge, open_questions, portal};
}

}  // namespace pim::store::testing
