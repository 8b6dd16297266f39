// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/store_slot.h"

#include <sys/stat.h>

#include "common/base/clock.h"
#include "common/httpd/thread_team.h"
#include "common/sql/restore_mark.h"

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
  ::mkdir(runtime_dir_.c_str(), 0700);  // where it cannot be made the gate says so
  PIM_TRY(auto store, sql::open_store(address_, runtime_dir_));
  PIM_CHECK(notice_restore(*store));
  return store;
}

Status StoreSlot::notice_restore(sql::SqlStore& store) const {
  const std::int64_t kept = sql::RestoreMark(runtime_dir_, store.store_id()).read();
  if (kept == 0) {
    return {};
  }
  PIM_TRY(const bool put_back, store.notice_restore(kept, SystemClock().now()));
  if (put_back) {
    log_.write(LogLevel::Warning, "SQL0104",
               "The store " + name_ +
                   " was put back to an earlier state. Its portals have new epochs: the next "
                   "session with each other side compares all records, and nothing is deleted "
                   "for being absent here.");
  }
  return {};
}

void StoreSlot::keep_mark() {
  const std::scoped_lock lock(mutex_);
  if (!store_ || store_->writes() == marked_writes_) {
    return;
  }
  const std::uint64_t writes = store_->writes();
  auto mark = store_->raise_mark();
  const Status kept =
      mark ? sql::RestoreMark(runtime_dir_, store_->store_id()).keep(*mark) : Status(pass(mark));
  if (!kept) {
    log_.write(LogLevel::Info, "SQL0105", "No mark could be kept: " + kept.error().text());
    return;
  }
  marked_writes_ = writes;
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
