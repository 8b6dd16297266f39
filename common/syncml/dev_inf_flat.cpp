// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/dev_inf_flat.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace pim::syncml {
namespace {

/// The datastore's own entry for a type, preferred ones first; nullptr where it names none.
const ContentType* find_type(const Datastore& store, std::string_view type) {
  const auto fits = [&](const ContentType& entry) { return equals_ignore_case(entry.type, type); };
  for (const ContentType* preferred : {&store.rx_pref, &store.tx_pref}) {
    if (fits(*preferred)) {
      return preferred;
    }
  }
  for (const std::vector<ContentType>* list : {&store.rx, &store.tx}) {
    const auto found = std::find_if(list->begin(), list->end(), fits);
    if (found != list->end()) {
      return &*found;
    }
  }
  return nullptr;
}

/// Each capability is copied to each datastore of its type: bounds that keep a small document
/// from becoming large. A device has a handful of either.
constexpr std::size_t MostParts = 64;

std::size_t weight(const ContentCapability& capability) {
  std::size_t sum = 1;
  for (const Property& property : capability.properties) {
    sum += 1 + property.values.size() + property.params.size();
    for (const PropParam& param : property.params) {
      sum += param.values.size();
    }
  }
  return sum;
}

void attach(Datastore& store, const std::vector<ContentCapability>& capabilities,
            std::size_t& budget) {
  for (const ContentCapability& capability : capabilities) {
    const ContentType* type = find_type(store, capability.type.type);
    const std::size_t cost = type == nullptr ? 0 : weight(capability);
    if (type == nullptr || cost > budget) {
      continue;
    }
    budget -= cost;
    ContentCapability& added = store.capabilities.emplace_back(capability);
    if (added.type.version.empty()) {
      added.type.version = type->version;
    }
  }
}

void drop_nameless(std::vector<ContentCapability>& capabilities) {
  for (ContentCapability& capability : capabilities) {
    std::erase_if(capability.properties, [](const Property& p) { return p.name.empty(); });
  }
  std::erase_if(capabilities, [](const ContentCapability& c) { return c.type.type.empty(); });
}

}  // namespace

void settle(DevInf& info, FlatParts flat) {
  std::erase(flat.sync_types, 0);
  flat.sync_types.resize(std::min(flat.sync_types.size(), MostParts));
  flat.capabilities.resize(std::min(flat.capabilities.size(), MostParts));
  std::size_t budget = limits::MaxCommands;
  std::size_t served = 0;
  for (Datastore& store : info.datastores) {
    std::erase(store.sync_types, 0);
    if (++served <= MostParts) {
      attach(store, flat.capabilities, budget);
      if (store.sync_types.empty()) {
        store.sync_types = flat.sync_types;
      }
    }
    drop_nameless(store.capabilities);
  }
}

std::vector<ContentCapability> flatten(const DevInf& info) {
  std::vector<ContentCapability> flat;
  for (const Datastore& store : info.datastores) {
    for (const ContentCapability& capability : store.capabilities) {
      const auto same = [&](const ContentCapability& c) {
        return equals_ignore_case(c.type.type, capability.type.type);
      };
      if (std::none_of(flat.begin(), flat.end(), same)) {
        flat.push_back(capability);
      }
    }
  }
  return flat;
}

}  // namespace pim::syncml
