// SPDX-License-Identifier: Apache-2.0
#include "common/session/rivals.h"

namespace pim::session {

namespace {

/// A session that has not moved for so long does not keep another one waiting.
constexpr Seconds StillAtWork = 30;

std::string_view portal_of(std::string_view side) {
  return side.substr(0, side.find('.'));
}

}  // namespace

bool at_work(const store::Session& session, Seconds now) {
  return !session.ended && session.updated_at + StillAtWork >= now &&
         session.updated_at <= now + StillAtWork;
}

Result<bool> rival_goes_first(store::UnitOfWork& work, const store::Pairing& pairing,
                              std::string_view our_portal_id, std::string_view new_handle,
                              bool portal, Seconds now) {
  if (!portal || pairing.session.empty() || pairing.session == new_handle) {
    return false;
  }
  PIM_TRY(auto session, work.session(pairing.session));
  if (!session || session->role != store::SessionRole::Client || !at_work(*session, now)) {
    return false;
  }
  return our_portal_id < portal_of(pairing.side);
}

Result<bool> serving_goes_first(store::UnitOfWork& work, const store::Pairing& pairing,
                                std::string_view our_portal_id, Seconds now) {
  if (pairing.session.empty()) {
    return false;
  }
  PIM_TRY(auto session, work.session(pairing.session));
  if (!session || session->role != store::SessionRole::Server || !at_work(*session, now)) {
    return false;
  }
  return portal_of(pairing.side) < our_portal_id;
}

}  // namespace pim::session
