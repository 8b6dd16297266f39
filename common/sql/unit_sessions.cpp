// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "common/base/limits.h"
#include "common/sql/unit.h"

namespace pim::sql {
namespace {

#define PIM_SESSION_COLUMNS                                                                   \
  "handle, role, device, session_id, last_msg, request_hash, ended, updated_at, state_size, " \
  "reply_size, request_size, state FROM session "

constexpr const char* ByHandle = "SELECT " PIM_SESSION_COLUMNS "WHERE owner = ?1 AND handle = ?2";
constexpr const char* ByDevice =
    "SELECT " PIM_SESSION_COLUMNS
    "INDEXED BY session_device WHERE owner = ?1 AND role = ?2 AND device = ?3 AND session_id = ?4 "
    "ORDER BY updated_at DESC, handle DESC LIMIT 1";
constexpr const char* Sizes =
    "SELECT state_size, reply_size, request_size FROM session WHERE owner = ?1 AND handle = ?2";
constexpr const char* Put =
    "INSERT INTO session(owner, handle, role, device, session_id, last_msg, request_hash, ended, "
    "updated_at, state_size, reply_size, request_size, state) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) "
    "ON CONFLICT(owner, handle) DO UPDATE SET role = excluded.role, device = excluded.device, "
    "session_id = excluded.session_id, last_msg = excluded.last_msg, "
    "request_hash = excluded.request_hash, ended = excluded.ended, "
    "updated_at = excluded.updated_at, state_size = excluded.state_size, "
    "reply_size = excluded.reply_size, request_size = excluded.request_size, "
    "state = excluded.state";
constexpr const char* Drop = "DELETE FROM session WHERE owner = ?1 AND handle = ?2";
constexpr const char* Count =
    "SELECT count(*) FROM session INDEXED BY session_device "
    "WHERE owner = ?1 AND ended = 0 AND updated_at >= ?2";
constexpr const char* Chunks =
    "SELECT octets FROM session_chunk WHERE owner = ?1 AND handle = ?2 AND kind = ?3 "
    "ORDER BY part";
constexpr const char* PutChunk =
    "INSERT INTO session_chunk(owner, handle, kind, part, octets) VALUES(?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT(owner, handle, kind, part) DO UPDATE SET octets = excluded.octets";
constexpr const char* DropChunks =
    "DELETE FROM session_chunk WHERE owner = ?1 AND handle = ?2 AND kind = ?3 AND part >= ?4";
constexpr const char* SomeChunks =
    "SELECT octets FROM session_chunk WHERE owner = ?1 AND handle = ?2 AND kind = ?3 "
    "AND part >= ?4 AND part < ?5 ORDER BY part";
constexpr const char* DropAllChunks = "DELETE FROM session_chunk WHERE owner = ?1 AND handle = ?2";

using Lengths = std::array<std::int64_t, 3>;

/// A session's row; its long parts are still to be read.
struct Raw {
  store::Session session;
  Lengths lengths{};
};

Lengths read_lengths(Row row) {
  Lengths lengths{};
  for (std::int64_t& each : lengths) {
    each = row.integer();
  }
  return lengths;
}

Raw read_raw(Row row) {
  Raw raw;
  store::Session& session = raw.session;
  session.handle = row.text();
  session.role = row.as<store::SessionRole>();
  session.device = row.text();
  session.session_id = row.text();
  session.last_msg = row.integer();
  session.request_hash = row.text();
  session.ended = row.flag();
  session.updated_at = row.integer();
  for (std::int64_t& each : raw.lengths) {
    each = row.integer();
  }
  session.state = row.text();
  return raw;
}

std::string read_octets(Row row) {
  return row.text();
}

std::int64_t kind_of(std::int64_t slot) {
  return static_cast<std::int64_t>(SessionPart::Slots) + slot;
}

std::size_t read_count(Row row) {
  return static_cast<std::size_t>(row.integer());
}

bool stands_in_row(SessionPart part, std::size_t length) {
  return length == 0 || (part == SessionPart::State && length <= limits::MaxSessionState);
}

std::size_t chunks_of(SessionPart part, std::size_t length) {
  return stands_in_row(part, length) ? 0 : (length + limits::MaxChunk - 1) / limits::MaxChunk;
}

}  // namespace

Status Unit::read_part(const std::string& handle, SessionPart part, std::int64_t length,
                       std::string& octets) {
  const auto size = static_cast<std::size_t>(length);
  if (stands_in_row(part, size)) {
    return {};
  }
  PIM_TRY(Statement statement, reading(Chunks));
  octets.reserve(size);
  PIM_TRY(bool more, statement.first(owner_, handle, part));
  while (more) {
    octets += statement.row().view();
    PIM_TRY(more, statement.next());
  }
  if (octets.size() != size) {
    return fail(ErrorCode::Corrupt, "a session's stored message is not whole");
  }
  return {};
}

Status Unit::write_part(const std::string& handle, SessionPart part, std::size_t length_before,
                        const std::string& octets) {
  const std::size_t chunks = chunks_of(part, octets.size());
  for (std::size_t i = 0; i < chunks; ++i) {
    const auto chunk = std::string_view(octets).substr(i * limits::MaxChunk, limits::MaxChunk);
    PIM_CHECK(write_later(PutChunk, owner_, handle, part, i, Blob{chunk}));
  }
  if (chunks_of(part, length_before) > chunks) {
    PIM_CHECK(write_later(DropChunks, owner_, handle, part, chunks));
  }
  return {};
}

Result<std::optional<store::Session>> Unit::session(std::string_view handle) {
  PIM_TRY(auto raw, select_one(ByHandle, read_raw, owner_, handle));
  if (!raw) {
    return std::optional<store::Session>();
  }
  store::Session& session = raw->session;
  PIM_CHECK(read_part(session.handle, SessionPart::State, raw->lengths[0], session.state));
  PIM_CHECK(read_part(session.handle, SessionPart::Reply, raw->lengths[1], session.reply));
  PIM_CHECK(read_part(session.handle, SessionPart::Request, raw->lengths[2], session.request));
  return std::optional(std::move(session));
}

Result<std::optional<store::Session>> Unit::find_session(store::SessionRole role,
                                                         std::string_view device,
                                                         std::string_view session_id) {
  PIM_TRY(const auto raw, select_one(ByDevice, read_raw, owner_, role, device, session_id));
  return raw ? session(raw->session.handle) : Result<std::optional<store::Session>>(std::nullopt);
}

Status Unit::put_session(const store::Session& session) {
  PIM_CHECK(writable());
  PIM_TRY(const auto found, select_one(Sizes, read_lengths, owner_, session.handle));
  const Lengths before = found.value_or(Lengths{});
  const bool short_state = stands_in_row(SessionPart::State, session.state.size());
  PIM_CHECK(write_later(Put, owner_, session.handle, session.role, session.device,
                        session.session_id, session.last_msg, Blob{session.request_hash},
                        session.ended, session.updated_at, session.state.size(),
                        session.reply.size(), session.request.size(),
                        Blob{short_state ? std::string_view(session.state) : std::string_view()}));
  const auto length = [&](std::size_t part) { return static_cast<std::size_t>(before[part]); };
  PIM_CHECK(write_part(session.handle, SessionPart::State, length(0), session.state));
  PIM_CHECK(write_part(session.handle, SessionPart::Reply, length(1), session.reply));
  PIM_CHECK(write_part(session.handle, SessionPart::Request, length(2), session.request));
  return guard(transaction_->settle());
}

Status Unit::drop_session(std::string_view handle) {
  PIM_CHECK(write(DropAllChunks, owner_, handle));
  PIM_CHECK(write(Drop, owner_, handle));
  return {};
}

Result<std::size_t> Unit::count_sessions(Seconds since) {
  PIM_TRY(const auto count, select_one(Count, read_count, owner_, since));
  return count.value_or(0);
}

Status Unit::put_session_part(std::string_view handle, std::int64_t slot, std::int64_t part,
                              std::string_view octets) {
  PIM_CHECK(writable());
  PIM_CHECK(write(PutChunk, owner_, handle, kind_of(slot), part, Blob{octets}));
  return {};
}

Result<std::string> Unit::session_parts(std::string_view handle, std::int64_t slot,
                                        std::int64_t first, std::int64_t count) {
  PIM_TRY(const auto parts,
          select(SomeChunks, read_octets, owner_, handle, kind_of(slot), first, first + count));
  std::string octets;
  for (const std::string& part : parts) {
    octets += part;
  }
  return octets;
}

Status Unit::drop_session_parts(std::string_view handle, std::int64_t slot) {
  PIM_CHECK(write(DropChunks, owner_, handle, kind_of(slot), 0));
  return {};
}

}  // namespace pim::sql
