// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/directives.h"

#include "common/base/text.h"
#include "common/httpd/portal_directives.h"
#include "common/httpd/values.h"
#include "common/net/origin.h"
#include "mod_pimbridge/config.h"
#include "common/httpd/httpd_headers.h"

namespace pim::mod_pimbridge {
namespace {

using httpd::Directive;

constexpr std::uint64_t MaxWorkers = 64;
constexpr std::uint64_t MinTimeout = 5;
constexpr std::uint64_t MaxTimeout = 3600;

struct Module {
  static Settings& settings(const server_rec* server) { return config_of(server).settings; }
};

Status set_store(Settings& settings, const Directive& directive, std::string_view engine,
                 std::string_view path) {
  config_of(directive.parms()->server).store_at = directive.place();
  return httpd::set_store(settings, directive, engine, path);
}

Status set_public_url(Settings& settings, const Directive& directive, std::string_view url) {
  PIM_TRY(settings.public_url, httpd::read_url(directive.name(), url));
  return {};
}

Status set_other_peers(Settings& settings, const Directive&, bool on) {
  settings.other_peers = on;
  return {};
}

Status set_workers(Settings& settings, const Directive& directive, std::string_view count) {
  PIM_TRY(const std::uint64_t workers, httpd::read_number(directive.name(), count, 1, MaxWorkers));
  settings.workers = static_cast<unsigned>(workers);
  return {};
}

Status set_console(PlaceConfig& place, const Directive& directive, bool on) {
  PIM_CHECK(httpd::only_in_location(directive, "/sync"));
  place.settings.console = on;
  if (on) {
    config_of(directive.parms()->server).console_at = directive.place();
  }
  place.settings.location = directive.parms()->path;
  return {};
}

// ---------------------------------------------------------------- <PimBridgePeer NAME>

/// The peer whose section is being read.
Result<PeerSettings*> open_peer(const Directive& directive) {
  ServerConfig& config = config_of(directive.parms()->server);
  if (!config.in_peer) {
    return fail(ErrorCode::Malformed,
                std::string(directive.name()) + " belongs inside a <PimBridgePeer NAME> section.");
  }
  return &config.settings.peers.back();
}

Status set_peer_url(Settings&, const Directive& directive, std::string_view value) {
  PIM_TRY(PeerSettings* const peer, open_peer(directive));
  PIM_TRY(peer->url, httpd::read_url(directive.name(), value));
  if (const auto origin = net::origin_of(peer->url); !origin) {
    return fail(ErrorCode::Malformed,
                std::string(directive.name()) + " '" + peer->url + "': " + origin.error().message);
  }
  return {};
}

Status set_peer_title(Settings&, const Directive& directive, std::string_view title) {
  PIM_TRY(PeerSettings* const peer, open_peer(directive));
  if (!is_valid_utf8(title)) {
    return httpd::refuse(directive.name(), title, "text in UTF-8");
  }
  peer->title = title;
  return {};
}

Status set_peer_ca(Settings&, const Directive& directive, std::string_view file) {
  PIM_TRY(PeerSettings* const peer, open_peer(directive));
  peer->ca_file = directive.path(file);
  if (file.empty() || peer->ca_file.empty()) {
    return httpd::refuse(directive.name(), file, "a path, absolute or below ServerRoot");
  }
  return {};
}

Status set_peer_timeout(Settings&, const Directive& directive, std::string_view seconds) {
  PIM_TRY(PeerSettings* const peer, open_peer(directive));
  PIM_TRY(const std::uint64_t value,
          httpd::read_number(directive.name(), seconds, MinTimeout, MaxTimeout));
  peer->timeout = static_cast<Seconds>(value);
  return {};
}

Status set_peer_auth(Settings&, const Directive& directive, std::string_view way) {
  PIM_TRY(PeerSettings* const peer, open_peer(directive));
  if (way != "basic" && way != "md5" && way != "any") {
    return httpd::refuse(directive.name(), way, "basic, md5 or any");
  }
  peer->may_send_password = way != "md5";
  peer->may_send_digest = way != "basic";
  return {};
}

Status read_peer_section(const Directive& directive, void* place, std::string_view arguments) {
  ServerConfig& config = config_of(directive.parms()->server);
  arguments = trim(arguments);
  if (config.in_peer || !arguments.ends_with('>')) {
    return fail(ErrorCode::Malformed,
                "<PimBridgePeer NAME> must end with '>' and not stand within another one.");
  }
  arguments.remove_suffix(1);
  arguments = trim(arguments);
  if (arguments.size() > 1 && arguments.starts_with('"') && arguments.ends_with('"')) {
    arguments = arguments.substr(1, arguments.size() - 2);
  }
  PeerSettings peer;
  PIM_TRY(peer.name, httpd::read_name("<PimBridgePeer NAME>", arguments));
  for (const PeerSettings& other : config.settings.peers) {
    if (other.name == peer.name) {
      return fail(ErrorCode::Malformed, "<PimBridgePeer " + peer.name +
                                            "> stands here already; give this one another "
                                            "name.");
    }
  }
  config.settings.peers.push_back(peer);
  config.in_peer = true;
  cmd_parms* const parms = directive.parms();
  const char* const trouble =
      ap_walk_config(parms->directive->first_child, parms, static_cast<ap_conf_vector_t*>(place));
  config.in_peer = false;
  if (trouble != nullptr) {
    return fail(ErrorCode::Malformed, trouble);
  }
  if (config.settings.peers.back().url.empty()) {
    return fail(ErrorCode::Malformed, "<PimBridgePeer " + peer.name +
                                          "> needs a PimBridgePeerURL, such as "
                                          "https://town.example.org/syncml.");
  }
  return {};
}

const char* peer_section(cmd_parms* parms, void*, const char* arguments) noexcept {
  return httpd::read_directive(parms, [&](const Directive& directive) {
    return read_peer_section(directive, parms->context, arguments);
  });
}

}  // namespace

const command_rec Directives[] = {
    httpd::takes_place_flag<PlaceConfig, set_console>(
        "PimBridgeConsole", "On: this <Location> is the console and its API; Off"),
    httpd::takes_two<Module, set_store>(
        "PimBridgeStore", "as SyncMLStore, whose value is taken where this is not set"),
    httpd::takes_one<Module, httpd::set_portal>(
        "PimBridgePortal", "as SyncMLPortal, whose value is taken where this is not set"),
    httpd::takes_one<Module, httpd::set_key_file>(
        "PimBridgeKeyFile", "as SyncMLKeyFile, whose value is taken where this is not set"),
    httpd::takes_one<Module, httpd::set_state_dir>(
        "PimBridgeStateDir", "as SyncMLStateDir, whose value is taken where this is not set"),
    httpd::takes_one<Module, httpd::set_max_msg_size>(
        "PimBridgeMaxMsgSize", "as SyncMLMaxMsgSize, whose value is taken where this is not set"),
    httpd::takes_two<Module, httpd::set_guard>(
        "PimBridgeDeletionGuard",
        "as SyncMLDeletionGuard, whose value is taken where this is not set"),
    httpd::takes_one<Module, set_public_url>(
        "PimBridgePublicURL", "the console's <Location> as users reach it, behind a reverse proxy"),
    httpd::takes_flag<Module, set_other_peers>(
        "PimBridgeAllowOtherPeers",
        "On: users may type the address of a peer, https at public addresses only; default Off"),
    httpd::takes_one<Module, set_workers>(
        "PimBridgeWorkers", "threads of each child that drive runs, 1 to 64; default 4"),
    httpd::entry("<PimBridgePeer", &peer_section, RSRC_CONF, RAW_ARGS,
                 "a section that names a peer portal"),
    httpd::takes_one<Module, set_peer_url>("PimBridgePeerURL", "the peer's SyncML address"),
    httpd::takes_one<Module, set_peer_title>("PimBridgePeerTitle", "the peer's name for people"),
    httpd::takes_one<Module, set_peer_ca>("PimBridgePeerCA",
                                          "a file of certificates that may vouch for this peer"),
    httpd::takes_one<Module, set_peer_auth>(
        "PimBridgePeerAuth",
        "basic: only the password is sent; md5: only a digest of it; any (default): what is asked"),
    httpd::takes_one<Module, set_peer_timeout>(
        "PimBridgePeerTimeout", "seconds one message may take, 5 to 3600; default 120"),
    httpd::EndOfTable};

}  // namespace pim::mod_pimbridge
