// SPDX-License-Identifier: Apache-2.0
// One exchange with the peer: the stored request goes out, the reply's effects and the next request
// are committed together (design rule 1).
#include <algorithm>

#include "common/base/limits.h"
#include "common/bridge/collections.h"
#include "common/bridge/run_local.h"
#include "common/bridge/run_work.h"
#include "common/syncml/decode.h"
#include "common/syncml/status.h"
#include "common/syncml/writer.h"

namespace pim::bridge {

using session::ClientState;
using session::ClientStep;

namespace {

constexpr Seconds BusyWait = 3;
constexpr int MaxBusy = 200;
/// After a "later" of SyncML, which names no time; so many times as long as a busy wait.
constexpr int LaterWaits = 10;
constexpr int MaxRestarts = 5;

/// What is known before the peer is asked; no transaction is open then.
struct Asked {
  HttpRequest request;
  ClientState state;
  PeerTarget target;
  session::KindsByName kinds;
};

Result<Asked> load(const RunScene& scene) {
  PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Read));
  PIM_TRY(auto row, unit.work().session(unit.detail.handle));
  if (!row) {
    return fail(ErrorCode::Corrupt, "The session of this run is gone.");
  }
  Asked asked;
  PIM_TRY(asked.state, ClientState::unpack(row->state));
  PIM_TRY(asked.target, scene.peers.target(unit.connection));
  PIM_TRY(const auto collections, unit.work().collections());
  for (const store::Collection& collection : collections) {
    asked.kinds.emplace(collection.name, content::kind_of(collection.kind));
  }
  asked.request.url = asked.state.url;
  asked.request.content_type = syncml::content_type_of(syncml::encoding_of(row->request));
  asked.request.body = std::move(row->request);
  asked.request.ca_file = asked.target.ca_file;
  asked.request.timeout = asked.target.timeout;
  asked.request.named = asked.target.named;
  return asked;
}

Status remember(RunUnit& unit, const session::Manner& manner) {
  std::string packed = manner.pack();
  if (packed == unit.connection.manner) {
    return {};
  }
  unit.connection.manner = std::move(packed);
  PIM_TRY([[maybe_unused]] const auto number, unit.work().put_connection(unit.connection));
  return {};
}

Result<Step> not_reached(const RunScene& scene, const Error& error) {
  PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Write));
  if (error.code == ErrorCode::Cancelled) {
    PIM_CHECK(unit.postpone(0, "The server is stopping; the run goes on after it."));
    return Step::Finished;
  }
  if (error.code != ErrorCode::Unavailable || ++unit.detail.tries >= scene.config.tries) {
    return end_for(unit, error);
  }
  PIM_CHECK(unit.commit());
  return Step::Again;
}

Result<Step> always_busy(RunUnit& unit) {
  return end_for(unit,
                 Error{ErrorCode::Busy,
                       "The peer was busy all the time. Nothing is lost; try again later.", ""});
}

Result<Step> busy(const RunScene& scene, Seconds retry_after) {
  PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Write));
  if (++unit.detail.waits > MaxBusy) {
    return always_busy(unit);
  }
  PIM_CHECK(unit.postpone(std::clamp<Seconds>(retry_after, BusyWait, limits::MaxRunWait),
                          "The peer is busy; the run goes on by itself."));
  return Step::Finished;
}

/// A peer that cannot read the very first message may be one that reads only XML: nothing has been
/// done there yet, so the run begins anew in it, and the connection remembers.
Result<std::optional<Step>> try_xml(const RunScene& scene, const Asked& asked) {
  const bool may_be_encoding = asked.state.phase == session::ClientPhase::Init &&
                               asked.state.msg == 1 &&
                               asked.state.manner.encoding == syncml::Encoding::Wbxml;
  if (!may_be_encoding) {
    return std::optional<Step>{};
  }
  PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Write));
  PIM_TRY(auto row, unit.work().session(unit.detail.handle));
  if (!row || row->request != asked.request.body) {
    return fail(ErrorCode::Conflict, "The session went on in another process.");
  }
  session::Manner manner = asked.state.manner;
  manner.encoding = syncml::Encoding::Xml;
  PIM_CHECK(remember(unit, manner));
  row->ended = true;
  PIM_CHECK(unit.work().put_session(*row));
  ++unit.detail.restarts;
  unit.detail.phase = RunPhase::Begin;
  PIM_CHECK(unit.commit());
  return std::optional(Step::Again);
}

