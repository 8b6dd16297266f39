// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "common/base/log.h"
#include "common/httpd/metrics.h"
#include "common/session/server.h"

namespace pim::mod_syncml {

/// What is counted, in the order of the page. Labels are few and never name a user, device or item.
enum class Count : std::size_t {
  MessagesXml,
  MessagesWbxml,
  BytesIn,
  BytesOut,
  SessionsBegun,
  SessionsEnded,
  SlowSyncs,
  ItemsInAdded,
  ItemsInUpdated,
  ItemsInDeleted,
  ItemsInFailed,
  ItemsOut,
  ItemsOutFailed,
  GuardTrips,
  SignInsRefused,
  SignInsDelayed,
  Unreadable,
  BodiesRefused,
  ClearText,
  Busy,
  StoreErrors,
  End,
};

/// Lives in memory that all children share, zeroed.
struct Metrics {
  std::array<httpd::Cell, static_cast<std::size_t>(Count::End)> cells;
  httpd::Histogram message_seconds;

  void add(Count what, std::uint64_t number = 1) noexcept {
    cells[static_cast<std::size_t>(what)] += number;
  }
  std::uint64_t get(Count what) const noexcept { return cells[static_cast<std::size_t>(what)]; }
  /// A message that was served or refused by the core.
  void take(const session::ServerRequest& request, const session::ServerReply& reply) noexcept;
  std::string text() const;
};

/// Counts lines by their tags on their way to the log, whatever level that shows.
class CountingLog final : public LogSink {
 public:
  /// `metrics` may be null.
  CountingLog(LogSink& log, Metrics* metrics) : log_(log), metrics_(metrics) {}
  void write(LogLevel level, std::string_view tag, std::string_view message) override;

 private:
  LogSink& log_;
  Metrics* metrics_;
};

}  // namespace pim::mod_syncml
