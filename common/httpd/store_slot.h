// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "common/base/log.h"
#include "common/httpd/metrics.h"
#include "common/sql/store_address.h"

namespace pim::httpd {

/// One store of a child process. Files and databases change while a server runs, so a store that
/// cannot be opened is no reason to stop: it is logged, and tried again when somebody asks.
/// Make it after fork. Thread-safe.
class StoreSlot {
 public:
  /// `tag` marks the line about a store that cannot be opened. The gate's folder is
  /// `state_dir`/run; it is made where it is missing. `log` outlives this.
  /// `address`: a text of sql::StoreAddress.
  StoreSlot(std::string_view address, const std::string& state_dir, LogSink& log,
            std::string_view tag, Cell* errors = nullptr);

  /// A store that cannot serve is counted here; may be null.
  Cell* errors() const { return errors_; }
  void note_error() noexcept {
    if (errors_ != nullptr) {
      ++*errors_;
    }
  }

  /// The store, opened by now, or null. At most one try a second; only the very first is waited for
  /// by others.
  store::Store* get();
  /// Raises the mark of the store and keeps it beside it, where something was written since the
  /// last time: an earlier state that is put back is noticed when it is opened next (design rule
  /// 9).
  void keep_mark();
  /// Why get() gave null, as a sentence.
  std::string trouble() const;

 private:
  Result<std::unique_ptr<sql::SqlStore>> open() const;
  /// Of a store just opened. False: it could not be asked, and is no use yet.
  Status notice_restore(sql::SqlStore& store) const;
  void tell(const Error& error);

  const sql::StoreAddress address_;
  const std::string name_;  ///< of the store, for people
  const std::string runtime_dir_;
  LogSink& log_;
  std::string tag_;
  Cell* const errors_;
  mutable std::mutex mutex_;
  std::unique_ptr<sql::SqlStore> store_;
  std::atomic<store::Store*> opened_ = nullptr;  ///< store_, to be read without the lock
  std::atomic<bool> failed_ = false;             ///< some try has
  std::chrono::steady_clock::time_point next_try_;
  std::string trouble_;
  std::uint64_t marked_writes_ = 0;  ///< of the store's, when its mark was raised last
};

}  // namespace pim::httpd
