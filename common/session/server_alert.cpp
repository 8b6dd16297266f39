// SPDX-License-Identifier: Apache-2.0
// Alerts of the server role: how a datastore of the session is opened.
#include <algorithm>

#include "common/base/limits.h"
#include "common/session/alert_kinds.h"
#include "common/session/capabilities.h"
#include "common/session/rivals.h"
#include "common/session/server_turn.h"
#include "common/sync/held_change.h"
#include "common/sync/relation.h"
#include "common/syncml/status.h"

namespace pim::session {

namespace code = syncml::status;

Status ServerTurn::take_alerts() {
  for (std::size_t place = 0; place < message_.body.size(); ++place) {
    const auto* alert = std::get_if<syncml::AlertCmd>(&message_.body[place]);
    if (alert == nullptr) {
      continue;
    }
    const bool interrupts = alert->code == alert::Suspend || alert->code == alert::Resume;
    if (interrupts && state_.version < syncml::Version::V12) {
      answer(place, code::NotSupported, "Alert", alert->cmd_id);
      continue;
    }
    switch (alert->code) {
      case alert::TwoWay:
      case alert::Slow:
      case alert::FromClient:
      case alert::RefreshFromClient:
      case alert::FromServer:
      case alert::RefreshFromServer:
      case alert::Resume:
        moved_ = true;
        for (const syncml::Item& item : alert->items) {
          PIM_CHECK(take_alert(place, *alert, item));
        }
        if (alert->items.empty()) {
          answer(place, code::Incomplete, "Alert", alert->cmd_id);
        }
        break;
      case syncml::EndMissing:
        answer(place, code::Done, "Alert", alert->cmd_id);
        PIM_CHECK(give_up_outgoing());
        break;
      case alert::Suspend:
        suspended_ = true;
        moved_ = true;
        answer(place, code::Done, "Alert", alert->cmd_id);
        break;
      case alert::Display:
      case alert::Result:
      case syncml::NextMessage: answer(place, code::Done, "Alert", alert->cmd_id); break;
      default: answer(place, code::NotSupported, "Alert", alert->cmd_id); break;
    }
  }
  return {};
}

Status ServerTurn::take_alert(std::size_t place, const syncml::AlertCmd& alert,
                              const syncml::Item& item) {
  const std::string source = item.source ? item.source->uri : "";
  const std::string target = item.target ? item.target->uri : source;
  auto opened = open_link(item, alert.code);
  if (!opened) {
    return pass(opened);
  }
  answer(place, *opened, "Alert", alert.cmd_id, {source}, {target});
  const std::string next = item.meta.anchor ? item.meta.anchor->next : "";
  if (!next.empty()) {
    syncml::Item echo;
    echo.anchor = syncml::Anchor{"", next};
    answers_[place].back().items.push_back(std::move(echo));
  }
  return {};
}

Result<store::Pairing> ServerTurn::pairing_for(const std::string& collection,
                                               const std::string& remote) {
  // between portals one relation, whichever side is client and however it signs in (sync rule 1)
  const std::int64_t password = state_.portal ? 0 : state_.device_password;
  PIM_TRY(auto found, scene_.work.find_pairing(state_.device, password, collection, remote));
  if (found) {
    return *found;
  }
  store::Pairing pairing;
  pairing.side = state_.device;
  pairing.device_password = password;
  pairing.collection = collection;
  pairing.remote_uri = remote;
  pairing.epoch = scene_.portal.epoch;
  PIM_TRY(pairing.id, scene_.work.put_pairing(pairing));
  return pairing;
}

/// One of the two stores was put back: that portal says so, or has heard more of this one than its
/// store knows (sync rule 17).
Status ServerTurn::heed_words(const PortalWords& words, bool slow, store::Pairing& pairing) {
  PIM_TRY(const bool known, knows_said(scene_.work, pairing, words.heard.value_or(Heard{})));
  if (!known) {
    scene_.log.write(LogLevel::Warning, "SML0122",
                     "the store was put back: another portal knows a sync that it does not; all "
                     "records are compared");
    sync::note_put_back(pairing, words.heard->next);
  }
  pairing.other_life = pairing.other_life || (words.put_back && slow);
  return {};
}

Status ServerTurn::use_dev_inf(Live& live, const std::string& remote_uri) {
  live.pairing.dev_inf = peer_.text;
  live.pairing.peer = state_.portal ? store::PeerKind::Portal : store::PeerKind::Device;
  auto ability = ability_of(*peer_.dev_inf, remote_uri, *live.kind, live.ability);
  if (!ability) {
    return pass(ability);
  }
  live.ability = std::move(*ability);
  live.pairing.ability = live.ability.pack();
  return {};
}

/// What a session is to be that takes one up: what that one was asked to be, as far as nobody is
/// asked to give anything up. A device takes another kind for a failure, but for a slow sync that
/// it is told of with 508 (S60).
Result<int> ServerTurn::kind_to_resume(const store::Pairing& pairing) {
  PIM_TRY(const auto session, scene_.work.session(pairing.session));
  if (!session || session->role != store::SessionRole::Server) {
    return alert::TwoWay;  // the anchors tell whether it can be fast
  }
  const auto state = ServerState::unpack(session->state);
  if (!state) {
    return alert::TwoWay;  // saved by another version of the module: as good as gone
  }
  const auto link = std::ranges::find(state->links, pairing.id, &Link::pairing);
  const bool one_way = link != state->links.end() &&
                       (link->kind == alert::FromClient || link->kind == alert::FromServer);
  return one_way ? link->kind : alert::TwoWay;
}

Result<int> ServerTurn::open_link(const syncml::Item& item, int kind_told) {
  const syncml::Location target = item.target.value_or(item.source.value_or(syncml::Location{}));
  const syncml::Location source = item.source.value_or(target);
  const std::string name = datastore_name(target.uri);
  PIM_TRY(auto collection, scene_.work.collection(name));
  const content::Kind* kind = collection ? content::kind_of(collection->kind) : nullptr;
  if (kind == nullptr) {
    return code::NotFound;
  }
  PIM_TRY(store::Pairing pairing, pairing_for(name, datastore_name(source.uri)));
  int kind_asked = kind_told;
  if (kind_told == alert::Resume) {
    PIM_TRY(kind_asked, kind_to_resume(pairing));
  }
  const bool wants_slow = kind_asked == alert::Slow || kind_asked == alert::RefreshFromClient ||
                          kind_asked == alert::RefreshFromServer;
  Live live;
  live.kind = kind;
  live.before = pairing;
  PIM_TRY(live.ability, pairing.ability.empty()
                            ? Result<content::Ability>(content::unknown_ability(*kind))
                            : content::Ability::unpack(pairing.ability));
  live.pairing = std::move(pairing);
  live.watch = {scene_.config.guard, collection->live, {}, {}};
  if (peer_.dev_inf) {
    if (auto used = use_dev_inf(live, datastore_name(source.uri)); !used) {
      return code::UnsupportedType;
    }
  } else if (!state_.portal) {
    // known as a portal once is not enough: it must say so (sync rule 3)
    live.ability.whole = false;
    state_.asked_dev_inf = state_.asked_dev_inf || live.pairing.dev_inf.empty();
  }
  if (!state_.portal && !scene_.config.device_zone.empty()) {
    live.ability.rules.try_emplace("zone",
                                   scene_.config.device_zone);  // its records may teach another
  }
  PIM_TRY(const bool waits, rival_goes_first(scene_.work, live.pairing, scene_.portal.id,
                                             scene_.handle, state_.portal, scene_.now));
  if (waits) {
    return fail(ErrorCode::Busy, "Both portals began at once; the other one goes first.");
  }

  Link link;
  PortalWords words;
  if (live.pairing.epoch != scene_.portal.epoch) {
    sync::begin_new_epoch(live.pairing, scene_.portal.epoch);
  }
  if (peer_.mark) {
    sync::learn_epoch(live.pairing, peer_.mark->epoch);
  }
  if (state_.portal) {
    words = PortalWords::read(item.meta.emi);
    PIM_CHECK(heed_words(words, wants_slow, live.pairing));
    PIM_TRY(link.words.heard, heard_of(scene_.work, live.pairing));
  }
  live.pairing.session = scene_.handle;
  link.same_epoch = !live.pairing.other_life;
  link.collection = name;
  link.had_records = collection->live != 0;
  link.local_uri = target.uri;
  link.remote_uri = source.uri;
  link.pairing = live.pairing.id;

  const std::size_t index = state_.links.size();
  const auto again = link_of(target, source);
  if (again) {
    return code::NotAllowed;  // one Alert per datastore and session
  }
  state_.links.push_back(link);
  live_.push_back(std::move(live));
  PIM_CHECK(apply_stage(index));

  const syncml::Anchor anchor = item.meta.anchor.value_or(syncml::Anchor{});
  const auto& last = live_[index].pairing.current;
  // after a broken session things have to be sent again, and one way of sending is asked for
  const bool broken = kind_asked == alert::FromClient && (!last || last->theirs != anchor.last);
  const bool slow_by_anchor = anchor.next.empty() || broken;
  const sync::Opening opening = sync::open_as_server(
      live_[index].pairing, wants_slow || slow_by_anchor, anchor.last, anchor.next, scene_.now);
  live_[index].pairing.current->open = state_.portal;
  if (words.heard) {
    live_[index].pairing.heard = anchor.next;
    live_[index].pairing.heard_in = scene_.handle;
  }
  // a portal's slow session shows what we have and brings nothing of its own: what it changed
  // before would not come again, and our older records would come to it as edits
  if (opening.slow && !state_.portal) {
    PIM_CHECK(sync::void_held_changes(scope_of(index), live_[index].pairing));
  }
  Link& saved = state_.links[index];
  saved.slow = opening.slow;
  saved.older = opening.older;
  saved.same_epoch = !live_[index].pairing.other_life;
  saved.words.put_back = opening.slow && !saved.same_epoch;
  // one way only on anchors that fit: otherwise everything is compared, in both directions, and
  // nothing is deleted (sync rule 40)
  saved.kind = opening.slow && !wants_slow ? alert::Slow : kind_asked;
  saved.alert = saved.kind;
  saved.alert_last = opening.last;
  saved.alert_next = opening.next;
  saved.cursor.upto = collection->rev;  // until ours go out: what a mirror of the client can be of
  if (opening.slow && !wants_slow) {
    fresh_mismatch_.push_back(index);
    return code::RefreshRequired;
  }
  return code::Done;
}

Status ServerTurn::apply_stage(std::size_t link) {
  // what a cancelled preview or a broken run of ours left: it must be in before anything of this
  // pairing goes out (sync rule 22)
  sync::StageCursor cursor;
  bool any = false;
  sync::Circumstances circumstances = circumstances_of(link);
  circumstances.slow = live_[link].pairing.stage_slow;
  while (true) {
    PIM_TRY(auto page,
            sync::stage_page(scope_of(link), live_[link].pairing, cursor, limits::PageRows));
    if (page.rows.empty()) {
      break;
    }
    PIM_CHECK(sync::apply_stage(scope_of(link), live_[link].pairing, live_[link].ability,
                                circumstances, scene_.care, std::move(page), cursor));
    any = true;
  }
  PIM_CHECK(sync::settle_stage(scope_of(link), live_[link].pairing));
  if (any) {
    PIM_CHECK(decide(link, scene_.config.guard, sync::Deletes::None));
    live_[link].watch.tally = {};  // what the client sends from here on is counted by itself
  }
  return {};
}

}  // namespace pim::session
