// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/random.h"
#include "common/store/store.h"

namespace pim::session {

/// What a device's password is sealed for: it opens for no other device of no other user.
std::string device_purpose(store::OwnerId owner, std::int64_t number);

/// A password to be typed into a phone: four groups of four signs, eighty bits.
std::string new_device_password(Random& random);

/// Gives a new device of the unit's owner its number, which is what its password is to be sealed
/// for; the caller seals it, keeps the device with put_device() and commits. Full: there are
/// limits::MaxDevicePasswords already.
Result<std::int64_t> reserve_device(store::UnitOfWork& work, const store::Device& device);

}  // namespace pim::session
