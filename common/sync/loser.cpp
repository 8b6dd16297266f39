// SPDX-License-Identifier: Apache-2.0
#include "common/sync/loser.h"

#include <optional>
#include <string>

#include "common/content/one_property.h"

namespace pim::sync {

Result<store::Item> restore_lost(LocalContext& context, const store::Conflict& conflict) {
  PIM_TRY(const auto found, context.work.items({&conflict.item, 1}));
  if (found.empty() || found.front().deleted) {
    return fail(ErrorCode::NotFound, "There is no such record.");
  }
  const store::Item& item = found.front();
  std::optional<std::string> loser = conflict.record;
  if (conflict.rev != 0) {
    PIM_TRY(loser, context.work.content_at(item.id, conflict.rev));
  }
  const auto restored =
      loser ? content::with_property_of(context.kind, item.content, *loser,
                                        {conflict.property, conflict.kept, conflict.lost})
            : Result<std::optional<std::string>>();
  if (!restored || !*restored) {
    return fail(ErrorCode::AlreadyExists, "There is nothing to bring back.");
  }
  return replace_item(context, item.id, **restored, item.rev);
}

}  // namespace pim::sync
