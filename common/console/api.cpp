// SPDX-License-Identifier: Apache-2.0
#include "common/console/api.h"

#include "common/base/digest.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/console/guards.h"
#include "common/console/media.h"
#include "common/console/route.h"

namespace pim::console {

namespace {

std::size_t largest_of(Body body) {
  switch (body) {
    case Body::None: return 0;
    case Body::Object: return limits::MaxJsonBody;
    case Body::Record: return 2 * limits::MaxObjSize;  // folded, or in another charset
    case Body::Records: return limits::MaxImport;
  }
  return 0;
}

Outcome<void> check_type(const Route& route, const Request& request) {
  if (route.body == Body::Object) {
    const auto type = parse_media_type(request.content_type);
    if (!type || type->type != "application/json") {
      return trouble(Trouble::WrongContentType,
                     "This request must say \"Content-Type: application/json\". Nothing was "
                     "changed. Send it again as JSON.");
    }
  }
  return {};
}

Outcome<void> check_caller(const Route& route, const Request& request) {
  if (route.caller == Caller::SignedIn && request.user.empty()) {
    return trouble(Trouble::SignIn,
                   "You are not signed in. Nothing was read or changed. Sign in with your name "
                   "and password at this portal.");
  }
  return {};
}

/// The route of a request that may go on, whatever its body is.
Outcome<Match> admit(const Request& request) {
  PIM_TRY(Match match, find_route(request.method, request.path));
  PIM_CHECK(check_caller(*match.route, request));
  PIM_CHECK(check_origin(request));
  PIM_CHECK(check_type(*match.route, request));
  return match;
}

/// Private data: not to be kept, framed, or taken for something else.
void add_common_headers(Response& response) {
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Content-Security-Policy",
                                "default-src 'none'; frame-ancestors 'none'");
}

/// JSON gets an entity tag of its octets where the handler has given none, so that a client that
/// asks again and again gets 304.
Outcome<void> make_conditional(const Request& request, Response& response) {
  std::string tag = response.header("ETag");
  const bool json = response.content_type == "application/json";
  if (changes_state(request.method) || response.status != 200 || (tag.empty() && !json)) {
    return {};
  }
  if (tag.empty()) {
    tag = '"' + hex_encode(sha256(response.body)).substr(0, 32) + '"';
    response.headers.emplace_back("ETag", tag);
  }
  if (request.if_none_match.empty()) {
    return {};
  }
  PIM_TRY(const bool same, names_tag(request.if_none_match, tag, TagMatch::Weak));
  if (same) {
    response.status = 304;
    response.content_type.clear();
    response.body.clear();
  }
  return {};
}

Answer options(const std::string& path) {
  std::string allowed = allowed_methods(path);
  if (allowed.empty()) {
    auto none = find_route("OPTIONS", path);
    return pass(none);
  }
  Response response;
  response.status = 204;
  response.headers.emplace_back("Allow", std::move(allowed));
  return response;
}

}  // namespace

Outcome<std::size_t> body_limit(const Request& request) {
  if (request.method == "OPTIONS") {
    return std::size_t{0};
  }
  PIM_TRY(const Match match, admit(request));
  return largest_of(match.route->body);
}

Problem body_too_large(std::size_t limit) {
  return {Trouble::BodyTooLarge,
          limit == 0 ? "This request takes no body. Nothing was changed. Send it without one."
                     : "The body is larger than " + std::to_string(limit) +
                           " octets. Nothing was changed. Send it in several parts."};
}

Api::Api(store::Store& store, const Clock& clock, Random& random, ApiConfig config, Sealer& sealer,
         const PeerDirectory& peers, std::function<void()> poke, LogSink& log)
    : services_{store, clock, random, std::move(config), sealer, peers, std::move(poke), log} {}

Answer Api::answer(const Request& request) const {
  if (request.method == "OPTIONS") {
    return options(request.path);
  }
  PIM_TRY(Match match, admit(request));
  if (const std::size_t largest = largest_of(match.route->body); request.body.size() > largest) {
    return tl::unexpected<Problem>(body_too_large(largest));
  }
  Call call{request, services_, std::move(match.captures)};
  PIM_TRY(Response response, match.route->handle(call));
  PIM_CHECK(make_conditional(request, response));
  return response;
}

void Api::log(const Problem& problem) const {
  const TroubleInfo& info = info_of(problem.trouble);
  if (info.status < 500 && problem.trouble != Trouble::RefusedByStore) {
    return;  // a caller's mistake is told to the caller
  }
  const LogLevel level = info.status == 503 ? LogLevel::Warning : LogLevel::Error;
  services_.log.write(level, info.code, problem.cause.empty() ? info.title : problem.cause);
}

Response Api::handle(const Request& request) const {
  Answer answer = this->answer(request);
  if (!answer) {
    log(answer.error());
  }
  Response response =
      answer ? std::move(*answer) : problem_document(answer.error(), request.url_base);
  if (request.method == "HEAD") {
    response.body.clear();
  }
  add_common_headers(response);
  return response;
}

}  // namespace pim::console
