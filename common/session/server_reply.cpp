// SPDX-License-Identifier: Apache-2.0
// The reply of the server role: Statuses, Results, Alerts, changes, Final.
#include <algorithm>

#include "common/base/limits.h"
#include "common/session/alert_kinds.h"
#include "common/session/capabilities.h"
#include "common/session/change_writer.h"
#include "common/session/server_turn.h"
#include "common/session/status_of.h"
#include "common/sync/held.h"
#include "common/sync/held_change.h"
#include "common/sync/parts.h"
#include "common/sync/relation.h"
#include "common/syncml/status.h"

namespace pim::session {

namespace code = syncml::status;

namespace {

constexpr int MaxIdleTurns = 5;
/// Octets a reply keeps free for its own Alert 222 and Final.
constexpr std::size_t Reserve = 160;
constexpr std::size_t HintsPerSession = 2'000;

}  // namespace

Status ServerTurn::finish_packages() {
  if (!message_.final || suspended_) {
    return {};
  }
  switch (state_.phase) {
    case ServerPhase::Init:
      state_.phase = ServerPhase::Changes;
      state_.owes_final = true;
      return {};
    case ServerPhase::Changes:
      if (!fresh_mismatch_.empty()) {
        state_.owes_final = true;  // package 1 as well: all of these datastores is still to come
        return {};
      }
      // some clients put a Final beside "next message" too: it closes nothing while our own package
      // is open, for theirs has not begun
      return state_.owes_final ? Status{} : close_changes();
    case ServerPhase::Sending:
    case ServerPhase::Awaiting:
    case ServerPhase::Ended: client_done_ = true; return {};
  }
  return {};
}

Status ServerTurn::close_changes() {
  state_.phase = ServerPhase::Sending;
  for (std::size_t i = 0; i < live_.size(); ++i) {
    if (!state_.links[i].owes_all) {
      PIM_CHECK(close_link(i));
    }
  }
  return {};
}

/// What the package has put by, changes first.
Status ServerTurn::decide(std::size_t index, sync::GuardLimits guard, sync::Deletes deletes) {
  Link& link = state_.links[index];
  Live& live = live_[index];
  PIM_TRY(const auto collection, scene_.work.collection(link.collection));
  live.watch.live = collection ? collection->live : 0;
  std::size_t changes = 0;
  for (bool more = true; more;) {
    PIM_TRY(const auto decided,
            sync::decide_changes(scope_of(index), live.pairing, live.ability,
                                 circumstances_of(index), scene_.care, limits::PageRows));
    link.taken.updated += decided.taken.counts.updated;
    link.taken.conflicts += decided.taken.counts.conflicts;
    link.taken.failed += decided.taken.counts.failed;
    changes += decided.waiting;
    more = decided.more;
  }
  PIM_TRY(const auto decided,
          sync::decide_proposals(scope_of(index), live.pairing, guard, deletes));
  link.taken.deleted += decided.deleted.size();
  PIM_CHECK(sync::close_parts(scope_of(index), live.pairing, live.ability, decided,
                              link.slow && state_.phase == ServerPhase::Sending));
  if (decided.waiting + changes != 0) {
    scene_.log.write(LogLevel::Notice, "SML0121",
                     std::to_string(decided.waiting) + " deletions and " + std::to_string(changes) +
                         " changes are held until a person decides");
  }
  return {};
}

Status ServerTurn::close_link(std::size_t index) {
  Link& link = state_.links[index];
  store::Pairing& pairing = live_[index].pairing;
  sync::GuardLimits guard = scene_.config.guard;
  PIM_CHECK(end_objects(index));
  if (link.mirrors_client() && link.taken.failed == 0 && !link.no_format) {
    // where a record of the client's could not be read, ours may be that one: nothing is deleted
    PIM_CHECK(sync::propose_absent(scope_of(index), pairing, link.cursor.upto));
    if (link.taken.nothing()) {
      guard = {0, 0};  // a client that comes up empty asks for everything to go: a person decides
    }
  }
  PIM_CHECK(
      decide(index, guard, link.brought_deletes ? sync::Deletes::Brought : sync::Deletes::None));
  PIM_TRY(auto collection, scene_.work.collection(link.collection));
  link.cursor = {};
  link.cursor.upto = collection ? collection->rev : 0;
  if (link.sends_nothing()) {
    // what is missing there stays so until it is asked for: end_well() does not move the feed on
    link.cursor.phase = sync::FeedCursor::Phase::Done;
    link.opened = true;
  }
  return {};
}

Status ServerTurn::end_well() {
  for (std::size_t i = 0; i < live_.size(); ++i) {
    const Link& link = state_.links[i];
    if (link.no_format || link.owes_all) {
      continue;  // nothing has crossed, and its anchors stay
    }
    const bool shows_later = link.slow && state_.portal;
    sync::end_well(live_[i].pairing,
                   link.sends_nothing() ? std::nullopt : std::optional(link.cursor.upto),
                   shows_later ? sync::Hints::Kept : sync::Hints::Void);
    if (live_[i].before.hint_floor != live_[i].pairing.hint_floor &&
        sync::may_leave_hints(live_[i].pairing)) {
      PIM_TRY([[maybe_unused]] const std::size_t dropped,
              scene_.work.drop_hints(live_[i].pairing.id, live_[i].pairing.hint_floor,
                                     HintsPerSession));
    }
  }
  state_.phase = ServerPhase::Ended;
  return {};
}

// ---------------------------------------------------------------- writing

void ServerTurn::write_header(syncml::MessageWriter& writer) {
  syncml::Header header;
  header.ver_dtd = syncml::ver_dtd_of(state_.version);
  header.ver_proto = syncml::ver_proto_of(state_.version);
  header.session_id = message_.header.session_id;
  header.msg_id = std::to_string(state_.next_msg);
  header.target = message_.header.source;
  header.source = message_.header.target;
  header.resp_uri = scene_.resp_uri;
  header.meta.max_msg_size = scene_.config.max_msg_size;
  if (!scene_.resp_uri.empty()) {
    header.meta.max_obj_size = max_obj_size(state_.version);
  }
  writer.header(header);
}

bool ServerTurn::write_statuses(syncml::MessageWriter& writer) {
  std::vector<syncml::StatusCmd> all = std::move(state_.unsent);
  state_.unsent.clear();
  for (auto& [place, answers] : answers_) {
    std::ranges::move(answers, std::back_inserter(all));
  }
  answers_.clear();
  if (message_.header.no_resp) {
    all.erase(all.begin() + 1, all.end());
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].cmd_id = next_cmd();
    if (writer.room() < Reserve || !writer.add(all[i])) {
      state_.unsent.assign(std::make_move_iterator(all.begin() + static_cast<std::ptrdiff_t>(i)),
                           std::make_move_iterator(all.end()));
      return false;
    }
    moved_ = moved_ || says_something(all[i]);
  }
  return true;
}

