// SPDX-License-Identifier: Apache-2.0
// What a server sends: acknowledged, mapped and staged; no item is touched (sync rules I).
#include "common/session/client_turn.h"
#include "common/session/object_reader.h"
#include "common/sync/staging.h"
#include "common/sync/unread.h"
#include "common/syncml/status.h"

namespace pim::session {

namespace code = syncml::status;

namespace {

std::string_view name_of(syncml::ChangeKind kind) {
  switch (kind) {
    case syncml::ChangeKind::Add:
    case syncml::ChangeKind::Copy: return "Add";
    case syncml::ChangeKind::Delete: return "Delete";
    case syncml::ChangeKind::Replace:
    case syncml::ChangeKind::Move: return "Replace";
  }
  return "Replace";
}

sync::ServerChange server_change(const ReadChange& change, bool portal) {
  sync::ServerChange staged;
  staged.op = change.op;
  if (change.op == store::ChangeOp::Add) {
    staged.their_name = change.source.empty() ? change.target : change.source;
  } else {
    staged.our_name = change.target;
    staged.their_name = portal ? change.source : "";
  }
  staged.entry = change.entry;
  staged.content = change.octets;
  staged.modified = change.modified;
  staged.consent = portal ? change.consent : "";
  staged.base_mark = portal ? change.base_mark : "";
  return staged;
}

}  // namespace

Status ClientTurn::take_syncs(const syncml::Message& reply, const PreparedChanges& changes) {
  for (std::size_t place = 0; place < reply.body.size(); ++place) {
    const auto* sync = std::get_if<syncml::SyncCmd>(&reply.body[place]);
    if (sync == nullptr) {
      continue;
    }
    moved_ = true;
    const auto link = link_of(sync->target.uri, sync->source.uri);
    const bool open = link && state_.links[*link].opened;
    answer(reply, open ? code::Done : code::NotFound, "Sync", sync->cmd_id, {sync->target.uri},
           {sync->source.uri});
    if (open) {
      PIM_CHECK(stage(reply, *link, *sync, changes.at(place)));
    }
  }
  return {};
}

void ClientTurn::refused(ClientLink& link, const std::string& name, int status,
                         std::string reason) {
  ++link.unreadable;
  lines_.push_back({link.collection, true, {}, 0, name, status, std::move(reason)});
}

/// Its last part has not come: nothing of it was done, and ours must not go over it.
sync::Unread ClientTurn::lose_end(ClientLink& link, const LostEnd& end) {
  refused(link, end.source.empty() ? end.target : end.source, code::SizeMismatch,
          "The last part of it has not come.");
  link.lost_ends.push_back(end);
  return {end.source, end.target, code::SizeMismatch};
}

Status ClientTurn::end_objects() {
  for (std::size_t i = 0; i < live_.size(); ++i) {
    ClientLink& link = state_.links[i];
    PIM_TRY(const auto lost,
            ObjectReader(scene_.work, scene_.handle, i, link.open_object).end_package());
    if (!lost) {
      continue;
    }
    sync::Workset work(scope_of(i), &live_[i].pairing);
    PIM_CHECK(sync::set_unread(work, std::vector{lose_end(link, *lost)}));
    PIM_CHECK(work.flush());
  }
  return {};
}

Status ClientTurn::stage(const syncml::Message& reply, std::size_t index,
                         const syncml::SyncCmd& command, const PreparedSync& prepared) {
  ClientLink& link = state_.links[index];
  Live& live = live_[index];
  ObjectReader objects(scene_.work, scene_.handle, index, link.open_object);
  PIM_TRY(const auto anew,
          read_anew(command, prepared, *live.kind, scene_.store.key(), live.ability, objects));
  const ReadChanges& changes = anew ? *anew : prepared.changes;
  if (link.slow && link.received == 0 && !link.stage_void) {
    PIM_TRY(link.stage_void, sync::void_stage(scope_of(index), live.pairing));
  }
  std::vector<sync::ServerChange> batch;
  for (const auto& items : changes) {
    for (const ReadChange& change : items) {
      if (change.whole() && !change.soft) {
        batch.push_back(server_change(change, state_.portal));
      }
    }
  }
  sync::Workset work(scope_of(index), &live.pairing);
  sync::Stager stager(work, live.ability, circumstances_of(index));
  PIM_CHECK(stager.preload(batch));
  std::vector<sync::Unread> unread;
  std::size_t next = 0;
  for (std::size_t i = 0; i < command.commands.size(); ++i) {
    const auto* change = std::get_if<syncml::ChangeCmd>(&command.commands[i]);
    if (change == nullptr) {
      const auto& other = std::get<syncml::OtherCmd>(command.commands[i]);
      answer(reply, code::NotSupported, other.name, other.cmd_id);
      continue;
    }
    for (const ReadChange& item : changes[i]) {
      int status = code::Done;
      if (item.broken_off) {
        unread.push_back(lose_end(link, *item.broken_off));
      }
      if (item.more) {
        status = code::ChunkAccepted;
      } else if (item.trouble) {
        status = item.refusal();
        if (!item.again) {
          refused(link, item.source.empty() ? item.target : item.source, status,
                  item.trouble->text());
        }
        if (item.unread) {
          unread.push_back({item.source, item.target, status});
        }
      } else if (!item.soft) {  // what is to leave our memory only is the server's still: it stays
        const sync::ServerChange& staged = batch[next++];
        PIM_TRY(auto staged_as, stager.stage(staged));
        status = staged_as.status;
        if (staged_as.taken) {
          ++link.received;
        } else {
          refused(link, item.target, status, "The peer gives it no name.");
        }
        if (!staged_as.map_name.empty()) {
          live.pairing.unconfirmed_maps.emplace_back(staged.their_name, staged_as.map_name);
        }
      }
      if (!change->no_resp) {
        std::vector<std::string> targets;
        std::vector<std::string> sources;
        if (!item.target.empty()) {
          targets = {item.target};
        }
        if (!item.source.empty()) {
          sources = {item.source};
        }
        answer(reply, status, name_of(change->kind), change->cmd_id, std::move(targets),
               std::move(sources));
      }
    }
  }
  PIM_CHECK(sync::set_unread(work, unread));
  PIM_CHECK(work.flush());
  return stager.flush();
}

}  // namespace pim::session
