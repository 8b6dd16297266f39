// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string_view>

#include "common/syncml/credential.h"
#include "common/syncml/dev_inf.h"
#include "common/syncml/writer.h"
#include "tests/simulation/device.h"

namespace pim::sim {
namespace {

constexpr syncml::Encoding Xml = syncml::Encoding::Xml;
constexpr syncml::Version V12 = syncml::Version::V12;

syncml::Location at(std::string_view uri) {
  return {.uri = std::string(uri), .name = {}};
}

void declare(syncml::ContentCapability& capability, std::string_view property) {
  const auto said = [property](const syncml::Property& one) { return one.name == property; };
  if (std::ranges::none_of(capability.properties, said)) {
    capability.properties.emplace_back();
    capability.properties.back().name = property;
  }
}

syncml::ContentCapability capability_of(const RecordForm& form, const DeviceSetup& setup) {
  syncml::ContentCapability capability{{std::string(form.media_type), std::string(form.version)},
                                       {}};
  declare(capability, "BEGIN");
  declare(capability, "VERSION");
  for (const FieldLine& line : form.lines) {
    if ((setup.fields & bit(line.field)) != 0) {
      declare(capability, line.property);
    }
  }
  if (!form.start.empty()) {
    declare(capability, form.start);
  }
  if (setup.large_objects) {
    declare(capability, form.picture);
  }
  if (setup.keeps_uid) {
    declare(capability, "UID");
  }
  return capability;
}

}  // namespace

std::string Device::next_command() {
  return std::to_string(++session_->command);
}

syncml::Header Device::header() {
  syncml::Header header;
  header.ver_dtd = syncml::ver_dtd_of(V12);
  header.ver_proto = syncml::ver_proto_of(V12);
  header.session_id = session_->id;
  header.msg_id = std::to_string(session_->message);
  header.target = at(session_->url);
  header.source = at(setup_.name);
  if (!session_->signed_in) {
    header.cred = syncml::basic_cred(user_, password_);
  }
  header.meta.max_msg_size = setup_.message_size;
  return header;
}

syncml::Item Device::dev_inf_item() const {
  syncml::DevInf info;
  info.ver_dtd = "1.2";
  info.man = "Simulation";
  info.mod = "Phone";
  info.dev_id = setup_.name;
  info.dev_typ = "phone";
  info.utc = true;
  info.large_objects = setup_.large_objects;
  syncml::Datastore store;
  store.source_ref = form_.device_datastore;
  store.rx_pref = store.tx_pref = {std::string(form_.media_type), std::string(form_.version)};
  store.sync_types = {1, 2};
  if (setup_.declares) {
    store.capabilities.push_back(capability_of(form_, setup_));
  }
  info.datastores.push_back(std::move(store));
  syncml::Item item;
  item.source = at(syncml::dev_inf_uri_of(V12));
  item.meta.type = syncml::dev_inf_type_of(Xml);
  item.dev_inf = syncml::encode_dev_inf(Xml, V12, info);
  return item;
}

void Device::put_alert(syncml::MessageWriter& writer) {
  syncml::AlertCmd alert;
  alert.cmd_id = next_command();
  alert.code = session_->slow ? 201 : 200;
  syncml::Item item;
  item.target = at(form_.datastore);
  item.source = at(form_.device_datastore);
  item.meta.anchor = syncml::Anchor{memory_.last_anchor, session_->anchor};
  alert.items.push_back(std::move(item));
  static_cast<void>(writer.add(alert));
  if (session_->slow) {
    syncml::InfoCmd put;
    put.kind = syncml::InfoKind::Put;
    put.cmd_id = next_command();
    put.meta.type = syncml::dev_inf_type_of(Xml);
    put.items.push_back(dev_inf_item());
    static_cast<void>(writer.add(put));
  }
}

/// False where something is left for the next message.
bool Device::put_owed(syncml::MessageWriter& writer) {
  auto& owed = session_->owed;
  while (!owed.empty()) {
    syncml::Command command = owed.front();
    const std::string id = next_command();
    if (auto* status = std::get_if<syncml::StatusCmd>(&command)) {
      status->cmd_id = id;
    } else if (auto* results = std::get_if<syncml::InfoCmd>(&command)) {
      results->cmd_id = id;
    }
    if (!writer.add(command)) {
      return false;
    }
    owed.pop_front();
  }
  return true;
}

bool Device::put_maps(syncml::MessageWriter& writer) {
  const bool now = session_->phase == Phase::Send || !setup_.caches_maps;
  session_->maps_sent = 0;
  if (!now || memory_.maps.empty()) {
    return true;
  }
  syncml::MapCmd map;
  map.cmd_id = next_command();
  map.target = at(form_.datastore);
  map.source = at(form_.device_datastore);
  for (const auto& [name, luid] : memory_.maps) {
    map.items.push_back({.target = name, .source = std::to_string(luid)});
  }
  if (!writer.add(map)) {
    return false;
  }
  session_->maps_sent = map.items.size();
  return true;
}

/// Some phones cut a record wherever the message is full, if it is long enough.
bool Device::put_part(syncml::MessageWriter& writer, syncml::ChangeCmd& change,
                      const std::string& text) {
  constexpr std::size_t LeastPart = 40;
  syncml::Item& item = change.items.front();
  item.more_data = true;
  item.meta.size = session_->cut == 0 ? text.size() : 0;
  std::size_t octets = std::min(text.size() - session_->cut, writer.room());
  for (; octets >= LeastPart; octets -= std::max<std::size_t>(octets / 16, 1)) {
    item.data = text.substr(session_->cut, octets);
    if (session_->cut + octets < text.size() && writer.add_change(change)) {
      session_->cut += octets;
      return true;
    }
  }
  return false;
}

/// True where all changes are said.
bool Device::put_changes(syncml::MessageWriter& writer) {
  auto& changes = session_->changes;
  syncml::SyncCmd head;
  head.cmd_id = next_command();
  head.target = at(form_.datastore);
  head.source = at(form_.device_datastore);
  if (!writer.open_sync(head)) {
    return false;
  }
  while (!changes.empty()) {
    const Change& next = changes.front();
    std::string text;
    syncml::ChangeCmd change;
    change.kind = next.kind;
    change.cmd_id = next_command();
    syncml::Item item;
    item.source = at(std::to_string(next.luid));
    if (next.kind != syncml::ChangeKind::Delete) {
      change.meta.type = form_.media_type;
      text = memory_.garbled.contains(next.luid) ? std::string(form_.unreadable)
                                                 : memory_.cards.at(next.luid).text();
      item.data = text.substr(session_->cut);
    }
    change.items.push_back(std::move(item));
    if (!writer.add_change(change)) {
      if (setup_.large_objects && put_part(writer, change, text)) {
        session_->parts.emplace(session_->message, session_->command);
      }
      break;
    }
    session_->sent[{session_->message, session_->command}] = next.luid;
    ++moved_;
    changes.pop_front();
    session_->cut = 0;
  }
  writer.close_sync();
  return changes.empty();
}

HttpRequest Device::build() {
  Session& session = *session_;
  ++session.message;
  session.command = 0;
  session.said_final = false;
  syncml::MessageWriter writer(Xml, V12, session.limit);
  writer.header(header());
  bool complete = put_owed(writer);
  if (session.phase == Phase::Init) {
    put_alert(writer);
  } else {
    complete = complete && put_maps(writer);
    if (session.phase == Phase::Send) {
      complete = complete && put_changes(writer);
    } else if (session.phase == Phase::Receive) {
      syncml::AlertCmd next;  // the server's package is open: ours must not be closed
      next.cmd_id = next_command();
      next.code = 222;
      complete = false;
      static_cast<void>(writer.add(next));
    }
  }
  if (complete) {
    writer.final();
    session.said_final = true;
  }
  HttpRequest request;
  request.url = session.url;
  request.content_type = syncml::content_type_of(Xml);
  request.body = writer.finish();
  return request;
}

}  // namespace pim::sim
