// SPDX-License-Identifier: Apache-2.0
// Phones and programs that sync with this portal, and the passwords they have of their own.
#include <algorithm>
#include <map>

#include "common/base/limits.h"
#include "common/console/json.h"
#include "common/console/query.h"
#include "common/console/route.h"
#include "common/session/device_password.h"
#include "common/syncml/dev_inf.h"
#include "common/syncml/writer.h"

namespace pim::console {

namespace {

Json json_device(const store::Device& device) {
  return {{"id", device.number},
          {"name", device.name},
          {"device", device.device.empty() ? Json() : Json(device.device)},
          {"created_at", json_time(device.created_at)},
          {"used_at", json_time(device.used_at)}};
}

/// What it calls itself: "Nokia E61".
std::string model_of(const store::Pairing& pairing) {
  if (pairing.dev_inf.empty()) {
    return {};
  }
  const auto info = syncml::decode_dev_inf(syncml::encoding_of(pairing.dev_inf), pairing.dev_inf);
  if (!info) {
    return {};  // it was read once; a later version of ours is stricter
  }
  return info->man + (info->man.empty() || info->mod.empty() ? "" : " ") + info->mod;
}

/// Devices that have synced, each with its collections.
Json json_seen(const std::vector<store::Pairing>& pairings) {
  std::map<std::string, Json> seen;
  std::map<std::string, Seconds> last;
  for (const store::Pairing& pairing : pairings) {
    if (pairing.peer != store::PeerKind::Device) {
      continue;
    }
    Json& device = seen[pairing.side];
    if (device.is_null()) {
      device = {{"device", pairing.side}, {"model", ""}, {"collections", Json::array()}};
    }
    if (device["model"].get_ref<const std::string&>().empty()) {
      device["model"] = model_of(pairing);
    }
    device["collections"].push_back(pairing.collection);
    Seconds& at = last[pairing.side];
    at = std::max(at, pairing.last_anchor);
    device["last_session_at"] = json_time(at);
  }
  Json list = Json::array();
  for (auto& [side, device] : seen) {
    list.push_back(std::move(device));
  }
  return list;
}

Answer list_devices(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const auto devices, work->devices());
  PIM_TRY(const auto pairings, work->pairings());
  Json rows = Json::array();
  for (const store::Device& device : devices) {
    rows.push_back(json_device(device));
  }
  Json page = json_page("passwords", std::move(rows), {});
  page["seen"] = json_seen(pairings);
  return json_response(200, page);
}

/// Makes a password. It is in this answer and nowhere else.
Answer create_device(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const Members members, Members::read(call.request.body, {"name", "device"}));
  PIM_TRY(const auto name, members.text("name", limits::MaxName));
  PIM_TRY(const auto id, members.text("device", limits::MaxName));
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  const std::string password = session::new_device_password(call.services.random);
  store::Device device;
  device.name = name.value_or("");
  device.device = id.value_or("");
  device.created_at = call.services.clock.now();
  const auto number = session::reserve_device(*work, device);
  if (!number && number.error().code == ErrorCode::Full) {
    return trouble(Trouble::TooMany, number.error().message);
  }
  PIM_TRY(device.number, number);
  PIM_TRY(device.sealed,
          call.seal(password, session::device_purpose(work->owner(), device.number)));
  PIM_CHECK(work->put_device(device));
  PIM_CHECK(work->commit());
  Json answer = json_device(device);
  answer["user"] = call.request.user;
  answer["password"] = password;
  return json_response_at(201, answer, call.link("/devices/" + std::to_string(device.number)));
}

Answer delete_device(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const std::int64_t number, number_in_address(call.captures[0], "password of a device"));
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  PIM_TRY(const auto devices, work->devices());
  if (std::ranges::find(devices, number, &store::Device::number) == devices.end()) {
    return not_found("password of a device", call.captures[0]);
  }
  PIM_CHECK(work->drop_device(number));
  PIM_CHECK(work->commit());
  return no_content();
}

}  // namespace

std::span<const Route> device_routes() {
  static constexpr Route Routes[] = {
      {"GET", "/devices", Body::None, list_devices},
      {"POST", "/devices", Body::Object, create_device},
      {"DELETE", "/devices/*", Body::None, delete_device},
  };
  return Routes;
}

}  // namespace pim::console
