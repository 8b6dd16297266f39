// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "common/base/log.h"
#include "common/base/random.h"
#include "common/vault/vault.h"

namespace pim::httpd {

/// A key file read by a process that still has the rights to; null where it cannot be: what is
/// wrong with it is told by the child that needs it.
std::shared_ptr<const vault::SealingKey> read_key(const std::optional<std::string>& path);

/// The vault of a portal, if its key file can be read. A file that cannot is logged once and tried
/// again when somebody needs it. Thread-safe; `random` and `log` outlive it.
class KeySlot {
 public:
  /// `key`: read before, while the process still had the rights to; may be null. `tag` and
  /// `consequence` (a sentence) go into the line that says that the file cannot be read.
  KeySlot(std::string path, const std::shared_ptr<const vault::SealingKey>& key, Random& random,
          LogSink& log, std::string tag, std::string consequence);

  /// The vault; it lives as long as this. Unavailable with a sentence where there is none.
  Result<const vault::Vault*> get();

 private:
  std::string path_;
  Random& random_;
  LogSink& log_;
  std::mutex mutex_;
  std::unique_ptr<vault::Vault> vault_;
  std::chrono::steady_clock::time_point next_try_;
  std::string tag_;
  std::string consequence_;
  std::string trouble_;
};

}  // namespace pim::httpd
