// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/dump.h"

#include <algorithm>
#include <cstdio>
#include <string>

#include "common/httpd/portal_directives.h"
#include "common/sql/store_address.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {
namespace {

/// apachectl's output, as DUMP_VHOSTS and its like print theirs.
void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace

bool dump_is_wanted() {
  return ap_exists_config_define("DUMP_PIMSYNC") != 0;
}

bool Dump::begin(const PortalSettings& settings, std::string_view switched_on_at) {
  if (!settings.store_path && switched_on_at.empty()) {
    return false;
  }
  const std::string place =
      server_->defn_name == nullptr
          ? std::string("main server")
          : std::string(server_->defn_name) + " line " + std::to_string(server_->defn_line_number);
  print(std::string(module_) + " at " + name_of(server_) + " (" + place + "):\n");
  line("switched on", switched_on_at.empty() ? "not in this server's section" : switched_on_at);
  line("store", settings.store_path ? sql::StoreAddress::of(*settings.store_path).described()
                                    : std::string("none: 503"));
  line("portal", settings.portal_or_default());
  line("key file", settings.key_file.value_or("none"));
  line("state folder", settings.state_dir_or_default());
  line("largest message", std::to_string(settings.max_msg_size_or_default()));
  const sync::GuardLimits guard = settings.guard_or_default();
  line("deletions that wait",
       "above " + std::to_string(guard.percent) + " % and " + std::to_string(guard.count));
  return true;
}

void Dump::line(std::string_view name, std::string_view value) {
  constexpr std::size_t Width = 24;
  std::string text = "    " + std::string(name) + ": ";
  text.resize(std::max(text.size(), Width), ' ');
  print(text + std::string(value) + "\n");
}

}  // namespace pim::httpd
