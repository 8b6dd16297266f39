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

// Directive tables. A setter is `Status set(Settings&, const Directive&, std::string_view...)`; its
// error's message is what httpd prints with file and line. Settings are reached through a traits
// type of the module:
//     struct X { using Server = ...; static Server& server(const server_rec*);
//                using Place = ...;  static constexpr auto record() -> module*; }
// where Server and Place are the objects httpd keeps per server and per <Location>.

/// The directive that is being read.
class Directive {
 public:
  explicit Directive(const cmd_parms* parms) : parms_(parms) {}
  std::string_view name() const { return parms_->cmd->name; }
  /// A file below ServerRoot, or absolute.
  std::string path(std::string_view file) const {
    const char* const full =
        ap_server_root_relative(parms_->temp_pool, in_pool(parms_->temp_pool, file));
    return full == nullptr ? std::string() : std::string(full);
  }
  const cmd_parms* parms() const { return parms_; }

 private:
  const cmd_parms* parms_;
};

/// Runs a setter; what it says goes to httpd in pool memory, an exception as well.
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
constexpr command_rec entry(const char* name, Function* function, int where, cmd_how how,
                            const char* help) {
  return {name, std::bit_cast<cmd_func>(function), nullptr, where, how, help};
}

inline constexpr command_rec end_of_table = {nullptr, nullptr, nullptr, 0, RAW_ARGS, nullptr};

/// The functions httpd calls for directives of a module's server settings.
template <class Module, auto Set>
const char* set_server(cmd_parms* parms, void*, const char* value) noexcept {
  return read_directive(parms, [&](const Directive& directive) {
    return Set(Module::settings(parms->server), directive, value);
  });
}

template <class Module, auto Set>
const char* set_server_two(cmd_parms* parms, void*, const char* first,
                           const char* second) noexcept {
  return read_directive(parms, [&](const Directive& directive) {
    return Set(Module::settings(parms->server), directive, first, second);
  });
}

template <class Module, auto Set>
const char* set_server_flag(cmd_parms* parms, void*, int on) noexcept {
  return read_directive(parms, [&](const Directive& directive) {
    return Set(Module::settings(parms->server), directive, on != 0);
  });
}

/// And of its settings per place.
template <class Place, auto Set>
const char* set_place_flag(cmd_parms* parms, void* place, int on) noexcept {
  return read_directive(parms, [&](const Directive& directive) {
    return Set(*static_cast<Place*>(place), directive, on != 0);
  });
}

/// Fails where a directive stands elsewhere than in <Location>: its module needs the path.
inline Status only_in_location(const Directive& directive) {
  const char* const trouble = ap_check_cmd_context(
      const_cast<cmd_parms*>(directive.parms()), NOT_IN_DIRECTORY | NOT_IN_FILES | NOT_IN_HTACCESS);
  const char* const path = directive.parms()->path;
  if (trouble != nullptr || path == nullptr || path[0] != '/') {
    return fail(ErrorCode::Malformed, std::string(directive.name()) +
                                          " belongs inside a <Location> section, such as "
                                          "<Location \"/syncml\">.");
  }
  return {};
}

/// create_*_config and merge_*_config for objects with a member `settings`.
template <class Config>
void* merge_config(apr_pool_t* pool, void* base, void* narrower) noexcept {
  auto* const result = make_in<Config>(pool, *static_cast<Config*>(narrower));
  result->settings =
      merged(static_cast<Config*>(base)->settings, static_cast<Config*>(narrower)->settings);
  return result;
}

}  // namespace pim::httpd
