// SPDX-License-Identifier: Apache-2.0
// How much waits for a person, without the questions themselves.
#include "common/console/json.h"
#include "common/console/query.h"
#include "common/console/route.h"

namespace pim::console {

namespace {

Answer count_questions(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const store::OpenQuestions open, work->open_questions());
  return json_response(200, {{"deletions", open.deletions},
                             {"changes", open.changes},
                             {"conflicts", open.conflicts},
                             {"doubtful", open.doubtful}});
}

}  // namespace

std::span<const Route> question_routes() {
  static constexpr Route Routes[] = {{"GET", "/questions", Body::None, count_questions}};
  return Routes;
}

}  // namespace pim::console
