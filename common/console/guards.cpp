// SPDX-License-Identifier: Apache-2.0
#include "common/console/guards.h"

#include "common/base/text.h"

namespace pim::console {

namespace {

tl::unexpected<Problem> foreign(std::string_view why) {
  return trouble(Trouble::ForeignPage,
                 std::string(why) +
                     " Nothing was changed. Use the portal's own pages, or a program that is no "
                     "browser. Behind a proxy the administrator sets PimBridgePublicURL.");
}

/// mod_deflate and mod_brotli mark the tag of what they have compressed, and clients give it back.
std::string without_coding(std::string_view tag) {
  for (const std::string_view coding : {"-gzip\"", "-br\""}) {
    if (tag.ends_with(coding)) {
      return std::string(tag.substr(0, tag.size() - coding.size())) + '"';
    }
  }
  return std::string(tag);
}

}  // namespace

bool changes_state(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

std::string origin_of(std::string_view url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos || scheme_end == 0) {
    return {};
  }
  const std::size_t host_end = std::min(url.find_first_of("/?#", scheme_end + 3), url.size());
  std::string origin = to_lower_ascii(url.substr(0, host_end));
  const std::string_view own_port = origin.starts_with("https:")  ? ":443"
                                    : origin.starts_with("http:") ? ":80"
                                                                  : "";
  if (!own_port.empty() && origin.ends_with(own_port)) {
    origin.erase(origin.size() - own_port.size());
  }
  return origin.size() > scheme_end + 3 ? origin : std::string();
}

Outcome<void> check_origin(const Request& request) {
  if (!changes_state(request.method)) {
    return {};
  }
  const std::string& site = request.sec_fetch_site;
  if (!site.empty() && site != "same-origin" && site != "none") {
    return foreign("The browser says that another site's page sent this.");
  }
  const std::string ours = origin_of(request.url_base);
  if (!request.origin.empty() && (ours.empty() || origin_of(request.origin) != ours)) {
    return foreign("The origin of the page that sent this is not the portal's.");
  }
  return {};
}

std::string revision_tag(store::Revision rev) {
  return '"' + std::to_string(rev) + '"';
}

Outcome<bool> names_tag(std::string_view header, std::string_view tag, TagMatch match) {
  if (trim(header) == "*") {
    return true;
  }
  bool named = false;
  for (const std::string& entry : split(header, ',')) {
    std::string_view one = trim(entry);
    const bool weak = one.starts_with("W/");
    if (weak) {
      one.remove_prefix(2);
    }
    if (one.size() < 2 || one.front() != '"' || one.back() != '"') {
      return trouble(Trouble::WrongHeader,
                     "If-Match and If-None-Match hold entity tags in quotation marks, as the ETag "
                     "of an answer gave them. Nothing was changed. Read again and repeat.");
    }
    named = named || (without_coding(one) == tag && (!weak || match == TagMatch::Weak));
  }
  return named;
}

}  // namespace pim::console
