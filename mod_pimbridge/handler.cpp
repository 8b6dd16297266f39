// SPDX-License-Identifier: Apache-2.0
#include "common/console/api.h"
#include "common/console/guards.h"
#include "common/console/pages/assets.h"
#include "common/console/pages/site.h"
#include "common/httpd/body.h"
#include "common/httpd/guard.h"
#include "common/httpd/pool.h"
#include "common/httpd/reply.h"
#include "common/httpd/request.h"
#include "common/httpd/store_errors.h"
#include "mod_pimbridge/child.h"
#include "common/httpd/httpd_headers.h"

namespace pim::mod_pimbridge {
namespace {

constexpr const char* ProductVersion = PIM_VERSION;

/// A condition that is there and says nothing is malformed, not absent: the caller meant one.
std::string condition(const request_rec* request, const char* name) {
  const char* const value = apr_table_get(request->headers_in, name);
  return value != nullptr && *value == '\0' ? " " : httpd::text_of(value);
}

console::Request request_value(request_rec* request, const Portal& portal,
                               const std::string& location, std::string path) {
  console::Request value;
  value.method = httpd::text_of(request->method);
  value.path = std::move(path);
  value.query = httpd::text_of(request->args);
  value.content_type = httpd::header(request, "Content-Type");
  value.accept = httpd::header(request, "Accept");
  value.if_match = condition(request, "If-Match");
  value.if_none_match = condition(request, "If-None-Match");
  value.idempotency_key = httpd::header(request, "Idempotency-Key");
  value.origin = httpd::header(request, "Origin");
  value.sec_fetch_site = httpd::header(request, "Sec-Fetch-Site");
  value.user = httpd::text_of(request->user);
  value.url_base = httpd::url_of(request, location, portal.public_url);
  if (!portal.engine_location.empty()) {
    value.device_url = !portal.engine_url.empty()
                           ? portal.engine_url
                           : console::origin_of(value.url_base) + portal.engine_location;
  }
  return value;
}

int send(request_rec* request, const console::Response& response) {
  for (const auto& [name, field] : response.headers) {
    apr_table_set(request->headers_out, name.c_str(), field.c_str());
  }
  return httpd::send_reply(request, response.status, response.content_type, response.body);
}

console::Problem problem_of_body(const Error& error, std::size_t limit) {
  if (error.code == ErrorCode::TooLarge) {
    return console::body_too_large(limit);
  }
  return {error.code == ErrorCode::Unavailable ? console::Trouble::BodyLate
                                               : console::Trouble::BodyBroken,
          error.message + " Nothing was changed. Send it again."};
}

/// A problem as the caller can read it: programs get a document, people a page.
console::Response tell(const console::Request& value, const console::Problem& problem) {
  return console::pages::is_api_path(value.path)
             ? console::problem_document(problem, value.url_base)
             : console::pages::problem_page(value, problem);
}

int serve(request_rec* request, Portal& portal, const std::string& location) {
  auto path = httpd::below(request, location);
  if (!path) {
    return HTTP_NOT_FOUND;
  }
  console::Request value = request_value(request, portal, location, std::move(*path));
  const bool api_path = console::pages::is_api_path(value.path);
  if (const auto limit =
          api_path ? console::body_limit(value) : console::pages::form_limit(value)) {
    auto body = httpd::read_body(request, *limit);
    if (!body) {
      return send(request, tell(value, problem_of_body(body.error(), *limit)));
    }
    value.body = std::move(*body);
  } else {
    httpd::leave_body(request);  // what is refused without it is refused below
  }
  store::Store* const store = portal.store();
  httpd::RequestLog error_log(request, module_index());
  httpd::StoreErrorLog log(error_log, portal.slot == nullptr ? nullptr : portal.slot->errors());
  if (store == nullptr) {
    if (portal.slot == nullptr) {
      log.write(LogLevel::Error, "PMB0008",
                "PimBridgeConsole is On, but no PimBridgeStore or SyncMLStore is named.");
    }
    if (const auto* const asset = console::pages::find_asset(value.path)) {
      return send(request,
                  console::pages::show_asset(*asset, httpd::header(request, "Accept-Encoding")));
    }
    const console::Problem away(Error{ErrorCode::Unavailable, "the store is not open", ""});
    log.write(LogLevel::Warning, console::info_of(away.trouble).code, away.cause);
    return send(request, tell(value, away));
  }
  Child& child = portal.child;
  const console::Api api(
      *store, child.clock, child.random, {portal.portal(), ProductVersion}, portal.peers,
      portal.peers, [&child] { child.runs.poke(); }, log);
  if (api_path) {
    return send(request, api.handle(value));
  }
  const console::pages::Site site(api, store->key(), portal.portal(), child.clock);
  return send(request, site.handle(std::move(value), httpd::header(request, "Accept-Encoding")));
}

}  // namespace

int handle(request_rec* request) noexcept {
  return httpd::guard_request(request, module_index(), "PMB0009", [request] {
    const PlaceSettings& place = place_of(request);
    if (!place.console.value_or(false)) {
      return httpd::Declined;
    }
    Portal* const portal = config_of(request->server).portal;
    if (portal == nullptr) {
      return HTTP_SERVICE_UNAVAILABLE;
    }
    const httpd::Inside::Visit inside(portal->child.inside);
    return serve(request, *portal, *place.location);
  });
}

}  // namespace pim::mod_pimbridge
