// SPDX-License-Identifier: Apache-2.0
#include "common/session/change_form.h"

#include <algorithm>

#include "common/base/clock.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/session/object_reader.h"
#include "common/session/status_of.h"
#include "common/syncml/item_data.h"
#include "common/syncml/status.h"

namespace pim::session {

using store::ChangeOp;
using syncml::ChangeCmd;
using syncml::ChangeKind;

namespace {

// Between portals an item's Meta carries when it was changed and by whose decision it was deleted.
constexpr std::string_view TimeMark = "X-PIMSYNC t=";
constexpr std::string_view ConsentMark = "X-PIMSYNC c=";
/// ... and, where a slow sync brings a record that came from the other one, what it was then.
constexpr std::string_view BaseMark = "X-PIMSYNC b=";

void read_marks(const syncml::Meta& meta, ReadChange& change) {
  for (const std::string& text : meta.emi) {
    if (text.starts_with(TimeMark)) {
      if (const auto time = parse_stamp(std::string_view(text).substr(TimeMark.size()))) {
        change.modified = *time;
      }
    } else if (text.starts_with(ConsentMark) && text.size() < ConsentMark.size() + 80) {
      change.consent = text.substr(ConsentMark.size());
    } else if (text.starts_with(BaseMark) && text.size() < BaseMark.size() + 80) {
      change.base_mark = text.substr(BaseMark.size());
    }
  }
}

Result<std::string> record_of(const ChangeCmd& command, const syncml::Item& item) {
  if (!item.data) {
    return fail(ErrorCode::Malformed, "The command brings no record.");
  }
  return syncml::record_octets(syncml::format_of(command.meta, item), *item.data);
}

Status read_record(Result<std::string> octets, const content::Kind& kind, const HashKey& key,
                   ReadChange& change) {
  PIM_TRY(change.octets, std::move(octets));
  if (change.octets.size() > limits::MaxObjSize) {
    return fail(ErrorCode::TooLarge, "The record is larger than records may be here.");
  }
  PIM_TRY(change.entry, kind.enter(change.octets, {key, 0}));
  if (change.modified == 0) {
    change.modified = change.entry.facts.modified;
  }
  return {};
}

}  // namespace

ChangeOp op_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::Add:
    case ChangeKind::Copy: return ChangeOp::Add;
    case ChangeKind::Replace:
    case ChangeKind::Move: return ChangeOp::Replace;
    case ChangeKind::Delete: return ChangeOp::Delete;
  }
  return ChangeOp::Replace;
}

int ReadChange::refusal() const {
  return refused != 0 ? refused : status_of(trouble->code);
}

void enter_record(Result<std::string> octets, const content::Kind& kind, const HashKey& key,
                  ReadChange& change) {
  change.trouble.reset();
  change.unread = false;
  if (auto read = read_record(std::move(octets), kind, key, change); !read) {
    change.trouble = std::move(read.error());
    change.unread = true;
  }
}

