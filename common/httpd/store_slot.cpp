// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/store_slot.h"

#include <sys/stat.h>

#include "common/httpd/thread_team.h"

namespace pim::httpd {
namespace {

constexpr std::chrono::seconds PauseBetweenTries{1};

}  // namespace

StoreSlot::StoreSlot(std::string_view address, const std::string& state_dir, LogSink& log,
                     std::string_view tag, Cell* errors)
    : address_(sql::StoreAddress::of(address)),
      name_(address_.described()),
      runtime_dir_(state_dir + "/run"),
      log_(log),
      tag_(tag),
      errors_(errors) {}

store::Store* StoreSlot::get() {
  if (store::Store* const store = opened_.load()) {
    return store;
  }
  std::unique_lock lock(mutex_, std::defer_lock);
  if (!failed_.load()) {
    lock.lock();
  } else if (!lock.try_lock()) {
    return opened_.load();  // another waits for the store: no queue of all the workers behind it
  }
  if (store_ || std::chrono::steady_clock::now() < next_try_) {
    return store_.get();
  }
  auto opened = open();
  if (!opened) {
    next_try_ = std::chrono::steady_clock::now() + PauseBetweenTries;  // a try may take long itself
    failed_.store(true);
    tell(opened.error());
    return nullptr;
  }
  store_ = std::move(*opened);
  const SignalsBlocked blocked;  // the maintenance thread inherits this
  store_->start_maintenance(log_);
  opened_.store(store_.get());
  if (!trouble_.empty()) {
    trouble_.clear();
    log_.write(LogLevel::Notice, tag_, "The store " + name_ + " can be used again.");
  }
  return store_.get();
}

std::string StoreSlot::trouble() const {
  const std::scoped_lock lock(mutex_);
  return trouble_;
}

Result<std::unique_ptr<sql::SqlStore>> StoreSlot::open() const {
  if (address_.engine() == sql::StoreAddress::Engine::Sqlite) {
    ::mkdir(runtime_dir_.c_str(), 0700);  // where it cannot be made the gate says so
  }
  return sql::open_store(address_, runtime_dir_);
}

void StoreSlot::tell(const Error& error) {
  note_error();
  const std::string& reason = error.place == name_ ? error.message : error.text();
  std::string sentence = "The store " + name_ + " cannot be used: " + reason + ".";
  if (sentence != trouble_) {  // once, not at every try
    log_.write(LogLevel::Error, tag_, sentence + " Requests are answered 503 until it can.");
    trouble_ = std::move(sentence);
  }
}

}  // namespace pim::httpd
