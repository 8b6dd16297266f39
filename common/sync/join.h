// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "common/content/ability.h"
#include "common/sync/incoming.h"
#include "common/sync/workset.h"

namespace pim::sync {

/// How far records are recognised by content.
enum class Matching : std::uint8_t {
  Whole,   ///< UID and whole fingerprint (any session)
  Likely,  ///< also the classes of a slow match (content rules 7)
};

/// Records of ours that went out as Add and were not confirmed, at most so many; with `NeverAgain`
/// as `due_by` also those that wait for that side to say what it has of them (unread.h).
Result<std::vector<store::ItemId>> open_adds(store::UnitOfWork& work, store::PairingId pairing,
                                             std::size_t most, Seconds due_by);

/// Finds the record of ours that an incoming Add is (sync rules 22, 30, 31).
class Joiner {
 public:
  Joiner(Workset& work, const content::Ability& ability, bool portal, Matching matching);

  /// Looks up keys of all of them at once: one batch for UIDs and fingerprints, and for Likely one
  /// scan for what these leave over.
  Status preload(std::span<const Incoming> incoming);

  struct Match {
    store::Item* item = nullptr;  ///< the same record
    store::ItemId doubtful = 0;   ///< perhaps the same: kept apart
  };
  Result<Match> find(const Incoming& incoming);
  /// An Add of ours to that side, not confirmed yet, that this record is as it went out: by its UID
  /// or its content (sync rule 22).
  Result<store::Item*> unconfirmed(const Incoming& incoming);
  /// The one such Add that this record is an edit of, where it came without UID. Asked last: what
  /// is like it only must not take the place of what is the same.
  Result<Match> edited_unconfirmed(const Incoming& incoming);
  /// A tombstone of ours with this record's UID (sync rule 38).
  Result<store::Item*> tombstone(const Incoming& incoming);
  /// A live record has this UID (other than `except`).
  Result<store::Item*> live_with_uid(std::string_view uid, store::ItemId except);

 private:
  Status preload_joining(std::span<const std::uint64_t> keys);
  /// It lives, and that side has no record yet that is known to be this one.
  Result<bool> free_to_join(const store::Item& item);
  /// As well as one that went there from here: a foreign server never tells its name of that. What
  /// comes is that one only where it says so itself, by its UID.
  Result<bool> free_to_return(const store::Item& item);
  Result<store::Item*> by_uid(const Incoming& incoming);
  Result<store::Item*> by_fingerprint(const Incoming& incoming);
  /// A record that the same side has just proposed to delete, equal in that side's form: devices
  /// give a record a new name that way, and their poor copy must not replace it (sync rule 32).
  Result<store::Item*> by_proposal(const Incoming& incoming);
  Result<Match> by_likeness(const Incoming& incoming);
  bool uid_counts(const Incoming& incoming) const;
  Status load_open_adds();
  /// Ours has gone out as Add, and nothing has come of it in this message either.
  Result<bool> is_open(store::ItemId item);

  Workset& work_;
  const content::Ability& ability_;
  bool portal_;
  Matching matching_;
  std::unordered_map<std::uint64_t, std::vector<store::ItemId>> weak_;
  /// Fingerprints of proposed records in that side's form; nothing where they have none.
  std::unordered_map<store::ItemId, std::optional<std::uint64_t>> proposals_;
  struct OpenAdd {
    store::ItemId item = 0;
    std::uint64_t fingerprint = 0;  ///< of the form that went out
    std::vector<std::uint64_t> weak_keys;
  };
  std::vector<OpenAdd> open_adds_;
  bool open_adds_known_ = false;
};

}  // namespace pim::sync
