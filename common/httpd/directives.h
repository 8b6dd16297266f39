// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <string>
#include <string_view>

#include "common/base/result.h"
#include "common/httpd/pool.h"
#include "common/httpd/settings.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

// Directive tables. A setter is `Status set(Settings&, const Directive&, values...)`; the message
// of its error is what httpd prints, with file and line. `Module` below is a type with
// `static Settings& settings(const server_rec*)`; a place is the object of a <Location>.

/// The directive that is being read.
class Directive {
 public:
  explicit Directive(cmd_parms* parms) : parms_(parms) {}
  std::string_view name() const { return parms_->cmd->name; }
  /// A file below ServerRoot, or absolute; empty where the name is none.
  std::string path(std::string_view file) const;
  /// Where it stands, for checks that come after all has been read: "FILE line 12".
  std::string place() const;
  cmd_parms* parms() const { return parms_; }

 private:
  cmd_parms* parms_;
};

/// Runs a setter; what it says goes to httpd in pool memory, and no exception leaves it.
template <class Body>
const char* read_directive(cmd_parms* parms, Body&& body) noexcept {
  try {
    const Status status = std::forward<Body>(body)(Directive(parms));
    return status ? nullptr : in_pool(parms->pool, status.error().message);
  } catch (...) {
    return "the directive could not be read: out of memory";
  }
}

template <class Function>
command_rec entry(const char* name, Function* function, int where, cmd_how how, const char* help) {
  return {name, std::bit_cast<cmd_func>(function), nullptr, where, how, help};
}

inline constexpr command_rec EndOfTable = {nullptr, nullptr, nullptr, 0, RAW_ARGS, nullptr};

template <class Module, auto Set>
const char* set_one(cmd_parms* parms, void*, const char* value) noexcept {
  return read_directive(parms, [&](const Directive& directive) {
    return Set(Module::settings(parms->server), directive, value);
  });
}

template <class Module, auto Set>
const char* set_two(cmd_parms* parms, void*, const char* first, const char* second) noexcept {
  return read_directive(parms, [&](const Directive& directive) {
    return Set(Module::settings(parms->server), directive, first, second);
  });
}

template <class Module, auto Set>
const char* set_flag(cmd_parms* parms, void*, int on) noexcept {
  return read_directive(parms, [&](const Directive& directive) {
    return Set(Module::settings(parms->server), directive, on != 0);
  });
}

template <class Place, auto Set>
const char* set_place_flag(cmd_parms* parms, void* place, int on) noexcept {
  return read_directive(parms, [&](const Directive& directive) {
    return Set(*static_cast<Place*>(place), directive, on != 0);
  });
}

/// The table's rows: RSRC_CONF directives of one or two words, a flag, or a list of words.
template <class Module, auto Set>
command_rec takes_one(const char* name, const char* help) {
  return entry(name, &set_one<Module, Set>, RSRC_CONF, TAKE1, help);
}
template <class Module, auto Set>
command_rec takes_two(const char* name, const char* help) {
  return entry(name, &set_two<Module, Set>, RSRC_CONF, TAKE2, help);
}
template <class Module, auto Set>
command_rec takes_flag(const char* name, const char* help) {
  return entry(name, &set_flag<Module, Set>, RSRC_CONF, FLAG, help);
}
template <class Module, auto Set>
command_rec takes_words(const char* name, const char* help) {
  return entry(name, &set_one<Module, Set>, RSRC_CONF, ITERATE, help);
}
/// And a flag inside of <Location>.
template <class Place, auto Set>
command_rec takes_place_flag(const char* name, const char* help) {
  // everywhere, so that the setter can say where it belongs
  return entry(name, &set_place_flag<Place, Set>, ACCESS_CONF | RSRC_CONF, FLAG, help);
}

/// Malformed where a directive stands elsewhere than in <Location>: its module needs the path.
Status only_in_location(const Directive& directive, std::string_view example);

/// create_server_config for objects with default settings.
template <class Config>
void* create_config(apr_pool_t* pool, server_rec*) noexcept {
  return make_in<Config>(pool);
}

/// merge_*_config for objects with a member `settings`; the rest is that of the narrower one.
template <class Config>
void* merge_config(apr_pool_t* pool, void* base, void* narrower) noexcept {
  const auto& wide = *static_cast<const Config*>(base);
  const auto& narrow = *static_cast<const Config*>(narrower);
  auto* const result = make_in<Config>(pool, narrow);
  result->settings = merged(wide.settings, narrow.settings);
  return result;
}

/// A virtual host without a directive of the module has the main server's very object from httpd.
/// Gives it one of its own with the same settings: what is done to one must not be done to another.
/// Call it first of all when the configuration has been read (check_config).
template <class Config>
void separate_servers(apr_pool_t* pool, server_rec* main_server, const module* of) {
  const void* const shared = ap_get_module_config(main_server->module_config, of);
  for (server_rec* server = main_server->next; server != nullptr; server = server->next) {
    if (ap_get_module_config(server->module_config, of) == shared) {
      auto* const own = make_in<Config>(pool);
      own->settings = static_cast<const Config*>(shared)->settings;
      ap_set_module_config(server->module_config, of, own);
    }
  }
}

}  // namespace pim::httpd
