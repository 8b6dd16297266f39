// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace pim::sql {

/// The writers' gate of one store: at most one thread of all processes on this machine is behind
/// it. A robust process-shared mutex in a small mapped file of the runtime directory: a holder that
/// is killed frees it at once, threads of one process exclude each other (POSIX record locks do
/// not), and nobody polls. The file's name carries the store id and the boot id: after a power loss
/// or in a copied machine a locked one would stay locked. Thread-safe; open it after fork.
class Gate {
 public:
  /// Makes the file where it is missing. Unavailable where the directory cannot be used.
  static Result<std::unique_ptr<Gate>> open(const std::string& runtime_dir,
                                            std::string_view store_id);
  /// A thread of this process may hold it still, where the process is ended inside of a
  /// transaction.
  ~Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  /// Busy when the time is over, Internal when this thread holds it already.
  Status lock(std::chrono::milliseconds patience);
  /// By the thread that locked it.
  void unlock();

  const std::string& path() const { return path_; }

 private:
  struct Shared;
  Gate(std::string path, Shared* shared) : path_(std::move(path)), shared_(shared) {}
  static Status make(const std::string& path);
  static Result<Shared*> map(const std::string& path);

  std::string path_;
  Shared* shared_;
  std::atomic<bool> held_ = false;  ///< by a thread of this process
};

/// Frees the gate when it goes away.
class Turn {
 public:
  explicit Turn(Gate& gate) : gate_(&gate) {}
  ~Turn() {
    if (gate_ != nullptr) {
      gate_->unlock();
    }
  }
  Turn(Turn&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
  Turn& operator=(Turn&&) = delete;
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  Gate* gate_;
};

}  // namespace pim::sql
