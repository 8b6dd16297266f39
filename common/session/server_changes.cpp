// SPDX-License-Identifier: Apache-2.0
// Sync commands of the server role: what a client sends is taken in with its message.
#include <algorithm>
#include <map>

#include "common/session/object_reader.h"
#include "common/session/server_turn.h"
#include "common/session/status_of.h"
#include "common/sync/held_change.h"
#include "common/sync/unread.h"
#include "common/syncml/status.h"

namespace pim::session {

namespace code = syncml::status;

namespace {

std::string_view name_of(syncml::ChangeKind kind) {
  switch (kind) {
    case syncml::ChangeKind::Add: return "Add";
    case syncml::ChangeKind::Replace: return "Replace";
    case syncml::ChangeKind::Delete: return "Delete";
    case syncml::ChangeKind::Copy: return "Copy";
    case syncml::ChangeKind::Move: return "Move";
  }
  return "Replace";
}

int status_of_effect(const sync::Outcome& outcome, store::ChangeOp op) {
  switch (outcome.effect) {
    case sync::Effect::Added: return code::Added;
    case sync::Effect::Joined:
    case sync::Effect::Revived:
    case sync::Effect::StaysDeleted:
    case sync::Effect::LeftOut: return op == store::ChangeOp::Add ? code::Added : code::Done;
    case sync::Effect::Unknown:
      return op == store::ChangeOp::Delete ? code::NothingDeleted : code::NotFound;
    case sync::Effect::Updated:
    case sync::Effect::Unchanged:
    case sync::Effect::Proposed:
    case sync::Effect::HeldBack:
    case sync::Effect::Gone:
    case sync::Effect::EditKept: return code::Done;
  }
  return code::CommandFailed;
}

sync::Incoming incoming_of(const ReadChange& change, bool portal) {
  sync::Incoming incoming;
  incoming.op = change.op;
  // some devices name the record by Target in what they send
  incoming.peer_id = change.source.empty() ? change.target : change.source;
  incoming.entry = change.entry;
  incoming.modified = change.modified;
  incoming.soft = change.soft;
  incoming.consent = portal ? change.consent : "";
  incoming.base_mark = portal ? change.base_mark : "";
  return incoming;
}

}  // namespace

Status ServerTurn::take_syncs() {
  for (std::size_t place = 0; place < message_.body.size(); ++place) {
    if (const auto* sync = std::get_if<syncml::SyncCmd>(&message_.body[place])) {
      moved_ = true;
      PIM_CHECK(take_sync(place, *sync));
    }
  }
  return {};
}

Status ServerTurn::take_sync(std::size_t place, const syncml::SyncCmd& command) {
  const auto link = link_of(command.target, command.source);
  int refusal = 0;
  if (!link) {
    refusal = code::NotFound;
  } else if (state_.phase != ServerPhase::Init && state_.phase != ServerPhase::Changes) {
    refusal = code::NotAllowed;  // the client has closed its package of changes
  } else if (state_.links[*link].no_format) {
    refusal = code::UnsupportedType;
  } else if (std::ranges::find(fresh_mismatch_, *link) != fresh_mismatch_.end()) {
    refusal = code::RefreshRequired;  // sent on anchors that do not fit: all of it comes again
    state_.links[*link].owes_all = true;
  }
  answer(place, refusal != 0 ? refusal : code::Done, "Sync", command.cmd_id, {command.source.uri},
         {command.target.uri});
  if (refusal == 0) {
    state_.phase = ServerPhase::Changes;
    state_.links[*link].owes_all = false;
    state_.owes_final = false;  // it goes on without: what it sends now is its own package
    return take_changes(place, *link, command, changes_.at(place));
  }
  for (const auto& inner : command.commands) {
    if (const auto* change = std::get_if<syncml::ChangeCmd>(&inner)) {
      answer(place, refusal, name_of(change->kind), change->cmd_id);
      if (link) {
        PIM_CHECK(refuse_parts(*link, *change, refusal));
      }
    } else {
      const auto& other = std::get<syncml::OtherCmd>(inner);
      answer(place, refusal, other.name, other.cmd_id);
    }
  }
  return {};
}

/// The parts that follow a refused one are refused with it: the last is no record.
Status ServerTurn::refuse_parts(std::size_t link, const syncml::ChangeCmd& change, int status) {
  OpenObject& open = state_.links[link].open_object;
  PIM_CHECK(ObjectReader(scene_.work, scene_.handle, link, open).end_package());
  if (!change.items.empty() && change.items.back().more_data) {
    open = refused_object(change, status);
  }
  return {};
}

Status ServerTurn::take_changes(std::size_t place, std::size_t link, const syncml::SyncCmd& command,
                                const PreparedSync& prepared) {
  std::vector<sync::Incoming> batch;
  Live& live = live_[link];
  ObjectReader objects(scene_.work, scene_.handle, link, state_.links[link].open_object);
  PIM_TRY(const auto anew,
          read_anew(command, prepared, *live.kind, scene_.store.key(), live.ability, objects));
  const ReadChanges& changes = anew ? *anew : prepared.changes;
  for (const auto& items : changes) {
    for (const ReadChange& change : items) {
      state_.links[link].brought_deletes |= change.op == store::ChangeOp::Delete && !change.soft;
      if (change.whole()) {
        batch.push_back(incoming_of(change, state_.portal));
      }
    }
  }
  PIM_TRY(auto outcomes, sync::take_batch(scope_of(link), live.pairing, live.ability,
                                          circumstances_of(link), batch, scene_.care));
  PIM_CHECK(sync::put_by(scope_of(link), live.pairing, batch, outcomes));
  Link& saved = state_.links[link];
  std::map<std::string, int> unread;  // by name: the last word of each counts
  std::size_t next = 0;
  for (std::size_t i = 0; i < command.commands.size(); ++i) {
    const auto* change = std::get_if<syncml::ChangeCmd>(&command.commands[i]);
    if (change == nullptr) {
      const auto& other = std::get<syncml::OtherCmd>(command.commands[i]);
      const bool optional = other.name == "Atomic" || other.name == "Sequence";
      answer(place, optional ? code::NotSupported : code::NotImplemented, other.name, other.cmd_id);
      continue;
    }
    for (const ReadChange& item : changes[i]) {
      int status = 0;
      bool lost = false;
      std::vector<std::string> target;
      const std::string& name = item.source.empty() ? item.target : item.source;
      if (item.broken_off) {
        lose_end(link, *item.broken_off, unread);
      }
      if (item.more) {
        status = code::ChunkAccepted;
      } else if (item.trouble) {
        status = item.refusal();
        lost = item.unread;
        saved.taken.failed += item.again ? 0 : 1;
      } else if (const auto& outcome = outcomes[next++]; outcome) {
        saved.taken.count(*outcome);
        status = status_of_effect(*outcome, item.op);
        if (change->archive && outcome->effect == sync::Effect::Proposed) {
          status = code::DeletedNotArchived;
        }
        if (state_.portal && item.op == store::ChangeOp::Add) {
          target = {outcome->our_name};  // either side can be client next time (sync rule 6)
        }
      } else {
        status = status_of(outcome.error().code);
        lost = item.op != store::ChangeOp::Delete;
        ++saved.taken.failed;
        scene_.log.write(LogLevel::Warning, "SML0120",
                         "a record was refused by the store: " + outcome.error().text());
      }
      if (lost) {
        unread[name] = status;
      } else if (item.whole()) {
        unread.erase(name);
      }
      if (!change->no_resp) {
        answer(place, status, name_of(change->kind), change->cmd_id, {name}, std::move(target));
      }
    }
  }
  return note_unread(link, unread);
}

/// Its last part has not come: nothing of it was done, and ours must not go over it.
void ServerTurn::lose_end(std::size_t link, const LostEnd& end,
                          std::map<std::string, int>& status_of_name) {
  Link& saved = state_.links[link];
  status_of_name[end.source.empty() ? end.target : end.source] = code::SizeMismatch;
  ++saved.taken.failed;
  saved.lost_ends.push_back(end);
}

Status ServerTurn::end_objects(std::size_t link) {
  ObjectReader objects(scene_.work, scene_.handle, link, state_.links[link].open_object);
  PIM_TRY(const auto lost, objects.end_package());
  std::map<std::string, int> unread;
  if (lost) {
    lose_end(link, *lost, unread);
  }
  return note_unread(link, unread);
}

Status ServerTurn::note_unread(std::size_t link, const std::map<std::string, int>& status_of_name) {
  if (status_of_name.empty()) {
    return {};
  }
  std::vector<sync::Unread> records;
  records.reserve(status_of_name.size());
  for (const auto& [name, status] : status_of_name) {
    records.push_back({name, "", status});
  }
  sync::Workset work(scope_of(link), &live_[link].pairing);
  PIM_CHECK(sync::set_unread(work, records));
  return work.flush();
}

}  // namespace pim::session
