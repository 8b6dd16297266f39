// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/message_binding.h"

#include <algorithm>
#include <utility>

// One function for each struct of message.h: the children it knows and where they go. What is not
// named is skipped.
namespace pim::syncml {
namespace {

using E = Element;

Slot twice() {
  return {Slot::Kind::Twice};
}

Slot location_child(Location& location, const Name& name) {
  switch (name.element) {
    case E::LocUri: return text(location.uri);
    case E::LocName: return text(location.name);
    default: return skip();
  }
}

Slot parent_child(std::string& uri, const Name& name) {
  return name.element == E::LocUri ? text(uri) : skip();
}

Slot anchor_child(Anchor& anchor, const Name& name) {
  switch (name.element) {
    case E::Last: return text(anchor.last);
    case E::Next: return text(anchor.next);
    default: return skip();
  }
}

Slot meta_child(Meta& meta, const Name& name) {
  switch (name.element) {
    case E::MetInf: return node<&meta_child>(meta);  // some clients wrap what stands in Meta
    case E::Type: return token(meta.type);
    case E::Format: return token(meta.format);
    case E::Anchor: return node<&anchor_child>(meta.anchor.emplace());
    case E::NextNonce: return token(meta.next_nonce);
    case E::Version: return token(meta.version);
    case E::Size: return number(meta.size);
    case E::MaxMsgSize: return number(meta.max_msg_size);
    case E::MaxObjSize: return number(meta.max_obj_size);
    case E::Emi: return counted(text(meta.emi.emplace_back()));
    default: return skip();
  }
}

Slot cred_child(Cred& cred, const Name& name) {
  switch (name.element) {
    case E::Meta: return node<&meta_child>(cred.meta);
    case E::Data: return token(cred.data);
    default: return skip();
  }
}

Slot chal_child(Meta& chal, const Name& name) {
  return name.element == E::Meta ? node<&meta_child>(chal) : skip();
}

/// Within Data of an Item: elements take the place of the text.
Slot data_child(Item& item, const Name& name) {
  switch (name.element) {
    case E::Anchor: item.data.reset(); return node<&anchor_child>(item.anchor.emplace());
    case E::DevInf: item.data.reset(); return document(item.dev_inf);
    default: return skip();
  }
}

Slot item_data(Item& item) {
  Slot slot = node<&data_child>(item);
  slot.kind = Slot::Kind::Octets;
  slot.at = &item.data.emplace();
  return slot;
}

Slot item_child(Item& item, const Name& name) {
  switch (name.element) {
    case E::Target: return node<&location_child>(item.target.emplace());
    case E::Source: return node<&location_child>(item.source.emplace());
    case E::SourceParent: return node<&parent_child>(item.source_parent);
    case E::TargetParent: return node<&parent_child>(item.target_parent);
    case E::Meta: return node<&meta_child>(item.meta);
    case E::Data: return item_data(item);
    case E::MoreData: return flag(item.more_data);
    default: return skip();
  }
}

Slot item_of(std::vector<Item>& items) {
  return counted(node<&item_child>(items.emplace_back()));
}

Slot header_child(Header& header, const Name& name) {
  switch (name.element) {
    case E::VerDtd: return token(header.ver_dtd);
    case E::VerProto: return token(header.ver_proto);
    case E::SessionId: return text(header.session_id);
    case E::MsgId: return token(header.msg_id);
    case E::Target: return node<&location_child>(header.target);
    case E::Source: return node<&location_child>(header.source);
    case E::RespUri: return token(header.resp_uri);
    case E::NoResp: return flag(header.no_resp);
    case E::Cred: return node<&cred_child>(header.cred.emplace());
    case E::Meta: return node<&meta_child>(header.meta);
    default: return skip();
  }
}

Slot status_child(StatusCmd& status, const Name& name) {
  switch (name.element) {
    case E::CmdId: return token(status.cmd_id);
    case E::MsgRef: return token(status.msg_ref);
    case E::CmdRef: return token(status.cmd_ref);
    case E::Cmd: return token(status.cmd);
    case E::TargetRef: return counted(text(status.target_refs.emplace_back()));
    case E::SourceRef: return counted(text(status.source_refs.emplace_back()));
    case E::Cred: return node<&cred_child>(status.cred.emplace());
    case E::Chal: return node<&chal_child>(status.chal.emplace());
    case E::Data: return code(status.code);
    case E::Item: return item_of(status.items);
    default: return skip();
  }
}

Slot alert_child(AlertCmd& alert, const Name& name) {
  switch (name.element) {
    case E::CmdId: return token(alert.cmd_id);
    case E::NoResp: return flag(alert.no_resp);
    case E::Data: return code(alert.code);
    case E::Correlator: return text(alert.correlator);
    case E::Item: return item_of(alert.items);
    default: return skip();
  }
}

Slot change_child(ChangeCmd& change, const Name& name) {
  switch (name.element) {
    case E::CmdId: return token(change.cmd_id);
    case E::NoResp: return flag(change.no_resp);
    case E::Archive: return flag(change.archive);
    case E::SftDel: return flag(change.soft_delete);
    case E::Meta: return node<&meta_child>(change.meta);
    case E::Item: return item_of(change.items);
    default: return skip();
  }
}

Slot other_child(OtherCmd& other, const Name& name) {
  switch (name.element) {
    case E::CmdId: return token(other.cmd_id);
    case E::NoResp: return flag(other.no_resp);
    default: return skip();
  }
}

Slot map_item_child(MapItem& item, const Name& name) {
  switch (name.element) {
    case E::Target: return node<&parent_child>(item.target);
    case E::Source: return node<&parent_child>(item.source);
    default: return skip();
  }
}

Slot map_child(MapCmd& map, const Name& name) {
  switch (name.element) {
    case E::CmdId: return token(map.cmd_id);
    case E::Target: return node<&location_child>(map.target);
    case E::Source: return node<&location_child>(map.source);
    case E::Meta: return node<&meta_child>(map.meta);
    case E::MapItem: return counted(node<&map_item_child>(map.items.emplace_back()));
    default: return skip();
  }
}

Slot info_child(InfoCmd& info, const Name& name) {
  switch (name.element) {
    case E::CmdId: return token(info.cmd_id);
    case E::NoResp: return flag(info.no_resp);
    case E::MsgRef: return token(info.msg_ref);
    case E::CmdRef: return token(info.cmd_ref);
    case E::Meta: return node<&meta_child>(info.meta);
    case E::Item: return item_of(info.items);
    default: return skip();
  }
}

std::optional<ChangeKind> change_kind(Element element) {
  switch (element) {
    case E::Add: return ChangeKind::Add;
    case E::Replace: return ChangeKind::Replace;
    case E::Delete: return ChangeKind::Delete;
    case E::Copy: return ChangeKind::Copy;
    case E::Move: return ChangeKind::Move;
    default: return std::nullopt;
  }
}

/// What a vendor called a command is only echoed: the beginning of it, as a plain name.
std::string vendor_name(std::string_view written) {
  constexpr std::size_t Longest = 64;
  std::size_t end = std::min(written.size(), Longest);
  while (end < written.size() && (static_cast<unsigned char>(written[end]) & 0xc0U) == 0x80U) {
    --end;  // not within a sign
  }
  std::string name(written.substr(0, end));
  std::replace(name.begin(), name.end(), ':', '_');
  return name;
}

/// A change, or a command that nobody runs, into either list of commands.
template <class Commands>
Slot change_or_other(Commands& commands, const Name& name) {
  using Any = typename Commands::value_type;
  Any& added = commands.emplace_back(ChangeCmd{});
  if (const auto kind = change_kind(name.element)) {
    auto& change = std::get<ChangeCmd>(added);
    change.kind = *kind;
    return counted(node<&change_child>(change));
  }
  const std::string_view known = name_of(name.element);
  auto& other = added.template emplace<OtherCmd>();
  other.name = known.empty() ? vendor_name(name.written) : std::string(known);
  return counted(node<&other_child>(other));
}

/// Authentication for one datastore (Cred of a Sync) is nothing we offer.
Slot sync_child(SyncCmd& sync, const Name& name) {
  switch (name.element) {
    case E::CmdId: return token(sync.cmd_id);
    case E::NoResp: return flag(sync.no_resp);
    case E::Cred: return skip();
    case E::Target: return node<&location_child>(sync.target);
    case E::Source: return node<&location_child>(sync.source);
    case E::Meta: return node<&meta_child>(sync.meta);
    case E::NumberOfChanges: return number(sync.number_of_changes);
    default: return change_or_other(sync.commands, name);
  }
}

template <class Cmd, auto Child>
Slot command(std::vector<Command>& body) {
  return counted(node<Child>(std::get<Cmd>(body.emplace_back(Cmd{}))));
}

Slot info(std::vector<Command>& body, InfoKind kind) {
  auto& added = std::get<InfoCmd>(body.emplace_back(InfoCmd{}));
  added.kind = kind;
  return counted(node<&info_child>(added));
}

Slot body_child(Message& message, const Name& name) {
  switch (name.element) {
    case E::Status: return command<StatusCmd, &status_child>(message.body);
    case E::Alert: return command<AlertCmd, &alert_child>(message.body);
    case E::Sync: return command<SyncCmd, &sync_child>(message.body);
    case E::Map: return command<MapCmd, &map_child>(message.body);
    case E::Put: return info(message.body, InfoKind::Put);
    case E::Get: return info(message.body, InfoKind::Get);
    case E::Results: return info(message.body, InfoKind::Results);
    case E::Final: return flag(message.final);
    default: return change_or_other(message.body, name);
  }
}

Slot root_child(MessageDocument& document, const Name& name) {
  switch (name.element) {
    case E::SyncHdr:
      return ++document.headers > 1 ? twice() : node<&header_child>(document.message.header);
    case E::SyncBody: return ++document.bodies > 1 ? twice() : node<&body_child>(document.message);
    default: return skip();
  }
}

Slot document_child(MessageDocument& document, const Name& name) {
  if (name.element != E::SyncMl) {
    return skip();
  }
  ++document.roots;
  return node<&root_child>(document);
}

}  // namespace

Slot bind(MessageDocument& document) {
  return node<&document_child>(document);
}

}  // namespace pim::syncml
