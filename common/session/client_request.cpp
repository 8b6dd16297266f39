// SPDX-License-Identifier: Apache-2.0
// The requests of the client role.
#include <algorithm>

#include "common/base/limits.h"
#include "common/session/alert_kinds.h"
#include "common/session/capabilities.h"
#include "common/session/change_writer.h"
#include "common/session/client_turn.h"
#include "common/session/status_of.h"
#include "common/sync/relation.h"
#include "common/sync/staging.h"
#include "common/syncml/credential.h"
#include "common/syncml/status.h"

namespace pim::session {

namespace code = syncml::status;

namespace {

constexpr int MaxIdleTurns = 5;
/// Octets a request keeps free for an Alert 222 and Final.
constexpr std::size_t Reserve = 200;

}  // namespace

/// Where the peer is not known yet and the password may not go out, it is asked first: a message
/// without credentials is challenged.
std::optional<syncml::Cred> ClientTurn::credentials() const {
  const Manner& manner = state_.manner;
  if (manner.digest && scene_.may_send_digest) {
    return syncml::digest_cred(manner.version, scene_.user, scene_.password, manner.nonce);
  }
  if (scene_.may_send_password) {
    return syncml::basic_cred(scene_.user, scene_.password);
  }
  return {};
}

syncml::MessageWriter ClientTurn::start_message(bool sign_in) {
  const std::size_t theirs = state_.max_msg_size == 0
                                 ? scene_.max_msg_size
                                 : std::max<std::size_t>(state_.max_msg_size, limits::MinMsgSize);
  syncml::MessageWriter writer(state_.manner.encoding, state_.manner.version,
                               std::min(theirs, scene_.max_msg_size));
  syncml::Header header;
  header.ver_dtd = syncml::ver_dtd_of(state_.manner.version);
  header.ver_proto = syncml::ver_proto_of(state_.manner.version);
  header.session_id = state_.session_id;
  header.msg_id = std::to_string(state_.msg);
  header.target = {state_.url, ""};
  header.source = {state_.device, scene_.user};
  if (sign_in || state_.sign_in_each) {
    header.cred = credentials();
  }
  header.meta.max_msg_size = scene_.max_msg_size;
  if (state_.msg == 1) {
    header.meta.max_obj_size = max_obj_size(state_.manner.version);
  }
  writer.header(header);
  return writer;
}

void ClientTurn::write_alert(syncml::MessageWriter& writer, const ClientLink& link) {
  syncml::AlertCmd alert;
  alert.cmd_id = next_cmd();
  alert.code = link.asked_slow ? alert::Slow : alert::TwoWay;
  syncml::Item item;
  item.target = syncml::Location{link.remote_uri, ""};
  item.source = syncml::Location{link.collection, ""};
  item.meta.anchor = syncml::Anchor{link.last, link.next};
  link.words.write(item.meta.emi);
  item.meta.max_obj_size = max_obj_size(state_.manner.version);
  alert.items.push_back(std::move(item));
  [[maybe_unused]] const bool fits = writer.add(alert);
}

Result<std::string> ClientTurn::begin() {
  PIM_CHECK(load_links());
  syncml::MessageWriter writer = start_message(true);
  PIM_TRY(auto collections, scene_.work.collections());
  const PortalMark mark{scene_.portal.id, scene_.work.owner(), scene_.portal.epoch};
  syncml::DevInf info = our_dev_inf(state_.manner.version, mark, collections);
  const bool known_portal = std::ranges::all_of(
      live_, [](const Live& live) { return live.pairing.peer == store::PeerKind::Portal; });
  if (known_portal) {
    for (auto& store : info.datastores) {
      store.capabilities.clear();
    }
  }
  // what else package 1 holds, and what stands around the DevInf
  constexpr std::size_t Rest = 1'600;
  std::vector<std::string> alerted;
  alerted.reserve(state_.links.size());
  for (const ClientLink& link : state_.links) {
    alerted.push_back(link.collection);
  }
  cut_dev_inf(info, state_.manner.encoding, state_.manner.version, alerted,
              writer.room() > Rest ? writer.room() - Rest : 0);
  syncml::InfoCmd put;
  put.kind = syncml::InfoKind::Put;
  put.cmd_id = next_cmd();
  put.meta.type = syncml::dev_inf_type_of(state_.manner.encoding);
  syncml::Item ours;
  ours.source = syncml::Location{syncml::dev_inf_uri_of(state_.manner.version), ""};
  ours.dev_inf = syncml::encode_dev_inf(state_.manner.encoding, state_.manner.version, info);
  put.items.push_back(std::move(ours));
  [[maybe_unused]] const bool put_fits = writer.add(put);

  syncml::InfoCmd get;
  get.kind = syncml::InfoKind::Get;
  get.cmd_id = next_cmd();
  get.meta.type = syncml::dev_inf_type_of(state_.manner.encoding);
  syncml::Item theirs;
  theirs.target = syncml::Location{syncml::dev_inf_uri_of(state_.manner.version), ""};
  get.items.push_back(std::move(theirs));
  [[maybe_unused]] const bool get_fits = writer.add(get);

  for (const ClientLink& link : state_.links) {
    write_alert(writer, link);
  }
  writer.final();
  return writer.finish();
}

bool ClientTurn::write_statuses(syncml::MessageWriter& writer) {
  std::vector<syncml::StatusCmd> all = std::move(state_.unsent);
  state_.unsent.clear();
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

bool ClientTurn::write_lost_ends(syncml::MessageWriter& writer) {
  for (ClientLink& link : state_.links) {
    while (!link.lost_ends.empty()) {
      if (writer.room() < Reserve || !writer.add(alert_of(link.lost_ends.front(), next_cmd()))) {
        return false;
      }
      link.lost_ends.erase(link.lost_ends.begin());
    }
  }
  return true;
}

bool ClientTurn::write_maps(syncml::MessageWriter& writer) {
  // octets of one Map item beside its two names, and of the Map around them
  constexpr std::size_t ItemFrame = 110;
  constexpr std::size_t MapFrame = 200;
  for (std::size_t i = 0; i < live_.size(); ++i) {
    ClientLink& link = state_.links[i];
    const auto& maps = live_[i].pairing.unconfirmed_maps;
    if (maps.empty() || !link.opened) {
      continue;
    }
    syncml::MapCmd map;
    map.cmd_id = next_cmd();
    map.target = {link.remote_uri, ""};
    map.source = {link.collection, ""};
    std::size_t size = MapFrame;
    for (const auto& [theirs, ours] : maps) {
      size += ItemFrame + 6 * theirs.size() + ours.size();  // a name may be escaped
      if (size + Reserve > writer.room()) {
        break;
      }
      map.items.push_back({theirs, ours});
    }
    if (map.items.empty() || !writer.add(map)) {
      return false;
    }
    link.maps_sent = map.items.size();
    moved_ = true;
    if (link.maps_sent < maps.size()) {
      return false;
    }
  }
  return true;
}

Result<bool> ClientTurn::write_link(syncml::MessageWriter& writer, std::size_t index) {
  ClientLink& link = state_.links[index];
  Live& live = live_[index];
  syncml::SyncCmd head;
  head.cmd_id = next_cmd();
  head.target = {link.remote_uri, ""};
  head.source = {link.collection, ""};
  if (!writer.open_sync(head)) {
    return false;
  }
  link.synced = true;
  if (state_.kind == ClientKind::Receive || state_.stop_sending) {
    PIM_CHECK(objects(index).end());  // what has gone out of it counts for nothing
    writer.close_sync();
    link.cursor.phase = sync::FeedCursor::Phase::Done;
    return true;
  }
  sync::Workset work(scope_of(index), &live.pairing);
  PIM_TRY(
      const WrittenChanges written,
      ChangeWriter(writer, state_.in_flight, objects(index), index, state_.msg)
          .write(work, live.ability, sync::Sender::Client, state_.portal, link.cursor, last_cmd_));
  writer.close_sync();
  moved_ = moved_ || written.sent + written.pieces > 0 || !written.refused.empty();
  link.failed += written.refused.size();
  for (const Unsendable& one : written.refused) {
    lines_.push_back({link.collection, false, {}, one.item, one.label, one.status, one.reason});
  }
  PIM_CHECK(work.flush());
  return written.all;
}

Result<bool> ClientTurn::write_changes(syncml::MessageWriter& writer) {
  for (std::size_t i = 0; i < live_.size(); ++i) {
    const ClientLink& link = state_.links[i];
    if (link.synced && link.cursor.phase == sync::FeedCursor::Phase::Done) {
      continue;
    }
    PIM_TRY(const bool done, write_link(writer, i));
    if (!done) {
      return false;
    }
  }
  return true;
}

void ClientTurn::write_next_message_alert(syncml::MessageWriter& writer) {
  syncml::AlertCmd alert;
  alert.cmd_id = next_cmd();
  alert.code = syncml::NextMessage;
  syncml::Item item;
  item.target = syncml::Location{state_.peer_url, ""};
  item.source = syncml::Location{state_.device, ""};
  alert.items.push_back(std::move(item));
  [[maybe_unused]] const bool fits = writer.add(alert);
}

Status ClientTurn::end_well() {
  for (std::size_t i = 0; i < live_.size(); ++i) {
    ClientLink& link = state_.links[i];
    if (link.stage_void) {
      PIM_CHECK(sync::drop_void_stage(scope_of(i), live_[i].pairing));
    }
    const bool sent_all = state_.kind == ClientKind::Send && !state_.stop_sending;
    sync::end_well(live_[i].pairing, sent_all ? std::optional(link.cursor.upto) : std::nullopt,
                   sync::Hints::Void);
  }
  return {};
}

Result<ClientStep> ClientTurn::next_request(const syncml::Message& reply) {
  ClientStep step;
  if (state_.phase == ClientPhase::Closing) {
    PIM_CHECK(end_well());
    step.next = ClientStep::Next::Ended;
    return step;
  }
  if (state_.phase == ClientPhase::Init && reply.final) {
    const bool all_open =
        std::ranges::all_of(state_.links, [](const ClientLink& link) { return link.opened; });
    if (!all_open) {
      step.next = ClientStep::Next::GivenUp;
      step.why = Error{ErrorCode::Malformed, "The peer did not answer the Alert.", ""};
      return step;
    }
    state_.phase = ClientPhase::Changes;
  } else if (state_.phase == ClientPhase::Receiving && reply.final) {
    state_.server_done = true;
  }
  ++state_.msg;
  if (state_.msg > limits::MaxMessages) {
    step.next = ClientStep::Next::GivenUp;
    step.why = Error{ErrorCode::TooLarge, "The session had too many messages.", ""};
    return step;
  }
  syncml::MessageWriter writer = start_message(false);
  syncml::StatusCmd header;
  header.msg_ref = reply.header.msg_id;
  header.cmd_ref = "0";
  header.cmd = "SyncHdr";
  header.code = code::Done;
  header.target_refs = {reply.header.target.uri};
  header.source_refs = {reply.header.source.uri};
  state_.unsent.insert(state_.unsent.begin(), std::move(header));
  const bool package_open =
      state_.phase == ClientPhase::Init || state_.phase == ClientPhase::Changes;
  bool done = write_statuses(writer);
  done = done && write_lost_ends(writer) && write_maps(writer);
  bool final = false;
  if (state_.phase == ClientPhase::Changes && done) {
    PIM_TRY(done, write_changes(writer));
    if (done) {
      state_.phase = ClientPhase::Receiving;
      for (Live& live : live_) {
        sync::say_final(live.pairing);
      }
      final = true;
    }
  } else if (state_.phase == ClientPhase::Receiving && done && state_.server_done) {
    state_.phase = ClientPhase::Closing;
    final = true;
  }
  state_.idle_turns = moved_ || final ? 0 : state_.idle_turns + 1;
  if (state_.idle_turns > MaxIdleTurns) {
    step.next = ClientStep::Next::GivenUp;
    step.why = Error{ErrorCode::Malformed, "The peer answers without ever coming to an end.", ""};
    return step;
  }
  const bool waits = (!package_open && !reply.final) || state_.phase == ClientPhase::Init;
  if (!final && waits) {
    write_next_message_alert(writer);
  }
  if (final) {
    writer.final();
  }
  step.next = ClientStep::Next::Request;
  step.request = writer.finish();
  return step;
}

}  // namespace pim::session
