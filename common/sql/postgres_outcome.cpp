// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_outcome.h"

#include <sys/random.h>

#include <algorithm>
#include <thread>

namespace pim::sql {
namespace {

constexpr const char* Ask = "SELECT turn, tokens FROM owner WHERE id = ?1 FOR UPDATE";

/// Longer than the server keeps a transaction whose client says nothing.
constexpr std::chrono::seconds Patience{20};
constexpr std::chrono::milliseconds LockPatience{12'000};
constexpr std::chrono::milliseconds LongestPause{500};

enum class Outcome : std::uint8_t { Done, NotDone, Unknown };

Outcome read(Row row, const LostCommit& lost) {
  const std::int64_t turn = row.integer();
  const std::string_view tokens = row.view();
  for (std::size_t at = 0; at + TokenSize <= tokens.size(); at += TokenSize) {
    if (tokens.substr(at, TokenSize) == lost.token) {
      return Outcome::Done;
    }
  }
  return turn - lost.turn < static_cast<std::int64_t>(TokensKept) ? Outcome::NotDone
                                                                  : Outcome::Unknown;
}

Result<Outcome> ask(const PostgresLink& link, const LostCommit& lost) {
  PostgresLink patient = link;
  patient.patience = LockPatience;
  PIM_TRY(const auto connection, PostgresConnection::open(patient));
  PIM_CHECK(connection->send("BEGIN ISOLATION LEVEL READ COMMITTED"));
  Statement statement = connection->prepare(Ask, Use::Once);
  PIM_TRY(const bool there, statement.first(lost.owner));
  return there ? read(statement.row(), lost) : Outcome::NotDone;
}

}  // namespace

std::string make_token() {
  std::string token(TokenSize, '\0');
  if (::getrandom(token.data(), token.size(), 0) != static_cast<ssize_t>(token.size())) {
    std::terminate();  // up to 256 octets it cannot fail once the machine has started
  }
  return token;
}

Status outcome_of(const PostgresLink& link, const LostCommit& lost) {
  const auto until = std::chrono::steady_clock::now() + Patience;
  std::chrono::milliseconds pause{10};
  for (;;) {
    const Result<Outcome> outcome = ask(link, lost);
    if (outcome && *outcome == Outcome::Done) {
      return {};
    }
    if (outcome && *outcome == Outcome::NotDone) {
      return fail(ErrorCode::Unavailable,
                  "the connection to the store was lost before the commit; nothing changed");
    }
    if (outcome || std::chrono::steady_clock::now() + pause > until) {
      return fail(ErrorCode::Unknown, "the connection to the store was lost during the commit: " +
                                          (outcome ? std::string("too much was written since")
                                                   : outcome.error().message));
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, LongestPause);
  }
}

}  // namespace pim::sql
