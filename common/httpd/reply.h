// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// Sends a whole reply with its length; not to be stored by a cache where no Cache-Control of its
/// own is set. What a handler returns. The body must not be empty where the status allows one only
/// because of ErrorDocument: the reply goes out as it is.
int send_reply(request_rec* request, int status, std::string_view content_type,
               std::string_view body);

/// Answers with one sentence as text.
int send_sentence(request_rec* request, int status, std::string_view sentence);

/// 405 with the methods that are allowed ("POST").
int send_wrong_method(request_rec* request, std::string_view allowed);

}  // namespace pim::httpd
