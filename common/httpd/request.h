// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// A header field of the request, or empty.
std::string header(const request_rec* request, const char* name);

/// What follows a location's path ("/syncml") in the request's: "" or "/...". Nothing where the
/// request's path does not begin with it.
std::optional<std::string> below(const request_rec* request, std::string_view location);

/// A location as clients reach it, without a slash at its end: under `public_url` where that is
/// set ("https://host/syncml" stands for the location itself), else from the Host of the request.
std::string url_of(const request_rec* request, std::string_view location,
                   std::string_view public_url);

/// Whether what the request carries cannot have been read on its way: TLS, loopback at both ends,
/// or a trusted proxy (mod_remoteip's, or one on loopback) in front of an https `public_url`.
/// Header fields such as X-Forwarded-Proto are never believed.
bool is_private(const request_rec* request, std::string_view public_url);

}  // namespace pim::httpd
