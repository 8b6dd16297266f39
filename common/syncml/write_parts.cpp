// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/write_parts.h"

#include "common/syncml/element.h"

namespace pim::syncml {
namespace {

using E = Element;

TagPage page_of(E element) {
  return element >= E::Anchor ? TagPage::MetInf : TagPage::SyncMl;
}

void start(TagWriter& out, E element) {
  out.start(page_of(element), name_of(element));
}

void put(TagWriter& out, E element, std::string_view text) {
  out.element(page_of(element), name_of(element), text);
}

void put_unless_empty(TagWriter& out, E element, std::string_view text) {
  if (!text.empty()) {
    put(out, element, text);
  }
}

void put_unless_zero(TagWriter& out, E element, std::uint64_t number) {
  if (number != 0) {
    put(out, element, std::to_string(number));
  }
}

void put_if(TagWriter& out, E element, bool there) {
  if (there) {
    out.flag(page_of(element), name_of(element));
  }
}

void write(TagWriter& out, E element, const Location& location) {
  start(out, element);
  put(out, E::LocUri, location.uri);
  put_unless_empty(out, E::LocName, location.name);
  out.end();
}

void write(TagWriter& out, E element, const std::optional<Location>& location) {
  if (location) {
    write(out, element, *location);
  }
}

void write_parent(TagWriter& out, E element, std::string_view uri) {
  if (!uri.empty()) {
    start(out, element);
    put(out, E::LocUri, uri);
    out.end();
  }
}

void write(TagWriter& out, const Anchor& anchor) {
  start(out, E::Anchor);
  put_unless_empty(out, E::Last, anchor.last);
  put(out, E::Next, anchor.next);
  out.end();
}

void write(TagWriter& out, const Meta& meta) {
  if (meta.empty()) {
    return;
  }
  start(out, E::Meta);
  put_unless_empty(out, E::Format, meta.format);
  put_unless_empty(out, E::Type, meta.type);
  put_unless_zero(out, E::Size, meta.size);
  if (meta.anchor) {
    write(out, *meta.anchor);
  }
  put_unless_empty(out, E::Version, meta.version);
  put_unless_empty(out, E::NextNonce, meta.next_nonce);
  put_unless_zero(out, E::MaxMsgSize, meta.max_msg_size);
  put_unless_zero(out, E::MaxObjSize, meta.max_obj_size);
  for (const std::string& emi : meta.emi) {
    put(out, E::Emi, emi);
  }
  out.end();
}

void write(TagWriter& out, const std::optional<Cred>& cred) {
  if (cred) {
    start(out, E::Cred);
    write(out, cred->meta);
    put(out, E::Data, cred->data);
    out.end();
  }
}

void write_data(TagWriter& out, const Item& item) {
  if (!item.data && !item.anchor && !item.dev_inf) {
    return;
  }
  start(out, E::Data);
  if (item.anchor) {
    write(out, *item.anchor);
  } else if (item.dev_inf) {
    out.document(*item.dev_inf);
  } else {
    out.opaque(*item.data);
  }
  out.end();
}

void write(TagWriter& out, const Item& item) {
  start(out, E::Item);
  write(out, E::Target, item.target);
  write(out, E::Source, item.source);
  write_parent(out, E::SourceParent, item.source_parent);
  write_parent(out, E::TargetParent, item.target_parent);
  write(out, item.meta);
  write_data(out, item);
  put_if(out, E::MoreData, item.more_data);
  out.end();
}

void write(TagWriter& out, const std::vector<Item>& items) {
  for (const Item& item : items) {
    write(out, item);
  }
}

E element_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::Add: return E::Add;
    case ChangeKind::Replace: return E::Replace;
    case ChangeKind::Delete: return E::Delete;
    case ChangeKind::Copy: return E::Copy;
    case ChangeKind::Move: return E::Move;
  }
  return E::Unknown;
}

E element_of(InfoKind kind) {
  switch (kind) {
    case InfoKind::Put: return E::Put;
    case InfoKind::Get: return E::Get;
    case InfoKind::Results: return E::Results;
  }
  return E::Unknown;
}

}  // namespace

