// SPDX-License-Identifier: Apache-2.0
#include "common/session/server_turn.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/session/capabilities.h"
#include "common/sync/held.h"
#include "common/sync/relation.h"
#include "common/syncml/status.h"

namespace pim::session {

namespace code = syncml::status;

PreparedChanges prepare_changes(const syncml::Message& message, const HashKey& key,
                                const KindsByName& kinds) {
  PreparedChanges prepared;
  for (std::size_t place = 0; place < message.body.size(); ++place) {
    const auto* sync = std::get_if<syncml::SyncCmd>(&message.body[place]);
    if (sync == nullptr) {
      continue;
    }
    const std::string name = datastore_name(sync->target.uri);
    const auto known = kinds.find(name);
    const content::Kind* kind = known != kinds.end() ? known->second : content::kind_of(name);
    prepared[place] = {kind, kind != nullptr ? read_changes(*sync, *kind, key) : ReadChanges{}};
  }
  return prepared;
}

ServerTurn::ServerTurn(TurnScene scene, ServerState& state, const syncml::Message& message,
                       const PreparedChanges& changes)
    : scene_(std::move(scene)), state_(state), message_(message), changes_(changes) {}

sync::Scope ServerTurn::scope_of(std::size_t link) const {
  return {scene_.work,
          scene_.store.key(),
          *live_[link].kind,
          state_.links[link].collection,
          {state_.portal ? store::AuthorKind::Peer : store::AuthorKind::Device,
           state_.links[link].pairing, state_.device, scene_.handle.substr(0, 8)},
          scene_.now,
          &live_[link].ability};
}

sync::Circumstances ServerTurn::circumstances_of(std::size_t link) {
  const Link& saved = state_.links[link];
  sync::Circumstances is{
      saved.slow,          saved.older,
      state_.portal,       saved.had_records,
      saved.same_epoch,    saved.mirrors_client() ? sync::Taking::TheirsWin : sync::Taking::Merge,
      sync::Policy::Merge, &live_[link].watch};
  if (!state_.portal && purges(live_[link].ability)) {
    is.past = scene_.now - limits::PastEvent;
  }
  return is;
}

bool ServerTurn::purges(const content::Ability& ability) const {
  const auto model = ability.rules.find("model");
  const std::string_view told = model == ability.rules.end() ? "" : std::string_view(model->second);
  return std::ranges::any_of(scene_.config.purging_devices, [told](std::string_view head) {
    return equals_ignore_case(told.substr(0, head.size()), head);
  });
}

std::optional<std::size_t> ServerTurn::link_of(const syncml::Location& target,
                                               const syncml::Location& source) const {
  // some clients leave the Target out: then their own datastore names the link
  for (std::size_t i = 0; i < state_.links.size(); ++i) {
    const Link& link = state_.links[i];
    if (target.uri.empty() ? datastore_name(source.uri) == datastore_name(link.remote_uri)
                           : datastore_name(target.uri) == link.collection) {
      return i;
    }
  }
  return {};
}

void ServerTurn::answer(std::size_t place, int code, std::string_view cmd, std::string_view cmd_id,
                        std::vector<std::string> source_refs,
                        std::vector<std::string> target_refs) {
  syncml::StatusCmd status;
  status.msg_ref = message_.header.msg_id;
  status.cmd_ref = cmd_id;
  status.cmd = cmd;
  status.code = code;
  status.source_refs = std::move(source_refs);
  status.target_refs = std::move(target_refs);
  answers_[place].push_back(std::move(status));
}

// ---------------------------------------------------------------- the whole turn

Result<std::string> ServerTurn::run() {
  if (message_.header.meta.max_msg_size != 0) {
    state_.max_msg_size = message_.header.meta.max_msg_size;
  }
  heed_max_obj_size(message_, state_.max_obj_size);
  PIM_CHECK(load_links());
  PIM_CHECK(take_statuses());
  PIM_CHECK(take_maps());
  PIM_CHECK(take_info());
  PIM_CHECK(take_alerts());
  PIM_CHECK(take_syncs());
  answer_others();
  PIM_CHECK(finish_packages());
  PIM_TRY(std::string reply, write_reply());
  PIM_CHECK(store_links());
  return reply;
}

Status ServerTurn::load_links() {
  for (const Link& link : state_.links) {
    PIM_TRY(auto pairing, scene_.work.pairing(link.pairing));
    PIM_TRY(auto collection, scene_.work.collection(link.collection));
    if (!pairing || !collection) {
      return fail(ErrorCode::NotFound, "The datastore of this session is gone.");
    }
    if (pairing->session != scene_.handle) {
      return fail(ErrorCode::Cancelled,
                  "Another session of this device has taken over; nothing of this message was "
                  "done.");
    }
    Live live;
    live.kind = content::kind_of(collection->kind);
    PIM_TRY(live.ability, pairing->ability.empty()
                              ? Result<content::Ability>(content::unknown_ability(*live.kind))
                              : content::Ability::unpack(pairing->ability));
    live.before = *pairing;
    live.pairing = std::move(*pairing);
    live.watch = {scene_.config.guard, collection->live, link.tally, {}};
    live_.push_back(std::move(live));
  }
  return {};
}

Status ServerTurn::store_links() {
  for (std::size_t i = 0; i < live_.size(); ++i) {
    live_[i].watch.tally.trim();
    state_.links[i].tally = std::move(live_[i].watch.tally);
  }
  for (Live& live : live_) {
    if (!live.ability.whole) {
      live.pairing.ability = live.ability.pack();
    }
    if (live.pairing != live.before) {
      PIM_TRY(live.pairing.id, scene_.work.put_pairing(live.pairing));
    }
  }
  return {};
}

// ---------------------------------------------------------------- Statuses and Maps

namespace {

/// Of a Status; below it what it answers went on, or is done.
constexpr int FirstRefusal = 300;

bool has_arrived(int answer) {
  return syncml::is_executed(answer) || answer == code::AlreadyExists;
}

/// So many of a session are remembered, the last ones.
constexpr std::size_t MostAddedAnew = 1'000;

/// An Add is confirmed by its Map, not by its Status.
bool waits_for_map(const InFlight& entry, int answer) {
  return entry.op == store::ChangeOp::Add && has_arrived(answer);
}

}  // namespace

Status ServerTurn::take_statuses() {
  std::vector<std::vector<std::pair<InFlight, int>>> by_link(live_.size());
  for (const auto& command : message_.body) {
    const auto* status = std::get_if<syncml::StatusCmd>(&command);
    if (status == nullptr) {
      continue;
    }
    auto entry = take_in_flight(state_.in_flight, status->msg_ref, status->cmd_ref);
    if (entry && entry->link < by_link.size()) {
      moved_ = true;
      const std::size_t link = entry->link;
      by_link[link].emplace_back(std::move(*entry), status->code);
    }
  }
  for (std::size_t link = 0; link < by_link.size(); ++link) {
    if (by_link[link].empty()) {
      continue;
    }
    sync::Workset work(scope_of(link), &live_[link].pairing);
    std::vector<store::ItemId> items;
    std::vector<store::ItemId> parts;
    for (const auto& [entry, code] : by_link[link]) {
      if (entry.piece || !waits_for_map(entry, code)) {
        (entry.part ? parts : items).push_back(entry.item);
      }
    }
    PIM_CHECK(work.parts().preload_names(parts));
    PIM_CHECK(work.preload_rows(items));
    PIM_CHECK(work.preload_items(items));
    for (const auto& [entry, code] : by_link[link]) {
      PIM_CHECK(take_status(work, link, entry, code));
    }
    PIM_CHECK(work.flush());
  }
  return {};
}

Status ServerTurn::take_status(sync::Workset& work, std::size_t link, const InFlight& entry,
                               int answer) {
  sync::OutgoingFeed feed(work, live_[link].ability, sync::Sender::Server, state_.portal);
  const sync::Outgoing change = entry.change();
  const bool good = has_arrived(answer);
  const bool gone = answer == code::NotFound || answer == code::Gone;
  if (entry.piece) {
    if (answer < FirstRefusal || !state_.outgoing.is(link, entry.item, entry.part)) {
      return {};  // the next one goes; or it has been given up
    }
    PIM_CHECK(objects(link).end());
  } else if (waits_for_map(entry, answer)) {
    return {};
  }
  if (change.op == store::ChangeOp::Replace && gone) {
    return feed.lost_there(change);
  }
  if (change.op == store::ChangeOp::Replace && answer == code::Added && !state_.portal) {
    // it had lost the record; without a Map it has kept the name, and some devices say so always
    if (state_.added_anew.size() >= MostAddedAnew) {
      state_.added_anew.pop_front();
    }
    state_.added_anew.push_back(entry);
  }
  if (!entry.piece && (good || (change.op == store::ChangeOp::Delete && gone))) {
    return feed.confirmed(change, {});
  }
  ++state_.links[link].send_failed;
  return feed.refused(change, answer, syncml::text_of(answer));
}

ObjectRows ServerTurn::objects(std::size_t link) {
  return {scene_.work, scene_.handle, state_.outgoing,
          largest_in_parts(live_[link].ability, state_.version, state_.max_obj_size)};
}

/// The client has lost what it had of it (Alert 223): it goes again some other time.
Status ServerTurn::give_up_outgoing() {
  if (!state_.outgoing.open) {
    return {};
  }
  const std::size_t link = state_.outgoing.link;
  const sync::Outgoing change = state_.outgoing.change;
  PIM_CHECK(objects(link).end());
  sync::Workset work(scope_of(link), &live_[link].pairing);
  sync::OutgoingFeed feed(work, live_[link].ability, sync::Sender::Server, state_.portal);
  ++state_.links[link].send_failed;
  PIM_CHECK(feed.refused(change, code::SizeMismatch, syncml::text_of(code::SizeMismatch)));
  return work.flush();
}

Status ServerTurn::take_maps() {
  for (std::size_t place = 0; place < message_.body.size(); ++place) {
    const auto* map = std::get_if<syncml::MapCmd>(&message_.body[place]);
    if (map == nullptr) {
      continue;
    }
    const auto link = link_of(map->target, map->source);
    if (!link) {
      answer(place, code::NotFound, "Map", map->cmd_id);
      continue;
    }
    moved_ = true;
    sync::Workset work(scope_of(*link), &live_[*link].pairing);
    std::vector<std::string> peers;
    std::vector<std::string> names;
    std::vector<store::ItemId> items;
    for (const syncml::MapItem& item : map->items) {
      peers.push_back(item.source);
      names.push_back(item.target);
      if (const auto number = parse_unsigned(item.target); number && *number <= INT64_MAX) {
        items.push_back(static_cast<store::ItemId>(*number));
      }
    }
    PIM_CHECK(work.preload_peers(peers));
    PIM_CHECK(work.preload_told(names));
    PIM_CHECK(work.preload_rows(items));
    PIM_CHECK(work.preload_items(items));
    PIM_CHECK(work.parts().preload_peers(peers));
    bool all_known = true;
    for (const syncml::MapItem& item : map->items) {
      PIM_TRY(const bool known, take_map(work, *link, item));
      all_known = all_known && known;
    }
    PIM_CHECK(work.flush());
    answer(place, all_known ? code::Done : code::NotFound, "Map", map->cmd_id);
  }
  return {};
}

/// The Map's Target is our name for an Add; of a record that the client added anew it is the one
/// that the Replace went by, its own.
Result<bool> ServerTurn::take_map(sync::Workset& work, std::size_t link,
                                  const syncml::MapItem& item) {
  const auto anew = std::ranges::find_if(state_.added_anew, [&](const InFlight& entry) {
    return entry.link == link && entry.peer_id == item.target;
  });
  if (anew == state_.added_anew.end()) {
    return sync::take_map(work, item.target, item.source, live_[link].ability);
  }
  PIM_TRY(const bool ambiguous, sync::waits_for_map(work, item.target));
  if (ambiguous) {
    // nothing tells of which of the two it is: both sides compare everything, and no record gets
    // another one's name
    live_[link].pairing.force_slow = true;
    return true;
  }
  const InFlight replaced = *anew;
  state_.added_anew.erase(anew);
  return sync::take_new_name(work, replaced.change(), item.source);
}

// ---------------------------------------------------------------- DevInf and the rest

Status ServerTurn::take_info() {
  for (std::size_t place = 0; place < message_.body.size(); ++place) {
    const auto* info = std::get_if<syncml::InfoCmd>(&message_.body[place]);
    if (info == nullptr) {
      continue;
    }
    moved_ = true;
    if (info->kind == syncml::InfoKind::Get) {
      const std::string wanted = syncml::dev_inf_uri_of(state_.version);
      const bool ours = std::ranges::any_of(info->items, [&](const syncml::Item& item) {
        return item.target && datastore_name(item.target->uri) == datastore_name(wanted);
      });
      answer(place, ours ? code::Done : code::NotFound, "Get", info->cmd_id);
      if (ours) {
        wants_results_.push_back(place);
      }
      continue;
    }
    const int result = peer_.take(*info, scene_.encoding);
    if (peer_.dev_inf) {
      state_.portal = peer_.mark && peer_.mark->side() == state_.device;
    }
    answer(place, result, info->kind == syncml::InfoKind::Put ? "Put" : "Results", info->cmd_id);
  }
  if (peer_.dev_inf) {
    for (std::size_t i = 0; i < live_.size(); ++i) {
      auto used = use_dev_inf(live_[i], state_.links[i].remote_uri);
      state_.links[i].no_format = !used && used.error().code == ErrorCode::Unsupported;
      if (!used && !state_.links[i].no_format) {
        return pass(used);
      }
    }
  }
  return {};
}

void ServerTurn::answer_others() {
  for (std::size_t place = 0; place < message_.body.size(); ++place) {
    if (const auto* other = std::get_if<syncml::OtherCmd>(&message_.body[place])) {
      const bool optional = other->name == "Atomic" || other->name == "Sequence";
      answer(place, optional ? code::NotSupported : code::NotImplemented, other->name,
             other->cmd_id);
    } else if (const auto* change = std::get_if<syncml::ChangeCmd>(&message_.body[place])) {
      answer(place, code::Forbidden, "Add", change->cmd_id);  // outside of a Sync
    }
  }
}

SessionTotals ServerTurn::totals() const {
  SessionTotals totals;
  for (const Link& link : state_.links) {
    totals.added += link.taken.added + link.taken.joined;
    totals.updated += link.taken.updated;
    totals.deleted += link.taken.deleted;
    totals.failed += link.taken.failed;
    totals.sent += link.sent;
    totals.send_failed += link.send_failed;
    totals.slow_syncs += link.slow ? 1 : 0;
  }
  return totals;
}

std::string ServerTurn::summary() const {
  const SessionTotals totals = this->totals();
  return "+" + std::to_string(totals.added) + "/~" + std::to_string(totals.updated) + "/-" +
         std::to_string(totals.deleted) + "/!" + std::to_string(totals.failed + totals.send_failed);
}

}  // namespace pim::session
