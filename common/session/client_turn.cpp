// SPDX-License-Identifier: Apache-2.0
#include "common/session/client_turn.h"

#include <algorithm>
#include <array>

#include "common/base/text.h"
#include "common/session/alert_kinds.h"
#include "common/session/capabilities.h"
#include "common/sync/relation.h"
#include "common/syncml/credential.h"
#include "common/syncml/status.h"

namespace pim::session {

namespace code = syncml::status;

namespace {

ClientStep given_up(ErrorCode error, std::string message, bool again) {
  ClientStep step;
  step.next = ClientStep::Next::GivenUp;
  step.why = Error{error, std::move(message), ""};
  step.again = again;
  return step;
}

/// The last Status of the header; none in a reply without.
const syncml::StatusCmd* header_status(const syncml::Message& reply) {
  const syncml::StatusCmd* status = nullptr;
  for (const auto& command : reply.body) {
    const auto* found = std::get_if<syncml::StatusCmd>(&command);
    if (found != nullptr && found->cmd_ref == "0") {
      status = found;
    }
  }
  return status;
}

/// The version to try where `tried` was refused: the newest older one that the peer lists, all
/// where it lists none; where there is no older one, the newest that it lists. Nothing where none
/// is left.
std::optional<syncml::Version> version_after(syncml::Version tried,
                                             const syncml::StatusCmd& status) {
  constexpr std::array Newest = {syncml::Version::V12, syncml::Version::V11, syncml::Version::V10};
  const auto lists = [&status](syncml::Version version) {
    return std::ranges::any_of(status.items, [version](const syncml::Item& item) {
      return item.data && (equals_ignore_case(*item.data, syncml::ver_proto_of(version)) ||
                           *item.data == syncml::ver_dtd_of(version));
    });
  };
  const bool lists_ours = std::ranges::any_of(Newest, lists);
  const auto older = std::ranges::find_if(Newest, [&](syncml::Version version) {
    return version < tried && (!lists_ours || lists(version));
  });
  const auto next =
      older != Newest.end() ? older : std::ranges::find_if(Newest, [&](syncml::Version one) {
        return one > tried && lists(one);
      });
  return next == Newest.end() ? std::nullopt : std::optional(*next);
}

}  // namespace

ClientTurn::ClientTurn(ClientScene scene, ClientState& state)
    : scene_(std::move(scene)), state_(state) {}

sync::Scope ClientTurn::scope_of(std::size_t link) const {
  return {scene_.work,
          scene_.store.key(),
          *live_[link].kind,
          state_.links[link].collection,
          {store::AuthorKind::Peer, state_.links[link].pairing, live_[link].pairing.side,
           scene_.handle.substr(0, 8)},
          scene_.now,
          &live_[link].ability};
}

sync::Circumstances ClientTurn::circumstances_of(std::size_t link) const {
  const ClientLink& saved = state_.links[link];
  return {saved.slow, false, state_.portal, saved.had_records, saved.same_epoch};
}

std::optional<std::size_t> ClientTurn::link_of(std::string_view local_uri,
                                               std::string_view remote_uri) const {
  for (std::size_t i = 0; i < state_.links.size(); ++i) {
    const ClientLink& link = state_.links[i];
    if (local_uri.empty() ? datastore_name(remote_uri) == link.remote_uri
                          : datastore_name(local_uri) == link.collection) {
      return i;
    }
  }
  return {};
}

Status ClientTurn::load_links() {
  for (const ClientLink& link : state_.links) {
    PIM_TRY(auto pairing, scene_.work.pairing(link.pairing));
    PIM_TRY(auto collection, scene_.work.collection(link.collection));
    const content::Kind* kind = collection ? content::kind_of(collection->kind) : nullptr;
    if (!pairing || kind == nullptr) {
      return fail(ErrorCode::NotFound,
                  "The collection " + link.collection + " does not exist here.");
    }
    Live live;
    live.kind = kind;
    PIM_TRY(live.ability, pairing->ability.empty()
                              ? Result<content::Ability>(content::unknown_ability(*kind))
                              : content::Ability::unpack(pairing->ability));
    if (!state_.portal) {
      live.ability.whole = false;  // until it has said so in this session (sync rule 3)
    }
    live.before = *pairing;
    live.pairing = std::move(*pairing);
    live_.push_back(std::move(live));
  }
  return {};
}

Status ClientTurn::store_links() {
  for (std::size_t i = 0; i < live_.size(); ++i) {
    Live& live = live_[i];
    if (state_.links[i].opened) {
      live.pairing.ability = live.ability.pack();
    }
    if (live.pairing != live.before) {
      PIM_TRY(live.pairing.id, scene_.work.put_pairing(live.pairing));
      live.before = live.pairing;
    }
  }
  return {};
}

Result<ClientStep> ClientTurn::take(const syncml::Message& reply, const PreparedChanges& changes) {
  PIM_CHECK(load_links());
  const bool taken_over = std::ranges::any_of(
      live_, [&](const Live& live) { return live.pairing.session != scene_.handle; });
  if (taken_over) {
    heed_ended_without_us(reply);
    PIM_CHECK(store_links());
    return given_up(ErrorCode::Busy,
                    "Another session with this portal has taken over; this run goes again.", true);
  }
  if (auto end = take_header(reply)) {
    PIM_CHECK(store_links());
    return *end;
  }
  confirm_maps();
  PIM_TRY(const auto unreadable, take_info(reply));
  if (unreadable) {
    PIM_CHECK(store_links());
    return *unreadable;
  }
  PIM_CHECK(take_statuses(reply));
  PIM_CHECK(take_lost_ends(reply));
  PIM_TRY(const auto not_taken, take_alerts(reply));
  if (not_taken) {
    PIM_CHECK(store_links());
    return *not_taken;
  }
  PIM_CHECK(take_syncs(reply, changes));
  if (reply.final) {
    PIM_CHECK(end_objects());
  }
  PIM_TRY(ClientStep step, next_request(reply));
  PIM_CHECK(store_links());
  return step;
}

// ---------------------------------------------------------------- header

/// A session of the other side has taken over, and it showed the anchor of this one: there it has
/// ended. Whoever then knows nothing of a request before our last one has had another one in its
/// place, said before this store was put back (sync rule 17).
void ClientTurn::heed_ended_without_us(const syncml::Message& reply) {
  const syncml::StatusCmd* status = header_status(reply);
  const bool unknown =
      status != nullptr && status->code >= 400 && status->code != code::Unavailable &&
      status->code != code::InvalidCredentials && status->code != code::MissingCredentials;
  if (!unknown || state_.phase == ClientPhase::Closing) {
    return;
  }
  for (std::size_t i = 0; i < live_.size(); ++i) {
    store::Pairing& pairing = live_[i].pairing;
    if (pairing.accepted && pairing.accepted->mine == state_.links[i].next) {
      pairing.other_life = true;
      pairing.force_slow = true;
    }
  }
}

std::optional<ClientStep> ClientTurn::take_header(const syncml::Message& reply) {
  if (reply.header.session_id != state_.session_id) {
    return given_up(ErrorCode::Malformed, "The peer answered for another session.", true);
  }
  heed_max_obj_size(reply, state_.max_obj_size);
  if (reply.header.meta.max_msg_size != 0) {
    state_.max_msg_size = reply.header.meta.max_msg_size;
  }
  if (!reply.header.resp_uri.empty()) {
    if (!same_origin(reply.header.resp_uri, state_.peer_url)) {
      return given_up(ErrorCode::Denied,
                      "The peer wants the session to go on at another host; that is not done.",
                      false);
    }
    state_.url = reply.header.resp_uri;
  }
  const syncml::StatusCmd none;
  const syncml::StatusCmd* found = header_status(reply);
  const syncml::StatusCmd* status = found != nullptr ? found : &none;
  const int result = status->code;
  switch (result) {
    case code::InvalidCredentials:
    case code::MissingCredentials: return take_refusal(*status);
    case code::Forbidden:
      return given_up(ErrorCode::Denied, "The peer does not allow this user to sync.", false);
    case code::RetryLater:
    case code::Unavailable: {
      ClientStep step = given_up(
          ErrorCode::Busy, "The peer asks to come again later; the run goes on by itself.", true);
      step.later = true;
      return step;
    }
    case code::UnsupportedDtd:
    case code::UnsupportedProtocol: return take_unsupported(*status);
    default: break;
  }
  if (result >= 300) {
    return given_up(ErrorCode::Cancelled,
                    "The peer has ended the session: " + std::string(syncml::text_of(result)) + ".",
                    true);
  }
  if (result == code::Done && status->chal) {
    state_.sign_in_each = true;
  }
  take_chal(*status);
  return {};
}

/// The nonce of the next sign-in, where there is one.
void ClientTurn::take_chal(const syncml::StatusCmd& status) {
  Manner& manner = state_.manner;
  if (!manner.digest || (!status.chal && status.code != code::Authenticated)) {
    return;
  }
  auto nonce = base64_decode(status.chal ? status.chal->next_nonce : "");
  manner.nonce = nonce ? std::move(*nonce) : "";
  manner.fresh = false;
}

/// A challenge is answered once, in a session of its own; what was asked is remembered.
ClientStep ClientTurn::take_refusal(const syncml::StatusCmd& status) {
  Manner& manner = state_.manner;
  const bool wants_digest = status.chal && equals_ignore_case(status.chal->type, syncml::AuthMd5);
  const auto nonce = base64_decode(status.chal ? status.chal->next_nonce : "");
  if (wants_digest && scene_.may_send_digest && nonce && !manner.fresh) {
    manner.digest = true;
    manner.fresh = true;
    manner.nonce = *nonce;
    return given_up(ErrorCode::Unauthorized, "The peer asks for a digest of the password.", true);
  }
  if (manner.digest && status.chal && !wants_digest && scene_.may_send_password) {
    manner = Manner{manner.url, manner.encoding, manner.version, false, false, ""};
    return given_up(ErrorCode::Unauthorized, "The peer asks for the password.", true);
  }
  manner.fresh = false;
  if (status.chal && !(wants_digest ? scene_.may_send_digest : scene_.may_send_password)) {
    return given_up(ErrorCode::Unauthorized,
                    wants_digest ? "The peer wants an MD5 digest of the password, and "
                                   "PimBridgePeerAuth does not allow one. Nothing was changed."
                                 : "The peer wants the password itself, and PimBridgePeerAuth "
                                   "does not allow to send it. Nothing was changed.",
                    false);
  }
  return given_up(ErrorCode::Unauthorized,
                  "The peer refused the user name or the password. Nothing was changed.", false);
}

/// What the peer says it speaks, or else the next version down, is tried in a session of its own,
/// and remembered.
ClientStep ClientTurn::take_unsupported(const syncml::StatusCmd& status) {
  Manner& manner = state_.manner;
  const auto next = version_after(manner.version, status);
  if (!next || state_.phase != ClientPhase::Init) {
    return given_up(ErrorCode::Unsupported,
                    "The peer speaks no version of SyncML that is spoken here.", false);
  }
  manner.version = *next;
  return given_up(ErrorCode::Unsupported, "The peer speaks another version of SyncML.", true);
}

// ---------------------------------------------------------------- DevInf

Result<std::optional<ClientStep>> ClientTurn::take_info(const syncml::Message& reply) {
  for (const auto& command : reply.body) {
    const auto* info = std::get_if<syncml::InfoCmd>(&command);
    if (info == nullptr) {
      continue;
    }
    if (info->kind == syncml::InfoKind::Get) {
      answer(reply, code::NotSupported, "Get", info->cmd_id);  // ours went out with package 1
      continue;
    }
    const int result = peer_.take(*info, scene_.reply_encoding);
    if (peer_.dev_inf) {
      state_.portal = peer_.mark.has_value();
    }
    answer(reply, result, info->kind == syncml::InfoKind::Put ? "Put" : "Results", info->cmd_id);
  }
  std::optional<ClientStep> unreadable;
  for (std::size_t i = 0; peer_.dev_inf && !unreadable && i < live_.size(); ++i) {
    PIM_CHECK(know_side(i));
    Live& live = live_[i];
    auto ability = ability_of(*peer_.dev_inf, state_.links[i].remote_uri, *live.kind, live.ability);
    if (ability) {
      live.ability = std::move(*ability);
    } else if (ability.error().code == ErrorCode::Unsupported) {
      unreadable = leave_out(i, ErrorCode::Unsupported, ability.error().message);
    } else {
      return pass(ability);
    }
    live.pairing.dev_inf = peer_.text;
    live.pairing.peer = peer_.mark ? store::PeerKind::Portal : store::PeerKind::Foreign;
  }
  return unreadable;
}

Status ClientTurn::know_side(std::size_t index) {
  Live& live = live_[index];
  ClientLink& link = state_.links[index];
  if (!peer_.mark || live.pairing.side == peer_.mark->side()) {
    if (peer_.mark) {
      sync::learn_epoch(live.pairing, peer_.mark->epoch);
    }
    link.same_epoch = !live.pairing.other_life;
    return {};
  }
  // a portal, and not the one this pairing is with: one relation per pair of portals, whichever
  // side is client (sync rule 1)
  PIM_TRY(auto found,
          scene_.work.find_pairing(peer_.mark->side(), 0, link.collection, link.remote_uri));
  if (!found) {
    if (!live.pairing.accepted && !live.pairing.current) {
      live.pairing.side = peer_.mark->side();
      live.pairing.peer_epoch = peer_.mark->epoch;  // nothing is known of that side yet
      return {};
    }
    found.emplace();
    found->side = peer_.mark->side();
    found->collection = link.collection;
    found->remote_uri = link.remote_uri;
    found->epoch = scene_.portal.epoch;
    found->peer_epoch = peer_.mark->epoch;
    PIM_TRY(found->id, scene_.work.put_pairing(*found));
  }
  PIM_CHECK(store_links());
  live.before = *found;
  found->session = scene_.handle;
  link.said_before = found->said.empty() ? "" : found->said.back().next;
  sync::take_over_said(*found, live.pairing);
  live.pairing = std::move(*found);
  link.pairing = live.pairing.id;
  if (live.pairing.epoch != scene_.portal.epoch) {
    sync::begin_new_epoch(live.pairing, scene_.portal.epoch);
  }
  sync::learn_epoch(live.pairing, peer_.mark->epoch);
  link.same_epoch = !live.pairing.other_life;
  return {};
}

// ---------------------------------------------------------------- Statuses

void ClientTurn::confirm_maps() {
  for (std::size_t i = 0; i < live_.size(); ++i) {
    auto& maps = live_[i].pairing.unconfirmed_maps;
    const auto sent = std::min<std::uint64_t>(state_.links[i].maps_sent, maps.size());
    maps.erase(maps.begin(), maps.begin() + static_cast<std::ptrdiff_t>(sent));
    state_.links[i].maps_sent = 0;
  }
}

Status ClientTurn::take_statuses(const syncml::Message& reply) {
  std::vector<std::vector<std::pair<InFlight, const syncml::StatusCmd*>>> by_link(live_.size());
  for (const auto& command : reply.body) {
    const auto* status = std::get_if<syncml::StatusCmd>(&command);
    if (status == nullptr) {
      continue;
    }
    auto entry = take_in_flight(state_.in_flight, status->msg_ref, status->cmd_ref);
    if (entry && entry->link < by_link.size()) {
      moved_ = true;
      const std::size_t link = entry->link;
      by_link[link].emplace_back(std::move(*entry), status);
    }
  }
  for (std::size_t link = 0; link < by_link.size(); ++link) {
    if (by_link[link].empty()) {
      continue;
    }
    sync::Workset work(scope_of(link), &live_[link].pairing);
    std::vector<store::ItemId> items;
    std::vector<std::string> peers;
    for (const auto& [entry, status] : by_link[link]) {
      items.push_back(entry.item);
      if (!status->target_refs.empty()) {
        peers.push_back(status->target_refs.front());
      }
    }
    PIM_CHECK(work.preload_rows(items));
    PIM_CHECK(work.preload_items(items));
    if (state_.portal) {
      PIM_CHECK(work.preload_peers(peers));
    }
    for (const auto& [entry, status] : by_link[link]) {
      PIM_CHECK(take_status(work, link, entry, *status));
    }
    PIM_CHECK(work.flush());
  }
  return {};
}

Status ClientTurn::take_status(sync::Workset& work, std::size_t index, const InFlight& entry,
                               const syncml::StatusCmd& status) {
  sync::OutgoingFeed feed(work, live_[index].ability, sync::Sender::Client, state_.portal);
  const sync::Outgoing change = entry.change();
  ClientLink& link = state_.links[index];
  const bool good = syncml::is_executed(status.code) || status.code == code::AlreadyExists;
  const bool gone = status.code == code::NotFound || status.code == code::Gone;
  if (entry.piece) {
    constexpr int FirstRefusal = 300;
    if (status.code < FirstRefusal || !state_.outgoing.is(index, entry.item, entry.part)) {
      return {};  // the next one goes; or it has been given up
    }
    PIM_CHECK(objects(index).end());
  }
  if (change.op == store::ChangeOp::Replace && gone) {
    return feed.lost_there(change);
  }
  PIM_TRY(const store::Item* item, work.item(change.item));
  RecordLine line{link.collection, false, {}, change.item, item != nullptr ? item->label : "",
                  status.code,     ""};
  if (!entry.piece && (good || (change.op == store::ChangeOp::Delete && gone))) {
    if (status.code != code::NothingDeleted && !change.part) {
      line.done = change.op;
      lines_.push_back(std::move(line));
    }
    switch (change.op) {
      case store::ChangeOp::Add: ++link.added; break;
      case store::ChangeOp::Replace: ++link.updated; break;
      case store::ChangeOp::Delete: link.deleted += status.code == code::NothingDeleted ? 0 : 1;
    }
    std::optional<std::string> peer;
    if (state_.portal && !status.target_refs.empty() && !status.target_refs.front().empty()) {
      peer = status.target_refs.front();
    }
    return feed.confirmed(change, std::move(peer));
  }
  ++link.failed;
  const std::string reason(syncml::text_of(status.code));
  line.reason = "The peer did not take it: " + reason;
  lines_.push_back(std::move(line));
  return feed.refused(change, status.code, reason);
}

ObjectRows ClientTurn::objects(std::size_t link) {
  return {scene_.work, scene_.handle, state_.outgoing,
          largest_in_parts(live_[link].ability, state_.manner.version, state_.max_obj_size)};
}

/// The server has lost what it had of it (Alert 223): it goes again some other time.
Status ClientTurn::take_lost_ends(const syncml::Message& reply) {
  const bool lost = std::ranges::any_of(reply.body, [](const syncml::Command& command) {
    const auto* alert = std::get_if<syncml::AlertCmd>(&command);
    return alert != nullptr && alert->code == syncml::EndMissing;
  });
  if (!lost || !state_.outgoing.open) {
    return {};
  }
  const std::size_t index = state_.outgoing.link;
  const sync::Outgoing change = state_.outgoing.change;
  PIM_CHECK(objects(index).end());
  sync::Workset work(scope_of(index), &live_[index].pairing);
  sync::OutgoingFeed feed(work, live_[index].ability, sync::Sender::Client, state_.portal);
  const std::string reason(syncml::text_of(code::SizeMismatch));
  ++state_.links[index].failed;
  lines_.push_back({state_.links[index].collection,
                    false,
                    {},
                    change.item,
                    change.label,
                    code::SizeMismatch,
                    "The peer did not take it: " + reason});
  PIM_CHECK(feed.refused(change, code::SizeMismatch, reason));
  return work.flush();
}

// ---------------------------------------------------------------- Alerts

ClientStep ClientTurn::not_opened(const syncml::StatusCmd& status) const {
  const auto first = [](const std::vector<std::string>& refs) {
    return refs.empty() ? std::string() : refs.front();
  };
  std::size_t index = 0;  // some servers name nothing in a Status
  for (std::size_t i = 0; i < state_.links.size(); ++i) {
    const ClientLink& link = state_.links[i];
    if (datastore_name(first(status.target_refs)) == link.remote_uri ||
        datastore_name(first(status.source_refs)) == link.collection) {
      index = i;
    }
  }
  return leave_out(index, status.code == code::NotFound ? ErrorCode::NotFound : ErrorCode::Refused,
                   "The peer does not open the collection '" + state_.links[index].remote_uri +
                       "': " + std::string(syncml::text_of(status.code)) + ".");
}

ClientStep ClientTurn::leave_out(std::size_t index, ErrorCode error, std::string why) const {
  const ClientLink& link = state_.links[index];
  ClientStep step = given_up(error, std::move(why), false);
  step.refused = link.collection;
  if (peer_.dev_inf) {
    const std::string name = datastore_for(*peer_.dev_inf, *live_[index].kind);
    step.instead = name == link.remote_uri ? "" : name;
  }
  return step;
}

Result<std::optional<ClientStep>> ClientTurn::take_alerts(const syncml::Message& reply) {
  for (const auto& command : reply.body) {
    const auto* status = std::get_if<syncml::StatusCmd>(&command);
    if (status != nullptr && status->cmd == "Alert" && state_.phase == ClientPhase::Init &&
        status->code >= 300 && status->code != code::RefreshRequired) {
      return std::optional<ClientStep>(not_opened(*status));
    }
  }
  for (const auto& command : reply.body) {
    const auto* alert = std::get_if<syncml::AlertCmd>(&command);
    if (alert == nullptr) {
      continue;
    }
    answer(reply, code::Done, "Alert", alert->cmd_id);
    if (alert->code != alert::TwoWay && alert->code != alert::Slow) {
      continue;
    }
    for (const syncml::Item& item : alert->items) {
      PIM_TRY(auto end, open_link(alert->code, item));
      if (end) {
        return end;
      }
    }
  }
  return std::optional<ClientStep>{};
}

/// The server's Alert for one datastore.
Result<std::optional<ClientStep>> ClientTurn::open_link(int code, const syncml::Item& item) {
  using End = std::optional<ClientStep>;
  const auto index =
      link_of(item.target ? item.target->uri : "", item.source ? item.source->uri : "");
  if (!index || state_.links[*index].opened) {
    return End{};
  }
  ClientLink& link = state_.links[*index];
  store::Pairing& pairing = live_[*index].pairing;
  const PortalWords words = state_.portal ? PortalWords::read(item.meta.emi) : PortalWords{};
  PIM_TRY(const bool known, knows_said(scene_.work, pairing, words.heard.value_or(Heard{})));
  if (!known) {
    sync::note_put_back(pairing, words.heard->next);
    scene_.log.write(LogLevel::Warning, "PMB0123",
                     "the store was put back: another portal knows a sync that it does not; all "
                     "records are compared");
    return End(given_up(ErrorCode::Cancelled,
                        "The store here was put back: the peer knows a sync of ours that it does "
                        "not. Everything is compared anew, and nothing is deleted.",
                        true));
  }
  if (words.heard && !link.said_before.empty() && words.heard->next != link.said_before) {
    // it may have been put back, and sees that by what we have heard of it; our Alert, meant for a
    // stranger, did not say
    return End(given_up(ErrorCode::Cancelled,
                        "The peer is a portal that is known here already, and its memory of this "
                        "one differs; the run begins again with what is known of it.",
                        true));
  }
  const syncml::Anchor anchor = item.meta.anchor.value_or(syncml::Anchor{});
  const sync::Opening opening{link.asked_slow, false, link.last, link.next};
  if (code == alert::Slow || link.asked_slow) {
    // some servers (Memotoo, Mobical) compare everything for as long as they hold nothing: then
    // there is nothing that ours could be taken for, and it goes there as new
    const bool empty_there =
        !state_.portal &&
        std::ranges::find(scene_.empty_there, link.collection) != scene_.empty_there.end();
    if (state_.kind == ClientKind::Send && !empty_there) {
      pairing.force_slow = true;  // it has lost the relation between our two sessions
      pairing.anchors_dead = true;
      return End(given_up(ErrorCode::Cancelled,
                          "The peer wants everything compared anew; the run begins again.", true));
    }
    link.slow = true;
    if (words.put_back) {
      pairing.other_life = true;
      link.same_epoch = false;
    }
    sync::begin_slow_as_client(pairing, opening, anchor.next);
  } else if (!sync::begin_fast_as_client(pairing, opening, anchor.last, anchor.next)) {
    return End(given_up(ErrorCode::Cancelled,
                        "The peer's memory of the last sync is not ours; everything is compared "
                        "anew.",
                        true));
  }
  link.opened = true;
  if (words.heard) {
    pairing.heard = anchor.next;
    pairing.heard_in = scene_.handle;
  }
  moved_ = true;
  syncml::Item echo;
  echo.anchor = syncml::Anchor{"", anchor.next};
  state_.unsent.back().items.push_back(std::move(echo));
  return End{};
}

void ClientTurn::answer(const syncml::Message& reply, int result, std::string_view cmd,
                        std::string_view cmd_id, std::vector<std::string> target_refs,
                        std::vector<std::string> source_refs) {
  syncml::StatusCmd status;
  status.msg_ref = reply.header.msg_id;
  status.cmd_ref = cmd_id;
  status.cmd = cmd;
  status.code = result;
  status.target_refs = std::move(target_refs);
  status.source_refs = std::move(source_refs);
  state_.unsent.push_back(std::move(status));
}

}  // namespace pim::session
