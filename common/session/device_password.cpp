// SPDX-License-Identifier: Apache-2.0
#include "common/session/device_password.h"

#include <array>

#include "common/base/limits.h"

namespace pim::session {
namespace {

/// Signs that are not taken for one another when a person types them into a phone. 32 of them: five
/// bits each, eighty in a password, for a digest can be guessed at without asking us.
constexpr std::string_view Signs = "abcdefghijkmnpqrstuvwxyz23456789";
constexpr std::size_t Groups = 4;
constexpr std::size_t GroupLength = 4;
static_assert(Signs.size() == 32);

}  // namespace

std::string device_purpose(store::OwnerId owner, std::int64_t number) {
  return "device " + std::to_string(owner) + " " + std::to_string(number);
}

std::string new_device_password(Random& random) {
  std::string password;
  std::array<std::byte, Groups * GroupLength> octets{};
  random.fill(octets);
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (i != 0 && i % GroupLength == 0) {
      password += '-';
    }
    password += Signs[std::to_integer<std::size_t>(octets[i]) % Signs.size()];
  }
  return password;
}

Result<std::int64_t> reserve_device(store::UnitOfWork& work, const store::Device& device) {
  PIM_TRY(const auto devices, work.devices());
  if (devices.size() >= limits::MaxDevicePasswords) {
    return fail(ErrorCode::Full,
                "There are " + std::to_string(devices.size()) +
                    " passwords for devices, and more are not possible. Nothing was "
                    "changed. Take one back that is not needed.");
  }
  return work.put_device(device);
}

}  // namespace pim::session
