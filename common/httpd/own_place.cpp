// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/own_place.h"

#include <string_view>

#include "common/httpd/httpd_headers.h"

namespace pim::httpd {
namespace {

constexpr const char* Note = "pim-own-place";

/// Not where somebody has led the request elsewhere since. What a <Location> says is not known any
/// more when storage is asked for: httpd has put the server's own configuration in its place.
bool is_own_place(const request_rec* request) {
  const char* const noted = apr_table_get(request->notes, Note);
  return noted != nullptr && request->uri != nullptr && request->proxyreq == PROXYREQ_NONE &&
         std::string_view(noted) == request->uri;
}

}  // namespace

int note_own_place(request_rec* request, bool on) noexcept {
  if (on && request->uri != nullptr) {
    apr_table_set(request->notes, Note, request->uri);
  }
  return Declined;
}

int translate_own_place(request_rec* request) noexcept {
  if (!is_own_place(request)) {
    return Declined;
  }
  request->filename = apr_pstrdup(request->pool, request->uri);
  return Ok;
}

int map_own_place(request_rec* request) noexcept {
  if (!is_own_place(request)) {
    return Declined;
  }
  request->handler =
      "pimsync";  // without one, mod_dir has its FallbackResource for what is no file
  return Ok;
}

}  // namespace pim::httpd
