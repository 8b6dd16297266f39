// SPDX-License-Identifier: Apache-2.0
#include "common/sync/relation.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <vector>

namespace pim::sync {

using store::AnchorPair;
using store::Pairing;

namespace {

void go_slow(Pairing& pairing) {
  pairing.accepted.reset();
  pairing.current.reset();
  pairing.generation += 1;  // every map row is a hint from here on
  pairing.force_slow = false;
  pairing.seen = 0;
  pairing.skip.clear();
  pairing.resend_above.reset();
  pairing.repeat_deletes.clear();
  pairing.unconfirmed_maps.clear();
}

/// The anchors the other side can show, newest first.
const AnchorPair* shown(const Pairing& pairing) {
  if (pairing.current && pairing.current->good) {
    return &*pairing.current;
  }
  return pairing.accepted ? &*pairing.accepted : nullptr;
}

/// The last session broke, and the other side goes on from the one before: what it touched goes
/// again, in either direction (sync rule 17).
void repeat_broken(Pairing& pairing) {
  const AnchorPair& broken = *pairing.current;
  pairing.seen = std::min(pairing.seen, broken.before);
  const store::Revision above = broken.before;
  pairing.resend_above = pairing.resend_above ? std::min(*pairing.resend_above, above) : above;
  // what was repeated in the broken session was touched there, too
  std::set<std::string_view> known(pairing.repeat_deletes.begin(), pairing.repeat_deletes.end());
  std::vector<std::string> more;
  for (const std::string& touched : pairing.touched_deletes) {
    if (known.insert(touched).second) {
      more.push_back(touched);
    }
  }
  pairing.repeat_deletes.insert(pairing.repeat_deletes.end(), std::make_move_iterator(more.begin()),
                                std::make_move_iterator(more.end()));
}

/// A device shows an anchor of neither session, although ours stand: it was put back, or we were.
/// Of a portal that does not follow, since sessions of both directions may cross.
bool of_another_life(const Pairing& pairing) {
  const auto& current = pairing.current;
  const bool stands = pairing.accepted || (current && current->good);
  return stands && pairing.peer != store::PeerKind::Portal;
}

/// More sessions than cross each other.
constexpr std::size_t SaidKept = 8;

void keep_said(Pairing& pairing, store::Said said) {
  const auto place = std::ranges::lower_bound(pairing.said, said.next, {}, &store::Said::next);
  if (place == pairing.said.end() || place->next != said.next) {
    pairing.said.insert(place, std::move(said));
  }
  if (pairing.said.size() > SaidKept) {
    pairing.said.erase(pairing.said.begin());
  }
}

void begin(Pairing& pairing, std::string_view mine, std::string_view theirs) {
  AnchorPair current;
  current.mine = mine;
  current.theirs = theirs;
  current.before = pairing.seen;
  current.after = pairing.seen;
  pairing.current = std::move(current);
  pairing.touched_deletes.clear();
}

}  // namespace

std::string next_anchor(Pairing& pairing, Seconds now) {
  pairing.last_anchor = std::max(now, pairing.last_anchor + 1);
  std::string anchor = utc_stamp(pairing.last_anchor);
  keep_said(pairing, {anchor, pairing.session});
  return anchor;
}

std::optional<std::string> said_in(const Pairing& pairing, std::string_view heard) {
  // stamps of one form: their order is that of time. What is older than all that is kept may have
  // been forgotten.
  if (heard.empty() || (pairing.said.size() == SaidKept && heard < pairing.said.front().next)) {
    return std::string();
  }
  const auto place = std::ranges::find(pairing.said, heard, &store::Said::next);
  return place == pairing.said.end() ? std::nullopt : std::optional(place->in);
}

void note_put_back(Pairing& pairing, std::string_view heard) {
  pairing.other_life = true;
  pairing.force_slow = true;
  pairing.anchors_dead = true;
  if (!heard.empty()) {
    keep_said(pairing, {std::string(heard), ""});  // once is enough
  }
}

void take_over_said(Pairing& pairing, const Pairing& before) {
  pairing.last_anchor = std::max(pairing.last_anchor, before.last_anchor);
  for (const store::Said& said : before.said) {
    keep_said(pairing, said);
  }
}

Opening open_as_server(Pairing& pairing, bool wants_slow, std::string_view last,
                       std::string_view next, Seconds now) {
  Opening opening;
  opening.next = next_anchor(pairing, now);
  const bool shows = !wants_slow && !pairing.force_slow && !last.empty();
  const auto& current = pairing.current;
  if (shows && current && current->open && current->theirs == last) {
    // that side has ended a session of which we, its client, have not said all: this store is an
    // earlier one, put back (sync rule 17)
    pairing.other_life = true;
    opening.slow = true;
    go_slow(pairing);
    begin(pairing, opening.next, next);
    return opening;
  }
  // a slow session left no anchor of before: only its good end makes one (sync rule 18)
  const bool counts = current && (current->good || pairing.accepted);
  if (shows && counts && current->theirs == last) {
    // it has the last session's anchor: that session counts as good
    advance_seen(pairing, std::max(pairing.seen, current->after));
    pairing.accepted = current;
    pairing.repeat_deletes.clear();
    pairing.resend_above.reset();
  } else if (shows && pairing.accepted && pairing.accepted->theirs == last) {
    opening.older = current.has_value();
    if (opening.older) {
      repeat_broken(pairing);
    }
  } else {
    pairing.other_life = pairing.other_life || (shows && of_another_life(pairing));
    opening.slow = true;
    go_slow(pairing);
  }
  if (!opening.slow) {
    opening.last = pairing.accepted->mine;
  }
  begin(pairing, opening.next, next);
  return opening;
}

Opening open_as_client(Pairing& pairing, bool wants_slow, Seconds now) {
  Opening opening;
  const AnchorPair* anchors = shown(pairing);
  opening.slow = wants_slow || anchors == nullptr || pairing.force_slow || pairing.anchors_dead;
  if (!opening.slow) {
    opening.last = anchors->mine;
  } else {
    // a 201 kills the old anchors, whatever becomes of it (sync rule 18)
    pairing.anchors_dead = true;
  }
  opening.next = next_anchor(pairing, now);
  return opening;
}

void begin_slow_as_client(Pairing& pairing, const Opening& opening, std::string_view their_next) {
  go_slow(pairing);
  pairing.anchors_dead = true;
  pairing.stage_slow = true;
  begin(pairing, opening.next, their_next);
  pairing.current->open = true;
}

bool begin_fast_as_client(Pairing& pairing, const Opening& opening, std::string_view their_last,
                          std::string_view their_next) {
  const AnchorPair* anchors = shown(pairing);
  if (anchors == nullptr || anchors->theirs != their_last) {
    pairing.anchors_dead = true;
    pairing.force_slow = true;
    return false;
  }
  const AnchorPair kept = *anchors;
  if (pairing.current && !pairing.current->good) {
    repeat_broken(pairing);
  }
  pairing.accepted = kept;
  begin(pairing, opening.next, their_next);
  pairing.current->open = true;
  return true;
}

void say_final(Pairing& pairing) {
  if (pairing.current) {
    pairing.current->open = false;
  }
}

void touch_delete(Pairing& pairing, std::string_view peer_id, std::string_view our_name) {
  std::string note(peer_id);
  note += '\n';
  note += our_name;
  pairing.touched_deletes.push_back(std::move(note));
}

TouchedDelete read_touched_delete(std::string_view note) {
  const std::size_t end = note.find('\n');
  if (end == std::string_view::npos) {
    return {std::string(note), ""};
  }
  return {std::string(note.substr(0, end)), std::string(note.substr(end + 1))};
}

void advance_seen(Pairing& pairing, store::Revision seen) {
  pairing.seen = seen;
  std::erase_if(pairing.skip,
                [&](const store::RevisionRange& range) { return range.last <= seen; });
}

void end_well(Pairing& pairing, std::optional<store::Revision> seen, Hints hints) {
  if (seen) {
    advance_seen(pairing, *seen);
    pairing.resend_above.reset();
    pairing.repeat_deletes.clear();
  }
  if (pairing.current) {
    pairing.current->good = true;
    pairing.current->open = false;
    pairing.current->after = pairing.seen;
  }
  pairing.anchors_dead = false;
  if (hints == Hints::Void) {
    pairing.hint_floor = pairing.generation;
    // the stage of a slow session is taken in with what was known when it was filled; and a slow
    // sync that is owed has not been yet
    pairing.other_life = pairing.other_life && (pairing.stage_slow || pairing.force_slow);
  }
}

void begin_new_epoch(Pairing& pairing, std::int64_t epoch) {
  pairing.epoch = epoch;
  pairing.other_life = true;
  pairing.force_slow = true;
  pairing.anchors_dead = true;
  pairing.accepted.reset();
  pairing.current.reset();
}

void learn_epoch(Pairing& pairing, std::int64_t peer_epoch) {
  const bool another = pairing.peer_epoch != 0 && pairing.peer_epoch != peer_epoch;
  pairing.other_life = pairing.other_life || another;
  pairing.peer_epoch = peer_epoch;
}

}  // namespace pim::sync
