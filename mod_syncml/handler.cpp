// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>

#include "common/base/limits.h"
#include "common/httpd/authn.h"
#include "common/httpd/body.h"
#include "common/httpd/guard.h"
#include "common/httpd/pool.h"
#include "common/httpd/reply.h"
#include "common/httpd/request.h"
#include "common/httpd/store_errors.h"
#include "mod_syncml/child.h"
#include "common/httpd/httpd_headers.h"

namespace pim::mod_syncml {
namespace {

constexpr std::string_view RetrySeconds = "30";

/// Replies without a body of their own, in words for whoever looks with a browser.
std::string_view sentence_of(int status, bool wbxml) {
  switch (status) {
    case HTTP_BAD_REQUEST: return "This is no SyncML message that can be read.";
    case HTTP_NOT_FOUND: return "There is nothing at this address.";
    case HTTP_REQUEST_TIME_OUT: return "The message did not come in time.";
    case HTTP_REQUEST_ENTITY_TOO_LARGE: return "The message is larger than this server takes.";
    case HTTP_UNSUPPORTED_MEDIA_TYPE:
      return wbxml ? "Send SyncML as application/vnd.syncml+xml or +wbxml."
                   : "Send SyncML as application/vnd.syncml+xml: WBXML is switched off here.";
    case HTTP_SERVICE_UNAVAILABLE: return "The service cannot be used at present; try again later.";
    default: return "The message could not be served.";
  }
}

std::string secret_of(const HashKey& key) {
  return {reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()};
}

/// Logins through httpd's providers, and passwords of devices by the portal's key.
class DeviceLogin final : public session::Authenticator {
 public:
  DeviceLogin(request_rec* request, const std::vector<std::string>& providers,
              httpd::LoginCache& cache, std::string realm, httpd::Braking braking,
              httpd::KeySlot& keys)
      : users_(request, providers, cache, std::move(realm), std::move(braking)), keys_(keys) {}

  session::Login check(std::string_view user, std::string_view password) override {
    return users_.check(user, password);
  }
  Seconds retry_after() const override { return users_.retry_after(); }
  Result<std::string> unseal(std::string_view sealed, std::string_view purpose) override {
    PIM_TRY(const vault::Vault* const vault, keys_.get());
    return vault->open(sealed, purpose);
  }

 private:
  httpd::ProviderLogin users_;
  httpd::KeySlot& keys_;
};

/// One POST at an address where the engine is on.
class Visit {
 public:
  Visit(request_rec* request, const Portal& portal, std::string location)
      : request_(request),
        portal_(portal),
        location_(std::move(location)),
        error_log_(request, module_index()),
        store_log_(error_log_, portal.slot == nullptr ? nullptr : portal.slot->errors()),
        log_(store_log_, portal.child.metrics) {}

  int serve();

 private:
  int say(int status) {
    return httpd::send_sentence(request_, status, sentence_of(status, portal_.config.wbxml));
  }
  int say_unavailable();
  bool may_carry_passwords() const {
    return portal_.insecure || httpd::is_private(request_, portal_.public_url);
  }
  int refuse_clear_text();
  std::string realm() const;
  int reply_to(store::Store& store, std::string_view body, std::string_view below);

