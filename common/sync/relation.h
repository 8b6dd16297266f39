// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/base/clock.h"
#include "common/store/types.h"

// The life of a relation: anchors, the turn to slow, the good end (sync rules D). Pure functions on
// the pairing; the caller stores it in the transaction that answers.
namespace pim::sync {

/// A Next anchor of ours: strictly rising per pairing (sync rule 19).
std::string next_anchor(store::Pairing& pairing, Seconds now);

/// What this store knows of an anchor that a portal has heard of us: the session in which it was
/// said; nothing where it knows of none, since it was put back to before that (sync rule 17); an
/// empty name where nothing can be told of it any more.
std::optional<std::string> said_in(const store::Pairing& pairing, std::string_view heard);
/// This store was put back: everything is compared, and no base is believed on either side.
/// `heard` is the anchor that told it, or empty.
void note_put_back(store::Pairing& pairing, std::string_view heard);
/// What was said before it was known which of our relations this is.
void take_over_said(store::Pairing& pairing, const store::Pairing& before);

/// What the session a server begins has come to.
struct Opening {
  bool slow = false;
  bool older = false;  ///< the side showed the anchor before its last session (sync rule 17)
  std::string last;    ///< our Last to send, empty on slow
  std::string next;    ///< our Next
};

/// As server: an Alert 200 or 201 with the client's anchors. Slow where they do not fit; then the
/// stored anchors are dead and the maps become hints (sync rule 18).
Opening open_as_server(store::Pairing& pairing, bool wants_slow, std::string_view last,
                       std::string_view next, Seconds now);

/// As client: what to send. Slow = 201 without Last.
Opening open_as_client(store::Pairing& pairing, bool wants_slow, Seconds now);

/// As client: the server answered the Alert with 201 (508), or we asked for 201.
void begin_slow_as_client(store::Pairing& pairing, const Opening& opening,
                          std::string_view their_next);
/// As client: the server's Alert fits. False where its Last is not what we hold: the session is
/// given up and a slow one follows.
bool begin_fast_as_client(store::Pairing& pairing, const Opening& opening,
                          std::string_view their_last, std::string_view their_next);

/// As client: our Final of package 3 goes out; from now on the other side may have ended the
/// session.
void say_final(store::Pairing& pairing);

/// What a good end makes of the hints of a slow sync: they are void once that side has shown all it
/// has. A portal shows it in the session after its slow one, which brought nothing (sync rules I).
enum class Hints : std::uint8_t { Void, Kept };

/// The session ended well: everything up to `seen` is at the other side (server; for a client the
/// session that sent).
void end_well(store::Pairing& pairing, std::optional<store::Revision> seen, Hints hints);

/// A Delete went through in the session under way, in either direction: if the session breaks, it
/// goes again (sync rule 17). Both names, since the next session may have the other role.
void touch_delete(store::Pairing& pairing, std::string_view peer_id, std::string_view our_name);
/// The two names of such a note.
struct TouchedDelete {
  std::string peer_id;
  std::string our_name;
};
TouchedDelete read_touched_delete(std::string_view note);

/// Moves what that side is known to have, and forgets skip ranges below it.
void advance_seen(store::Pairing& pairing, store::Revision seen);

/// Void hints may lie in the store. The first slow sync leaves none: it ends generation 1, which no
/// row is of, since it is the first session there is.
inline bool may_leave_hints(const store::Pairing& pairing) {
  return pairing.hint_floor > 2;
}

/// The session was noticed to be of another life of the store: no anchors, no deletions
/// (design rule 9).
void begin_new_epoch(store::Pairing& pairing, std::int64_t epoch);
/// The other side says of which life its store is. After another one hints prove names only, until
/// a slow sync has ended well, be it in the session after (design rule 9).
void learn_epoch(store::Pairing& pairing, std::int64_t peer_epoch);

}  // namespace pim::sync
