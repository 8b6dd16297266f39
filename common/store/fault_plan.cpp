// SPDX-License-Identifier: Apache-2.0
#include "common/store/fault_plan.h"

namespace pim::store {

void FaultPlan::arm(const Fault& fault) {
  const std::lock_guard lock(mutex_);
  fault_ = fault;
  calls_ = 0;
  matching_ = 0;
  fired_at_.clear();
}

void FaultPlan::disarm() {
  const std::lock_guard lock(mutex_);
  fault_.reset();
  calls_ = 0;
  matching_ = 0;
  fired_at_.clear();
}

std::uint64_t FaultPlan::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

std::string FaultPlan::fired_at() const {
  const std::lock_guard lock(mutex_);
  return fired_at_;
}

std::optional<Error> FaultPlan::next(std::string_view name) {
  const std::lock_guard lock(mutex_);
  ++calls_;
  if (!fault_) {
    return std::nullopt;
  }
  if (!fired_at_.empty()) {
    if (fault_->after == AfterFault::Recovers) {
      return std::nullopt;
    }
  } else if ((!fault_->at.empty() && name != fault_->at) || ++matching_ < fault_->call) {
    return std::nullopt;
  } else {
    fired_at_ = name;
  }
  return Error{fault_->code, "An injected fault.", std::string(name)};
}

std::optional<Error> FaultPlan::next_done(std::string_view name) {
  auto error = next(name);
  if (error) {
    error->code = ErrorCode::Unknown;
  }
  return error;
}

}  // namespace pim::store
