// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/body.h"

#include <apr_buckets.h>

#include <algorithm>
#include <memory>

#include "common/base/text.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {
namespace {

constexpr std::size_t Block = 32 * 1024;
/// Of a body that is refused, so many times its limit is read and thrown away.
constexpr std::size_t Patience = 4;

struct DestroyBrigade {
  void operator()(apr_bucket_brigade* brigade) const { apr_brigade_destroy(brigade); }
};

enum class Part { More, End };

Failure read_trouble(apr_status_t status) {
  switch (ap_map_http_request_error(status, HTTP_BAD_REQUEST)) {
    case HTTP_REQUEST_ENTITY_TOO_LARGE:
      return fail(ErrorCode::TooLarge, "The request is larger than LimitRequestBody allows.");
    case HTTP_REQUEST_TIME_OUT:
      return fail(ErrorCode::Unavailable, "The request did not come in time.");
    default: return fail(ErrorCode::Malformed, "The request's body could not be read.");
  }
}

/// Appends what a brigade holds; beyond `limit` it only counts.
Result<Part> take(apr_bucket_brigade* brigade, std::size_t limit, std::string& body,
                  std::size_t& size) {
  for (apr_bucket* bucket = APR_BRIGADE_FIRST(brigade); bucket != APR_BRIGADE_SENTINEL(brigade);
       bucket = APR_BUCKET_NEXT(bucket)) {
    if (APR_BUCKET_IS_EOS(bucket)) {
      return Part::End;
    }
    if (APR_BUCKET_IS_METADATA(bucket)) {
      continue;
    }
    const char* data = nullptr;
    apr_size_t length = 0;
    const apr_status_t status = apr_bucket_read(bucket, &data, &length, APR_BLOCK_READ);
    if (status != APR_SUCCESS) {
      return read_trouble(status);
    }
    size += length;
    if (size <= limit) {
      body.append(data, length);
    }
  }
  return Part::More;
}

/// 0 where it does not say.
std::size_t announced(const request_rec* request) {
  const char* const length = apr_table_get(request->headers_in, "Content-Length");
  return length == nullptr ? 0 : static_cast<std::size_t>(parse_unsigned(length).value_or(0));
}

}  // namespace

Result<std::string> read_body(request_rec* request, std::size_t limit) {
  const std::unique_ptr<apr_bucket_brigade, DestroyBrigade> brigade(
      apr_brigade_create(request->pool, request->connection->bucket_alloc));
  std::string body;
  body.reserve(std::min(announced(request), limit));
  std::size_t size = 0;
  Part part = Part::More;
  while (part == Part::More && size <= limit * Patience) {
    const apr_status_t status = ap_get_brigade(request->input_filters, brigade.get(),
                                               AP_MODE_READBYTES, APR_BLOCK_READ, Block);
    if (status != APR_SUCCESS) {
      return read_trouble(status);
    }
    PIM_TRY(part, take(brigade.get(), limit, body, size));
    apr_brigade_cleanup(brigade.get());
  }
  if (size > limit) {
    return fail(ErrorCode::TooLarge,
                "The request is larger than " + std::to_string(limit) + " octets.");
  }
  return body;
}

void leave_body(request_rec* request) {
  constexpr std::size_t Small = 64 * 1024;
  const bool unknown = apr_table_get(request->headers_in, "Transfer-Encoding") != nullptr;
  if (unknown || announced(request) > Small) {
    request->connection->keepalive = AP_CONN_CLOSE;
  }
}

}  // namespace pim::httpd
