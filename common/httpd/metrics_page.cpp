// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/metrics_page.h"

#include "common/httpd/metrics.h"
#include "common/httpd/reply.h"
#include "common/httpd/httpd_headers.h"

namespace pim::httpd {
namespace {

constexpr std::string_view ContentType = "text/plain; version=0.0.4; charset=utf-8";

void put(void* to, const char* text, apr_size_t length) {
  static_cast<std::string*>(to)->append(text, length);
}

}  // namespace

bool wants_metrics(const request_rec* request) {
  return request->handler != nullptr && std::string_view(request->handler) == "pimsync-metrics";
}

int send_metrics(request_rec* request, const StoreErrors* errors, MetricsOf first,
                 MetricsOf second) {
  if (request->method_number != M_GET) {
    return send_wrong_method(request, "GET");
  }
  std::string text;
  const Series build = {"pimsync_build_info", {}, "Always 1; the label says what runs.", "gauge"};
  append_family(text, build);
  append_sample(text, build.family, label("version", PIM_VERSION), 1);
  if (errors != nullptr) {
    const Series family = {"pimsync_store_errors_total", {}, "What stores could not do."};
    append_family(text, family);
    append_sample(text, family.family, label("backend", "sqlite"), errors->sqlite);
    append_sample(text, family.family, label("backend", "postgresql"), errors->postgresql);
  }
  for (const MetricsOf module_text : {first, second}) {
    if (module_text != nullptr) {
      module_text(request->server, &put, &text);
    }
  }
  return send_reply(request, HTTP_OK, ContentType, text);
}

}  // namespace pim::httpd
