// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/shared_settings.h"

#include "common/httpd/httpd_headers.h"

namespace pim::httpd {
namespace {

const char* text(const std::optional<std::string>& value) {
  return value ? value->c_str() : nullptr;
}

std::optional<std::string> value(const char* text) {
  return text == nullptr ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

void tell(const PortalSettings& settings, PimTold* told) noexcept {
  if (told->size != sizeof(PimTold)) {
    return;  // of another version: better nothing than what it takes for something else
  }
  told->store_path = text(settings.store_path);
  told->portal = text(settings.portal);
  told->key_file = text(settings.key_file);
  told->state_dir = text(settings.state_dir);
  told->max_msg_size = settings.max_msg_size.value_or(0);
  told->guard_said = settings.guard ? 1 : 0;
  told->guard_percent = settings.guard_or_default().percent;
  told->guard_count = settings.guard_or_default().count;
}

void tell_places(const std::string& store_at, const std::string& on_at, PimTold* told) noexcept {
  if (told->size == sizeof(PimTold)) {
    told->store_at = store_at.empty() ? nullptr : store_at.c_str();
    told->serves = on_at.empty() ? 0 : 1;
  }
}

PimTold ask(Tell module, const server_rec* server) {
  PimTold told{};
  told.size = sizeof told;
  if (module != nullptr) {
    module(server, &told);
  }
  return told;
}

PortalSettings told_by(Tell other, const server_rec* server) {
  const PimTold told = ask(other, server);
  PortalSettings settings;
  settings.store_path = value(told.store_path);
  settings.portal = value(told.portal);
  settings.key_file = value(told.key_file);
  settings.state_dir = value(told.state_dir);
  if (told.max_msg_size != 0) {
    settings.max_msg_size = told.max_msg_size;
  }
  if (told.guard_said != 0) {
    settings.guard = sync::GuardLimits{told.guard_percent, told.guard_count};
  }
  return settings;
}

}  // namespace pim::httpd
