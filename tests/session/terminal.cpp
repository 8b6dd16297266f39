// SPDX-License-Identifier: Apache-2.0
#include "tests/session/terminal.h"

#include <cppunit/TestAssert.h>

#include "common/syncml/credential.h"

namespace pim::session::test {

namespace {

constexpr const char* Url = "https://portal.example/syncml";

ServerConfig config_of(std::size_t max_msg_size) {
  ServerConfig config;
  config.max_msg_size = max_msg_size;
  return config;
}

}  // namespace

Terminal::Terminal(std::size_t max_msg_size) : Terminal(config_of(max_msg_size)) {}

Terminal::Terminal(ServerConfig config)
    : memory(HashKey{}), store(memory), server(store, clock, random, log, std::move(config)) {}

syncml::Message& Terminal::header(const std::string& session_id, unsigned msg_id) {
  message = {};
  cmd = 0;
  message.header.ver_dtd = "1.2";
  message.header.ver_proto = "SyncML/1.2";
  message.header.session_id = session_id;
  message.header.msg_id = std::to_string(msg_id);
  message.header.target.uri = Url;
  message.header.source.uri = "IMEI:1";
  return message;
}

void Terminal::sign_in(const std::string& user, const std::string& password) {
  message.header.cred = syncml::basic_cred(user, password);
}

void Terminal::alert(int code, const std::string& last, const std::string& next,
                     const std::string& asked) {
  const std::string& target = asked.empty() ? collection : asked;
  syncml::AlertCmd alert;
  alert.cmd_id = std::to_string(++cmd);
  alert.code = code;
  syncml::Item item;
  item.target = syncml::Location{target, ""};
  item.source = syncml::Location{"./" + target, ""};
  item.meta.anchor = syncml::Anchor{last, next};
  alert.items.push_back(std::move(item));
  message.body.emplace_back(std::move(alert));
}

void Terminal::answer(unsigned msg_ref, unsigned cmd_ref, const std::string& name, int code) {
  syncml::StatusCmd status;
  status.cmd_id = std::to_string(++cmd);
  status.msg_ref = std::to_string(msg_ref);
  status.cmd_ref = std::to_string(cmd_ref);
  status.cmd = name;
  status.code = code;
  message.body.emplace_back(std::move(status));
}

void Terminal::put(const syncml::DevInf& info) {
  syncml::InfoCmd put;
  put.kind = syncml::InfoKind::Put;
  put.cmd_id = std::to_string(++cmd);
  put.meta.type = syncml::dev_inf_type_of(encoding);
  syncml::Item item;
  item.source = syncml::Location{syncml::dev_inf_uri_of(syncml::Version::V12), ""};
  item.dev_inf = syncml::encode_dev_inf(encoding, syncml::Version::V12, info);
  put.items.push_back(std::move(item));
  message.body.emplace_back(std::move(put));
}

void Terminal::sync() {
  syncml::SyncCmd sync;
  sync.cmd_id = std::to_string(++cmd);
  sync.target.uri = collection;
  sync.source.uri = "./" + collection;
  message.body.emplace_back(std::move(sync));
}

void Terminal::change(syncml::ChangeKind kind, const std::string& luid, const std::string& record) {
  syncml::ChangeCmd change;
  change.kind = kind;
  change.cmd_id = std::to_string(++cmd);
  change.meta.type = type;
  syncml::Item item;
  item.source = syncml::Location{luid, ""};
  if (kind != syncml::ChangeKind::Delete) {
    item.data = record;
  }
  change.items.push_back(std::move(item));
  std::get<syncml::SyncCmd>(message.body.back()).commands.emplace_back(std::move(change));
}

void Terminal::map(const std::string& ours, const std::string& luid) {
  syncml::MapCmd map;
  map.cmd_id = std::to_string(++cmd);
  map.target.uri = collection;
  map.source.uri = "./" + collection;
  map.items.push_back({ours, luid});
  message.body.emplace_back(std::move(map));
}

ServerReply Terminal::send_octets(const std::string& octets) {
  ServerRequest request;
  request.body = octets;
  request.content_type = syncml::content_type_of(encoding);
  request.handle = handle;
  request.url = Url;
  request.open_line = open_line;
  ServerReply answer = server.handle(request, passwords);
  reply = {};
  if (answer.status == 200) {
    auto read = syncml::decode(encoding, answer.body);
    CPPUNIT_ASSERT_MESSAGE(read ? "" : read.error().text(), read.has_value());
    reply = std::move(*read);
    const std::string& where = reply.header.resp_uri;
    if (!where.empty()) {
      handle = where.substr(std::string(Url).size() + 1);
    }
  }
  return answer;
}

ServerReply Terminal::send() {
  return send_octets(octets());
}

void Terminal::first_session(const std::vector<std::pair<std::string, std::string>>& records) {
  handle.clear();
  header("1", 1);
  sign_in();
  alert(201, "", "a1");
  final();
  send();
  header("1", 2);
  sync();
  for (const auto& [luid, record] : records) {
    change(syncml::ChangeKind::Add, luid, record);
  }
  final();
  send();
  header("1", 3);
  answer(2, 0, "SyncHdr", 200);
  final();
  send();
  handle.clear();
}

void Terminal::session_of_another(const std::string& last, const std::string& next,
                                  syncml::ChangeKind kind,
                                  const std::vector<std::pair<std::string, std::string>>& records) {
  handle.clear();
  const auto begin = [&](unsigned msg) {
    header("other " + collection + next, msg).header.source.uri = "IMEI:9";
  };
  begin(1);
  sign_in();
  alert(last.empty() ? 201 : 200, last, next);
  final();
  send();
  begin(2);
  sync();
  for (const auto& [luid, record] : records) {
    change(kind, luid, record);
  }
  final();
  send();
  begin(3);
  answer(2, 0, "SyncHdr", 200);
  final();
  send();
  handle.clear();
  clock.time += 100;
}

int Terminal::status(const std::string& name, std::size_t nth) const {
  for (const auto& command : reply.body) {
    const auto* status = std::get_if<syncml::StatusCmd>(&command);
    if (status != nullptr && status->cmd == name && nth-- == 0) {
      return status->code;
    }
  }
  return 0;
}

std::vector<syncml::ChangeCmd> Terminal::received() const {
  std::vector<syncml::ChangeCmd> changes;
  for (const auto& command : reply.body) {
    if (const auto* sync = std::get_if<syncml::SyncCmd>(&command)) {
      for (const auto& inner : sync->commands) {
        changes.push_back(std::get<syncml::ChangeCmd>(inner));
      }
    }
  }
  return changes;
}

std::vector<store::Item> Terminal::items() {
  auto owner = memory.owner("default", "alice");
  auto work = memory.begin(owner->id, store::Access::Read);
  store::PageQuery query;
  query.collection = collection;
  return *(*work)->page(query);
}

syncml::DevInf device_of(const std::string& id, const std::string& datastore,
                         const syncml::ContentType& format) {
  syncml::DevInf info;
  info.ver_dtd = "1.2";
  info.dev_id = id;
  info.dev_typ = "phone";
  syncml::Datastore store;
  store.source_ref = datastore;
  store.rx_pref = store.tx_pref = format;
  store.sync_types = {1, 2};
  info.datastores.push_back(std::move(store));
  return info;
}

std::string card(const std::string& name, const std::string& lines) {
  return "BEGIN:VCARD\r\nVERSION:3.0\r\nN:" + name + ";;;;\r\nFN:" + name + "\r\n" + lines +
         "END:VCARD\r\n";
}

}  // namespace pim::session::test
