// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/portal_directives.h"

#include "common/base/limits.h"
#include "common/httpd/values.h"
#include "common/sql/store_address.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {
namespace {

constexpr std::uint64_t MaxGuardCount = 1'000'000;

Result<std::string> read_path(const Directive& directive, std::string_view path) {
  std::string full = path.empty() ? std::string() : directive.path(path);
  if (full.empty()) {
    return refuse(directive.name(), path, "a path, absolute or below ServerRoot");
  }
  return full;
}

}  // namespace

/// Nothing is opened here: a database that is away is no configuration mistake.
Status set_store(PortalSettings& settings, const Directive& directive, std::string_view engine,
                 std::string_view place) {
  if (engine == "sqlite") {
    PIM_TRY(settings.store_path, read_path(directive, place));
    return {};
  }
  if (engine != "postgresql") {
    return refuse(directive.name(), engine,
                  "'sqlite' and the path of the store file, or 'postgresql' and a connection "
                  "string in quotes");
  }
  const auto address = sql::StoreAddress::make(engine, place);
  if (!address) {  // its value may hold a password
    return fail(ErrorCode::Malformed,
                std::string(directive.name()) + " postgresql: " + address.error().message + ".");
  }
  settings.store_path = address->text();
  return {};
}

Status set_portal(PortalSettings& settings, const Directive& directive, std::string_view name) {
  PIM_TRY(settings.portal, read_name(directive.name(), name));
  return {};
}

Status set_key_file(PortalSettings& settings, const Directive& directive, std::string_view path) {
  PIM_TRY(settings.key_file, read_path(directive, path));
  return {};
}

Status set_state_dir(PortalSettings& settings, const Directive& directive, std::string_view path) {
  PIM_TRY(settings.state_dir, read_path(directive, path));
  return {};
}

Status set_max_msg_size(PortalSettings& settings, const Directive& directive,
                        std::string_view size) {
  PIM_TRY(settings.max_msg_size,
          read_size(directive.name(), size, limits::MinMsgSize, limits::MaxMsgSize));
  return {};
}

Status set_guard(PortalSettings& settings, const Directive& directive, std::string_view percent,
                 std::string_view count) {
  if (percent.ends_with('%')) {
    percent.remove_suffix(1);
  }
  PIM_TRY(const std::uint64_t share, read_number(directive.name(), percent, 0, 100));
  PIM_TRY(const std::uint64_t free, read_number(directive.name(), count, 0, MaxGuardCount));
  settings.guard = sync::GuardLimits{static_cast<unsigned>(share), static_cast<unsigned>(free)};
  return {};
}

std::string name_of(const server_rec* server) {
  const bool of_address = server->port == 0 && server->addrs != nullptr;
  return text_of(server->server_hostname) + ":" +
         std::to_string(of_address ? server->addrs->host_port : server->port);
}

Status check_has_store(const PortalSettings& own, const PortalSettings& told_by_other,
                       std::string_view switched_on_at, std::string_view directive,
                       std::string_view store_directive) {
  if (switched_on_at.empty() || own.store_path || told_by_other.store_path) {
    return {};
  }
  std::string sentence(switched_on_at);
  sentence.append(": ").append(directive).append(" is On, but no store is named; make one with ");
  sentence.append("'pimctl store init sqlite PATH' and add '").append(store_directive);
  sentence.append(" sqlite PATH' to this server.");
  return fail(ErrorCode::Malformed, std::move(sentence));
}

}  // namespace pim::httpd
