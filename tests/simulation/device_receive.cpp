// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "common/syncml/dev_inf.h"
#include "tests/simulation/device.h"

namespace pim::sim {
namespace {

int number_of(const std::string& text) {
  int value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string_view word_of(syncml::ChangeKind kind) {
  switch (kind) {
    case syncml::ChangeKind::Add: return "Add";
    case syncml::ChangeKind::Delete: return "Delete";
    default: return "Replace";
  }
}

}  // namespace

Card Device::held_form(const std::string& text) const {
  const Card whole(text, form_);
  Card held = whole.cut(setup_.fields, setup_.phones);
  if (setup_.keeps_uid) {
    held.set_uid(whole.uid());
  }
  if (setup_.large_objects) {
    held.take_picture(whole);
  }
  return held;
}

void Device::owe(const syncml::Message& message, const std::string& command_ref,
                 const std::string& command, int code) {
  syncml::StatusCmd status;
  status.msg_ref = message.header.msg_id;
  status.cmd_ref = command_ref;
  status.cmd = command;
  status.code = code;
  session_->owed.emplace_back(std::move(status));
}

void Device::read_status(const syncml::StatusCmd& status) {
  Session& session = *session_;
  if (status.cmd_ref == "0") {
    session.signed_in = session.signed_in || status.code == 212;
    return;
  }
  if (session.parts.erase({number_of(status.msg_ref), number_of(status.cmd_ref)}) != 0) {
    if (status.code != 213 && session.cut != 0) {
      session.refused.push_back(session.changes.front().luid);
      session.changes.pop_front();
      session.cut = 0;
    }
    return;
  }
  const auto sent = session.sent.find({number_of(status.msg_ref), number_of(status.cmd_ref)});
  if (sent == session.sent.end()) {
    return;
  }
  if (status.code >= 300 && status.code != 418) {
    session.refused.push_back(sent->second);
  } else {
    acknowledged_.push_back(sent->second);
    memory_.unread.erase(sent->second);
  }
}

void Device::read_alert(const syncml::AlertCmd& alert) {
  if (alert.code == 201) {
    session_->slow = true;
  } else if (alert.code == 223) {
    complaint_ = "the server missed the end of a record that was sent to its end";
  }
}

/// A part is put to those before it.
int Device::take(const syncml::ChangeCmd& change, const syncml::Item& item) {
  auto& coming = session_->coming;
  const std::string name = item.target ? item.target->uri : item.source ? item.source->uri : "";
  if (!coming && !item.more_data) {
    return apply(change, item);
  }
  if (!setup_.large_objects || (coming && coming->name != name)) {
    complaint_ = setup_.large_objects ? "another record between the parts of one"
                                      : "a part of a record, which this device does not know";
    return 406;
  }
  if (!coming) {
    coming.emplace();
    coming->name = name;
    coming->size = item.meta.size;
  }
  coming->text += item.data.value_or("");
  if (item.more_data) {
    return 213;
  }
  syncml::Item whole = item;
  whole.data = coming->text;
  if (coming->size != coming->text.size()) {
    complaint_ = "a record in parts has not the Size that was told";
  }
  coming.reset();
  return apply(change, whole);
}

int Device::apply(const syncml::ChangeCmd& change, const syncml::Item& item) {
  ++moved_;
  if (change.kind == syncml::ChangeKind::Add) {
    if (!item.source || !item.data) {
      return 400;
    }
    const Luid luid = memory_.next_luid++;
    memory_.cards[luid] = held_form(*item.data);
    memory_.maps.emplace_back(item.source->uri, luid);
    return 201;
  }
  const Luid luid = item.target ? number_of(item.target->uri) : -1;
  const auto found = memory_.cards.find(luid);
  if (change.kind == syncml::ChangeKind::Delete) {
    memory_.log.erase(luid);
    if (found == memory_.cards.end()) {
      return 211;
    }
    memory_.cards.erase(found);
    memory_.garbled.erase(luid);
    return 200;
  }
  if (found == memory_.cards.end()) {
    return 404;
  }
  if (!item.data) {
    return 400;
  }
  found->second = held_form(*item.data);
  memory_.garbled.erase(luid);
  unsaid_.insert(luid);
  return 200;
}

void Device::read_sync(const syncml::Message& message, const syncml::SyncCmd& sync) {
  owe(message, sync.cmd_id, "Sync", 200);
  for (const auto& command : sync.commands) {
    const auto* change = std::get_if<syncml::ChangeCmd>(&command);
    if (change == nullptr) {
      continue;
    }
    for (const syncml::Item& item : change->items) {
      const int code = take(*change, item);
      owe(message, change->cmd_id, std::string(word_of(change->kind)), code);
      auto& status = std::get<syncml::StatusCmd>(session_->owed.back());
      if (item.source) {
        status.source_refs.push_back(item.source->uri);
      }
      if (item.target) {
        status.target_refs.push_back(item.target->uri);
      }
    }
  }
}

void Device::read(const syncml::Message& message) {
  Session& session = *session_;
  session.request.reset();
  session.tries = 0;
  if (!message.header.resp_uri.empty()) {
    session.url = message.header.resp_uri;
  }
  if (message.header.meta.max_msg_size != 0) {
    session.limit = message.header.meta.max_msg_size;
  }
  for (const syncml::Command& command : message.body) {
    const auto* status = std::get_if<syncml::StatusCmd>(&command);
    if (status == nullptr) {
      continue;
    }
    if (status->cmd_ref == "0" && (status->code == 101 || status->code >= 400)) {
      abandon();
      return;
    }
    if (status->cmd == "Sync" && status->code >= 400) {
      abandon();
      return;
    }
    if (status->cmd == "Map") {
      const auto told = static_cast<std::ptrdiff_t>(session.maps_sent);
      memory_.maps.erase(memory_.maps.begin(), memory_.maps.begin() + told);
      session.maps_sent = 0;
    }
    read_status(*status);
  }
  owe(message, "0", "SyncHdr", 200);
  for (const syncml::Command& command : message.body) {
    if (const auto* alert = std::get_if<syncml::AlertCmd>(&command)) {
      owe(message, alert->cmd_id, "Alert", 200);
      read_alert(*alert);
    } else if (const auto* sync = std::get_if<syncml::SyncCmd>(&command)) {
      read_sync(message, *sync);
    } else if (const auto* info = std::get_if<syncml::InfoCmd>(&command)) {
      owe(message, info->cmd_id, info->kind == syncml::InfoKind::Get ? "Get" : "Results", 200);
      if (info->kind == syncml::InfoKind::Get) {
        syncml::InfoCmd results;
        results.kind = syncml::InfoKind::Results;
        results.msg_ref = message.header.msg_id;
        results.cmd_ref = info->cmd_id;
        results.meta.type = syncml::dev_inf_type_of(syncml::Encoding::Xml);
        results.items.push_back(dev_inf_item());
        session.owed.emplace_back(std::move(results));
      }
    }
  }
  go_on(message.final);
}

void Device::choose_changes() {
  Session& session = *session_;
  if (session.slow) {
    for (const auto& [luid, kind] : memory_.log) {
      if (kind == syncml::ChangeKind::Delete) {
        swallowed_.push_back(luid);
      }
    }
    memory_.last_anchor.clear();
    memory_.maps.clear();
    const auto kind = setup_.slow_adds ? syncml::ChangeKind::Add : syncml::ChangeKind::Replace;
    for (const auto& [luid, card] : memory_.cards) {
      session.changes.push_back({kind, luid});
    }
    return;
  }
  for (const auto& [luid, kind] : memory_.log) {
    session.changes.push_back({kind, luid});
  }
}

void Device::go_on(bool server_final) {
  Session& session = *session_;
  switch (session.phase) {
    case Phase::Init:
      choose_changes();
      session.phase = Phase::Send;
      return;
    case Phase::Send:
      if (!session.said_final) {
        return;
      }
      [[fallthrough]];
    case Phase::Receive: {
      const bool nothing_came =
          session.phase == Phase::Send && server_final && memory_.maps.empty() &&
          std::all_of(session.owed.begin(), session.owed.end(), [](const syncml::Command& owed) {
            const auto* status = std::get_if<syncml::StatusCmd>(&owed);
            return status != nullptr && (status->cmd == "SyncHdr" || status->cmd == "Sync");
          });
      session.phase = server_final ? Phase::Last : Phase::Receive;
      if (nothing_came && setup_.skips_last) {
        end_well();
      }
      return;
    }
    case Phase::Last:
      if (session.said_final) {
        end_well();
      }
      return;
  }
}

void Device::end_well() {
  std::map<Luid, syncml::ChangeKind> again;
  for (const Luid luid : session_->refused) {
    const auto entry = memory_.log.find(luid);
    // what no server can read is not said twice
    if (entry != memory_.log.end() && !memory_.garbled.contains(luid)) {
      again.insert(*entry);
    }
  }
  memory_.log = std::move(again);
  memory_.last_anchor = session_->anchor;
  ended_well_ = true;
  unsaid_.clear();
  session_.reset();
}

}  // namespace pim::sim
