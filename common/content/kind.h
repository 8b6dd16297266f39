// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/clock.h"
#include "common/base/digest.h"
#include "common/base/result.h"
#include "common/content/ability.h"

// What the sync engine needs to know of one kind of record, and nothing more: the engine handles
// contacts, events, tasks and notes through this interface alone. "Stored" is a record as it lies
// in the store (content rule 1.1: the octets received); "form" is a record as one side says it.
namespace pim::content {

/// Something told about a record at entry: repaired, guessed, doubtful (codes of content rule V7).
struct Remark {
  int line = 0;  ///< 1-based, in the octets that came in; 0 = whole record
  std::string property;
  std::string code;  ///< "latin", "glued", "control", ...
};

/// What the store keeps beside a record's octets.
struct Facts {
  std::string uid;        ///< as written in the record; never empty after entry
  std::string label;      ///< what a person calls it: FN, summary, title
  std::string sort_key;   ///< folded, for pages by name
  std::string find_text;  ///< folded words, phones, mails: search and weak matches
  /// 64-bit SipHash of the canonical loose form without UID, REV, PRODID, VERSION (sync rule 31)
  std::uint64_t fingerprint = 0;
  /// Hashes for weaker matches (content rule 7.1): name, last nine digits, mail; sorted, without
  /// doubles
  std::vector<std::uint64_t> weak_keys;
  Seconds modified = 0;  ///< REV / LAST-MODIFIED, 0 = none
};

/// A record ready to be stored.
struct Entry {
  std::string stored;
  Facts facts;
  /// the record brought its UID; otherwise one was made by name (sync rule 5)
  bool uid_given = false;
  std::vector<Remark> remarks;
};

struct EntryOptions {
  const HashKey& key;
  /// Distinguishes equal records without UID (sync rule 5): 0 for the first, 1, 2, ...
  unsigned ordinal = 0;
  /// The side the record comes from, where its manner says what the record does not (a device's
  /// zone); may be null.
  const Ability* ability = nullptr;
  /// What octets are read as that no rule decides, as a device rule, an import or the owner says
  /// (content rule 1.5); empty = they are kept as octets and told.
  std::string_view fallback_charset = {};
};

/// A record as a side gets it.
struct Form {
  std::string text;
  std::vector<std::string> losses;  ///< what the side does not get: "photo", "aside:X-FOO", ...
};

/// An exception of a series, as a side that knows none gets it.
struct Part {
  std::string id;      ///< the date of the series it stands for ("20260512T100000")
  std::string record;  ///< a record of its own, as it would be stored
  /// The later one of that date and its own start: what lies behind it need not be shown.
  Seconds at = 0;
};

/// One value that had to give way in a merge.
struct Lost {
  std::string property;
  std::string kept;  ///< shown to the user
  std::string lost;
};

enum class Winner : std::uint8_t {
  ByTime,  ///< newer modified, else greater canonical octets: the same answer at both portals
  Theirs,
  Ours,
};

struct MergeInput {
  std::string_view ours;    ///< stored
  std::string_view theirs;  ///< form that came
  /// What that side last had, as a form; nothing = no base: values are united (sync rule 25).
  std::optional<std::string_view> base = {};
  /// The side itself said the base (then absence from theirs is its edit); otherwise we sent it.
  bool base_said_by_side = true;
  /// Older contents of ours, newest first, and forms sent to that side but not confirmed: a value
  /// of theirs equal to one of these is no edit (sync rule 26).
  std::vector<std::string_view> earlier = {};
  std::vector<std::string_view> sent = {};
  /// The base was never confirmed by the side (an Add of ours that it answers with a record).
  bool base_unconfirmed = false;
  /// Made no later than ours, by times that only rise with edits (between portals): then a value of
  /// `earlier` is no edit even where ours still is the base. Somebody who goes back to an old value
  /// does so later.
  bool theirs_not_later = false;
  /// Without a base: what ours was when theirs was made. A value that ours has had since then is
  /// the older one, though another of ours has been edited later.
  std::optional<std::string_view> ours_then = {};
  const Ability& ability;
  Seconds ours_modified = 0;
  Seconds theirs_modified = 0;
  Winner winner = Winner::ByTime;  ///< for values both changed differently
};

struct Merged {
  std::string stored;  ///< the result
  /// theirs holds at least one edit against base, earlier and sent (sync rule 26); without a base:
  /// at least one value that ours has not.
  bool edit = false;
  bool changed = false;  ///< stored differs from ours in exact canonical form
  /// A value of theirs was left out because ours had it before (`earlier`): ours has to be told
  /// back as the later one, or both sides would refuse each other's for ever.
  bool refused_past = false;
  /// Both sides changed a value differently, and the winner was chosen (MergeInput::winner). What
  /// else is in `lost` was decided by what was sent or can be held.
  bool contested = false;
  std::vector<Lost> lost;  ///< goes to `conflict`
};

enum class Likeness : std::uint8_t { Same, Ask, Different };

/// A text form of records, as content types name it.
struct Format {
  std::string_view media_type;
  std::string_view version;
};

/// Thread-safe and without state. Errors of all functions that read a record: Malformed (not a
/// record of this kind), Unsupported (a version we do not read; the message names it), TooLarge.
class Kind {
 public:
  virtual ~Kind() = default;

