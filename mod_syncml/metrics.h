// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "common/base/log.h"
#include "common/httpd/metrics.h"
#include "common/httpd/recent_count.h"
#include "common/session/server.h"

namespace pim::mod_syncml {

/// Three versions, each in two encodings.
inline constexpr std::size_t Forms = 6;

/// What is counted, in the order of the page. Labels are few and never name a user, device or item.
enum class Count : std::size_t {
  MessagesXml,
  MessagesWbxml,
  BytesIn,
  BytesOut,
  SessionsBegun,  ///< Forms of them: by version, XML before WBXML
  SessionsEnded = SessionsBegun + Forms,
  SlowSyncs = SessionsEnded + Forms,
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
  OtherVersion,
  OtherForm,
  StoreErrors,
  End,
};

/// Lives in memory that all children share, zeroed.
struct Metrics {
  std::array<httpd::Cell, static_cast<std::size_t>(Count::End)> cells;
  httpd::Histogram message_seconds;
  httpd::RecentCount open_sessions;

  void add(Count what, std::uint64_t number = 1) noexcept {
    cells[static_cast<std::size_t>(what)] += number;
  }
  std::uint64_t get(Count what) const noexcept { return cells[static_cast<std::size_t>(what)]; }
  /// Of all forms; `what` is SessionsBegun or SessionsEnded.
  std::uint64_t sessions(Count what) const noexcept;
  /// A message that was served or refused by the core.
  void take(const session::ServerRequest& request, const session::ServerReply& reply) noexcept;
  std::string text(Seconds now) const;
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
