// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/request.h"

#include <apr_network_io.h>

#include "common/httpd/pool.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {
namespace {

std::string_view without_slash(std::string_view path) {
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  return path;
}

bool is_loopback(const apr_sockaddr_t* address) {
  if (address == nullptr) {
    return false;
  }
  char* text = nullptr;
  auto* const mutable_address = const_cast<apr_sockaddr_t*>(address);
  if (apr_sockaddr_ip_get(&text, mutable_address) != APR_SUCCESS) {
    return false;
  }
  const std::string_view ip = text;
  return ip == "::1" || ip.starts_with("127.") || ip.starts_with("::ffff:127.");
}

}  // namespace

std::string header(const request_rec* request, const char* name) {
  return text_of(apr_table_get(request->headers_in, name));
}

std::optional<std::string> below(const request_rec* request, std::string_view location) {
  const std::string_view path = request->uri;
  const std::string_view base = without_slash(location);
  if (!path.starts_with(base) || (path.size() > base.size() && path[base.size()] != '/')) {
    return std::nullopt;
  }
  return std::string(path.substr(base.size()));
}

std::string url_of(const request_rec* request, std::string_view location,
                   std::string_view public_url) {
  if (!public_url.empty()) {
    return std::string(without_slash(public_url));
  }
  const std::string_view base = without_slash(location);
  return text_of(ap_construct_url(request->pool, in_pool(request->pool, base),
                                  const_cast<request_rec*>(request)));
}

bool is_private(const request_rec* request, std::string_view public_url) {
  conn_rec* const connection = request->connection;
  if (ap_ssl_conn_is_ssl(connection) != 0) {
    return true;
  }
  // mod_remoteip gives the request another address only where it trusts the proxy
  const bool proxied = request->useragent_addr != connection->client_addr;
  const bool near = is_loopback(connection->client_addr);
  if (public_url.starts_with("https://") && (proxied || near)) {
    return true;
  }
  return near && is_loopback(request->useragent_addr);
}

}  // namespace pim::httpd
