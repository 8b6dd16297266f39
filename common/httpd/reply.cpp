// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/reply.h"

#include <string>

#include "common/httpd/pool.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

int send_reply(request_rec* request, int status, std::string_view content_type,
               std::string_view body) {
  request->status = status;
  if (!content_type.empty()) {
    ap_set_content_type(request, in_pool(request->pool, content_type));
  }
  apr_table_setn(request->headers_out, "Cache-Control", "no-store");
  ap_set_content_length(request, static_cast<apr_off_t>(body.size()));
  if (!request->header_only && !body.empty()) {
    ap_rwrite(body.data(), static_cast<int>(body.size()), request);
  }
  return Ok;
}

int send_sentence(request_rec* request, int status, std::string_view sentence) {
  return send_reply(request, status, "text/plain; charset=utf-8", std::string(sentence) + "\n");
}

int send_wrong_method(request_rec* request, std::string_view allowed) {
  apr_table_setn(request->headers_out, "Allow", in_pool(request->pool, allowed));
  return send_sentence(request, HTTP_METHOD_NOT_ALLOWED,
                       "This address takes " + std::string(allowed) + " requests only.");
}

}  // namespace pim::httpd
