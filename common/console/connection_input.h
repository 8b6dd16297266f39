// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/console/call.h"
#include "common/console/json.h"
#include "common/store/types.h"

namespace pim::console {

/// Checks what a user says of a new connection: a named peer, or a name and an address where the
/// administrator allows those. Gives a connection with peer, url and user.
Outcome<store::Connection> read_new_connection(const Call& call, const Members& members);

/// The member "password", sealed for this connection; `before` where it is absent.
Outcome<std::string> read_password(const Call& call, const Members& members,
                                   const store::Connection& connection, const std::string& before);

/// The members "collections", each once and known here, and "mode", as Connection::options; what is
/// absent stays as it was before.
Outcome<std::string> read_options(store::UnitOfWork& work, const Members& members,
                                  const std::string& before);
/// WrongMode unless this portal has that kind of sync.
Outcome<void> check_mode(std::string_view mode);

/// "https://host[:port]/path", without user, query or fragment. Which hosts are allowed is decided
/// when the portal connects, on the address it then really has.
bool is_peer_url(std::string_view url);

}  // namespace pim::console
