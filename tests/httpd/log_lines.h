// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/log.h"

namespace pim::httpd {

/// Keeps what was logged. Thread-safe.
class LogLines final : public LogSink {
 public:
  void write(LogLevel, std::string_view tag, std::string_view message) override {
    const std::scoped_lock lock(mutex_);
    lines_.push_back(std::string(tag) + ": " + std::string(message));
  }
  std::size_t count(std::string_view text) const {
    const std::scoped_lock lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count_if(
        lines_, [text](const std::string& line) { return line.find(text) != std::string::npos; }));
  }
  bool has(std::string_view text) const { return count(text) > 0; }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

}  // namespace pim::httpd
