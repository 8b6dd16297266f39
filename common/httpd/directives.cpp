// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/directives.h"

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

Status only_in_location(const Directive& directive, std::string_view example) {
  constexpr unsigned Elsewhere = NOT_IN_DIRECTORY | NOT_IN_FILES | NOT_IN_HTACCESS;
  const char* const path = directive.parms()->path;
  if (ap_check_cmd_context(directive.parms(), Elsewhere) == nullptr && path != nullptr &&
      path[0] == '/') {
    return {};
  }
  return fail(ErrorCode::Malformed, std::string(directive.name()) +
                                        " belongs inside a <Location> section with a plain path, "
                                        "such as <Location \"" +
                                        std::string(example) + "\">.");
}

}  // namespace pim::httpd
