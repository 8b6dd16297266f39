// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/directives.h"

#include <algorithm>
#include <array>
#include <functional>

#include "common/base/text.h"
#include "common/content/zone_system.h"
#include "common/httpd/portal_directives.h"
#include "common/httpd/settings.h"
#include "common/httpd/values.h"
#include "mod_syncml/config.h"
#include "common/httpd/httpd_headers.h"

namespace pim::mod_syncml {
namespace {

using httpd::Directive;
using syncml::Version;

constexpr std::uint64_t MinTimeout = 60;
constexpr std::uint64_t MaxTimeout = 86'400;

struct Module {
  static Settings& settings(const server_rec* server) { return config_of(server).settings; }
};

Status set_store(Settings& settings, const Directive& directive, std::string_view engine,
                 std::string_view path) {
  config_of(directive.parms()->server).store_at = directive.place();
  return httpd::set_store(settings, directive, engine, path);
}

Status add_provider(Settings& settings, const Directive& directive, std::string_view name) {
  PIM_TRY(std::string provider, httpd::read_name(directive.name(), name));
  if (!settings.providers) {
    settings.providers.emplace();
    config_of(directive.parms()->server).providers_at = directive.place();
  }
  settings.providers->push_back(std::move(provider));
  return {};
}

Status add_way(Settings& settings, const Directive& directive, std::string_view way) {
  constexpr std::array<std::string_view, 3> Ways = {"basic", "device-password", "md5"};
  if (std::ranges::find(Ways, way) == Ways.end()) {
    return fail(ErrorCode::Malformed, std::string(directive.name()) + ": '" + std::string(way) +
                                          "' is none of basic, device-password and md5");
  }
  if (!settings.ways) {
    settings.ways.emplace();
  }
  settings.ways->emplace_back(way);
  return {};
}

Status add_version(Settings& settings, const Directive& directive, std::string_view number) {
  constexpr std::array All = {Version::V10, Version::V11, Version::V12};
  const auto version = std::ranges::find(All, number, syncml::ver_dtd_of);
  if (version == All.end()) {
    return httpd::refuse(directive.name(), number, "one or more of 1.0, 1.1 and 1.2");
  }
  if (!settings.versions) {
    settings.versions.emplace();
  }
  settings.versions->push_back(*version);
  return {};
}

Status set_wbxml(Settings& settings, const Directive&, bool on) {
  settings.wbxml = on;
  return {};
}

Status set_public_url(Settings& settings, const Directive& directive, std::string_view url) {
  PIM_TRY(settings.public_url, httpd::read_url(directive.name(), url));
  return {};
}

Status set_insecure(Settings& settings, const Directive&, bool on) {
  settings.insecure = on;
  return {};
}

Status set_session_timeout(Settings& settings, const Directive& directive,
                           std::string_view seconds) {
  PIM_TRY(const std::uint64_t value,
          httpd::read_number(directive.name(), seconds, MinTimeout, MaxTimeout));
  settings.session_timeout = static_cast<Seconds>(value);
  return {};
}

Status set_device_zone(Settings& settings, const Directive& directive, std::string_view name) {
  if (content::system_zone(name) == nullptr) {
    return fail(ErrorCode::Malformed, std::string(directive.name()) + ": '" + std::string(name) +
                                          "' is no time zone that this system knows; write it as "
                                          "Europe/Berlin (package tzdata)");
  }
  settings.device_zone = name;
  return {};
}

Status set_purging_devices(Settings& settings, const Directive& directive, std::string_view model) {
  const bool word = equals_ignore_case(model, "None") || equals_ignore_case(model, "All");
  const auto& before = settings.purging_devices;
  const bool word_before = before && (before->empty() || before->front().empty());
  if (before && (word || word_before)) {
    return fail(ErrorCode::Malformed,
                std::string(directive.name()) + ": All or None stands alone, once");
  }
  if (!settings.purging_devices) {
    settings.purging_devices.emplace();
  }
  if (!equals_ignore_case(model, "None")) {
    settings.purging_devices->push_back(word ? std::string() : std::string(model));
  }
  return {};
}

Status set_engine(PlaceConfig& place, const Directive& directive, bool on) {
  PIM_CHECK(httpd::only_in_location(directive, "/syncml"));
  place.settings.engine = on;
  ServerConfig& server = config_of(directive.parms()->server);
  if (on) {
    server.engine_at = directive.place();
  }
  place.settings.location = directive.parms()->path;
  httpd::overlay(server.settings.engine_places,
                 std::vector<httpd::ServedPlace>{{*place.settings.location, on}});
  return {};
}

}  // namespace

std::vector<Version> Settings::versions_or_default() const {
  std::vector<Version> all =
      versions.value_or(std::vector{Version::V10, Version::V11, Version::V12});
  std::ranges::sort(all, std::greater{});
  const auto doubled = std::ranges::unique(all);
  all.erase(doubled.begin(), doubled.end());
  return all;
}

const command_rec Directives[] = {
    httpd::takes_place_flag<PlaceConfig, set_engine>("SyncMLEngine",
                                                     "On: this <Location> is a SyncML server; Off"),
    httpd::takes_two<Module, set_store>(
        "SyncMLStore",
        "the store: 'sqlite' and its file's path, or 'postgresql' and a connection string"),
    httpd::takes_one<Module, httpd::set_portal>(
        "SyncMLPortal", "the name of this server's portal in the store; default 'default'"),
    httpd::takes_one<Module, httpd::set_key_file>(
        "SyncMLKeyFile", "the file made by pimctl keygen that seals stored passwords"),
    httpd::takes_one<Module, httpd::set_state_dir>(
        "SyncMLStateDir", "a folder that httpd's children may write; default: the store's"),
    httpd::takes_one<Module, httpd::set_max_msg_size>(
        "SyncMLMaxMsgSize", "the largest message, 1K to 512K; default 512K"),
    httpd::takes_two<Module, httpd::set_guard>(
        "SyncMLDeletionGuard",
        "PERCENT COUNT: more deletions than both of them wait for a person; default 20 10"),
    httpd::takes_words<Module, add_provider>(
        "SyncMLAuthProvider", "httpd's authentication providers, in their order; default 'file'"),
    httpd::takes_words<Module, add_way>(
        "SyncMLAuth",
        "what clients sign in by: basic, device-password, md5; default 'basic device-password'"),
    httpd::takes_words<Module, add_version>(
        "SyncMLVersions", "the versions of SyncML that are spoken; default '1.0 1.1 1.2'"),
    httpd::takes_flag<Module, set_wbxml>("SyncMLWBXML",
                                         "Off: messages are taken as XML only; default On"),
    httpd::takes_one<Module, set_public_url>(
        "SyncMLPublicURL", "the <Location> as clients reach it, behind a reverse proxy"),
    httpd::takes_flag<Module, set_insecure>(
        "SyncMLInsecure", "On: passwords are taken over connections without TLS; default Off"),
    httpd::takes_one<Module, set_session_timeout>(
        "SyncMLSessionTimeout", "seconds a session may be silent, 60 to 86400; default 600"),
    httpd::takes_one<Module, set_device_zone>(
        "SyncMLDeviceZone", "the time zone of devices that say none, such as Europe/Berlin"),
    httpd::takes_words<Module, set_purging_devices>(
        "SyncMLPurgingDevices",
        "makers and models that delete past events by themselves, All or None; default Nokia"),
    httpd::EndOfTable};

}  // namespace pim::mod_syncml
