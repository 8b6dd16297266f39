// SPDX-License-Identifier: Apache-2.0
#include "common/session/open_object.h"

#include <algorithm>

#include "common/base/limits.h"

namespace pim::session {

void pack(Packer& packer, const OpenObject& object) {
  packer.b(object.open);
  if (!object.open) {
    return;
  }
  packer.s(object.source)
      .s(object.target)
      .u(static_cast<std::uint64_t>(object.op))
      .s(object.format)
      .u(object.announced)
      .u(object.octets)
      .u(object.parts)
      .i(object.refused);
}

OpenObject unpack_open_object(Unpacker& unpacker) {
  OpenObject object;
  object.open = unpacker.b();
  if (!object.open) {
    return object;
  }
  object.source = unpacker.s();
  object.target = unpacker.s();
  object.op = static_cast<store::ChangeOp>(std::min<std::uint64_t>(unpacker.u(), 2));
  object.format = unpacker.s();
  object.announced = unpacker.u();
  object.octets = unpacker.u();
  object.parts = unpacker.u();
  object.refused = static_cast<int>(unpacker.i());
  return object;
}

void pack(Packer& packer, const LostEnds& ends) {
  packer.u(ends.size());
  for (const LostEnd& end : ends) {
    packer.s(end.source).s(end.target);
  }
}

LostEnds unpack_lost_ends(Unpacker& unpacker) {
  LostEnds ends;
  for (std::uint64_t n = std::min<std::uint64_t>(unpacker.u(), limits::MaxCommands);
       n > 0 && unpacker.ok(); --n) {
    LostEnd end;
    end.source = unpacker.s();
    end.target = unpacker.s();
    ends.push_back(std::move(end));
  }
  return ends;
}

syncml::AlertCmd alert_of(const LostEnd& end, std::string cmd_id) {
  syncml::AlertCmd alert;
  alert.cmd_id = std::move(cmd_id);
  alert.code = syncml::EndMissing;
  syncml::Item item;
  if (!end.target.empty()) {
    item.target = syncml::Location{end.target, ""};
  }
  if (!end.source.empty()) {
    item.source = syncml::Location{end.source, ""};
  }
  alert.items.push_back(std::move(item));
  return alert;
}

}  // namespace pim::session
