// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/store_slot.h"

#include <sys/stat.h>

#include "common/httpd/thread_team.h"

namespace pim::httpd {
namespace {

constexpr std::chrono::seconds PauseBetweenTries{1};

}  // namespace

StoreSlot::StoreSlot(std::string path, const std::string& state_dir, LogSink& log,
                     std::string_view tag)
    : log_(log), tag_(tag) {
  options_.path = std::move(path);
  options_.runtime_dir = state_dir + "/run";
}

store::Store* StoreSlot::get() {
  if (store::Store* const store = opened_.load()) {
    return store;
  }
  const std::scoped_lock lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (store_ || now < next_try_) {
    return store_.get();
  }
  auto opened = open();
  if (!opened) {
    next_try_ = now + PauseBetweenTries;
    tell(opened.error());
    return nullptr;
  }
  store_ = std::move(*opened);
  const SignalsBlocked blocked;  // the maintenance thread inherits this
  store_->start_maintenance(log_);
  opened_.store(store_.get());
  if (!trouble_.empty()) {
    trouble_.clear();
    log_.write(LogLevel::Notice, tag_, "The store " + options_.path + " can be used again.");
  }
  return store_.get();
}

std::string StoreSlot::trouble() const {
  const std::scoped_lock lock(mutex_);
  return trouble_;
}

Result<std::unique_ptr<sql::SqliteStore>> StoreSlot::open() const {
  ::mkdir(options_.runtime_dir.c_str(), 0700);  // where it cannot be made the gate says so
  return sql::open_sqlite(options_);
}

void StoreSlot::tell(const Error& error) {
  const std::string& reason = error.place == options_.path ? error.message : error.text();
  std::string sentence = "The store " + options_.path + " cannot be used: " + reason + ".";
  if (sentence != trouble_) {  // once, not at every try
    log_.write(LogLevel::Error, tag_, sentence + " Requests are answered 503 until it can.");
    trouble_ = std::move(sentence);
  }
}

}  // namespace pim::httpd
