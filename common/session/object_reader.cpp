// SPDX-License-Identifier: Apache-2.0
#include "common/session/object_reader.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/syncml/item_data.h"
#include "common/syncml/status.h"

namespace pim::session {

namespace {

/// Octets that may come of one object: base64 of the largest record is longer, with its line ends.
std::uint64_t most_octets(std::string_view format) {
  return format.empty() || equals_ignore_case(format, "chr") ? limits::MaxObjSize
                                                             : limits::MaxObjSize / 2 * 3;
}

/// The Size told fits what has come. An XML parser makes one octet of CR LF, some senders count
/// what base64 stands for, and the conformance suite counts a terminator.
bool fits(std::uint64_t announced, std::string_view came, std::string_view record) {
  std::uint64_t with_cr = came.size();
  for (std::size_t at = came.find('\n'); at != std::string_view::npos;
       at = came.find('\n', at + 1)) {
    with_cr += at == 0 || came[at - 1] != '\r' ? 1U : 0U;
  }
  return announced == came.size() || announced == record.size() || announced == with_cr ||
         announced == came.size() + 1;
}

std::string_view data_of(const syncml::Item& item) {
  return item.data ? std::string_view(*item.data) : std::string_view();
}

}  // namespace

bool ObjectReader::concerns(const ReadChanges& changes) const {
  return open_.open || std::ranges::any_of(changes, [](const std::vector<ReadChange>& items) {
           return std::ranges::any_of(items, &ReadChange::more);
         });
}

Status ObjectReader::take(const syncml::SyncCmd& command, ReadChanges& changes,
                          const content::Kind& kind, const HashKey& key) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto* change = std::get_if<syncml::ChangeCmd>(&command.commands[i]);
    for (std::size_t j = 0; j < changes[i].size(); ++j) {
      PIM_CHECK(take_one(*change, change->items[j], changes[i][j], kind, key));
    }
  }
  return {};
}

/// The item is the next part of what is open. A first part that comes again tells a Size that the
/// parts before it leave no room for; the last part is never taken for a record of its own.
bool ObjectReader::goes_on(const syncml::Item& item, const ReadChange& change,
                           std::uint64_t size) const {
  const bool same = open_.open && open_.op == change.op && open_.source == change.source &&
                    open_.target == change.target;
  if (!same || !item.more_data || size == 0 || open_.announced == 0) {
    return same;
  }
  return size == open_.announced && open_.octets + data_of(item).size() <= size;
}

Status ObjectReader::take_one(const syncml::ChangeCmd& command, const syncml::Item& item,
                              ReadChange& change, const content::Kind& kind, const HashKey& key) {
  // a Delete has no parts; Copy, Move and names too long are refused part by part
  const bool may_be_part =
      change.op != store::ChangeOp::Delete && (!change.trouble || change.unread);
  const std::uint64_t size = item.meta.size != 0 ? item.meta.size : command.meta.size;
  const bool part = may_be_part && goes_on(item, change, size);
  if (open_.open && !part) {
    const bool again = may_be_part && item.more_data && open_.source == change.source &&
                       open_.target == change.target;
    if (open_.refused == 0 && !again) {
      change.broken_off = LostEnd{open_.source, open_.target};
    }
    PIM_CHECK(clear());
  }
  if (!part) {
    if (!may_be_part || !item.more_data) {
      change.more = false;
      return {};
    }
    open_.open = true;
    open_.source = change.source;
    open_.target = change.target;
    open_.op = change.op;
    open_.format = syncml::format_of(command.meta, item);
    open_.announced = size;
  }
  const std::string_view data = data_of(item);
  change.again = open_.refused != 0;
  if (open_.refused == 0 &&
      std::max(open_.announced, open_.octets + data.size()) > most_octets(open_.format)) {
    PIM_CHECK(work_.drop_session_parts(handle_, slot_));
    open_.refused = syncml::status::TooLarge;
  }
  if (open_.refused != 0) {
    change.refused = open_.refused;
    change.trouble =
        Error{ErrorCode::TooLarge, "The record is larger than records may be here.", ""};
    change.unread = true;
    change.more = false;
    return item.more_data ? Status() : clear();
  }
  if (item.more_data) {
    change.more = true;
    return keep(data);
  }
  return finish(data, change, kind, key);
}

Status ObjectReader::keep(std::string_view octets) {
  for (; !octets.empty(); octets.remove_prefix(std::min(octets.size(), limits::MaxChunk))) {
    const std::string_view row = octets.substr(0, limits::MaxChunk);
    PIM_CHECK(work_.put_session_part(handle_, slot_, static_cast<std::int64_t>(open_.parts), row));
    ++open_.parts;
    open_.octets += row.size();
  }
  return {};
}

Status ObjectReader::finish(std::string_view rest, ReadChange& change, const content::Kind& kind,
                            const HashKey& key) {
  PIM_TRY(std::string came,
          work_.session_parts(handle_, slot_, 0, static_cast<std::int64_t>(open_.parts)));
  if (came.size() != open_.octets) {
    return fail(ErrorCode::Corrupt, "The parts of a record are not those that were kept.");
  }
  came += rest;
  change.more = false;
  change.refused = 0;
  auto record = syncml::record_octets(open_.format, came);
  if (open_.announced != 0 && !fits(open_.announced, came, record ? *record : came)) {
    change.refused = syncml::status::SizeMismatch;
    change.trouble = Error{ErrorCode::Malformed,
                           "Its parts have " + std::to_string(came.size()) + " octets, not the " +
                               std::to_string(open_.announced) + " that were told.",
                           ""};
    change.unread = true;
  } else {
    enter_record(std::move(record), kind, key, change);
  }
  return clear();
}

Status ObjectReader::clear() {
  if (open_.parts != 0) {
    PIM_CHECK(work_.drop_session_parts(handle_, slot_));
  }
  open_ = {};
  return {};
}

OpenObject refused_object(const syncml::ChangeCmd& command, int status) {
  const syncml::Item& item = command.items.back();
  OpenObject object;
  object.open = true;
  object.source = item.source ? item.source->uri : "";
  object.target = item.target ? item.target->uri : "";
  object.op = op_of(command.kind);
  object.refused = status;
  return object;
}

Result<std::optional<LostEnd>> ObjectReader::end_package() {
  std::optional<LostEnd> lost;
  if (open_.open && open_.refused == 0) {
    lost = LostEnd{open_.source, open_.target};
  }
  PIM_CHECK(clear());
  return lost;
}

}  // namespace pim::session
