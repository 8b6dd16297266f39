// SPDX-License-Identifier: Apache-2.0
#include "common/bridge/run_local.h"

#include <utility>

namespace pim::bridge {

Result<Local> load_local(const RunScene& scene, RunUnit& unit, RunCollection& saved) {
  PIM_TRY(auto pairing, unit.work().pairing(saved.pairing));
  PIM_TRY(auto collection, unit.work().collection(saved.collection));
  const content::Kind* kind = collection ? content::kind_of(collection->kind) : nullptr;
  if (!pairing || kind == nullptr) {
    return fail(ErrorCode::NotFound, "The collection of this run is gone.");
  }
  Local local{saved,
              std::move(*pairing),
              {},
              kind,
              {scene.config.guard, collection->live, saved.tally, {}}};
  PIM_TRY(local.ability, local.pairing.ability.empty()
                             ? Result<content::Ability>(content::unknown_ability(*kind))
                             : content::Ability::unpack(local.pairing.ability));
  return local;
}

bool unites(const sync::Outcome& outcome, bool sends) {
  return outcome.effect == sync::Effect::Joined && (outcome.united || (sends && outcome.owed));
}

std::string_view name_of(store::ChangeOp op) {
  switch (op) {
    case store::ChangeOp::Add: return "add";
    case store::ChangeOp::Replace: return "update";
    case store::ChangeOp::Delete: return "delete";
  }
  return "";
}

std::string_view op_name(const sync::Outcome& outcome, bool sends) {
  switch (outcome.effect) {
    case sync::Effect::Added: return "add";
    case sync::Effect::Revived:
    case sync::Effect::Updated: return "update";
    case sync::Effect::Joined:
      return outcome.conflicts != 0 ? "conflict" : unites(outcome, sends) ? "unite" : "join";
    case sync::Effect::Proposed:
    case sync::Effect::LeftOut: return "delete";
    case sync::Effect::EditKept: return "keep";
    case sync::Effect::HeldBack: return "update";
    case sync::Effect::Gone:
    case sync::Effect::Unknown:
    case sync::Effect::StaysDeleted:
    case sync::Effect::Unchanged: return "";
  }
  return "";
}

store::RunItem line_of(const RunCollection& collection, std::string_view direction,
                       std::string_view op, store::ItemId item, std::string_view label) {
  store::RunItem line;
  line.collection = collection.collection;
  line.direction = direction;
  line.op = op;
  line.item = item;
  line.label = label;
  return line;
}

Status tell_named(RunUnit& unit, const Local& local, std::string_view op,
                  std::span<const sync::Named> records) {
  std::vector<store::RunItem> lines;
  for (const sync::Named& one : records) {
    lines.push_back(line_of(local.saved, "here", op, one.item, one.label));
  }
  return unit.lines(lines);
}

}  // namespace pim::bridge
