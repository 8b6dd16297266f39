// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include "common/base/result.h"
#include "common/console/request.h"

namespace pim::console {

/// JSON that keeps the order its members were written in; for answers only.
using Json = nlohmann::ordered_json;

/// Everything that can be wrong with a call. Each has a stable tag (docs/api.md "Problems").
enum class Trouble : std::uint8_t {
  SignIn,
  NoSuchAddress,
  WrongMethod,
  ForeignPage,
  WrongContentType,
  BodyTooLarge,
  NotJson,
  WrongMember,
  WrongParameter,
  WrongCursor,
  NotAcceptable,
  NotFound,
  Changed,
  WrongHeader,
  RecordUnreadable,
  RecordUnsupported,
  RecordTooLarge,
  OthersNotAllowed,
  UnknownPeer,
  WrongUrl,
  RunUnderWay,
  RunEnded,
  WrongMode,
  KeyReused,
  AlreadyThere,
  NotHeld,
  TooMany,
  Moved,
  RefusedByStore,
  StoreBusy,
  StoreAway,
  OutcomeUnknown,
  StoreFull,
  StoredUnreadable,
  NoSealing,
  Internal,
  BodyBroken,
  BodyLate,
};

struct TroubleInfo {
  Trouble trouble;
  std::string_view code;  ///< "API0001"
  int status;             ///< of HTTP
  std::string_view title;
};

/// All of them, by tag.
const std::vector<TroubleInfo>& all_troubles();
const TroubleInfo& info_of(Trouble trouble);

/// Why a call failed, as the caller will read it.
struct Problem {
  Trouble trouble = Trouble::Internal;
  /// What happened, what it means for the data, what to do. No secrets, no record content.
  std::string detail;
  Json members = Json::object();  ///< further members of the document
  std::vector<std::pair<std::string, std::string>> headers;
  std::string cause;  ///< for the log only

  Problem(Trouble what, std::string sentence) : trouble(what), detail(std::move(sentence)) {}
  /// An error of a lower ring. Those of the store say that nothing was changed.
  Problem(const Error& error);  // NOLINT(google-explicit-constructor): handed on by PIM_TRY

  Problem&& with(std::string_view member, Json value) &&;
  Problem&& with_header(std::string name, std::string value) &&;
};

inline tl::unexpected<Problem> trouble(Trouble what, std::string sentence) {
  return tl::unexpected<Problem>(Problem(what, std::move(sentence)));
}

/// A T or the problem to answer with.
template <class T>
struct [[nodiscard]] Outcome : tl::expected<T, Problem> {
  using tl::expected<T, Problem>::expected;
};

/// What a handler gives back.
using Answer = Outcome<Response>;

/// The problem document of RFC 9457. `url_base`: Request::url_base, for `type`.
Response problem_document(const Problem& problem, const std::string& url_base);

}  // namespace pim::console

namespace pim {

// PIM_TRY and PIM_CHECK hand on problems, too.
template <class T>
tl::unexpected<console::Problem> pass(console::Outcome<T>& outcome) {
  return tl::unexpected<console::Problem>(std::move(outcome.error()));
}

}  // namespace pim
