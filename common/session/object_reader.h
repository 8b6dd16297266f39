// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/session/change_form.h"
#include "common/session/open_object.h"
#include "common/store/store.h"

namespace pim::session {

/// Puts together what comes in parts for one datastore of a session, within the transaction of the
/// message. Both roles' receiving half of large objects.
class ObjectReader {
 public:
  /// `slot`: the datastore's place in the session.
  ObjectReader(store::UnitOfWork& work, std::string_view handle, std::size_t slot, OpenObject& open)
      : work_(work), handle_(handle), slot_(static_cast<std::int64_t>(slot)), open_(open) {}

  /// Whether take() has anything to do with these.
  bool concerns(const ReadChanges& changes) const;
  /// Goes through the changes of a Sync in their order. A part is kept (ReadChange::more), the last
  /// one stands for the whole record from now on, and what breaks an open object off tells it
  /// (ReadChange::broken_off).
  Status take(const syncml::SyncCmd& command, ReadChanges& changes, const content::Kind& kind,
              const HashKey& key);
  /// The other side's package has ended, and with it the object that is open. What is left of it,
  /// where it was wanted: nothing of it was done.
  Result<std::optional<LostEnd>> end_package();

 private:
  Status take_one(const syncml::ChangeCmd& command, const syncml::Item& item, ReadChange& change,
                  const content::Kind& kind, const HashKey& key);
  bool goes_on(const syncml::Item& item, const ReadChange& change, std::uint64_t size) const;
  Status keep(std::string_view octets);
  Status finish(std::string_view rest, ReadChange& change, const content::Kind& kind,
                const HashKey& key);
  Status clear();

  store::UnitOfWork& work_;
  std::string handle_;
  std::int64_t slot_;
  OpenObject& open_;
};

/// What is open once a command was refused whose last item has parts to come.
OpenObject refused_object(const syncml::ChangeCmd& command, int status);

}  // namespace pim::session
