// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace pim {

enum class LogLevel : std::uint8_t { Error, Warning, Notice, Info, Debug, Trace };

/// Where rings 1 and 2 write their lines; ring 3 binds it to httpd's error log. Thread-safe.
/// Never pass passwords, session handles, nonces or record content (design rule 13).
class LogSink {
 public:
  virtual ~LogSink() = default;
  /// `tag` is the stable number of the message ("SML0012"), listed in docs/log-tags.md.
  virtual void write(LogLevel level, std::string_view tag, std::string_view message) = 0;
};

/// Drops everything.
class NullLog final : public LogSink {
 public:
  void write(LogLevel, std::string_view, std::string_view) override {}
};

}  // namespace pim