Result<Step> refuse(const RunScene& scene, const Error& error) {
  PIM_TRY(RunUnit unit, RunUnit::open(scene, store::Access::Write));
  return end_for(unit, error);
}

Error of_http(int status) {
  const std::string code = std::to_string(status);
  if (status == 401 || status == 403) {
    return {ErrorCode::Unauthorized,
            "The peer refused the sign-in (HTTP " + code + "). Nothing was changed.", ""};
  }
  if (status == 404 || status == 405) {
    return {ErrorCode::NotFound,
            "There is no SyncML service at this address (HTTP " + code +
                "). Nothing was changed; check the address.",
            ""};
  }
  return {ErrorCode::Unavailable,
          "The peer answered with an error (HTTP " + code +
              "). Nothing is lost; the next run "
              "goes on.",
          ""};
}

/// The peer does not open one of the collections: it is looked for under the name that the peer's
/// DevInf tells, else left out where others remain. False: the run ends.
/// `free_of_charge`: it cannot come again in this run, so that no count of new beginnings is
/// needed.
Result<bool> go_on_without(RunUnit& unit, const ClientStep& step, bool& free_of_charge) {
  auto wanted = unpack_wanted(unit.connection.options);
  const auto refused = std::ranges::find(wanted, step.refused, &Wanted::collection);
  if (refused == wanted.end()) {
    return false;
  }
  const bool free = std::ranges::find(wanted, step.instead, &Wanted::remote) == wanted.end();
  if (!step.instead.empty() && free) {
    free_of_charge = refused->remote == refused->collection;  // a peer may name it anew for ever
    refused->remote = step.instead;
    unit.connection.options = pack_wanted(wanted, usual_mode(unit.connection.options));
    PIM_TRY([[maybe_unused]] const auto number, unit.work().put_connection(unit.connection));
    return true;
  }
  if (unit.detail.collections.size() < 2) {
    return false;
  }
  free_of_charge = true;
  unit.detail.skipped.push_back(step.refused);
  store::RunItem line;
  line.collection = step.refused;
  line.direction = "there";
  line.op = "fail";
  line.label = step.refused;
  line.reason = step.why.text();
  PIM_CHECK(unit.lines(std::span(&line, 1)));
  return true;
}

/// What servers say to a body they cannot read.
bool may_mean_encoding(int status) {
  return status == 400 || status == 406 || status == 415 || status == 500 || status == 501;
}

/// A new session makes sense, a few times; otherwise the run ends with the peer's words.
Result<Step> give_up(RunUnit& unit, const ClientStep& step) {
  if (step.later) {
    unit.detail.waits += LaterWaits;
    if (unit.detail.waits > MaxBusy) {
      return always_busy(unit);
    }
    unit.detail.phase = RunPhase::Begin;
    PIM_CHECK(unit.postpone(LaterWaits * BusyWait, step.why.message));
    return Step::Finished;
  }
  bool again = step.again;
  if (!step.refused.empty()) {
    bool free_of_charge = false;
    PIM_TRY(again, go_on_without(unit, step, free_of_charge));
    unit.detail.restarts -= again && free_of_charge ? 1 : 0;
  }
  if (again && ++unit.detail.restarts <= MaxRestarts) {
    unit.detail.phase = RunPhase::Begin;
    if (step.why.code == ErrorCode::Busy) {
      PIM_CHECK(unit.postpone(BusyWait, step.why.message));
      return Step::Finished;
    }
    PIM_CHECK(unit.commit());
    return Step::Again;
  }
  return end_for(unit, step.why);
}

