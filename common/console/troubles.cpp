// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cassert>

#include "common/console/problem.h"

namespace pim::console {

// A tag is never given to anything else, and one that is gone is not used again.
const std::vector<TroubleInfo>& all_troubles() {
  static const std::vector<TroubleInfo> table = {
      {Trouble::SignIn, "API0001", 401, "Sign in first"},
      {Trouble::NoSuchAddress, "API0002", 404, "There is nothing at this address"},
      {Trouble::WrongMethod, "API0003", 405, "This address does not take that method"},
      {Trouble::ForeignPage, "API0004", 403, "The request came from another site's page"},
      {Trouble::WrongContentType, "API0005", 415, "The body has the wrong type"},
      {Trouble::BodyTooLarge, "API0006", 413, "The body is too large"},
      {Trouble::NotJson, "API0007", 400, "The body is not a JSON object"},
      {Trouble::WrongMember, "API0008", 400, "A member of the body is wrong"},
      {Trouble::WrongParameter, "API0009", 400, "A parameter of the address is wrong"},
      {Trouble::WrongCursor, "API0010", 400, "The cursor is not one of ours"},
      {Trouble::NotAcceptable, "API0011", 406, "The answer cannot be given in that type"},
      {Trouble::NotFound, "API0012", 404, "There is no such thing"},
      {Trouble::Changed, "API0013", 412, "It was changed since you read it"},
      {Trouble::WrongHeader, "API0014", 400, "A header is wrong"},
      {Trouble::RecordUnreadable, "API0015", 422, "The record cannot be read"},
      {Trouble::RecordUnsupported, "API0016", 415, "This kind of record is not supported"},
      {Trouble::RecordTooLarge, "API0017", 413, "The record is too large"},
      {Trouble::OthersNotAllowed, "API0018", 403, "Only named portals are allowed"},
      {Trouble::UnknownPeer, "API0019", 422, "There is no portal of that name"},
      {Trouble::WrongUrl, "API0020", 422, "The address of the portal is wrong"},
      {Trouble::RunUnderWay, "API0021", 409, "A run is under way"},
      {Trouble::RunEnded, "API0022", 409, "The run has ended"},
      {Trouble::WrongMode, "API0023", 422, "There is no such kind of sync"},
      {Trouble::KeyReused, "API0024", 422, "The idempotency key belongs to another request"},
      {Trouble::AlreadyThere, "API0025", 409, "It is already there"},
      {Trouble::NotHeld, "API0026", 404, "Nothing waits under that number"},
      {Trouble::TooMany, "API0027", 409, "There are too many of these"},
      {Trouble::Moved, "API0028", 409, "It changed at the same moment"},
      {Trouble::RefusedByStore, "API0029", 422, "The store refused it"},
      {Trouble::StoreBusy, "API0030", 503, "The store is busy"},
      {Trouble::StoreAway, "API0031", 503, "The store cannot be reached"},
      {Trouble::OutcomeUnknown, "API0032", 503, "It is not known whether it was done"},
      {Trouble::StoreFull, "API0033", 507, "The store is full"},
      {Trouble::StoredUnreadable, "API0034", 500, "Stored data cannot be read"},
      {Trouble::NoSealing, "API0035", 503, "Passwords cannot be sealed"},
      {Trouble::Internal, "API0036", 500, "A mistake of the portal"},
      {Trouble::BodyBroken, "API0037", 400, "The body did not come whole"},
      {Trouble::BodyLate, "API0038", 408, "The body did not come in time"},
  };
  return table;
}

const TroubleInfo& info_of(Trouble trouble) {
  const auto& table = all_troubles();
  const auto found = std::find_if(table.begin(), table.end(), [trouble](const TroubleInfo& info) {
    return info.trouble == trouble;
  });
  assert(found != table.end());
  return *found;
}

}  // namespace pim::console