std::vector<ReadChange> read_change(const ChangeCmd& command, const content::Kind& kind,
                                    const HashKey& key) {
  std::vector<ReadChange> changes;
  changes.reserve(command.items.size());
  for (const syncml::Item& item : command.items) {
    ReadChange change;
    change.op = op_of(command.kind);
    change.source = item.source ? item.source->uri : "";
    change.target = item.target ? item.target->uri : "";
    change.more = item.more_data;
    change.soft = change.op == ChangeOp::Delete && command.soft_delete;
    read_marks(item.meta, change);
    // an index of PostgreSQL takes no name above some 2,700 octets
    if (std::max(change.source.size(), change.target.size()) > limits::MaxUrl) {
      change.refused = syncml::status::UriTooLong;
      change.trouble = Error{ErrorCode::TooLarge, "Its name is longer than names may be.", ""};
    } else if (change.op != ChangeOp::Delete && change.source.empty() && change.target.empty()) {
      // nothing could be said of it to that side ever after, and it would come once more each time
      change.refused = syncml::status::Incomplete;
      change.trouble = Error{ErrorCode::Malformed, "The other side gives it no name.", ""};
    } else if (command.kind == ChangeKind::Copy || command.kind == ChangeKind::Move) {
      change.trouble = Error{ErrorCode::Unsupported, "Copy and Move are not done here.", ""};
    } else if (change.op != ChangeOp::Delete && !change.more) {
      enter_record(record_of(command, item), kind, key, change);
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

ReadChanges read_changes(const syncml::SyncCmd& command, const content::Kind& kind,
                         const HashKey& key) {
  ReadChanges changes;
  changes.reserve(command.commands.size());
  for (const auto& inner : command.commands) {
    const auto* change = std::get_if<ChangeCmd>(&inner);
    changes.push_back(change != nullptr ? read_change(*change, kind, key)
                                        : std::vector<ReadChange>{});
  }
  return changes;
}

namespace {

std::optional<ReadChanges> read_by_manner(const ReadChanges& changes, const content::Kind& kind,
                                          const HashKey& key, content::Ability& ability) {
  if (ability.whole) {
    return {};
  }
  for (const auto& items : changes) {
    for (const ReadChange& change : items) {
      if (change.whole() && change.op != ChangeOp::Delete) {
        kind.learn(change.octets, ability);
      }
    }
  }
  if (!kind.heeds(ability)) {
    return {};
  }
  std::optional<ReadChanges> anew(changes);
  for (auto& items : *anew) {
    for (ReadChange& change : items) {
      if (!change.whole() || change.op == ChangeOp::Delete) {
        continue;
      }
      auto entry = kind.enter(change.octets, {key, 0, &ability, ability.charset});
      if (entry) {
        change.entry = std::move(*entry);
      } else {
        change.trouble = std::move(entry.error());
        change.unread = true;
      }
    }
  }
  return anew;
}

}  // namespace

Result<std::optional<ReadChanges>> read_anew(const syncml::SyncCmd& command,
                                             const PreparedSync& prepared,
                                             const content::Kind& kind, const HashKey& key,
                                             content::Ability& ability, ObjectReader& objects) {
  std::optional<ReadChanges> anew;
  if (prepared.kind != &kind) {
    anew = read_changes(command, kind, key);
  }
  if (objects.concerns(anew ? *anew : prepared.changes)) {
    anew = anew ? std::move(anew) : prepared.changes;
    PIM_CHECK(objects.take(command, *anew, kind, key));
  }
  auto by_manner = read_by_manner(anew ? *anew : prepared.changes, kind, key, ability);
  return by_manner ? std::move(by_manner) : std::move(anew);
}

ChangeCmd write_change(const sync::Outgoing& change, const content::Ability& ability,
                       sync::Sender sender, bool portal) {
  ChangeCmd command;
  syncml::Item item;
  switch (change.op) {
    case ChangeOp::Add: command.kind = ChangeKind::Add; break;
    case ChangeOp::Replace: command.kind = ChangeKind::Replace; break;
    case ChangeOp::Delete: command.kind = ChangeKind::Delete; break;
  }
  const bool by_peer_name =
      sender == sync::Sender::Server && change.op != ChangeOp::Add && change.peer_id;
  if (by_peer_name) {
    item.target = syncml::Location{*change.peer_id, ""};
  }
  if (!change.our_name.empty() && (!by_peer_name || portal)) {
    item.source = syncml::Location{change.our_name, ""};
  }
  if (change.op != ChangeOp::Delete) {
    command.meta.type = ability.media_type;
    item.data = change.text;
  }
  if (portal) {
    if (change.changed_at != 0) {
      item.meta.emi.push_back(std::string(TimeMark) + utc_stamp(change.changed_at));
    }
    if (!change.consent.empty()) {
      item.meta.emi.push_back(std::string(ConsentMark) + change.consent);
    }
    if (change.op == ChangeOp::Add && !change.base_mark.empty()) {
      item.meta.emi.push_back(std::string(BaseMark) + change.base_mark);
    }
  }
  command.items.push_back(std::move(item));
  return command;
}

}  // namespace pim::session