  virtual std::string_view name() const = 0;        ///< "contacts"
  virtual std::string_view media_type() const = 0;  ///< of stored records: "text/vcard"
  virtual std::string_view version() const = 0;     ///< of stored records: "3.0"
  /// What can be read and written, the form for a side of which nothing is known first.
  virtual std::span<const Format> formats() const = 0;

  /// Whether a device can make anything of the record; the error (Unsupported) says why not.
  /// Portals keep it all the same.
  virtual Status presentable(std::string_view stored) const;
  /// A record comes in from a peer, a file or the API: repaired where it cannot be read otherwise,
  /// UID and VERSION added where missing, facts taken.
  virtual Result<Entry> enter(std::string_view octets, const EntryOptions& options) const = 0;
  /// Facts of a record already stored.
  virtual Result<Facts> facts(std::string_view stored, const HashKey& key) const = 0;
  /// The form a side gets. For Ability::whole and for an untouched record of the side's own
  /// version these are the stored octets.
  virtual Result<Form> render(std::string_view stored, const Ability& ability) const = 0;
  /// What a record of this side means depends on what is known of the side (its zone, its charset):
  /// enter() has to be told.
  virtual bool heeds(const Ability& ability) const;
  /// Ours, as that side gets it, says just what its form `theirs` says.
  virtual bool shows(std::string_view stored, std::string_view theirs, const Ability& ability,
                     bool with_uid) const;
  /// Equal in exact canonical form (content rule 3.1). The UID counts only where `with_uid`.
  virtual bool equal(std::string_view a, std::string_view b, bool with_uid) const = 0;
  /// Content near enough to be the same record edited: at least half of the single values and
  /// lists that both have agree. Nearness never decides alone (sync rule 23).
  virtual bool near(std::string_view a, std::string_view b) const = 0;
  /// The second key that lets a UID join (sync rule 30): an equal name.
  virtual bool second_key_agrees(std::string_view a, std::string_view b) const = 0;
  /// Slow match (content rule 7.2): the three classes. `ability`: what the other side can hold.
  virtual Likeness compare(std::string_view ours, std::string_view theirs,
                           const Ability& ability) const = 0;
  virtual Result<Merged> merge(const MergeInput& input) const = 0;
  /// What a change set, each as a hash of property and value: values that `after` has and `before`
  /// has not, and properties it has emptied. Sorted, without doubles. UID, REV and the like set
  /// nothing.
  virtual std::vector<std::uint64_t> set_values(std::string_view before, std::string_view after,
                                                const HashKey& key) const = 0;
  /// The same record under another UID; everything else stays octet for octet.
  virtual Result<std::string> with_uid(std::string_view stored, std::string_view uid) const = 0;
  /// When an event has ended for good; nothing where it has no end that can be told, and for other
  /// kinds.
  virtual std::optional<Seconds> last_end(std::string_view stored) const;
  /// The side knows no exceptions of a series: it gets them as records of their own.
  virtual bool splits(const Ability& ability) const;
  /// The exceptions of a series that can be shown so. None of most records, at no cost.
  virtual Result<std::vector<Part>> parts(std::string_view stored) const;
  /// The series with the part of this id edited from one record to another. Unsupported where the
  /// edit is more than an exception can say (a rule of its own).
  virtual Result<std::string> with_part(std::string_view stored, std::string_view id,
                                        std::string_view before, std::string_view now) const;
  /// The series without this instance.
  virtual Result<std::string> without_part(std::string_view stored, std::string_view id) const;
  /// Counts what this form shows the side can hold, into ability.shown (sync rule 24).
  virtual void learn(std::string_view form, Ability& ability) const = 0;
  /// Splits a file of many records; each piece with its wrapper. Never fails: a broken piece fails
  /// later, alone, in enter().
  virtual std::vector<std::string> split(std::string_view file) const = 0;
};

/// What is assumed of a side that has told nothing.
Ability unknown_ability(const Kind& kind);
/// Of a portal of ours, or a file: stored records as they are.
Ability whole_ability(const Kind& kind);

/// The kind behind a datastore name ("contacts"), or none. Kinds live for the whole process.
const Kind* kind_of(std::string_view name);

}  // namespace pim::content
