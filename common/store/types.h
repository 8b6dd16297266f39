// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/clock.h"
#include "common/base/digest.h"

// The rows of the store as plain values (docs/architecture.md "Data model"). Every member has an
// initializer, so that a designated initializer may name only some of them without a warning.
namespace pim::store {

using OwnerId = std::int64_t;
using ItemId = std::int64_t;
using PairingId = std::int64_t;
using Revision = std::int64_t;

/// Revisions first..last, both included.
struct RevisionRange {
  Revision first = 0;
  Revision last = 0;
  bool operator==(const RevisionRange&) const = default;
};

struct Portal {
  std::string name = {};   ///< one per virtual host
  std::string id = {};     ///< permanent, random, 32 hexadecimal digits
  std::int64_t epoch = 0;  ///< changes when a restore is noticed (design rule 9)
  bool operator==(const Portal&) const = default;
};

struct Owner {
  OwnerId id = 0;
  std::string portal = {};
  std::string name = {};  ///< the user's login name
  bool operator==(const Owner&) const = default;
};

struct Collection {
  std::string name = {};  ///< "contacts"; also the SyncML datastore
  std::string kind = {};  ///< content::kind_of()
  std::string display_name = {};
  std::int64_t live = 0;
  Revision rev = 0;  ///< of its latest change
  bool operator==(const Collection&) const = default;
};

struct Item {
  ItemId id = 0;
  std::string collection = {};
  Revision rev = 0;
  PairingId origin = 0;  ///< the pairing whose session or run wrote this revision; 0 = a user here
  Seconds changed_at = 0;  ///< when this content was made: REV, else the time of the edit
  std::string media_type = {};
  std::string uid = {};
  std::string label = {};
  std::string sort_key = {};
  std::uint64_t fingerprint = 0;
  bool deleted = false;  ///< a tombstone keeps its last content
  /// The consent that deleted it, or, of a live one, that gave it its present content; or empty.
  std::string decision = {};
  std::string content = {};
  bool operator==(const Item&) const = default;
};

/// The search side of an item; written with it.
struct ItemFind {
  std::string text = {};
  std::vector<std::uint64_t> weak_keys = {};
  bool operator==(const ItemFind&) const = default;
};

enum class AuthorKind : std::uint8_t { User, Device, Peer };
/// Who changed an item, and in which session or run.
struct Author {
  AuthorKind kind = AuthorKind::User;
  PairingId pairing = 0;
  std::string by = {};    ///< user name, device id or peer name
  std::string work = {};  ///< run number or session handle's first 8 digits; empty for the API
  bool operator==(const Author&) const = default;
};

/// An older content of an item: what it was at revision `rev`.
struct ItemVersion {
  ItemId item = 0;
  Revision rev = 0;
  bool deleted = false;
  Seconds changed_at = 0;
  std::uint64_t fingerprint = 0;
  std::string content = {};
  Revision replaced_by = 0;  ///< the revision that ended it
  Author by = {};            ///< who ended it
  Seconds at = 0;            ///< when
  bool operator==(const ItemVersion&) const = default;
};

enum class KeyKind : std::uint8_t { Uid, Alias, Fingerprint };
/// A hash by which an item is found within its collection.
struct MatchKey {
  std::uint64_t key = 0;
  ItemId item = 0;
  KeyKind kind = KeyKind::Uid;
  bool operator==(const MatchKey&) const = default;
};

/// The anchors of one session, both ways, with the revision seen before and after it (sync rule
/// 17).
struct AnchorPair {
  std::string mine = {};
  std::string theirs = {};
  Revision before = 0;
  Revision after = 0;
  bool good = false;
  /// The other side cannot have ended it: as client, our Final of package 3 has not gone out; as
  /// server of a portal, which counts a session by our last reply, that has not.
  bool open = false;
  bool operator==(const AnchorPair&) const = default;
};

/// A Next of ours, and the handle of its session here.
struct Said {
  std::string next = {};
  std::string in = {};
  bool operator==(const Said&) const = default;
};

enum class PeerKind : std::uint8_t { Foreign, Device, Portal };

/// One relation: our collection with one datastore of one other side, whichever is client
/// (sync rule 1).
struct Pairing {
  PairingId id = 0;
  std::string side = {};             ///< device id; between portals "portalid.ownernumber"
  std::int64_t device_password = 0;  ///< 0 = none
  std::string collection = {};
  std::string remote_uri = {};  ///< the other side's datastore, without "./"
  PeerKind peer = PeerKind::Foreign;
  std::int64_t epoch = 0;  ///< the portal's epoch at the last session
  std::int64_t peer_epoch = 0;
  std::uint64_t generation = 1;  ///< of its map rows; rows of an older one are hints (sync rule 18)
  Revision seen = 0;             ///< everything of ours up to here is at the other side
  Seconds last_anchor = 0;       ///< the last Next we sent: strictly rising
  /// The newest anchors that we have said, in their order; who has heard a later one, or more,
  /// knows a session of ours that this store does not: it was put back (sync rule 17).
  std::vector<Said> said = {};
  std::string heard = {};     ///< the last Next of that side
  std::string heard_in = {};  ///< the handle of that session here
  bool force_slow = false;    ///< the next session must be slow
  bool anchors_dead = false;  ///< as client: send 201 without Last until a session ends well
  std::optional<AnchorPair> accepted = {};  ///< the session before
  std::optional<AnchorPair> current = {};   ///< the last session, finished or not
  std::vector<std::string> touched_deletes =
      {};  ///< peer ids deleted in `current`, either direction
  /// peer ids or names to delete again (sync rule 17)
  std::vector<std::string> repeat_deletes = {};
  std::vector<RevisionRange> skip = {};  ///< our revisions written by that side above `seen`
  /// Hints of generations below this are void: a slow sync has ended well since (sync rule 18).
  std::uint64_t hint_floor = 0;
  /// After the older anchor was shown: everything of ours above this revision goes again
  /// (sync rule 17).
  std::optional<Revision> resend_above = {};
  /// As client: Maps sent whose reply never came (their name, ours); go again in package 3
  /// (sync rule 20).
  std::vector<std::pair<std::string, std::string>> unconfirmed_maps = {};
  /// As client: a slow session has filled the stage, and it is not taken in whole yet. What lies
  /// there is compared as in that session, whatever the present one is.
  bool stage_slow = false;
  /// Exceptions of series have been sent to that side as records of their own: it may have
  /// PartRows.
  bool parts = false;
  /// A side was restored since the hints and the stage were written, and no slow sync has ended
  /// well since: what they tell of the other side may be of another life of its store.
  bool other_life = false;
  std::string session = {};  ///< handle of the session under way or last; empty = none
  std::string ability = {};  ///< content::Ability::pack()
  std::string dev_inf = {};  ///< the other side's, as XML octets
  bool operator==(const Pairing&) const = default;
};

enum class MapState : std::uint8_t {
  Mapped,       ///< confirmed
  Pending,      ///< confirmed once, and our present revision still has to go to that side
  Unconfirmed,  ///< an Add of ours went out and no Map or Status came yet
  ToAdd,        ///< must go out as Add, under `told` where set
  Failed,       ///< the side refused it: `failure`; not again until it changes or retry_at
};

/// The retry_at of a map row that is not tried again for the time's sake.
inline constexpr Seconds NeverAgain = INT64_MAX;

struct MapRow {
  ItemId item = 0;
  std::optional<std::string> peer_id = {};  ///< the other side's name
  std::optional<std::string> told = {};     ///< what we call the item to that side where not its id
  MapState state = MapState::Mapped;
  std::uint64_t generation = 1;
  Revision seen = 0;  ///< our revision that side has (or was sent, Unconfirmed)
  /// The side's own form as last exchanged; nothing = equal to the form of our item at `seen`.
  std::optional<std::string> base = {};
  bool base_said_by_side = false;
  std::vector<Revision> sent = {};  ///< revisions sent as Replace and not confirmed
  int failure = 0;  ///< its SyncML status; ours, where the side's record could not be read
  std::string reason = {};
  Seconds retry_at = 0;
  bool operator==(const MapRow&) const = default;
};

enum class ChangeOp : std::uint8_t { Add, Replace, Delete };

enum class PartState : std::uint8_t {
  Mapped,       ///< confirmed
  Pending,      ///< confirmed once, and its present form still has to go to that side
  Unconfirmed,  ///< an Add of ours went out and no Map came yet
  ToAdd,        ///< must go out as Add
  Failed,       ///< the side refused it: `failure`; not again until it changes or retry_at
  ToDelete,     ///< no exception of the series any more: a Delete must go out
  Deleted,      ///< the side deleted it, and the end of its package decides what that means
};

/// An exception of a series that a side has as a record of its own, since it knows no exceptions.
struct PartRow {
  ItemId name = 0;        ///< what we call it to that side: a number like that of an item
  ItemId item = 0;        ///< the series
  std::string part = {};  ///< the date of the series it stands for ("20260512T100000")
  std::optional<std::string> peer_id = {};  ///< the other side's name
  PartState state = PartState::ToAdd;
  std::uint64_t generation = 1;
  Revision seen = 0;  ///< the series' revision whose exception that side has (or was sent)
  /// The side's own form as last exchanged; nothing = equal to the form of the exception at `seen`.
  std::optional<std::string> base = {};
  bool base_said_by_side = false;
  std::vector<Revision> sent = {};  ///< revisions sent as Replace and not confirmed
  int failure = 0;                  ///< its SyncML status
  Seconds retry_at = 0;
  bool operator==(const PartRow&) const = default;
};

/// What came from a side and is acknowledged but not applied (design rule 5).
struct Staged {
  std::string peer_id = {};  ///< unique in the pairing; "#<item>" where the side named only ours
  ChangeOp op = ChangeOp::Add;
  std::string content = {};
  Seconds modified = 0;
  /// The item it is for; of an Add 0, or the item of ours that it is known to join: nothing of that
  /// one goes out meanwhile (sync rule 22).
  ItemId item = 0;
  ItemId reserved = 0;       ///< the id reserved for an Add; that side knows it by Map
  std::string consent = {};  ///< of a Delete a person decided at the other side
  std::string reason = {};   ///< why it could not be applied, for the result
  bool operator==(const Staged&) const = default;
};

enum class HeldState : std::uint8_t { Proposed, Waiting };

/// A change that waits for the end of its package or for a person (design rule 8).
struct Held {
  std::int64_t number = 0;
  PairingId pairing = 0;
  ItemId item = 0;
  Revision rev = 0;  ///< the item's revision when it was proposed
  ChangeOp op = ChangeOp::Delete;
  HeldState state = HeldState::Proposed;
  std::string consent = {};
  std::string work = {};  ///< session or run
  Seconds at = 0;
  bool operator==(const Held&) const = default;
};

enum class ConflictKind : std::uint8_t { Value, Doubtful };

struct Conflict {
  std::int64_t number = 0;
  ConflictKind kind = ConflictKind::Value;
  PairingId pairing = 0;
  ItemId item = 0;
  ItemId other = 0;  ///< Doubtful: the record it may be the same as
  std::string property = {};
  std::string kept = {};
  std::string lost = {};
  std::string record = {};  ///< theirs, whole, as it came
  Revision rev = 0;         ///< where a value of ours gave way: the item's that had it; 0 = theirs
  Seconds at = 0;
  std::string choice = {};  ///< empty = open
  std::string by = {};
  bool operator==(const Conflict&) const = default;
};

enum class SessionRole : std::uint8_t { Server, Client };

/// A session between its messages. Nothing of it lives in process memory.
struct Session {
  std::string handle = {};  ///< 32 hexadecimal digits, unguessable
  SessionRole role = SessionRole::Server;
  std::string device = {};  ///< the other side's header Source
  std::string session_id = {};
  std::int64_t last_msg = 0;
  std::string request_hash = {};  ///< sha256 of the last request handled (Server)
  std::string state = {};         ///< packed by the session layer
  std::string reply = {};         ///< Server: the last reply, octet for octet
  std::string request = {};       ///< Client: the request sent or about to be sent
  bool ended = false;
  Seconds updated_at = 0;
  bool operator==(const Session&) const = default;
};

struct Connection {
  std::int64_t number = 0;
  std::string peer = {};  ///< the name a user sees and types
  std::string url = {};
  std::string user = {};
  std::string sealed_password = {};
  std::string options = {};  ///< collections and direction, packed by bridge/collections.h
  /// the side behind it, learnt at the first session; empty before
  std::string side = {};
  /// how it is best spoken to, learnt by trying: packed by the session layer, empty = not known
  std::string manner = {};
  bool operator==(const Connection&) const = default;
};

/// A password made for one device, bound to the device id that signs in with it first.
struct Device {
  std::int64_t number = 0;
  std::string name = {};       ///< what its user calls it
  std::string device = {};     ///< the device id; empty = not used yet
  std::string sealed = {};     ///< the password, sealed
  std::string nonce = {};      ///< offered for its next sign-in by digest, octets; empty = none
  std::int64_t used_slot = 0;  ///< the last time slot whose offered nonce was used (never again)
  Seconds created_at = 0;
  Seconds used_at = 0;  ///< 0 = never
  bool operator==(const Device&) const = default;
};

enum class RunState : std::uint8_t { Due, Running, Waiting, Done, Failed, Cancelled };

struct Run {
  std::int64_t number = 0;
  std::int64_t connection = 0;
  RunState state = RunState::Due;
  std::string mode = {};  ///< "two-way", "slow", "from-peer", ...
  bool plan_only = false;
  std::string phase = {};     ///< "receive", "plan", "apply", "send", "done"
  std::string detail = {};    ///< packed state of the bridge
  std::string result = {};    ///< JSON of the API; kept up to date for progress
  std::string outcome = {};   ///< stable word: "done", "partly", "waiting", "away", "sign-in", ...
  std::string sentence = {};  ///< for people
  Seconds created_at = 0;
  Seconds due_at = 0;
  Seconds finished_at = 0;
  std::int64_t fencing = 0;  ///< raised by every claim; a commit with an older one is refused
  Seconds lease_until = 0;
  std::string holder = {};  ///< boot id and process that hold the lease
  bool cancel_asked = false;
  bool operator==(const Run&) const = default;
};

/// A line of a plan or a result.
struct RunItem {
  std::int64_t line = 0;
  std::string collection = {};
  std::string direction = {};  ///< "here" or "there"
  std::string op = {};         ///< "add", "update", "delete", "join", "hold", "doubt", "fail", ...
  ItemId item = 0;
  std::string label = {};
  int status = 0;
  std::string reason = {};
  bool operator==(const RunItem&) const = default;
};

}  // namespace pim::store
