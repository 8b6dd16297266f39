// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/child_stores.h"

#include "common/httpd/housekeeper.h"

namespace pim::httpd {

StoreSlot* ChildStores::slot(const PortalSettings& settings) {
  if (!settings.store_path) {
    return nullptr;
  }
  auto& slot = slots_[*settings.store_path];
  if (!slot) {
    slot = std::make_unique<StoreSlot>(*settings.store_path, settings.state_dir_or_default(), log_,
                                       tag_, errors_of(errors_, *settings.store_path));
  }
  return slot.get();
}

std::vector<StoreSlot*> ChildStores::all() const {
  std::vector<StoreSlot*> slots;
  slots.reserve(slots_.size());
  for (const auto& [path, slot] : slots_) {
    slots.push_back(slot.get());
  }
  return slots;
}

void ChildStores::start_housekeeping(ThreadTeam& team) {
  if (!slots_.empty()) {
    team.start([this, slots = all()](const std::stop_token& stop) {
      for (StoreSlot* const slot : slots) {
        slot->get();  // what is wrong with it is told at once, and no request of any site waits for
                      // it
      }
      keep_house(slots, clock_, random_, log_, stop);
    });
  }
}

}  // namespace pim::httpd
