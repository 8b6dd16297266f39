// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/directives.h"

#include <apr_fnmatch.h>
#include <strings.h>

#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

std::string Directive::path(std::string_view file) const {
  return text_of(ap_server_root_relative(parms_->temp_pool, in_pool(parms_->temp_pool, file)));
}

std::string Directive::place() const {
  const ap_directive_t* const at = parms_->directive;
  return at == nullptr ? std::string("the configuration")
                       : text_of(at->filename) + " line " + std::to_string(at->line_num);
}

namespace {

/// In <LocationMatch>, <Location ~ ...>, or under a path with wildcards: no prefix of an address
/// that could be taken off to see what is asked for.
bool in_pattern(const cmd_parms& parms) {
  for (const ap_directive_t* at = parms.directive; at != nullptr; at = at->parent) {
    const char* rest = at->args == nullptr ? "" : at->args;
    const bool tilde = text_of(ap_getword_conf(parms.temp_pool, &rest)) == "~";  // also as "~"
    if (strcasecmp(at->directive, "<LocationMatch") == 0 ||
        (tilde && strcasecmp(at->directive, "<Location") == 0)) {
      return true;
    }
  }
  return apr_fnmatch_test(parms.path) != 0;
}

}  // namespace

Status only_in_location(const Directive& directive, std::string_view example) {
  constexpr unsigned Elsewhere = NOT_IN_DIRECTORY | NOT_IN_FILES | NOT_IN_HTACCESS;
  const char* const path = directive.parms()->path;
  if (ap_check_cmd_context(directive.parms(), Elsewhere) == nullptr && path != nullptr &&
      path[0] == '/' && !in_pattern(*directive.parms())) {
    return {};
  }
  return fail(ErrorCode::Malformed, std::string(directive.name()) +
                                        " belongs inside a <Location> section with a plain path, "
                                        "such as <Location \"" +
                                        std::string(example) + "\">.");
}

}  // namespace pim::httpd
