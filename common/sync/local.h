// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/clock.h"
#include "common/base/result.h"
#include "common/content/kind.h"
#include "common/store/store.h"

// What a user of this portal does to his own records: through the API, the console, an import.
// Every function works inside the caller's Write transaction and does not commit.
namespace pim::sync {

enum class ImportOutcome : std::uint8_t { Added, Updated, Unchanged, Failed };

struct Imported {
  ImportOutcome outcome = ImportOutcome::Failed;
  store::ItemId item = 0;
  std::string label;
  std::string reason;  ///< Failed: why, for people
  std::vector<content::Remark> remarks;
};

/// Who acts.
struct LocalContext {
  store::Store& store;
  store::UnitOfWork& work;
  const content::Kind& kind;
  std::string collection;
  std::string user;
  Seconds now = 0;
};

/// What an import remembers of a file.
struct ImportFile {
  /// How often each record without UID came, by the name it gets: equal ones are several records,
  /// and are numbered (sync rule 5).
  std::map<std::string, unsigned> ordinals;
  /// The items that its records are now: another one of the same UID is no newer word of it.
  std::set<store::ItemId> items;
};

/// Imports records, each by itself (content rule 8): a known UID updates, unless it is another
/// occurrence's, or made of digits only or used twice in the file, and the name differs too (sync
/// rule 30): such a record gets a UID by name. An equal record or one
/// equal to an earlier version of the item is unchanged (sync rule 26), a bad one fails alone.
/// `file` is kept by the caller across the batches of one file; an error leaves it as it was.
Result<std::vector<Imported>> import_records(LocalContext& context,
                                             std::span<const std::string> records,
                                             ImportFile* file = nullptr);
/// Replaces an item's content. NotFound; Conflict where `expected` is not its revision (0 = any).
Result<store::Item> replace_item(LocalContext& context, store::ItemId item, std::string_view record,
                                 store::Revision expected);
/// Makes a tombstone. NotFound where there is no live item.
Status delete_item(LocalContext& context, store::ItemId item, store::Revision expected);

/// Brings back what a record was at revision `then`. One that lives becomes that again, as by
/// replace_item(); one that was deleted is made anew, as a record of now, and keeps its UID.
/// NotFound: the record, or the revision. AlreadyExists: a live record has the UID; `place` is its
/// number.
Result<store::Item> restore_item(LocalContext& context, store::ItemId item, store::Revision then,
                                 store::Revision expected);
/// Delete and Change do what the other side wants, each with its own kind of question only.
enum class HeldDecision : std::uint8_t { Delete, Keep, Change };

struct HeldOutcome {
  std::size_t deleted = 0;
  std::size_t kept = 0;
  std::size_t changed = 0;
  /// Changed since they were held: asked again, with the new revision (sync rule 33).
  std::size_t asked_again = 0;
};

/// Decides waiting held rows (sync rule 33). At most limits::PageRows numbers at a time.
Result<HeldOutcome> decide_held(store::Store& store, store::UnitOfWork& work,
                                std::span<const std::int64_t> numbers, HeldDecision decision,
                                std::string_view user, Seconds now);

}  // namespace pim::sync
