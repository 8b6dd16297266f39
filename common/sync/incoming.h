// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "common/content/kind.h"
#include "common/store/types.h"

namespace pim::sync {

/// A change that came from the other side, entered (parsed, repaired, given a UID) before any
/// transaction began.
struct Incoming {
  store::ChangeOp op = store::ChangeOp::Add;
  std::string peer_id;         ///< the other side's name; empty where it named only ours
  content::Entry entry;        ///< of Add and Replace
  Seconds modified = 0;        ///< when it was made there, 0 = not told
  store::ItemId item = 0;      ///< the item it is known to be for; 0 = look by peer_id
  store::ItemId reserved = 0;  ///< an Add of S3: the id that was promised by Map
  std::string consent;         ///< a Delete a person decided at the other portal
  bool staged = false;         ///< it lies in the stage, where it can stay
  bool soft = false;      ///< a Delete from that side's memory only: the record is to live on here
  std::string base_mark;  ///< of an Add: what the other portal last had of ours (form_mark)
};

/// A record, as a line of a result names it.
struct Named {
  store::ItemId item = 0;
  std::string label;
};

/// What became of it.
enum class Effect : std::uint8_t {
  Added,
  Updated,
  Unchanged,
  Joined,        ///< recognised as a record we have (sync rules 30, 31)
  Proposed,      ///< a Delete: decided at the end of the package (sync rule 32)
  Gone,          ///< a Delete of what is deleted already
  Unknown,       ///< a Delete or Replace that names nothing: 211, 404
  EditKept,      ///< a Delete against an edit: the record lives and goes out again (sync rule 28)
  Revived,       ///< an edit against our deletion: the record lives again
  StaysDeleted,  ///< no edit against our deletion: our Delete goes out
  HeldBack,  ///< it waits in the stage: it sets what too many records are set to (design rule 8)
  LeftOut,   ///< a mirror of ours has no place for it: kept as deleted, its Delete goes out
};

struct Outcome {
  Effect effect = Effect::Unchanged;
  store::ItemId item = 0;
  store::ItemId doubtful = 0;  ///< a record it may be the same as; both are kept
  unsigned conflicts = 0;      ///< values that gave way, kept in `conflict`
  bool changed_here = false;   ///< a record of ours is not what it was, or a new one
  std::string our_name;        ///< what the side knows the item by from now on
  bool copied = false;         ///< the record that gave way became one of its own (Policy::Both)
  bool united = false;         ///< content was written here: a join that was more than equality
  std::optional<store::ChangeOp> owed = {};  ///< what goes to that side for the item hereafter
};

}  // namespace pim::sync
