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
/// Octets of a record that its first piece holds at least.
constexpr std::size_t FirstPiece = 128;

Unsendable why_not(const sync::Outgoing& change) {
  if (change.trouble) {
    return {change.item, change.label, syncml::status::UnsupportedType, change.trouble->text()};
  }
  return {change.item, change.label, syncml::status::TooLarge,
          "It is larger than a message; it was not sent."};
}

}  // namespace

Result<ChangeWriter::Fate> ChangeWriter::write_one(sync::OutgoingFeed& feed,
                                                   const sync::Outgoing& change, const Side& side,
                                                   std::uint64_t& last_cmd,
                                                   WrittenChanges& written) {
  syncml::ChangeCmd command = write_change(change, side.ability, side.sender, side.portal);
  command.cmd_id = std::to_string(last_cmd + 1);
  if (change.trouble || !writer_.add_change(command)) {
    if (!change.trouble && writer_.can_ever_fit(writer_.size_of(command))) {
      return Fate::Full;
    }
    if (!change.trouble && objects_.takes(change)) {
      PIM_TRY(const Fate fate, begin_object(change, side, last_cmd, written));
      if (fate != Fate::Refused) {
        return fate;
      }
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

/// The first piece. Refused where not even a message of its own would hold one.
Result<ChangeWriter::Fate> ChangeWriter::begin_object(const sync::Outgoing& change,
                                                      const Side& side, std::uint64_t& last_cmd,
                                                      WrittenChanges& written) {
  syncml::ChangeCmd command = write_change(change, side.ability, side.sender, side.portal);
  command.cmd_id = std::to_string(last_cmd + 1);
  syncml::Item& item = command.items.front();
  item.meta.size = change.text.size();
  item.more_data = true;
  item.data = change.text.substr(0, cut_before(change.text, FirstPiece));
  const std::size_t least = writer_.size_of(command);
  if (!writer_.can_ever_fit(least)) {
    return Fate::Refused;
  }
  const std::size_t piece = least > writer_.room() ? 0 : add_piece(command, change.text, true);
  if (piece == 0) {
    return Fate::Full;
  }
  PIM_CHECK(objects_.begin(change, link_));
  objects_.object().sent = piece;
  ++written.pieces;
  in_flight_.push_back(InFlight::of(change, link_, msg_, ++last_cmd));
  in_flight_.back().piece = true;
  return Fate::InPieces;
}

/// The next piece of what has begun to go out; true where it was the last one.
Result<bool> ChangeWriter::go_on_with_object(sync::OutgoingFeed& feed, const Side& side,
                                             std::uint64_t& last_cmd, WrittenChanges& written) {
  OutgoingObject& object = objects_.object();
  const sync::Outgoing change = object.change;
  syncml::ChangeCmd command = write_change(change, side.ability, side.sender, side.portal);
  command.cmd_id = std::to_string(last_cmd + 1);
  PIM_TRY(const std::string rest, objects_.rest(writer_.room()));
  const bool to_its_end = object.sent + rest.size() == object.size;
  const std::size_t piece = add_piece(command, rest, to_its_end);
  if (piece == 0) {
    return false;
  }
  object.sent += piece;
  in_flight_.push_back(InFlight::of(change, link_, msg_, ++last_cmd));
  if (object.sent < object.size) {
    in_flight_.back().piece = true;
    ++written.pieces;
    return false;
  }
  // from the last piece on it may be there
  ++written.sent;
  PIM_CHECK(feed.sent(change));
  PIM_CHECK(objects_.end());
  return true;
}

/// Writes as much of `rest` as the message holds; how many octets of it. `to_its_end`: the object
/// ends with it.
std::size_t ChangeWriter::add_piece(syncml::ChangeCmd& command, std::string_view rest,
                                    bool to_its_end) {
  syncml::Item& item = command.items.front();
  const std::size_t room = writer_.room();
  item.more_data = true;
  item.data = "";
  const std::size_t frame = writer_.size_of(command);
  std::size_t length = rest.size();
  while (length > 0) {
    item.data = rest.substr(0, length);
    item.more_data = !to_its_end || length < rest.size();
    if (writer_.add_change(command)) {
      return length;
    }
    const std::size_t size = writer_.size_of(command);
    if (room <= frame || size <= frame) {
      return 0;
    }
    // what has to be escaped takes more octets there than here
    const std::size_t fitting = length * (room - frame) / (size - frame);
    length = cut_before(rest, std::min(fitting, length - 1));
  }
  return 0;
}

Result<WrittenChanges> ChangeWriter::write(sync::Workset& work, const content::Ability& ability,
                                           sync::Sender sender, bool portal,
                                           sync::FeedCursor& cursor, std::uint64_t& last_cmd) {
  sync::OutgoingFeed feed(work, ability, sender, portal);
  const Side side{ability, sender, portal};
  WrittenChanges written;
  if (objects_.object().open && objects_.object().link == link_) {
    PIM_TRY(const bool ended, go_on_with_object(feed, side, last_cmd, written));
    if (!ended) {
      return written;
    }
  }
  // a side that answers nothing gets no more than a saved session can hold
  const std::size_t open = std::min(in_flight_.size(), limits::MaxCommands);
  for (std::size_t left = std::min(limits::MessageChanges, limits::MaxCommands - open); left > 0;) {
    const std::size_t fitting =
        std::clamp<std::size_t>(writer_.room() / SmallChange, FewestAsked, limits::PageRows);
    PIM_TRY(const auto page, feed.next(cursor, std::min(fitting, left)));
    for (const sync::Outgoing& change : page.changes) {
      PIM_TRY(const Fate fate, write_one(feed, change, side, last_cmd, written));
      if (fate == Fate::Full) {
        return written;
      }
      cursor = change.after;
      if (fate == Fate::InPieces) {
        return written;  // nothing comes between the pieces
      }
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
