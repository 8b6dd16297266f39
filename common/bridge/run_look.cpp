// SPDX-License-Identifier: Apache-2.0
#include "common/bridge/run_look.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/bridge/run_detail.h"

namespace pim::bridge {

namespace {

/// Versions of one record that are looked through for the run's: it writes a record twice at most.
constexpr std::size_t VersionsLooked = 20;

class DoneLooker {
 public:
  DoneLooker(store::UnitOfWork& work, const store::Run& run, const RunDetail& detail)
      : work_(work), name_(std::to_string(run.number)), collections_(detail.collections) {}

  Result<LineLook> look(store::ItemId item) {
    store::VersionQuery query;
    query.item = item;
    query.limit = VersionsLooked;
    query.octets = limits::MaxObjSize;
    PIM_TRY(const auto versions, work_.versions(query));  // newest first
    const auto ended = [this](const store::ItemVersion& version) { return by_run(version.by); };
    const auto last = std::ranges::find_if(versions, ended);
    if (last == versions.end()) {
      return LineLook{};
    }
    const auto first = std::find_if(versions.rbegin(), versions.rend(), ended);
    LineLook look;
    look.before = first->deleted ? "" : first->content;
    if (last == versions.begin()) {
      PIM_TRY(const auto now, work_.items(std::span(&item, 1)));
      look.known = !now.empty();
      look.after = now.empty() || now.front().deleted ? "" : now.front().content;
      return look;
    }
    const store::ItemVersion& next = *std::prev(last);
    look.known = next.rev == last->replaced_by;  // else what came after it was purged
    look.after = next.deleted ? "" : next.content;
    return look;
  }

 private:
  bool by_run(const store::Author& author) const {
    return author.kind == store::AuthorKind::Peer && author.work == name_ &&
           std::ranges::find(collections_, author.pairing, &RunCollection::pairing) !=
               collections_.end();
  }

  store::UnitOfWork& work_;
  std::string name_;
  const std::vector<RunCollection>& collections_;
};

}  // namespace

Result<std::vector<LineLook>> look_at_done(store::UnitOfWork& work, const store::Run& run,
                                           std::span<const store::RunItem> lines) {
  std::vector<LineLook> looks(lines.size());
  PIM_TRY(const RunDetail detail, RunDetail::unpack(run.detail));
  DoneLooker looker(work, run, detail);
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const store::RunItem& line = lines[at];
    const bool changed =
        line.op == "update" || line.op == "conflict" || line.op == "unite" || line.op == "delete";
    if (line.direction == "here" && line.item != 0 && changed) {
      PIM_TRY(looks[at], looker.look(line.item));
    }
  }
  return looks;
}

}  // namespace pim::bridge
