// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/device.h"

#include <algorithm>

#include "common/syncml/decode.h"

namespace pim::sim {
namespace {

constexpr int MaxTries = 3;

}  // namespace

Device::Device(DeviceSetup setup, const RecordForm& form, std::string url, std::string user,
               std::string password)
    : setup_(std::move(setup)),
      form_(form),
      url_(std::move(url)),
      user_(std::move(user)),
      password_(std::move(password)) {}

void Device::restore(Memory memory) {
  abandon();
  const int sessions = memory_.sessions;
  memory_ = std::move(memory);
  memory_.sessions = sessions;  // a SessionID is no data of the user: phones draw a new one
}

bool Device::holds(const Card& card) const {
  return card.cut(setup_.fields, setup_.phones).tokens() == card.tokens();
}

Luid Device::add(const Card& card) {
  const Luid luid = memory_.next_luid++;
  Card held = card.cut(setup_.fields, setup_.phones);
  if (setup_.keeps_uid) {
    held.set_uid(card.uid());
  }
  if (setup_.large_objects) {
    held.take_picture(card);
  }
  memory_.cards[luid] = held;
  memory_.log[luid] = syncml::ChangeKind::Add;
  return luid;
}

void Device::edit(Luid luid, const Card& card) {
  memory_.cards[luid] = card;
  memory_.log.emplace(luid, syncml::ChangeKind::Replace);  // an Add not yet sent stays an Add
}

void Device::garble(Luid luid) {
  const bool named =
      std::ranges::none_of(memory_.maps, [&](const auto& map) { return map.second == luid; });
  if (!named) {
    return;  // a server cannot tell what it is, and sends its own again (docs/architecture.md)
  }
  memory_.garbled.insert(luid);
  memory_.unread.insert(luid);
  memory_.log.emplace(luid, syncml::ChangeKind::Replace);
}

void Device::heal() {
  for (const Luid luid : std::exchange(memory_.garbled, {})) {
    memory_.log.emplace(luid, syncml::ChangeKind::Replace);
  }
}

void Device::remove(Luid luid) {
  memory_.cards.erase(luid);
  memory_.garbled.erase(luid);
  memory_.log[luid] = syncml::ChangeKind::Delete;
}

void Device::begin() {
  session_.emplace();
  ended_well_ = false;
  moved_ = 0;
  session_->id = std::to_string(++memory_.sessions);
  session_->url = url_;
  session_->slow = memory_.last_anchor.empty();
  session_->anchor = std::to_string(++memory_.next_anchor);
}

const HttpRequest& Device::request() {
  if (!session_->request) {
    session_->request = build();
  }
  return *session_->request;
}

void Device::take(const Result<HttpReply>& reply) {
  acknowledged_.clear();
  if (reply && reply->status == 200 && reply->body.size() > setup_.message_size) {
    complaint_ = "a message of " + std::to_string(reply->body.size()) + " octets, allowed are " +
                 std::to_string(setup_.message_size);
  }
  if (reply && reply->status >= 400 && reply->status < 500) {
    abandon();
    return;
  }
  Result<syncml::Message> message = fail(ErrorCode::Unavailable, "no answer");
  if (reply && reply->status == 200) {
    message = syncml::decode(syncml::Encoding::Xml, reply->body);
  }
  if (message) {
    read(*message);
  } else if (!setup_.resends || ++session_->tries >= MaxTries) {
    abandon();
  }
}

}  // namespace pim::sim