void count(RunUnit& unit, const ClientState& before, const ClientState& after) {
  for (std::size_t i = 0; i < after.links.size() && i < before.links.size(); ++i) {
    const session::ClientLink& now = after.links[i];
    const session::ClientLink& was = before.links[i];
    CollectionResult& counts = unit.counts(now.collection);
    counts.there.added += now.added - was.added;
    counts.there.updated += now.updated - was.updated;
    counts.there.deleted += now.deleted - was.deleted;
    counts.there.failed += now.failed - was.failed;
    counts.here.failed += now.unreadable - was.unreadable;
    unit.result.slow = unit.result.slow || now.slow;
    auto& kept = unit.detail.collections;
    if (i < kept.size()) {
      kept[i].pairing = now.pairing;
      kept[i].slow = now.slow;
      kept[i].same_epoch = now.same_epoch;
      kept[i].had_records = now.had_records;
    }
  }
}

/// The records that the exchange has dealt with, one by one.
Status tell(RunUnit& unit, std::span<const session::RecordLine> told) {
  const bool names_adds = unit.names_adds();
  std::vector<store::RunItem> lines;
  for (const session::RecordLine& one : told) {
    if (one.done == store::ChangeOp::Add && !names_adds) {
      continue;
    }
    store::RunItem line;
    line.collection = one.collection;
    line.direction = one.here ? "here" : "there";
    line.op = one.done ? name_of(*one.done) : "fail";
    line.item = one.item;
    line.label = one.label;
    line.status = one.status;
    line.reason = one.reason;
    lines.push_back(std::move(line));
  }
  return unit.lines(lines);
}

/// Of what the sending session under way offers: collections that the receiving one has found empty
/// there, with nothing done in the relation since.
Result<std::vector<std::string>> empty_there(RunUnit& unit, const ClientState& state) {
  std::vector<std::string> names;
  if (state.kind != session::ClientKind::Send || state.phase != session::ClientPhase::Init) {
    return names;
  }
  for (const RunCollection& one : unit.detail.collections) {
    PIM_TRY(const auto pairing, unit.work().pairing(one.pairing));
    if (one.empty_there && pairing && pairing->generation == one.generation) {
      names.push_back(one.collection);
    }
  }
  return names;
}

/// The receiving session has ended well.
void note_empty(RunUnit& unit, const ClientState& state) {
  for (const session::ClientLink& link : state.links) {
    const auto one =
        std::ranges::find(unit.detail.collections, link.pairing, &RunCollection::pairing);
    if (one != unit.detail.collections.end()) {
      one->empty_there = link.slow && link.received == 0 && link.unreadable == 0;
    }
  }
}

