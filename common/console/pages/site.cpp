// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/site.h"

#include <algorithm>
#include <array>
#include <utility>

#include "common/base/limits.h"
#include "common/console/guards.h"
#include "common/console/pages/assets.h"
#include "common/console/pages/frame.h"
#include "common/console/pages/page_route.h"
#include "common/console/pages/token.h"
#include "common/console/route.h"

namespace pim::console::pages {

namespace {

using Pages = std::span<const PageRoute> (*)();
constexpr std::array<Pages, 10> All = {
    connections_pages, connection_form_pages, connection_pages, run_pages,     decide_pages,
    record_list_pages, record_pages,          device_pages,     history_pages, help_pages};

struct Found {
  const PageRoute* route = nullptr;
  std::vector<std::string> captures;
  std::string allowed;
};

/// Adds a method to what "Allow" says, once; HEAD goes where GET goes.
void allow(std::string& allowed, std::string_view method) {
  const std::string entry = method == "GET" ? "GET, HEAD" : std::string(method);
  if (allowed.find(entry) == std::string::npos) {
    allowed += (allowed.empty() ? "" : ", ") + entry;
  }
}

Found find_page(std::string_view method, std::string_view path) {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  Found found;
  for (const Pages pages : All) {
    for (const PageRoute& route : pages()) {
      auto captures = match_pattern(route.pattern, path);
      if (!captures) {
        continue;
      }
      allow(found.allowed, route.method);
      if (route.method == wanted && found.route == nullptr) {
        found.route = &route;
        found.captures = std::move(*captures);
      }
    }
  }
  return found;
}

/// The path of "https://host/sync".
std::string path_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t path = scheme == std::string::npos ? 0 : url.find('/', scheme + 3);
  return path == std::string::npos ? std::string() : url.substr(path);
}

Problem no_page() {
  return {Trouble::NoSuchAddress,
          "There is no page at this address. Nothing was changed. Begin at the connections."};
}

/// The page of a request that may go on, whatever its body is.
Outcome<Found> find_allowed(const Request& request) {
  if (request.user.empty()) {
    return trouble(Trouble::SignIn,
                   "You are not signed in. Nothing was read or changed. Sign in with your name and "
                   "password at this portal.");
  }
  Found found = find_page(request.method, request.path);
  if (found.allowed.empty()) {
    return tl::unexpected<Problem>(no_page());
  }
  if (found.route == nullptr) {
    return tl::unexpected<Problem>(
        Problem(Trouble::WrongMethod,
                "This address takes " + found.allowed + ". Nothing was changed.")
            .with_header("Allow", found.allowed));
  }
  return found;
}

}  // namespace

Outcome<std::size_t> form_limit(const Request& request) {
  if (request.path.empty() || find_asset(request.path) != nullptr) {
    return std::size_t{0};
  }
  PIM_TRY(const Found found, find_allowed(request));
  PIM_CHECK(check_origin(request));
  if (found.route->method == "GET") {
    return std::size_t{0};
  }
  return found.route->takes == Takes::File ? limits::MaxImport : limits::MaxJsonBody;
}

bool is_api_path(std::string_view path) {
  return path == "/api" || path.starts_with("/api/");
}

Outcome<void> Site::check_form(Visit& visit, std::string body) const {
  PIM_CHECK(check_origin(visit.request));
  PIM_CHECK(visit.form.read(visit.request.content_type, std::move(body)));
  if (!is_form_token(visit.form.text("token"), key_, portal_, visit.request.user, visit.now)) {
    return trouble(Trouble::ForeignPage,
                   "This page was too old, or was made for somebody else. Nothing was changed. "
                   "Look it through and send it again.");
  }
  return {};
}

Response Site::answer_form(Visit& visit, std::string body, const PageRoute& route) const {
  auto checked = check_form(visit, std::move(body));
  auto done = checked ? route.handle(visit) : Answer(pass(checked));
  if (done) {
    return std::move(*done);
  }
  const Problem problem = done.error();
  auto again = route.again != nullptr ? route.again(visit, problem)
                                      : Answer(tl::unexpected<Problem>(problem));
  if (!again) {
    return show_problem(visit, problem);
  }
  again->status = info_of(problem.trouble).status;
  return std::move(*again);
}

Response Site::answer(Visit& visit, std::string body, std::string_view encodings) const {
  const Request& request = visit.request;
  if (request.path.empty()) {
    return go_to(visit, "/");
  }
  if (const Asset* asset = find_asset(request.path)) {
    return show_asset(*asset, encodings);
  }
  auto found = find_allowed(request);
  if (!found) {
    return show_problem(visit, found.error());
  }
  visit.captures = std::move(found->captures);
  if (request.method == "POST") {
    return answer_form(visit, std::move(body), *found->route);
  }
  auto page = found->route->handle(visit);
  return page ? std::move(*page) : show_problem(visit, page.error());
}

Response problem_page(const Request& request, const Problem& problem) {
  const Visit visit{request, nullptr, path_of(request.url_base), {}, 0};
  return show_problem(visit, problem);
}

Response Site::handle(Request request, std::string_view encodings) const {
  std::string body = std::exchange(request.body, {});
  const Seconds now = clock_.now();
  Visit visit{request, &api_, path_of(request.url_base),
              form_token(key_, portal_, request.user, now), now};
  Response response = answer(visit, std::move(body), encodings);
  if (request.method == "HEAD") {
    response.body.clear();
  }
  return response;
}

}  // namespace pim::console::pages
