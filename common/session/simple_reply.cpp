// SPDX-License-Identifier: Apache-2.0
#include "common/session/simple_reply.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/syncml/credential.h"
#include "common/syncml/status.h"
#include "common/syncml/writer.h"

namespace pim::session {

namespace {

struct Named {
  std::string_view name;
  std::string_view cmd_id;
};

std::string_view name_of(syncml::InfoKind kind) {
  switch (kind) {
    case syncml::InfoKind::Put: return "Put";
    case syncml::InfoKind::Get: return "Get";
    case syncml::InfoKind::Results: return "Results";
  }
  return "Get";
}

struct Namer {
  Named operator()(const syncml::StatusCmd&) const { return {}; }
  Named operator()(const syncml::AlertCmd& command) const { return {"Alert", command.cmd_id}; }
  Named operator()(const syncml::SyncCmd& command) const { return {"Sync", command.cmd_id}; }
  Named operator()(const syncml::MapCmd& command) const { return {"Map", command.cmd_id}; }
  Named operator()(const syncml::InfoCmd& command) const {
    return {name_of(command.kind), command.cmd_id};
  }
  Named operator()(const syncml::ChangeCmd& command) const { return {"Add", command.cmd_id}; }
  Named operator()(const syncml::OtherCmd& command) const { return {command.name, command.cmd_id}; }
};

}  // namespace

syncml::Meta chal(std::string_view type, std::string next_nonce) {
  syncml::Meta meta;
  meta.type = type;
  meta.format = "b64";
  meta.next_nonce = std::move(next_nonce);
  return meta;
}

SimpleReply unsupported_version(const syncml::Header& header,
                                std::span<const syncml::Version> spoken) {
  const bool protocol_known = std::ranges::any_of(spoken, [&](syncml::Version version) {
    return equals_ignore_case(header.ver_proto, syncml::ver_proto_of(version));
  });
  SimpleReply reply;
  reply.code =
      protocol_known ? syncml::status::UnsupportedDtd : syncml::status::UnsupportedProtocol;
  for (const syncml::Version version : spoken) {
    reply.supported.push_back(protocol_known ? syncml::ver_dtd_of(version)
                                             : syncml::ver_proto_of(version));
  }
  return reply;
}

std::string write_simple(const syncml::Message& message, syncml::Encoding encoding,
                         syncml::Version version, const SimpleReply& reply) {
  // an answer before sign-in stays small, whatever was asked: few octets must not fetch many
  constexpr std::size_t MaxAnswer = 4096;
  syncml::MessageWriter writer(encoding, version, MaxAnswer);
  syncml::Header header;
  header.ver_dtd = syncml::ver_dtd_of(version);
  header.ver_proto = syncml::ver_proto_of(version);
  header.session_id = message.header.session_id;
  header.msg_id = "1";
  header.target = message.header.source;
  header.source = message.header.target;
  writer.header(header);
  std::uint64_t cmd = 0;
  const auto status = [&](std::string_view name, std::string_view cmd_ref) {
    syncml::StatusCmd answer;
    answer.cmd_id = std::to_string(++cmd);
    answer.msg_ref = message.header.msg_id;
    answer.cmd_ref = cmd_ref;
    answer.cmd = name;
    answer.code = reply.code;
    if (cmd_ref == "0") {
      answer.target_refs = {message.header.target.uri};
      answer.source_refs = {message.header.source.uri};
      if (!reply.challenge.empty()) {
        answer.chal = chal(reply.challenge, reply.next_nonce);
      }
      for (const std::string& spoken : reply.supported) {
        syncml::Item item;
        item.data = spoken;
        answer.items.push_back(std::move(item));
      }
    }
    return writer.add(answer);
  };
  bool room = status("SyncHdr", "0");
  for (const auto& command : message.body) {
    const Named named = std::visit(Namer{}, command);
    if (room && !named.name.empty()) {
      room = status(named.name, named.cmd_id);
    }
  }
  if (reply.final) {
    writer.final();
  }
  return writer.finish();
}

}  // namespace pim::session
