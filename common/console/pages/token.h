// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "common/base/clock.h"
#include "common/base/digest.h"

namespace pim::console::pages {

/// What a form of ours carries, so that no other page can send it in the user's name: a keyed hash
/// of portal, user and day. Made from the store's key, so every child and every front end knows it.
/// Good on its day and the one after: a page left open over night still works.
std::string form_token(const HashKey& key, std::string_view portal, std::string_view user,
                       Seconds now);
bool is_form_token(std::string_view token, const HashKey& key, std::string_view portal,
                   std::string_view user, Seconds now);

}  // namespace pim::console::pages
