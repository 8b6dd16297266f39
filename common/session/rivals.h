// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "common/store/store.h"

namespace pim::session {

/// The session is under way and has moved a short while ago.
bool at_work(const store::Session& session, Seconds now);

/// One session per pairing at a time, both roles counted (sync rule 2). Asked by the server before
/// it takes a new one: true where our own client of this pairing is at work and our portal id is
/// the smaller one, so that the newcomer has to wait. Otherwise the newcomer takes over, and
/// whatever was under way stops at its next message.
Result<bool> rival_goes_first(store::UnitOfWork& work, const store::Pairing& pairing,
                              std::string_view our_portal_id, std::string_view new_handle,
                              bool portal, Seconds now);

/// Asked by the client before it begins: a session of the other portal is being served, and that
/// portal's id is the smaller one.
Result<bool> serving_goes_first(store::UnitOfWork& work, const store::Pairing& pairing,
                                std::string_view our_portal_id, Seconds now);

}  // namespace pim::session
