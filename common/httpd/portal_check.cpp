// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/portal_check.h"

#include <vector>

#include "common/httpd/pool.h"
#include "common/httpd/portal_directives.h"
#include "common/httpd/settings.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

Status check_portals(const server_rec* main_server, Tell own, Tell other) {
  std::vector<StatedPortal> stated;
  for (const server_rec* server = main_server; server != nullptr; server = server->next) {
    const PimTold ours = ask(own, server);
    const PimTold theirs = ask(other, server);
    const PimTold& names_it = ours.store_at != nullptr ? ours : theirs;
    const bool serves = ours.serves != 0 || theirs.serves != 0;
    if (names_it.store_at == nullptr || (server == main_server && !serves)) {
      continue;
    }
    stated.push_back({name_of(server), names_it.store_at, text_of(names_it.store_path),
                      merged(told_by(other, server), told_by(own, server)).portal_or_default()});
  }
  return check_distinct(stated);
}

}  // namespace pim::httpd