  request_rec* request_;
  const Portal& portal_;
  std::string location_;
  httpd::RequestLog error_log_;
  httpd::StoreErrorLog store_log_;
  CountingLog log_;
};

int Visit::say_unavailable() {
  apr_table_setn(request_->headers_out, "Retry-After",
                 httpd::in_pool(request_->pool, RetrySeconds));
  return say(HTTP_SERVICE_UNAVAILABLE);
}

int Visit::refuse_clear_text() {
  log_.write(LogLevel::Warning, "SML0006",
             "A session without TLS was refused, since passwords could be read on the way. Use "
             "https; behind a proxy that does, set SyncMLPublicURL; SyncMLInsecure On takes the "
             "risk.");
  return httpd::send_sentence(request_, HTTP_FORBIDDEN,
                              "This server takes passwords over https only.");
}

int Visit::serve() {
  if (request_->method_number != M_POST) {
    return httpd::send_wrong_method(request_, "POST");
  }
  const char* const path = path_below(request_);
  if (path == nullptr) {
    return say(HTTP_NOT_FOUND);
  }
  if (!may_carry_passwords() && !portal_.config.digest) {
    return refuse_clear_text();
  }
  store::Store* const store = portal_.slot == nullptr ? nullptr : portal_.slot->get();
  if (store == nullptr) {
    if (portal_.slot == nullptr) {
      log_.write(LogLevel::Error, "SML0007", "SyncMLEngine is On, but no SyncMLStore is named.");
    }
    return say_unavailable();
  }
  // who sends a first message cannot know our limit yet; the core looks at both
  const std::size_t limit = std::max(portal_.config.max_msg_size, limits::FirstMsgSize);
  const auto body = httpd::read_body(request_, limit);
  if (!body) {
    const ErrorCode code = body.error().code;
    log_.write(LogLevel::Info, "SML0008", body.error().text());
    return say(code == ErrorCode::TooLarge      ? HTTP_REQUEST_ENTITY_TOO_LARGE
               : code == ErrorCode::Unavailable ? HTTP_REQUEST_TIME_OUT
                                                : HTTP_BAD_REQUEST);
  }
  return reply_to(*store, *body, path);
}

/// Where a password that was right is right again. Servers may share name and location, and their
/// port where a ServerName says one: where a server is defined tells them apart.
std::string Visit::realm() const {
  const server_rec& server = *request_->server;
  return httpd::text_of(server.defn_name) + "\n" + std::to_string(server.defn_line_number) + "\n" +
         std::to_string(server.port) + "\n" + httpd::text_of(server.server_hostname) + "\n" +
         portal_.config.portal + "\n" + location_;
}

int Visit::reply_to(store::Store& store, std::string_view body, std::string_view below) {
  session::ServerRequest request;
  request.body = body;
  request.content_type = httpd::header(request_, "Content-Type");
  request.handle = below.empty() ? below : below.substr(1);
  request.open_line = !may_carry_passwords();
  request.url = httpd::url_of(request_, location_, portal_.public_url);

  Child& child = portal_.child;
  DeviceLogin login(request_, portal_.providers, child.logins, realm(),
                    {config_of(ap_server_conf).brake, &child.clock, secret_of(store.key())},
                    *portal_.keys);
  const session::Server server(store, child.clock, child.random, log_, portal_.config);
  const auto begin = std::chrono::steady_clock::now();
  const session::ServerReply reply = server.handle(request, login);
  if (child.metrics != nullptr) {
    const auto took = std::chrono::steady_clock::now() - begin;
    child.metrics->message_seconds.take(static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
    child.metrics->take(request, reply);
  }

  apr_table_setn(request_->notes, "syncml-device", httpd::in_pool(request_->pool, reply.device));
  apr_table_setn(request_->notes, "syncml-result", httpd::in_pool(request_->pool, reply.summary));
  if (reply.retry_after > 0) {
    apr_table_setn(request_->headers_out, "Retry-After",
                   httpd::in_pool(request_->pool, std::to_string(reply.retry_after)));
  }
  if (reply.body.empty()) {
    return say(reply.status);
  }
  return httpd::send_reply(request_, reply.status, reply.content_type, reply.body);
}

}  // namespace

int handle(request_rec* request) noexcept {
  return httpd::guard_request(request, module_index(), "SML0009", [request] {
    const PlaceSettings& place = place_of(request);
    if (!place.engine.value_or(false)) {
      return httpd::Declined;
    }
    const Portal* const portal = config_of(request->server).portal;
    if (portal == nullptr) {
      return HTTP_SERVICE_UNAVAILABLE;
    }
    const httpd::Inside::Visit inside(portal->child.inside);
    return Visit(request, *portal, *place.location).serve();
  });
}

}  // namespace pim::mod_syncml
