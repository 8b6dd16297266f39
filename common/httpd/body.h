// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "common/base/result.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {

/// Reads a request's body to its end, after inflation and whatever its Content-Length says.
/// TooLarge above `limit` (answer 413; what follows is thrown away up to a bound, so that the
/// client gets to read the answer), Malformed (400), Unavailable (the client went away, or was too
/// slow).
Result<std::string> read_body(request_rec* request, std::size_t limit);

/// For who answers without reading the body: a small one httpd throws away by itself; behind a
/// large one, or one of unknown length, the connection ends, so that nobody can keep a worker by
/// sending it.
void leave_body(request_rec* request);

}  // namespace pim::httpd
