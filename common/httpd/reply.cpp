// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/reply.h"

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "common/httpd/pool.h"
#include "common/httpd/httpd_headers.h"

#include <apr_portable.h>

namespace pim::httpd {
namespace {

/// httpd's output filter keeps a worker until no more than 64 KiB in memory are unsent; what is a
/// file waits for a slow reader without one (event MPM, without TLS: mod_ssl makes memory of it).
constexpr std::size_t LargestInMemory = 48 * 1024;

/// The body as an unnamed file in memory, or null where the system gives none.
apr_file_t* as_file(apr_pool_t* pool, std::string_view body) {
  apr_os_file_t handle = ::memfd_create("pim-reply", MFD_CLOEXEC);
  if (handle < 0) {
    return nullptr;
  }
  for (std::size_t written = 0; written < body.size();) {
    const ssize_t count = ::write(handle, body.data() + written, body.size() - written);
    if (count <= 0) {
      ::close(handle);
      return nullptr;
    }
    written += static_cast<std::size_t>(count);
  }
  apr_file_t* borrowed = nullptr;
  // by sendfile whatever EnableSendfile says: pieces that were read would count as memory again,
  // and the reasons against it are file systems on networks. Both read by position: no winding
  // back.
  if (apr_os_file_put(&borrowed, &handle, APR_FOPEN_READ | APR_FOPEN_SENDFILE_ENABLED, pool) !=
      APR_SUCCESS) {
    ::close(handle);
    return nullptr;
  }
  // What was put no pool closes, nor does it when the connection takes the file over for a slow
  // reader. A duplicate is its pool's own, and goes over with its closing.
  apr_file_t* file = nullptr;
  const apr_status_t result = apr_file_dup(&file, borrowed, pool);
  ::close(handle);
  return result == APR_SUCCESS ? file : nullptr;
}

void send_body(request_rec* request, std::string_view body) {
  apr_file_t* const file = body.size() > LargestInMemory ? as_file(request->pool, body) : nullptr;
  if (file == nullptr) {
    ap_rwrite(body.data(), static_cast<int>(body.size()), request);
    return;
  }
  conn_rec* const connection = request->connection;
  apr_bucket_brigade* const brigade = apr_brigade_create(request->pool, connection->bucket_alloc);
  apr_bucket* const bucket =
      apr_bucket_file_create(file, 0, body.size(), request->pool, connection->bucket_alloc);
  apr_bucket_file_enable_mmap(bucket, 0);  // mapped, it would count as memory
  APR_BRIGADE_INSERT_TAIL(brigade, bucket);
  ap_pass_brigade(request->output_filters, brigade);
}

}  // namespace

int send_reply(request_rec* request, int status, std::string_view content_type,
               std::string_view body) {
  request->status = status;
  if (!content_type.empty()) {
    ap_set_content_type(request, in_pool(request->pool, content_type));
  }
  if (apr_table_get(request->headers_out, "Cache-Control") == nullptr) {
    apr_table_setn(request->headers_out, "Cache-Control", "no-store");
  }
  ap_set_content_length(request, static_cast<apr_off_t>(body.size()));
  if (!request->header_only && !body.empty()) {
    send_body(request, body);
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
