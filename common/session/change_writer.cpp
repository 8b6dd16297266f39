// SPDX-License-Identifier: Apache-2.0
#include "common/session/change_writer.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/session/change_form.h"
#include "common/syncml/status.h"

namespace pim::session {
namespace {

/// Octets a change takes at least, about: so many are asked of the feed as the message may hold.
constexpr std::size_t SmallChange = 512;
constexpr std::size_t FewestAsked = 8;

Unsendable why_not(const sync::Outgoing& change) {
  if (change.trouble) {
    return {change.item, change.label, syncml::status::UnsupportedType, change.trouble->text()};
  }
  return {change.item, change.label, syncml::status::TooLarge,
          "It is larger than a message; it was not sent."};
}

}  // namespace

Result<ChangeWriter::Fate> ChangeWriter::write_one(sync::OutgoingFeed& feed,
                                                   const sync::Outgoing& change,
                                                   syncml::ChangeCmd command,
                                                   std::uint64_t& last_cmd,
                                                   WrittenChanges& written) {
  command.cmd_id = std::to_string(last_cmd + 1);
  if (change.trouble || !writer_.add_change(command)) {
    if (!change.trouble && writer_.can_ever_fit(writer_.size_of(command))) {
      return Fate::Full;
    }
    const Unsendable& refused = written.refused.emplace_back(why_not(change));
    PIM_CHECK(feed.refused(change, refused.status, refused.reason));
    return Fate::Refused;
  }
  ++last_cmd;
  ++written.sent;
  PIM_CHECK(feed.sent(change));
  in_flight_.push_back(InFlight::of(change, link_, msg_, last_cmd));
  return Fate::Sent;
}

Result<WrittenChanges> ChangeWriter::write(sync::Workset& work, const content::Ability& ability,
                                           sync::Sender sender, bool portal,
                                           sync::FeedCursor& cursor, std::uint64_t& last_cmd) {
  sync::OutgoingFeed feed(work, ability, sender, portal);
  WrittenChanges written;
  // a side that answers nothing gets no more than a saved session can hold
  const std::size_t open = std::min(in_flight_.size(), limits::MaxCommands);
  for (std::size_t left = std::min(limits::MessageChanges, limits::MaxCommands - open); left > 0;) {
    const std::size_t fitting =
        std::clamp<std::size_t>(writer_.room() / SmallChange, FewestAsked, limits::PageRows);
    PIM_TRY(const auto page, feed.next(cursor, std::min(fitting, left)));
    for (const sync::Outgoing& change : page.changes) {
      PIM_TRY(const Fate fate,
              write_one(feed, change, write_change(change, ability, sender, portal), last_cmd,
                        written));
      if (fate == Fate::Full) {
        return written;
      }
      cursor = change.after;
    }
    cursor = page.end;
    if (page.changes.empty()) {
      written.all = true;
      return written;
    }
    left -= std::min(left, page.changes.size());
  }
  return written;
}

}  // namespace pim::session
