// SPDX-License-Identifier: Apache-2.0
#include "common/session/status_pack.h"

#include <algorithm>

#include "common/base/limits.h"

namespace pim::session {

namespace {

void pack_status(Packer& packer, const syncml::StatusCmd& status) {
  packer.s(status.msg_ref).s(status.cmd_ref).s(status.cmd).i(status.code);
  packer.u(status.target_refs.size());
  for (const std::string& ref : status.target_refs) {
    packer.s(ref);
  }
  packer.u(status.source_refs.size());
  for (const std::string& ref : status.source_refs) {
    packer.s(ref);
  }
  std::string next;
  for (const syncml::Item& item : status.items) {
    next = item.anchor ? item.anchor->next : next;
  }
  packer.s(next);
}

syncml::StatusCmd unpack_status(Unpacker& unpacker) {
  syncml::StatusCmd status;
  status.msg_ref = unpacker.s();
  status.cmd_ref = unpacker.s();
  status.cmd = unpacker.s();
  status.code = static_cast<int>(unpacker.i());
  for (std::uint64_t n = std::min<std::uint64_t>(unpacker.u(), 64); n > 0; --n) {
    status.target_refs.push_back(unpacker.s());
  }
  for (std::uint64_t n = std::min<std::uint64_t>(unpacker.u(), 64); n > 0; --n) {
    status.source_refs.push_back(unpacker.s());
  }
  const std::string next = unpacker.s();
  if (!next.empty()) {
    syncml::Item item;
    item.anchor = syncml::Anchor{"", next};
    status.items.push_back(std::move(item));
  }
  return status;
}

}  // namespace

void pack(Packer& packer, const std::vector<syncml::StatusCmd>& statuses) {
  packer.u(statuses.size());
  for (const auto& status : statuses) {
    pack_status(packer, status);
  }
}

std::vector<syncml::StatusCmd> unpack_statuses(Unpacker& unpacker) {
  std::vector<syncml::StatusCmd> statuses;
  for (std::uint64_t n = std::min<std::uint64_t>(unpacker.u(), limits::MaxCommands);
       n > 0 && unpacker.ok(); --n) {
    statuses.push_back(unpack_status(unpacker));
  }
  return statuses;
}

}  // namespace pim::session
