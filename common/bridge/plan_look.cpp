// SPDX-License-Identifier: Apache-2.0
#include "common/bridge/plan_look.h"

#include <algorithm>
#include <map>
#include <optional>

#include "common/bridge/mode.h"
#include "common/bridge/run_detail.h"
#include "common/sync/forms.h"
#include "common/sync/look.h"

namespace pim::bridge {

namespace {

/// The relation that a collection of the run was planned over.
struct Ground {
  RunCollection saved;
  store::Pairing pairing;
  content::Ability ability;
  const content::Kind* kind = nullptr;
};

/// Nothing where the collection or the relation is gone.
Result<std::optional<Ground>> ground_of(store::UnitOfWork& work, const RunCollection& saved) {
  PIM_TRY(auto pairing, work.pairing(saved.pairing));
  PIM_TRY(const auto collection, work.collection(saved.collection));
  const content::Kind* kind = collection ? content::kind_of(collection->kind) : nullptr;
  if (!pairing || kind == nullptr) {
    return std::optional<Ground>();
  }
  Ground ground{saved, std::move(*pairing), {}, kind};
  PIM_TRY(ground.ability, ground.pairing.ability.empty()
                              ? Result<content::Ability>(content::unknown_ability(*kind))
                              : content::Ability::unpack(ground.pairing.ability));
  return std::optional<Ground>(std::move(ground));
}

class Looker {
 public:
  Looker(sync::Scope scope, Ground ground, bool portal, sync::Taking taking, sync::Policy policy)
      : scope_(std::move(scope)),
        ground_(std::move(ground)),
        portal_(portal),
        taking_(taking),
        policy_(policy) {
    scope_.ability = &ground_.ability;
  }

  Status look(std::span<const store::RunItem> lines, std::vector<LineLook>& looks) {
    std::vector<store::ItemId> ours;
    std::vector<store::ItemId> fresh;    // new here: what came is what will be
    std::vector<store::ItemId> merging;  // ours and what came become one
    for (const store::RunItem& line : lines) {
      if (line.collection != ground_.saved.collection || line.item == 0) {
        continue;
      }
      ours.push_back(line.item);
      const bool is_new = line.direction != "there" && (line.op == "add" || line.op == "doubt");
      (is_new ? fresh : merging).push_back(line.item);
    }
    PIM_CHECK(read_ours(ours));
    PIM_CHECK(read_fresh(fresh));
    PIM_CHECK(read_merged(merging));
    for (std::size_t at = 0; at < lines.size(); ++at) {
      if (lines[at].collection != ground_.saved.collection || lines[at].item == 0) {
        continue;
      }
      PIM_TRY(looks[at],
              lines[at].direction == "there" ? look_there(lines[at]) : look_here(lines[at]));
    }
    return {};
  }

 private:
  Status read_ours(const std::vector<store::ItemId>& ids) {
    PIM_TRY(auto items, scope_.work.items(ids));
    for (store::Item& item : items) {
      ours_[item.id] = std::move(item);
    }
    return {};
  }

  Status read_fresh(const std::vector<store::ItemId>& ids) {
    PIM_TRY(const auto rows, scope_.work.staged_by_reserved(ground_.pairing.id, ids));
    for (const store::Staged& row : rows) {
      theirs_[row.reserved] = row.content;
    }
    return {};
  }

  /// What the stage would make of these items.
  Status read_merged(const std::vector<store::ItemId>& ids) {
    PIM_TRY(auto rows, scope_.work.staged_for_items(ground_.pairing.id, ids));
    for (const store::Staged& row : rows) {
      if (row.op != store::ChangeOp::Delete) {
        said_[row.item] = row.content;
      }
    }
    PIM_TRY(const auto page, sync::enter_rows(scope_, std::move(rows)));
    const sync::Circumstances circumstances{ground_.saved.slow || ground_.pairing.stage_slow,
                                            false,
                                            portal_,
                                            ground_.saved.had_records,
                                            ground_.saved.same_epoch,
                                            taking_,
                                            policy_};
    PIM_TRY(const auto merged, sync::look_at_contents(scope_, ground_.pairing, ground_.ability,
                                                      circumstances, page.incoming));
    theirs_.insert(merged.begin(), merged.end());
    return {};
  }

  std::string content_of(store::ItemId id) const {
    const auto found = ours_.find(id);
    return found == ours_.end() || found->second.deleted ? std::string() : found->second.content;
  }

  Result<LineLook> look_here(const store::RunItem& line) {
    LineLook look;
    look.before = content_of(line.item);
    if (line.op == "delete" || line.op == "hold") {
      look.known = true;
      return look;
    }
    const auto planned = theirs_.find(line.item);
    look.known = planned != theirs_.end();
    look.after = look.known ? planned->second : std::string();
    return look;
  }

  /// There stands what that side has said or had last; it gets what we hold, or will hold.
  Result<LineLook> look_there(const store::RunItem& line) {
    store::Pairing copy = ground_.pairing;
    sync::Workset work(scope_, &copy, sync::Purpose::Look);
    PIM_TRY(const store::MapRow* row, work.row_of(line.item));
    LineLook look;
    look.known = true;
    if (line.op != "delete") {
      const auto planned = theirs_.find(line.item);
      look.after = planned != theirs_.end() ? planned->second : content_of(line.item);
    }
    if (const auto said = said_.find(line.item); said != said_.end() && line.op != "add") {
      look.before = said->second;
      return look;
    }
    if (row != nullptr && line.op != "add") {
      PIM_TRY(const auto base, sync::base_form(work, *row, ground_.ability));
      look.known = base.has_value();
      look.before = base.value_or("");
    }
    return look;
  }

  sync::Scope scope_;
  Ground ground_;
  bool portal_;
  sync::Taking taking_;
  sync::Policy policy_;
  std::map<store::ItemId, store::Item> ours_;
  std::map<store::ItemId, std::string> theirs_;  ///< what will be here
  std::map<store::ItemId, std::string> said_;    ///< as it came
};

}  // namespace

Result<std::vector<LineLook>> look_at_lines(store::UnitOfWork& work, const HashKey& key,
                                            const store::Run& run, std::string_view peer,
                                            std::span<const store::RunItem> lines, Seconds now) {
  std::vector<LineLook> looks(lines.size());
  PIM_TRY(const RunDetail detail, RunDetail::unpack(run.detail));
  const auto mode = mode_of(run.mode);
  for (const RunCollection& saved : detail.collections) {
    PIM_TRY(auto ground, ground_of(work, saved));
    if (!ground) {
      continue;
    }
    const sync::Scope scope{
        work,
        key,
        *ground->kind,
        saved.collection,
        {store::AuthorKind::Peer, saved.pairing, std::string(peer), std::to_string(run.number)},
        now};
    Looker looker(scope, std::move(*ground), detail.portal,
                  mode ? mode->taking : sync::Taking::Merge, detail.policy);
    PIM_CHECK(looker.look(lines, looks));
  }
  return looks;
}

}  // namespace pim::bridge
