// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/httpd/store_errors.h"
#include "common/httpd/httpd_headers.h"

// One page for both modules, whichever of them answers: each asks the other, where it is loaded.
extern "C" {

/// Appends a module's text through `put`, in pieces.
typedef void (*PimPut)(void* to, const char* text, apr_size_t length);

APR_DECLARE_OPTIONAL_FN(void, pim_syncml_metrics, (const server_rec*, PimPut, void*));
APR_DECLARE_OPTIONAL_FN(void, pim_pimbridge_metrics, (const server_rec*, PimPut, void*));
}

namespace pim::httpd {

using MetricsOf = void (*)(const server_rec*, PimPut, void*);

/// `SetHandler pimsync-metrics`
bool wants_metrics(const request_rec* request);
/// Answers with what the modules say, in this order; those that are not loaded are null, and
/// `errors` may be.
int send_metrics(request_rec* request, const StoreErrors* errors, MetricsOf first,
                 MetricsOf second);

}  // namespace pim::httpd