Result<Step> take(const RunScene& scene, const Asked& asked, const syncml::Message& reply,
                  const session::PreparedChanges& changes, syncml::Encoding encoding,
                  std::size_t reply_size) {
  PIM_TRY(RunUnit unit, RunUnit::open_at_portal(scene));
  PIM_TRY(auto row, unit.work().session(unit.detail.handle));
  if (!row || row->request != asked.request.body) {
    return fail(ErrorCode::Conflict, "The session went on in another process.");
  }
  ClientState state = asked.state;
  if (unit.run.cancel_asked && state.kind == session::ClientKind::Send) {
    state.stop_sending = true;
  }
  PIM_TRY(auto empty, empty_there(unit, state));
  session::ClientScene client{scene.store,
                              unit.work(),
                              scene.log,
                              unit.portal,
                              unit.now,
                              unit.detail.handle,
                              scene.config.max_msg_size,
                              asked.target.user,
                              asked.target.password,
                              asked.target.may_send_password,
                              asked.target.may_send_digest,
                              encoding,
                              std::move(empty)};
  session::ClientTurn turn(std::move(client), state);
  PIM_TRY(const ClientStep step, turn.take(reply, changes));
  count(unit, asked.state, state);
  PIM_CHECK(tell(unit, turn.lines()));
  if (turn.mark()) {
    unit.detail.portal = true;
    if (unit.connection.side != turn.mark()->side()) {
      unit.connection.side = turn.mark()->side();
      PIM_TRY([[maybe_unused]] const auto number, unit.work().put_connection(unit.connection));
    }
  }
  PIM_CHECK(remember(unit, state.manner));
  ++unit.result.messages;
  unit.result.bytes_sent += asked.request.body.size();
  unit.result.bytes_received += reply_size;
  unit.detail.tries = 0;
  row->state = state.pack();
  row->request = step.request;
  row->last_msg = static_cast<std::int64_t>(state.msg);
  row->updated_at = unit.now;
  row->ended = step.next != ClientStep::Next::Request;
  PIM_CHECK(unit.work().put_session(*row));
  if (step.next == ClientStep::Next::GivenUp) {
    return give_up(unit, step);
  }
  if (step.next == ClientStep::Next::Ended) {
    if (state.kind == session::ClientKind::Receive) {
      note_empty(unit, state);
    }
    unit.detail.phase =
        state.kind == session::ClientKind::Receive ? RunPhase::Plan : RunPhase::Settle;
    if (unit.detail.adopted && state.kind == session::ClientKind::Receive) {
      // what another run had begun is brought to its good end; the peer has gone on since
      unit.detail.adopted = false;
      unit.detail.phase = RunPhase::Begin;
    }
    for (RunCollection& one : unit.detail.collections) {
      one.cursor = {};
      PIM_TRY(const auto pairing, unit.work().pairing(one.pairing));
      one.generation = pairing ? pairing->generation : 0;
    }
  }
  PIM_CHECK(unit.commit());
  return Step::Again;
}

}  // namespace

Result<Step> step_exchange(const RunScene& scene) {
  auto asked = load(scene);
  if (!asked) {
    const ErrorCode code = asked.error().code;
    if (code == ErrorCode::Conflict || code == ErrorCode::Busy) {
      return pass(asked);
    }
    return refuse(scene, asked.error());
  }
  auto reply = scene.transport.post(asked->request);
  if (!reply) {
    return not_reached(scene, reply.error());
  }
  if (reply->status == 503 || reply->status == 429) {
    return busy(scene, reply->retry_after);
  }
  if (may_mean_encoding(reply->status)) {
    PIM_TRY(const auto again, try_xml(scene, *asked));
    if (again) {
      return *again;
    }
  }
  if (reply->status != 200) {
    return refuse(scene, of_http(reply->status));
  }
  const auto encoding = syncml::recognise(reply->content_type, reply->body);
  auto message = encoding ? syncml::decode(*encoding, reply->body)
                          : Result<syncml::Message>(tl::unexpected(encoding.error()));
  if (!message) {
    PIM_TRY(const auto again, try_xml(scene, *asked));
    if (again) {
      return *again;
    }
    return refuse(scene, Error{ErrorCode::Malformed,
                               "The peer answered something that is no SyncML message. Nothing "
                               "was changed; check the address.",
                               message.error().text()});
  }
  const bool is_busy = std::ranges::any_of(message->body, [](const auto& command) {
    const auto* status = std::get_if<syncml::StatusCmd>(&command);
    return status != nullptr && status->cmd_ref == "0" && status->code == syncml::status::Busy;
  });
  if (is_busy) {
    return busy(scene, reply->retry_after);  // the same bytes go again (sync rule 12)
  }
  const auto changes = session::prepare_changes(*message, scene.store.key(), asked->kinds);
  return take(scene, *asked, *message, changes, *encoding, reply->body.size());
}

}  // namespace pim::bridge
