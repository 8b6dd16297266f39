// SPDX-License-Identifier: Apache-2.0
// Messages in one line, for traces, and what of them is changes.
#include <algorithm>
#include <string>
#include <variant>

#include "common/syncml/decode.h"
#include "common/syncml/writer.h"
#include "tests/simulation/card.h"
#include "tests/simulation/network.h"

namespace pim::sim {
namespace {

std::string item_text(const syncml::Item& item) {
  std::string text;
  if (item.source) {
    text += " s=" + item.source->uri;
  }
  if (item.target) {
    text += " t=" + item.target->uri;
  }
  if (item.data) {
    const Card card(*item.data);
    text += " {" + card.sense(EveryField) + "uid=" + card.uid() + "}";
  }
  return text;
}

struct Teller {
  std::string operator()(const syncml::StatusCmd& status) const {
    return status.cmd + ":" + std::to_string(status.code);
  }
  std::string operator()(const syncml::AlertCmd& alert) const {
    std::string text = "Alert " + std::to_string(alert.code);
    if (!alert.items.empty() && alert.items[0].meta.anchor) {
      text += " " + alert.items[0].meta.anchor->last + "/" + alert.items[0].meta.anchor->next;
    }
    return text;
  }
  std::string operator()(const syncml::ChangeCmd& change) const {
    std::string text = change.kind == syncml::ChangeKind::Add      ? "ADD"
                       : change.kind == syncml::ChangeKind::Delete ? "DELETE"
                                                                   : "REPLACE";
    for (const syncml::Item& item : change.items) {
      text += item_text(item);
    }
    return text;
  }
  std::string operator()(const syncml::SyncCmd& sync) const {
    std::string text = "Sync[";
    for (const auto& command : sync.commands) {
      text += " " + std::visit(*this, command);
    }
    return text + " ]";
  }
  std::string operator()(const syncml::MapCmd& map) const {
    std::string text = "Map";
    for (const syncml::MapItem& item : map.items) {
      text += " " + item.target + "=" + item.source;
    }
    return text;
  }
  std::string operator()(const syncml::InfoCmd& info) const {
    return info.kind == syncml::InfoKind::Put   ? "Put"
           : info.kind == syncml::InfoKind::Get ? "Get"
                                                : "Results";
  }
  std::string operator()(const syncml::OtherCmd& other) const { return other.name; }
};

}  // namespace

std::string brief(std::string_view body) {
  const auto message = syncml::decode(syncml::encoding_of(body), body);
  if (!message) {
    return "? " + std::to_string(body.size()) + " octets";
  }
  std::string text = message->header.session_id + "." + message->header.msg_id;
  for (const syncml::Command& command : message->body) {
    text += " | " + std::visit(Teller{}, command);
  }
  return text + (message->final ? " | Final" : "");
}

std::size_t changes_in(std::string_view body) {
  const auto message = syncml::decode(syncml::encoding_of(body), body);
  std::size_t changes = 0;
  for (const syncml::Command& command : message ? message->body : std::vector<syncml::Command>()) {
    if (const auto* sync = std::get_if<syncml::SyncCmd>(&command)) {
      changes +=
          static_cast<std::size_t>(std::ranges::count_if(sync->commands, [](const auto& one) {
            return std::holds_alternative<syncml::ChangeCmd>(one);
          }));
    }
  }
  return changes;
}

}  // namespace pim::sim
