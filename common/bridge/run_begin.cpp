// SPDX-License-Identifier: Apache-2.0
// How a run's two sessions begin.
#include <algorithm>

#include "common/bridge/collections.h"
#include "common/bridge/run_work.h"
#include "common/session/handle.h"
#include "common/session/rivals.h"
#include "common/sync/join.h"
#include "common/sync/relation.h"

namespace pim::bridge {

using session::ClientKind;
using session::ClientState;

namespace {

constexpr Seconds RivalWait = 3;
constexpr Seconds OlderRunWait = 1;
constexpr int MaxRivalWaits = 200;
/// A broken session is taken up again, by sending the same bytes, while the peer may still know it.
constexpr Seconds TakenUpWithin = 600;

Result<store::Pairing> pairing_for(RunUnit& unit, const Wanted& wanted) {
  const std::string side = unit.connection.side.empty()
                               ? "connection:" + std::to_string(unit.connection.number)
                               : unit.connection.side;
  PIM_TRY(auto found, unit.work().find_pairing(side, 0, wanted.collection, wanted.remote));
  if (found) {
    return *found;
  }
  store::Pairing pairing;
  pairing.side = side;
  pairing.collection = wanted.collection;
  pairing.remote_uri = wanted.remote;
  pairing.epoch = unit.portal.epoch;
  PIM_TRY(pairing.id, unit.work().put_pairing(pairing));
  return pairing;
}

/// A foreign server may have taken Adds of ours whose answer was lost, or brought items we have not
/// seen: everything is compared, so that nothing is repeated blindly (sync rules 11, 39).
Result<bool> needs_slow(RunUnit& unit, const store::Pairing& pairing) {
  if (pairing.peer == store::PeerKind::Portal) {
    return false;
  }
  if (pairing.current && !pairing.current->good) {
    return true;
  }
  PIM_TRY(const auto adds, sync::open_adds(unit.work(), pairing.id, 1, unit.now));
  return !adds.empty();
}

Result<std::optional<ClientState>> broken_session(RunUnit& unit, const store::Pairing& pairing,
                                                  const std::string& url) {
  if (pairing.session.empty() || unit.mode.slow || unit.detail.restarts > 0) {
    return std::optional<ClientState>{};
  }
  PIM_TRY(auto row, unit.work().session(pairing.session));
  if (!row || row->role != store::SessionRole::Client || row->ended ||
      row->updated_at + TakenUpWithin < unit.now) {
    return std::optional<ClientState>{};
  }
  PIM_TRY(ClientState state, ClientState::unpack(row->state));
  // one that sends is for a run that sends: a look ahead changes nothing at either side
  const bool may_send = unit.mode.sends && !unit.run.plan_only;
  if (state.peer_url != url || (state.kind == ClientKind::Send && !may_send)) {
    return std::optional<ClientState>{};
  }
  return std::optional<ClientState>(std::move(state));
}

Result<ClientState> new_state(const RunScene& scene, RunUnit& unit, ClientKind kind,
                              const std::string& url) {
  ClientState state;
  state.kind = kind;
  state.session_id = scene.random.hex(4);
  state.url = url;
  state.peer_url = url;
  state.manner = session::Manner::of(unit.connection.manner, url);
  // what another run was challenged with is old by now, and may be asked for once more
  state.manner.fresh = state.manner.fresh && unit.detail.restarts > 0;
  state.device = session::PortalMark{unit.portal.id, scene.claim.owner, 0}.side();
  state.portal = unit.detail.portal && kind == ClientKind::Send;
  return state;
}

/// Opens one collection: its pairing belongs to this session from here on.
Result<session::ClientLink> open_collection(RunUnit& unit, store::Pairing& pairing,
                                            bool wants_slow) {
  session::ClientLink link;
  link.collection = pairing.collection;
  PIM_TRY(auto collection, unit.work().collection(pairing.collection));
  link.had_records = collection && collection->live != 0;
  link.remote_uri = pairing.remote_uri;
  if (pairing.epoch != unit.portal.epoch) {
    sync::begin_new_epoch(pairing, unit.portal.epoch);
  }
  link.same_epoch = !pairing.other_life;
  if (pairing.peer == store::PeerKind::Portal) {
    PIM_TRY(link.words.heard, session::heard_of(unit.work(), pairing));
  }
  pairing.session = unit.detail.handle;
  const sync::Opening opening = sync::open_as_client(pairing, wants_slow, unit.now);
  link.asked_slow = opening.slow;
  link.words.put_back = link.words.heard && opening.slow && pairing.other_life;
  link.last = opening.last;
  link.next = opening.next;
  PIM_TRY(link.pairing, unit.work().put_pairing(pairing));
  return link;
}

Status store_first_request(const RunScene& scene, RunUnit& unit, ClientState& state,
                           const PeerTarget& target) {
  session::ClientScene client{scene.store,
                              unit.work(),
                              scene.log,
                              unit.portal,
                              unit.now,
                              unit.detail.handle,
                              scene.config.max_msg_size,
                              target.user,
                              target.password,
                              target.may_send_password,
                              target.may_send_digest};
  session::ClientTurn turn(std::move(client), state);
  store::Session row;
  PIM_TRY(row.request, turn.begin());
  row.handle = unit.detail.handle;
  row.role = store::SessionRole::Client;
  row.device = unit.connection.side;
  row.session_id = state.session_id;
  row.state = state.pack();
  row.updated_at = unit.now;
  PIM_CHECK(unit.work().put_session(row));
  ++unit.result.sessions;
  unit.detail.tries = 0;
  return unit.commit();
}

Result<Step> wait_for_rival(RunUnit& unit) {
  if (++unit.detail.waits > MaxRivalWaits) {
    return end_for(unit, Error{ErrorCode::Busy,
                               "The other portal was syncing with this one all the time. Nothing "
                               "was changed; try again.",
                               ""});
  }
  PIM_CHECK(unit.postpone(RivalWait, "The other portal is syncing with this one just now."));
  return Step::Finished;
}

}  // namespace

Result<Step> step_begin(const RunScene& scene) {
  PIM_TRY(RunUnit unit, RunUnit::open_at_portal(scene));
  PIM_TRY(auto live, unit.work().live_runs(unit.connection.number));
  const bool older_goes_first = std::ranges::any_of(
      live, [&](const store::Run& other) { return other.number < unit.run.number; });
  if (older_goes_first) {
    PIM_CHECK(unit.postpone(OlderRunWait, "An earlier run with this portal goes first."));
    return Step::Finished;
  }
  if (unit.run.cancel_asked) {
    PIM_CHECK(unit.finish(store::RunState::Cancelled, "cancelled",
                          "The run was cancelled before anything was exchanged."));
    return Step::Finished;
  }
  auto target = scene.peers.target(unit.connection);
  if (!target) {
    return end_for(unit, target.error());
  }
  std::vector<store::Pairing> pairings;
  for (const Wanted& wanted : unpack_wanted(unit.connection.options)) {
    if (std::ranges::find(unit.detail.skipped, wanted.collection) != unit.detail.skipped.end()) {
      continue;
    }
    PIM_TRY(auto collection, unit.work().collection(wanted.collection));
    if (!collection || content::kind_of(collection->kind) == nullptr) {
      return end_for(
          unit, Error{ErrorCode::NotFound,
                      "The collection '" + wanted.collection + "' cannot be synced here.", ""});
    }
    PIM_TRY(store::Pairing pairing, pairing_for(unit, wanted));
    PIM_TRY(const bool waits,
            session::serving_goes_first(unit.work(), pairing, unit.portal.id, unit.now));
    if (waits) {
      return wait_for_rival(unit);
    }
    pairings.push_back(std::move(pairing));
  }
  unit.detail.collections.clear();
  PIM_TRY(auto broken, broken_session(unit, pairings.front(), target->url));
  if (broken) {
    unit.detail.handle = pairings.front().session;
    unit.detail.phase = broken->kind == ClientKind::Receive ? RunPhase::Receive : RunPhase::Send;
    unit.detail.portal = broken->portal;
    for (const session::ClientLink& link : broken->links) {
      unit.detail.collections.push_back(
          {link.collection, link.pairing, link.slow, link.same_epoch, link.had_records});
    }
    unit.detail.tries = 0;
    unit.detail.adopted = true;
    unit.detail.restarts = 1;  // where it cannot be taken up, the next one is a new one
    PIM_CHECK(unit.commit());
    return Step::Again;
  }
  unit.detail.handle = session::new_handle(scene.random, scene.claim.owner).id;
  unit.detail.phase = RunPhase::Receive;
  unit.detail.portal = false;
  PIM_TRY(ClientState state, new_state(scene, unit, ClientKind::Receive, target->url));
  for (store::Pairing& pairing : pairings) {
    PIM_TRY(const bool needs, needs_slow(unit, pairing));
    const bool slow = needs || unit.mode.slow || unit.detail.force_slow;
    PIM_TRY(auto link, open_collection(unit, pairing, slow));
    PIM_TRY(const auto collection, unit.work().collection(link.collection));
    unit.detail.collections.push_back({link.collection, link.pairing, false, link.same_epoch,
                                       link.had_records, collection ? collection->rev : 0});
    state.links.push_back(std::move(link));
  }
  PIM_CHECK(store_first_request(scene, unit, state, *target));
  return Step::Again;
}

Result<Step> step_send_begin(const RunScene& scene) {
  PIM_TRY(RunUnit unit, RunUnit::open_at_portal(scene));
  auto target = scene.peers.target(unit.connection);
  if (!target) {
    return end_for(unit, target.error());
  }
  PIM_TRY(ClientState state, new_state(scene, unit, ClientKind::Send, target->url));
  const std::string before = unit.detail.handle;
  unit.detail.handle = session::new_handle(scene.random, scene.claim.owner).id;
  for (const RunCollection& one : unit.detail.collections) {
    PIM_TRY(auto pairing, unit.work().pairing(one.pairing));
    if (!pairing) {
      return end_for(unit, Error{ErrorCode::NotFound, "The relation with the peer is gone.", ""});
    }
    PIM_TRY(const bool waits,
            session::serving_goes_first(unit.work(), *pairing, unit.portal.id, unit.now));
    if (waits) {
      unit.detail.handle = before;
      unit.detail.phase = RunPhase::Begin;  // what that session brings must be looked at first
      return wait_for_rival(unit);
    }
    PIM_TRY(auto link, open_collection(unit, *pairing, false));
    if (link.asked_slow) {
      unit.detail.phase = RunPhase::Begin;
      unit.detail.force_slow = true;
      if (++unit.detail.restarts > 3) {
        return end_for(unit, Error{ErrorCode::Cancelled,
                                   "The relation with the peer was lost while the run went on. "
                                   "Nothing is lost; run it again.",
                                   ""});
      }
      PIM_CHECK(unit.commit());
      return Step::Again;
    }
    PIM_TRY(auto collection, unit.work().collection(one.collection));
    link.cursor.upto = collection ? collection->rev : 0;
    state.links.push_back(std::move(link));
  }
  unit.detail.phase = RunPhase::Send;
  PIM_CHECK(store_first_request(scene, unit, state, *target));
  return Step::Again;
}

}  // namespace pim::bridge
