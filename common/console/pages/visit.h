// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "common/base/clock.h"
#include "common/console/api.h"
#include "common/console/pages/form.h"
#include "common/console/pages/html.h"
#include "common/console/problem.h"
#include "common/console/request.h"

namespace pim::console::pages {

/// What the API has said.
using Data = nlohmann::json;

/// One request on its way through a page. A page reads and changes nothing but through the API: so
/// whatever the API refuses, no page can do.
struct Visit {
  const Request& request;
  const Api* api;     ///< null only where a page tells why there is none
  std::string base;   ///< the path of the console: "/sync"
  std::string token;  ///< for forms on the page
  Seconds now = 0;
  std::vector<std::string> captures = {};  ///< what stood for "*" in the address
  Form form = {};                          ///< what a POST has sent

  /// "/sync" + path.
  std::string link(std::string_view path) const { return base + std::string(path); }

  /// An API call as this user; what it answers, or its problem.
  Outcome<Data> get(std::string_view path, std::string_view query = {}) const;
  Outcome<Data> send(std::string_view method, std::string_view path, const Data& body) const;
  /// The same with all of the API's answer.
  Response call(std::string_view method, std::string_view path, std::string_view query,
                std::string_view type, std::string body, std::string_view accept) const;

  /// A form that posts to `path` of the console, with its token.
  template <class... Content>
  Html post_form(std::string_view path, std::string_view classes, const Content&... content) const {
    return el("form", {{"method", "post"}, {"action", link(path)}, {"class", classes}},
              token_field(), content...);
  }
  Html token_field() const {
    return el("input", {{"type", "hidden"}, {"name", "token"}, {"value", token}});
  }
};

/// The problem that a problem document tells, in words for people.
Problem problem_of(const Response& response);
/// A value for a query: percent-encoded.
std::string encoded(std::string_view text);
/// Text of a member, empty where it is absent or null.
std::string text_of(const Data& object, std::string_view member);
std::int64_t number_of(const Data& object, std::string_view member);
bool flag_of(const Data& object, std::string_view member);

/// Answers a form that did its work: the browser goes on to this page.
Response go_to(const Visit& visit, std::string_view path);

}  // namespace pim::console::pages