void write(TagWriter& out, const Header& header) {
  start(out, E::SyncHdr);
  put(out, E::VerDtd, header.ver_dtd);
  put(out, E::VerProto, header.ver_proto);
  put(out, E::SessionId, header.session_id);
  put(out, E::MsgId, header.msg_id);
  write(out, E::Target, header.target);
  write(out, E::Source, header.source);
  put_unless_empty(out, E::RespUri, header.resp_uri);
  put_if(out, E::NoResp, header.no_resp);
  write(out, header.cred);
  write(out, header.meta);
  out.end();
}

void write(TagWriter& out, const StatusCmd& status) {
  start(out, E::Status);
  put(out, E::CmdId, status.cmd_id);
  put(out, E::MsgRef, status.msg_ref);
  put(out, E::CmdRef, status.cmd_ref);
  put(out, E::Cmd, status.cmd);
  for (const std::string& reference : status.target_refs) {
    put(out, E::TargetRef, reference);
  }
  for (const std::string& reference : status.source_refs) {
    put(out, E::SourceRef, reference);
  }
  write(out, status.cred);
  if (status.chal) {
    start(out, E::Chal);
    write(out, *status.chal);
    out.end();
  }
  put(out, E::Data, std::to_string(status.code));
  write(out, status.items);
  out.end();
}

void write(TagWriter& out, const AlertCmd& alert) {
  start(out, E::Alert);
  put(out, E::CmdId, alert.cmd_id);
  put_if(out, E::NoResp, alert.no_resp);
  put(out, E::Data, std::to_string(alert.code));
  put_unless_empty(out, E::Correlator, alert.correlator);
  write(out, alert.items);
  out.end();
}

void write_sync_head(TagWriter& out, const SyncCmd& sync) {
  start(out, E::Sync);
  put(out, E::CmdId, sync.cmd_id);
  put_if(out, E::NoResp, sync.no_resp);
  write(out, E::Target, sync.target);
  write(out, E::Source, sync.source);
  write(out, sync.meta);
  if (sync.number_of_changes) {
    put(out, E::NumberOfChanges, std::to_string(*sync.number_of_changes));
  }
}

void write(TagWriter& out, const SyncCmd& sync) {
  write_sync_head(out, sync);
  for (const auto& command : sync.commands) {
    std::visit([&](const auto& cmd) { write(out, cmd); }, command);
  }
  out.end();
}

void write(TagWriter& out, const MapCmd& map) {
  start(out, E::Map);
  put(out, E::CmdId, map.cmd_id);
  write(out, E::Target, map.target);
  write(out, E::Source, map.source);
  write(out, map.meta);
  for (const MapItem& item : map.items) {
    start(out, E::MapItem);
    write(out, E::Target, Location{item.target, {}});
    write(out, E::Source, Location{item.source, {}});
    out.end();
  }
  out.end();
}

void write(TagWriter& out, const InfoCmd& info) {
  start(out, element_of(info.kind));
  put(out, E::CmdId, info.cmd_id);
  if (info.kind == InfoKind::Results) {
    put_unless_empty(out, E::MsgRef, info.msg_ref);
    put(out, E::CmdRef, info.cmd_ref);
  } else {
    put_if(out, E::NoResp, info.no_resp);
  }
  write(out, info.meta);
  write(out, info.items);
  out.end();
}

void write(TagWriter& out, const ChangeCmd& change) {
  start(out, element_of(change.kind));
  put(out, E::CmdId, change.cmd_id);
  put_if(out, E::NoResp, change.no_resp);
  if (change.kind == ChangeKind::Delete) {
    put_if(out, E::Archive, change.archive);
    put_if(out, E::SftDel, change.soft_delete);
  }
  write(out, change.meta);
  write(out, change.items);
  out.end();
}

void write(TagWriter& out, const OtherCmd& other) {
  out.start(TagPage::SyncMl, other.name);
  put(out, E::CmdId, other.cmd_id);
  put_if(out, E::NoResp, other.no_resp);
  out.end();
}

void write(TagWriter& out, const Command& command) {
  std::visit([&](const auto& cmd) { write(out, cmd); }, command);
}

}  // namespace pim::syncml
