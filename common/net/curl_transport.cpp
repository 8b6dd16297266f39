// SPDX-License-Identifier: Apache-2.0
#include "common/net/curl_transport.h"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "common/net/address_guard.h"
#include "common/net/curl_faults.h"
#include "common/net/curl_pool.h"

namespace pim::net {

class CurlTransport::Pool : public CurlPool {};

/// One request under way; its callbacks are called by libcurl within post().
struct CurlTransport::Exchange {
  const HttpRequest& request;
  const NamedPeer* peer;
  const std::stop_token& stop;
  std::size_t max_reply;
  CURL* handle = nullptr;
  CurlList headers;
  std::string body;
  Fault fault;

  static std::size_t on_body(char* data, std::size_t, std::size_t size, void* self) noexcept;
  static int on_progress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept;
  static curl_socket_t on_socket(void* self, curlsocktype, curl_sockaddr* address) noexcept;
};

std::size_t CurlTransport::Exchange::on_body(char* data, std::size_t, std::size_t size,
                                             void* self) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  if (size > exchange.max_reply - exchange.body.size()) {
    exchange.fault.too_large = true;
    return size + 1;  // anything but size ends the transfer
  }
  try {
    exchange.body.append(data, size);
    return size;
  } catch (...) {
    return size + 1;  // out of memory: no exception through C frames
  }
}

int CurlTransport::Exchange::on_progress(void* self, curl_off_t, curl_off_t, curl_off_t,
                                         curl_off_t) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  exchange.fault.stopped = exchange.stop.stop_requested();
  return exchange.fault.stopped ? 1 : 0;
}

curl_socket_t CurlTransport::Exchange::on_socket(void* self, curlsocktype,
                                                 curl_sockaddr* address) noexcept {
  auto& exchange = *static_cast<Exchange*>(self);
  if (exchange.peer == nullptr && !is_public_address(address->addr, address->addrlen)) {
    exchange.fault.guarded = true;
    return CURL_SOCKET_BAD;
  }
  exchange.fault.guarded = false;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

CurlTransport::CurlTransport(TransportConfig config, std::stop_token stop)
    : config_(std::move(config)), stop_(std::move(stop)), pool_(std::make_unique<Pool>()) {
  for (const NamedPeer& peer : config_.peers) {
    origins_.push_back(origin_of(peer.url).value_or(Origin{}));
  }
}

CurlTransport::~CurlTransport() = default;

const NamedPeer* CurlTransport::named(const Origin& origin) const {
  const auto found = std::ranges::find(origins_, origin);
  return found == origins_.end()
             ? nullptr
             : &config_.peers[static_cast<std::size_t>(found - origins_.begin())];
}

Status CurlTransport::check_allowed(const Origin& origin, const NamedPeer* peer) const {
  if (peer != nullptr) {
    return {};
  }
  if (config_.others == OtherPeers::Refused) {
    return fail(ErrorCode::Denied, "Only servers that the administrator has named may be used; " +
                                       origin.text() + " is none of them.");
  }
  if (origin.scheme != "https") {
    return fail(ErrorCode::Denied, origin.text() +
                                       " does not use https, so the password would be readable on "
                                       "its way.");
  }
  // Below 1024 are mail, file and name services that must not be poked at through this server.
  if (origin.port != 443 && origin.port < 1024) {
    return fail(ErrorCode::Denied, "The port of " + origin.text() + " is not one for https.");
  }
  return {};
}

void CurlTransport::prepare(Exchange& exchange) const {
  CURL* const h = exchange.handle;
  const HttpRequest& request = exchange.request;

  curl_easy_setopt(h, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(h, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(h, CURLOPT_PROXY, "");  // past a proxy the guard would see the proxy's address
  curl_easy_setopt(h, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(h, CURLOPT_USERAGENT, config_.user_agent.c_str());

  curl_easy_setopt(h, CURLOPT_POST, 1L);
  curl_easy_setopt(h, CURLOPT_POSTFIELDS, request.body.data());
  curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  // Without "Expect:" curl waits a second for a 100 that old servers never send.
  curl_slist* headers = curl_slist_append(nullptr, "Expect:");
  headers = curl_slist_append(headers, ("Content-Type: " + request.content_type).c_str());
  headers = curl_slist_append(headers, ("Accept: " + request.content_type).c_str());
  exchange.headers.reset(headers);
  curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);

  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(h, CURLOPT_TCP_NODELAY, 1L);
  const Seconds whole = std::max<Seconds>(request.timeout, 1);  // 0 would mean for ever
  curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT,
                   static_cast<long>(std::min(config_.connect_timeout, whole)));
  curl_easy_setopt(h, CURLOPT_TIMEOUT, static_cast<long>(whole));
  curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, static_cast<long>(config_.idle_timeout));

  curl_easy_setopt(h, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!exchange.fault.ca_file.empty()) {
    curl_easy_setopt(h, CURLOPT_CAINFO, exchange.fault.ca_file.c_str());
  }

  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &Exchange::on_body);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, &Exchange::on_progress);
  curl_easy_setopt(h, CURLOPT_XFERINFODATA, &exchange);
  curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, &Exchange::on_socket);
  curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, &exchange);
}

namespace {

HttpReply reply_of(CURL* handle, std::string body, const std::string& url) {
  HttpReply reply;
  long status = 0;
  curl_off_t retry_after = 0;
  const char* content_type = nullptr;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &retry_after);
  curl_easy_getinfo(handle, CURLINFO_CONTENT_TYPE, &content_type);
  reply.status = static_cast<int>(status);
  reply.retry_after = retry_after;
  reply.content_type = content_type == nullptr ? "" : content_type;
  reply.body = std::move(body);
  reply.url = url;
  return reply;
}

}  // namespace

Result<HttpReply> CurlTransport::post(const HttpRequest& request) {
  PIM_TRY(const Origin origin, origin_of(request.url));
  const NamedPeer* const peer = request.named ? named(origin) : nullptr;
  PIM_CHECK(check_allowed(origin, peer));

  Exchange exchange{request, peer, stop_, config_.max_reply, nullptr, {}, {}, {}};
  Fault& fault = exchange.fault;
  fault.ca_file = request.ca_file.empty() && peer != nullptr ? peer->ca_file : request.ca_file;
  fault.stopped = stop_.stop_requested();
  if (fault.stopped) {
    return Failure(error_of(fault, origin));
  }
  // A CA belongs to a connection's proof of who the peer is: no reuse across CAs. Nor does what was
  // typed reuse a connection that the guard has not seen.
  const std::string bucket = origin.text() + (peer == nullptr ? " typed " : " ") + fault.ca_file;
  CurlHandle handle = pool_->take(bucket);
  if (!handle) {
    return fail(ErrorCode::Full, "No memory for a connection to " + origin.text() + ".");
  }
  exchange.handle = handle.get();
  prepare(exchange);
  fault.code = curl_easy_perform(handle.get());
  if (fault.code != CURLE_OK) {
    curl_off_t connected = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_SSL_VERIFYRESULT, &fault.verify_result);
    curl_easy_getinfo(handle.get(), CURLINFO_CONNECT_TIME_T, &connected);
    fault.sent = connected > 0;
    return Failure(error_of(fault, origin));  // the handle goes, and with it a doubtful connection
  }
  HttpReply reply = reply_of(handle.get(), std::move(exchange.body), request.url);
  pool_->give(std::move(handle), bucket);
  return reply;
}

}  // namespace pim::net
