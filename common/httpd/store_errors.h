// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/base/log.h"
#include "common/httpd/metrics.h"

namespace pim::httpd {

/// What stores could not do, of both modules: in memory that all children share, zeroed.
struct StoreErrors {
  Cell sqlite;
  Cell postgresql;
};

/// The counter of this address (a text of sql::StoreAddress); null where there are no counters.
Cell* errors_of(StoreErrors* errors, std::string_view address);

/// Counts lines on their way to the log whose tag says that the store could not serve a request.
class StoreErrorLog final : public LogSink {
 public:
  /// `errors` may be null.
  StoreErrorLog(LogSink& log, Cell* errors) : log_(log), errors_(errors) {}
  void write(LogLevel level, std::string_view tag, std::string_view message) override;

 private:
  LogSink& log_;
  Cell* errors_;
};

}  // namespace pim::httpd
