// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "common/syncml/message.h"

// Messages for tests. full_message() holds every element that the structs can say.
namespace pim::test {

inline syncml::Header header(std::string msg_id = "1") {
  syncml::Header header;
  header.ver_dtd = "1.2";
  header.ver_proto = "SyncML/1.2";
  header.session_id = "42";
  header.msg_id = std::move(msg_id);
  header.target = {"http://portal.example/syncml", {}};
  header.source = {"device-1", "alice"};
  return header;
}

inline syncml::ChangeCmd add(std::string cmd_id, std::string luid, std::string data) {
  syncml::ChangeCmd change;
  change.cmd_id = std::move(cmd_id);
  change.meta.type = "text/vcard";
  syncml::Item item;
  item.source = syncml::Location{std::move(luid), {}};
  item.data = std::move(data);
  change.items.push_back(std::move(item));
  return change;
}

inline syncml::Meta full_meta() {
  syncml::Meta meta;
  meta.type = "text/vcard";
  meta.format = "chr";
  meta.anchor = syncml::Anchor{"1", "2"};
  meta.next_nonce = "Tm9uY2U=";
  meta.version = "3.0";
  meta.size = 12;
  meta.max_msg_size = 6000;
  meta.max_obj_size = 18446744073709551615U;
  meta.emi = {"datapos=1", "X-PIMSYNC a&b"};
  return meta;
}

inline syncml::Item full_item() {
  syncml::Item item;
  item.target = syncml::Location{"t", "tn"};
  item.source = syncml::Location{"s", "sn"};
  item.source_parent = "sp";
  item.target_parent = "tp";
  item.meta = full_meta();
  item.data = "BEGIN:VCARD\r\nN:\xc3\xbc & <b>]]>;\r\nEND:VCARD\r\n";
  item.more_data = true;
  return item;
}

inline syncml::Message full_message() {
  using namespace syncml;
  Message message;
  message.header = header();
  message.header.target.name = "portal";
  message.header.resp_uri = "http://portal.example/syncml/s-1";
  message.header.no_resp = true;
  message.header.cred = Cred{full_meta(), "Zm9v"};
  message.header.meta = full_meta();

  StatusCmd status{
      "1",         "1", "0",          "SyncHdr", {"t1", "t2"}, {"s1"}, Cred{{}, "Zm9v"},
      full_meta(), 401, {full_item()}};
  status.items.emplace_back().anchor = Anchor{{}, "276"};
  message.body.emplace_back(status);
  message.body.emplace_back(AlertCmd{"2", true, 200, "c", {full_item(), {}}});
  InfoCmd put{InfoKind::Put, "3", true, {}, {}, full_meta(), {full_item()}};
  put.items.emplace_back().dev_inf = "<DevInf xmlns='syncml:devinf'><Man>m</Man></DevInf>";
  message.body.emplace_back(put);
  message.body.emplace_back(InfoCmd{InfoKind::Get, "4", true, {}, {}, {}, {full_item()}});
  message.body.emplace_back(InfoCmd{InfoKind::Results, "5", false, "1", "4", {}, {full_item()}});
  message.body.emplace_back(
      MapCmd{"6", {"contacts", "cn"}, {"pb", {}}, full_meta(), {{"1", "2"}, {"3", "4"}}});
  SyncCmd sync{"7", true, {"contacts", {}}, {"pb", {}}, full_meta(), 5, {}};
  for (const ChangeKind kind : {ChangeKind::Add, ChangeKind::Replace, ChangeKind::Delete,
                                ChangeKind::Copy, ChangeKind::Move}) {
    ChangeCmd change{kind, "8", true, false, false, full_meta(), {full_item(), full_item()}};
    change.archive = change.soft_delete = kind == ChangeKind::Delete;
    sync.commands.emplace_back(change);
  }
  sync.commands.emplace_back(OtherCmd{"Atomic", "9", true});
  message.body.emplace_back(sync);
  message.body.emplace_back(OtherCmd{"Search", "10", false});
  message.body.emplace_back(ChangeCmd{ChangeKind::Delete, "11", false, false, true, {}, {Item{}}});
  message.final = true;
  return message;
}

}  // namespace pim::test
