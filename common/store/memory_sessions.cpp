// SPDX-License-Identifier: Apache-2.0
#include "common/store/memory_work.h"

namespace pim::store {

namespace {

using SessionPartKey = std::tuple<std::string, std::int64_t, std::int64_t>;

/// From `first` on, as long as `belongs`.
template <class Belongs>
void drop_from(OwnerState& state, const SessionPartKey& first, Belongs belongs) {
  std::vector<SessionPartKey> gone;
  state.session_parts.scan_from(first, [&](const SessionPartKey& key, const std::string&) {
    const bool more = belongs(key);
    if (more) {
      gone.push_back(key);
    }
    return more;
  });
  for (const SessionPartKey& key : gone) {
    state.session_parts.erase(key);
  }
}

}  // namespace

void drop_parts_of(OwnerState& state, std::string_view handle) {
  drop_from(state, SessionPartKey(handle, 0, 0),
            [&](const SessionPartKey& key) { return std::get<0>(key) == handle; });
}

Result<std::optional<Session>> MemoryWork::session(std::string_view handle) {
  PIM_CHECK(readable());
  const Session* found = state_.sessions.find(handle);
  return found == nullptr ? std::optional<Session>() : *found;
}

Result<std::optional<Session>> MemoryWork::find_session(SessionRole role, std::string_view device,
                                                        std::string_view session_id) {
  PIM_CHECK(readable());
  const Session* found = nullptr;
  state_.sessions.scan([&](const auto&, const Session& each) {
    if (each.role == role && each.device == device && each.session_id == session_id &&
        (found == nullptr || found->updated_at <= each.updated_at)) {
      found = &each;
    }
    return true;
  });
  return found == nullptr ? std::optional<Session>() : *found;
}

Status MemoryWork::put_session(const Session& session) {
  PIM_CHECK(writable());
  state_.sessions.set(session.handle, session);
  return {};
}

Status MemoryWork::drop_session(std::string_view handle) {
  PIM_CHECK(writable());
  state_.sessions.erase(handle);
  drop_parts_of(state_, handle);
  return {};
}

Status MemoryWork::put_session_part(std::string_view handle, std::int64_t slot, std::int64_t part,
                                    std::string_view octets) {
  PIM_CHECK(writable());
  state_.session_parts.set({std::string(handle), slot, part}, std::string(octets));
  return {};
}

Result<std::string> MemoryWork::session_parts(std::string_view handle, std::int64_t slot,
                                              std::int64_t first, std::int64_t count) {
  PIM_CHECK(readable());
  std::string octets;
  state_.session_parts.scan_from(SessionPartKey(handle, slot, first),
                                 [&](const SessionPartKey& key, const std::string& part) {
                                   const auto& [whose, which, place] = key;
                                   if (whose != handle || which != slot || place >= first + count) {
                                     return false;
                                   }
                                   octets += part;
                                   return true;
                                 });
  return octets;
}

Status MemoryWork::drop_session_parts(std::string_view handle, std::int64_t slot) {
  PIM_CHECK(writable());
  drop_from(state_, SessionPartKey(handle, slot, 0), [&](const SessionPartKey& key) {
    return std::get<0>(key) == handle && std::get<1>(key) == slot;
  });
  return {};
}

Result<std::size_t> MemoryWork::count_sessions(Seconds since) {
  PIM_CHECK(readable());
  std::size_t count = 0;
  state_.sessions.scan([&](const auto&, const Session& each) {
    count += !each.ended && each.updated_at >= since ? 1 : 0;
    return true;
  });
  return count;
}

Result<std::vector<Connection>> MemoryWork::connections() {
  PIM_CHECK(readable());
  std::vector<Connection> found;
  state_.connections.scan([&](std::int64_t, const Connection& each) {
    found.push_back(each);
    return true;
  });
  return found;
}

Result<std::optional<Connection>> MemoryWork::connection(std::int64_t number) {
  PIM_CHECK(readable());
  const Connection* found = state_.connections.find(number);
  return found == nullptr ? std::optional<Connection>() : *found;
}

Result<std::int64_t> MemoryWork::put_connection(const Connection& connection) {
  PIM_CHECK(writable());
  Connection row = connection;
  if (row.number == 0) {
    row.number = state_.next_id++;
  } else if (state_.connections.find(row.number) == nullptr) {
    return spoil(ErrorCode::Refused, "There is no such connection.");
  }
  const std::int64_t number = row.number;
  state_.connections.set(number, std::move(row));
  return number;
}

Status MemoryWork::drop_connection(std::int64_t number) {
  PIM_CHECK(writable());
  state_.connections.erase(number);
  return {};
}

}  // namespace pim::store
