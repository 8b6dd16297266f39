// SPDX-License-Identifier: Apache-2.0
#include "common/session/peer_info.h"

#include "common/syncml/status.h"

namespace pim::session {

int PeerInfo::take(const syncml::InfoCmd& info, syncml::Encoding encoding) {
  int result = syncml::status::Done;
  for (const syncml::Item& item : info.items) {
    if (!item.dev_inf) {
      continue;
    }
    auto read = syncml::decode_dev_inf(encoding, *item.dev_inf);
    if (!read) {
      result = syncml::status::BadRequest;
      continue;
    }
    dev_inf = std::move(*read);
    text = *item.dev_inf;
    mark = read_mark(*dev_inf);
  }
  return result;
}

}  // namespace pim::session
