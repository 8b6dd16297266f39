// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/key_slot.h"

#include <utility>

namespace pim::httpd {
namespace {

constexpr std::chrono::seconds PauseBetweenTries{1};

vault::SealingKey copy_of(const vault::SealingKey& key) {
  vault::SealingKey copy;
  copy.octets() = key.octets();
  return copy;
}

}  // namespace

std::shared_ptr<const vault::SealingKey> read_key(const std::optional<std::string>& path) {
  auto key = path ? vault::read_key_file(*path)
                  : Result<vault::SealingKey>(fail(ErrorCode::NotFound, "No key file is named."));
  return key ? std::make_shared<const vault::SealingKey>(std::move(*key)) : nullptr;
}

KeySlot::KeySlot(std::string path, const std::shared_ptr<const vault::SealingKey>& key,
                 Random& random, LogSink& log, std::string tag, std::string consequence)
    : path_(std::move(path)),
      random_(random),
      log_(log),
      tag_(std::move(tag)),
      consequence_(std::move(consequence)) {
  if (key) {
    vault_ = std::make_unique<vault::Vault>(copy_of(*key), random_);
  }
}

Result<const vault::Vault*> KeySlot::get() {
  const std::scoped_lock lock(mutex_);
  if (vault_) {
    return vault_.get();
  }
  const auto now = std::chrono::steady_clock::now();
  if (now >= next_try_) {
    next_try_ = now + PauseBetweenTries;
    auto key = path_.empty() ? Result<vault::SealingKey>(fail(
                                   ErrorCode::NotFound,
                                   "No key file is named; set PimBridgeKeyFile or SyncMLKeyFile."))
                             : vault::read_key_file(path_);
    if (key) {
      vault_ = std::make_unique<vault::Vault>(std::move(*key), random_);
      return vault_.get();
    }
    if (key.error().message != trouble_) {
      trouble_ = key.error().message;
      log_.write(LogLevel::Error, tag_, trouble_ + " " + consequence_);
    }
  }
  return fail(ErrorCode::Unavailable,
              "The key that protects stored passwords cannot be read; tell the administrator.");
}

}  // namespace pim::httpd
