// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/clock.h"
#include "common/base/digest.h"
#include "common/console/api.h"
#include "common/console/pages/visit.h"

namespace pim::console::pages {

/// The console's pages (everything but "/api/"): a request value in, a response value out. They
/// know nothing but the API; every form is a POST with a token, answered 303; no GET changes
/// anything. Holds no state and is thread-safe.
class Site {
 public:
  /// `key`: the store's; tokens of forms are made of it. `api` outlives the site.
  Site(const Api& api, const HashKey& key, std::string portal, const Clock& clock)
      : api_(api), key_(key), portal_(std::move(portal)), clock_(clock) {}

  /// `encodings`: Accept-Encoding, for the compiled-in files.
  Response handle(Request request, std::string_view encodings = {}) const;

 private:
  Response answer(Visit& visit, std::string body, std::string_view encodings) const;
  Response answer_form(Visit& visit, std::string body, const struct PageRoute& route) const;
  Outcome<void> check_form(Visit& visit, std::string body) const;

  const Api& api_;
  HashKey key_;
  std::string portal_;
  const Clock& clock_;
};

/// How many octets of body the form of a page may bring, as console::body_limit() says of a call: a
/// problem is what handle() answers with, whatever the body is.
Outcome<std::size_t> form_limit(const Request& request);

/// A page that tells a problem, where there is no store to ask.
Response problem_page(const Request& request, const Problem& problem);

/// Addresses of the API and of the pages lie beside each other.
bool is_api_path(std::string_view path);

}  // namespace pim::console::pages
