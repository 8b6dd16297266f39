// SPDX-License-Identifier: Apache-2.0
#include "common/console/problem.h"

#include "common/console/json.h"

namespace pim::console {

namespace {

Trouble trouble_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::Malformed: return Trouble::RecordUnreadable;
    case ErrorCode::TooLarge: return Trouble::RecordTooLarge;
    case ErrorCode::Unsupported: return Trouble::RecordUnsupported;
    case ErrorCode::NotFound: return Trouble::NotFound;
    case ErrorCode::AlreadyExists: return Trouble::AlreadyThere;
    case ErrorCode::Conflict: return Trouble::Moved;
    case ErrorCode::Busy: return Trouble::StoreBusy;
    case ErrorCode::Unavailable:
    case ErrorCode::Cancelled: return Trouble::StoreAway;
    case ErrorCode::Unknown: return Trouble::OutcomeUnknown;
    case ErrorCode::Full: return Trouble::StoreFull;
    case ErrorCode::Refused: return Trouble::RefusedByStore;
    case ErrorCode::Corrupt: return Trouble::StoredUnreadable;
    case ErrorCode::Denied:
    case ErrorCode::Unauthorized:
    case ErrorCode::Internal: return Trouble::Internal;
  }
  return Trouble::Internal;
}

/// Troubles of the store have one sentence each: what it says itself is for the log.
std::string sentence_of(Trouble trouble, const std::string& message) {
  switch (trouble) {
    case Trouble::StoreBusy:
      return "The store is busy with other work. Nothing was changed. Try again in a moment.";
    case Trouble::StoreAway:
      return "The store cannot be reached. Nothing was changed. Try again later; if it stays like "
             "this, tell the administrator.";
    case Trouble::OutcomeUnknown:
      return "The connection to the store was lost at the last moment: the change was made wholly "
             "or not at all. Read it back before you repeat it.";
    case Trouble::StoreFull:
      return "The store has no space left. Nothing was changed. Tell the administrator.";
    case Trouble::StoredUnreadable:
      return "Something that was stored cannot be read back. Nothing was changed. Tell the "
             "administrator; the error log has the place.";
    case Trouble::RefusedByStore:
      return "The store refused this change. Nothing was changed. Tell the administrator; the "
             "error log has the reason.";
    case Trouble::Internal:
      return "The portal made a mistake of its own. Nothing was changed. Tell the administrator; "
             "the error log has the place.";
    default: return message;
  }
}

}  // namespace

Problem::Problem(const Error& error)
    : trouble(trouble_of(error.code)),
      detail(sentence_of(trouble, error.message)),
      cause(error.text()) {
  if (info_of(trouble).status == 503) {
    headers.emplace_back("Retry-After", "5");
  }
}

Problem&& Problem::with(std::string_view member, Json value) && {
  members[std::string(member)] = std::move(value);
  return std::move(*this);
}

Problem&& Problem::with_header(std::string name, std::string value) && {
  headers.emplace_back(std::move(name), std::move(value));
  return std::move(*this);
}

Response problem_document(const Problem& problem, const std::string& url_base) {
  const TroubleInfo& info = info_of(problem.trouble);
  Json document = {{"type", url_base + "/help/" + std::string(info.code)},
                   {"title", info.title},
                   {"status", info.status},
                   {"detail", problem.detail},
                   {"code", info.code}};
  document.update(problem.members);
  Response response;
  response.status = info.status;
  response.content_type = "application/problem+json";
  response.body = to_text(document);
  response.headers = problem.headers;
  return response;
}

}  // namespace pim::console