bool ServerTurn::write_results(syncml::MessageWriter& writer) {
  if (state_.asked_dev_inf) {
    syncml::InfoCmd get;
    get.kind = syncml::InfoKind::Get;
    get.cmd_id = next_cmd();
    get.meta.type = syncml::dev_inf_type_of(scene_.encoding);
    syncml::Item item;
    item.target = syncml::Location{syncml::dev_inf_uri_of(state_.version), ""};
    get.items.push_back(std::move(item));
    if (!writer.add(get)) {
      return false;
    }
    state_.asked_dev_inf = false;
  }
  if (wants_results_.empty()) {
    return true;
  }
  auto collections = scene_.work.collections();
  const PortalMark mark{scene_.portal.id, scene_.work.owner(), scene_.portal.epoch};
  syncml::DevInf info = our_dev_inf(state_.version, mark,
                                    collections ? *collections : std::vector<store::Collection>{});
  constexpr std::size_t Wrapping = 512;
  const std::size_t room =
      writer.room() > Wrapping + Reserve ? writer.room() - Wrapping - Reserve : 0;
  if (state_.portal) {
    for (auto& store : info.datastores) {
      store.capabilities.clear();
    }
  }
  std::vector<std::string> alerted;
  alerted.reserve(state_.links.size());
  for (const Link& link : state_.links) {
    alerted.push_back(link.collection);
  }
  cut_dev_inf(info, scene_.encoding, state_.version, alerted, room);
  for (const std::size_t place : wants_results_) {
    const auto& get = std::get<syncml::InfoCmd>(message_.body[place]);
    syncml::InfoCmd results;
    results.kind = syncml::InfoKind::Results;
    results.cmd_id = next_cmd();
    results.msg_ref = message_.header.msg_id;
    results.cmd_ref = get.cmd_id;
    results.meta.type = syncml::dev_inf_type_of(scene_.encoding);
    syncml::Item item;
    item.source = syncml::Location{syncml::dev_inf_uri_of(state_.version), ""};
    item.dev_inf = syncml::encode_dev_inf(scene_.encoding, state_.version, info);
    results.items.push_back(std::move(item));
    if (!writer.add(results)) {
      return true;  // it can never fit: the client goes on with what it assumes
    }
  }
  wants_results_.clear();
  return true;
}

