// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace pim::console {

/// An HTTP request to the console, as ring 3 hands it in. Headers that were absent are empty.
struct Request {
  std::string method;  ///< "GET"
  std::string path;    ///< below the console's own: "/api/v1/collections"
  std::string query;   ///< raw, without "?"
  std::string content_type;
  std::string accept;
  std::string if_match;
  std::string if_none_match;
  std::string idempotency_key;
  std::string origin;
  std::string sec_fetch_site;
  std::string body;
  std::string user;  ///< signed in; empty = nobody
  /// The console as its users reach it, "https://host/sync": for links, and for the origin check.
  std::string url_base;
  /// The SyncML server as devices reach it; empty where there is none.
  std::string device_url;
};

struct Response {
  int status = 200;
  std::string content_type;  ///< empty = no body
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;

  /// The value of a header set here, or empty.
  std::string header(const std::string& name) const {
    for (const auto& [key, value] : headers) {
      if (key == name) {
        return value;
      }
    }
    return {};
  }
};

}  // namespace pim::console