bool ServerTurn::write_alerts(syncml::MessageWriter& writer) {
  for (Link& link : state_.links) {
    while (!link.lost_ends.empty()) {
      if (writer.room() < Reserve || !writer.add(alert_of(link.lost_ends.front(), next_cmd()))) {
        return false;
      }
      link.lost_ends.erase(link.lost_ends.begin());
    }
    if (link.alert == 0) {
      continue;
    }
    syncml::AlertCmd alert;
    alert.cmd_id = next_cmd();
    alert.code = link.alert;
    syncml::Item item;
    item.target = syncml::Location{link.remote_uri, ""};
    item.source = syncml::Location{link.local_uri, ""};
    item.meta.anchor = syncml::Anchor{link.alert_last, link.alert_next};
    if (state_.portal) {
      link.words.write(item.meta.emi);
    }
    item.meta.max_obj_size = max_obj_size(state_.version);
    alert.items.push_back(std::move(item));
    if (writer.room() < Reserve || !writer.add(alert)) {
      return false;
    }
    link.alert = 0;
    moved_ = true;
  }
  return true;
}

Result<bool> ServerTurn::write_link(syncml::MessageWriter& writer, std::size_t index) {
  Link& link = state_.links[index];
  Live& live = live_[index];
  syncml::SyncCmd head;
  head.cmd_id = next_cmd();
  head.target = {link.remote_uri, ""};
  head.source = {link.local_uri, ""};
  if (!writer.open_sync(head)) {
    return false;
  }
  link.opened = true;
  sync::Workset work(scope_of(index), &live.pairing);
  PIM_TRY(
      const WrittenChanges written,
      ChangeWriter(writer, state_.in_flight, objects(index), index, state_.next_msg)
          .write(work, live.ability, sync::Sender::Server, state_.portal, link.cursor, last_cmd_));
  writer.close_sync();
  moved_ = moved_ || written.sent + written.pieces > 0 || !written.refused.empty();
  link.sent += written.sent;
  link.send_failed += written.refused.size();
  PIM_CHECK(work.flush());
  return written.all;
}

Result<bool> ServerTurn::write_changes(syncml::MessageWriter& writer) {
  for (std::size_t i = 0; i < live_.size(); ++i) {
    const Link& link = state_.links[i];
    if (link.no_format || link.owes_all ||
        (link.cursor.phase == sync::FeedCursor::Phase::Done && link.opened)) {
      continue;
    }
    PIM_TRY(const bool done, write_link(writer, i));
    if (!done) {
      return false;
    }
  }
  return true;
}

Result<std::string> ServerTurn::write_reply() {
  const std::size_t theirs = state_.max_msg_size == 0
                                 ? scene_.config.max_msg_size
                                 : std::max<std::size_t>(state_.max_msg_size, limits::MinMsgSize);
  syncml::MessageWriter writer(scene_.encoding, state_.version,
                               std::min(theirs, scene_.config.max_msg_size));
  write_header(writer);
  syncml::StatusCmd header;
  header.msg_ref = message_.header.msg_id;
  header.cmd_ref = "0";
  header.cmd = "SyncHdr";
  header.code = scene_.header_status;
  header.chal = scene_.chal;
  header.target_refs = {message_.header.target.uri};
  header.source_refs = {message_.header.source.uri};
  state_.unsent.insert(state_.unsent.begin(), std::move(header));
  const bool sending = state_.phase == ServerPhase::Sending && !suspended_;
  bool done = write_statuses(writer) && write_results(writer) && write_alerts(writer);
  bool final = false;
  if (done && sending) {
    PIM_TRY(done, write_changes(writer));
    if (done) {
      state_.phase = ServerPhase::Awaiting;
      final = true;
      const bool nothing_went =
          std::ranges::all_of(state_.links, [](const Link& link) { return link.sent == 0; });
      if (nothing_went) {
        PIM_CHECK(end_well());  // package 5 may be left out (sync rule 16)
      }
    }
  } else if (done) {
    final = message_.final || state_.owes_final || suspended_;
    state_.owes_final = false;
  }
  if (done && client_done_ && state_.phase == ServerPhase::Awaiting) {
    PIM_CHECK(end_well());
    final = true;
  }
  if (!final && !message_.final && state_.phase != ServerPhase::Sending) {
    syncml::AlertCmd next;
    next.cmd_id = next_cmd();
    next.code = syncml::NextMessage;
    syncml::Item item;
    item.target = message_.header.source;
    item.source = message_.header.target;
    next.items.push_back(std::move(item));
    [[maybe_unused]] const bool written = writer.add(next);  // the client goes on without it too
  }
  state_.idle_turns = moved_ || final ? 0 : state_.idle_turns + 1;
  if (state_.idle_turns > MaxIdleTurns) {
    return fail(ErrorCode::Cancelled, "The client asks for more and sends nothing.");
  }
  if (final) {
    writer.final();
  }
  ++state_.next_msg;
  return writer.finish();
}

}  // namespace pim::session
