// SPDX-License-Identifier: Apache-2.0
#include "tests/store/describe.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace pim::store::testing {

namespace {

/// "type name=value name=value"; what is at its default is left out.
class Line {
 public:
  explicit Line(std::string type) : text_(std::move(type)) {}

  template <class Value>
  Line& add(const char* name, const Value& value) {
    if (!(value == Value{})) {
      text_ += std::string(" ") + name + "=" + shown(value);
    }
    return *this;
  }
  Line& id(const char* name, const IdNames& names, std::int64_t id) {
    if (id != 0) {
      text_ += std::string(" ") + name + "=" + names.of(id);
    }
    return *this;
  }
  operator std::string() const { return text_; }  // NOLINT: the end of each chain

 private:
  static std::string shown(const std::string& text) {
    std::string quoted = "'";
    for (const char each : text) {
      const auto octet = static_cast<unsigned char>(each);
      if (octet < ' ' || octet >= 0x7f) {
        quoted += "\\" + std::to_string(octet);
      } else {
        quoted += each;
      }
    }
    return quoted + "'";
  }
  template <class Number>
  requires std::is_arithmetic_v<Number>
  static std::string shown(Number number) { return std::to_string(number); }
  template <class Enum>
  requires std::is_enum_v<Enum>
  static std::string shown(Enum value) { return std::to_string(static_cast<int>(value)); }
  template <class Value>
  static std::string shown(const std::optional<Value>& value) {
    return value ? "(" + shown(*value) + ")" : "none";
  }
  template <class First, class Second>
  static std::string shown(const std::pair<First, Second>& value) {
    return shown(value.first) + ":" + shown(value.second);
  }
  template <class Value>
  static std::string shown(const std::vector<Value>& values) {
    std::string all = "[";
    for (const Value& value : values) {
      all += shown(value) + ",";
    }
    return all + "]";
  }
  static std::string shown(const RevisionRange& range) { return describe(range); }
  static std::string shown(const AnchorPair& pair) {
    return Line("{")
               .add("mine", pair.mine)
               .add("theirs", pair.theirs)
               .add("before", pair.before)
               .add("after", pair.after)
               .add("good", pair.good)
               .text_ +
           " }";
  }

  std::string text_;
};

}  // namespace

bool IdNames::knows(std::int64_t id) const {
  return std::find(ids_.begin(), ids_.end(), id) != ids_.end();
}

std::string IdNames::of(std::int64_t id) const {
  if (ids_.empty() || id == 0) {
    return std::to_string(id);
  }
  const auto found = std::find(ids_.begin(), ids_.end(), id);
  return found == ids_.end() ? "?" + std::to_string(id)
                             : "#" + std::to_string(found - ids_.begin() + 1);
}

std::string join_lines(std::vector<std::string> lines, Order order) {
  if (order == Order::Sorted) {
    std::sort(lines.begin(), lines.end());
  }
  std::string all;
  for (const std::string& line : lines) {
    all += line + "\n";
  }
  return all;
}

std::string describe(const OpenQuestions& open, const Names&) {
  return "open " + std::to_string(open.deletions) + " " + std::to_string(open.changes) + " " +
         std::to_string(open.conflicts) + " " + std::to_string(open.doubtful);
}

std::string describe(const std::string& text, const Names&) {
  return Line("text").add("is", text);
}

std::string describe(std::int64_t number, const Names&) {
  return std::to_string(number);
}

std::string describe(std::uint64_t number, const Names&) {
  return std::to_string(number);
}

std::string describe(const RevisionRange& range, const Names&) {
  return std::to_string(range.first) + ".." + std::to_string(range.last);
}

std::string describe(const Portal& portal, const Names&) {
  return Line("portal").add("name", portal.name).add("id", portal.id).add("epoch", portal.epoch);
}

std::string describe(const Owner& owner, const Names&) {
  return Line("owner").add("id", owner.id).add("portal", owner.portal).add("name", owner.name);
}

std::string describe(const Collection& collection, const Names&) {
  return Line("collection")
      .add("name", collection.name)
      .add("kind", collection.kind)
      .add("display", collection.display_name)
      .add("live", collection.live)
      .add("rev", collection.rev);
}

std::string describe(const Item& item, const Names& names) {
  return Line("item")
      .id("id", names.items, item.id)
      .add("collection", item.collection)
      .add("rev", item.rev)
      .id("origin", names.pairings, item.origin)
      .add("changed_at", item.changed_at)
      .add("media_type", item.media_type)
      .add("uid", item.uid)
      .add("label", item.label)
      .add("sort_key", item.sort_key)
      .add("fingerprint", item.fingerprint)
      .add("deleted", item.deleted)
      .add("decision", item.decision)
      .add("content", item.content);
}

std::string describe(const ItemVersion& version, const Names& names) {
  return Line("version")
      .id("item", names.items, version.item)
      .add("rev", version.rev)
      .add("deleted", version.deleted)
      .add("changed_at", version.changed_at)
      .add("fingerprint", version.fingerprint)
      .add("content", version.content)
      .add("replaced_by", version.replaced_by)
      .add("kind", version.by.kind)
      .id("pairing", names.pairings, version.by.pairing)
      .add("by", version.by.by)
      .add("work", version.by.work)
      .add("at", version.at);
}

std::string describe(const FeedRow& row, const Names& names) {
  return std::string(Line("feed")
                         .id("id", names.items, row.id)
                         .add("rev", row.rev)
                         .id("origin", names.pairings, row.origin)
                         .add("deleted", row.deleted)) +
         (row.map ? " " + describe(*row.map, names) : "");
}

std::string describe(const MatchKey& key, const Names& names) {
  return Line("key").add("key", key.key).id("item", names.items, key.item).add("kind", key.kind);
}

std::string describe(const Pairing& pairing, const Names& names) {
  return Line("pairing")
      .id("id", names.pairings, pairing.id)
      .add("side", pairing.side)
      .add("device_password", pairing.device_password)
      .add("collection", pairing.collection)
      .add("remote_uri", pairing.remote_uri)
      .add("peer", pairing.peer)
      .add("epoch", pairing.epoch)
      .add("peer_epoch", pairing.peer_epoch)
      .add("generation", pairing.generation)
      .add("seen", pairing.seen)
      .add("last_anchor", pairing.last_anchor)
      .add("force_slow", pairing.force_slow)
      .add("anchors_dead", pairing.anchors_dead)
      .add("accepted", pairing.accepted)
      .add("current", pairing.current)
      .add("touched_deletes", pairing.touched_deletes)
      .add("repeat_deletes", pairing.repeat_deletes)
      .add("skip", pairing.skip)
      .add("hint_floor", pairing.hint_floor)
      .add("resend_above", pairing.resend_above)
      .add("unconfirmed_maps", pairing.unconfirmed_maps)
      .add("parts", pairing.parts)
      .add("other_life", pairing.other_life)
      .add("session", pairing.session)
      .add("ability", pairing.ability)
      .add("dev_inf", pairing.dev_inf);
}

std::string describe(const MapRow& row, const Names& names) {
  return Line("map")
      .id("item", names.items, row.item)
      .add("peer_id", row.peer_id)
      .add("told", row.told)
      .add("state", row.state)
      .add("generation", row.generation)
      .add("seen", row.seen)
      .add("base", row.base)
      .add("said", row.base_said_by_side)
      .add("sent", row.sent)
      .add("failure", row.failure)
      .add("reason", row.reason)
      .add("retry_at", row.retry_at);
}

std::string describe(const PartRow& row, const Names& names) {
  return Line("part")
      .id("name", names.items, row.name)
      .id("item", names.items, row.item)
      .add("part", row.part)
      .add("peer_id", row.peer_id)
      .add("state", row.state)
      .add("generation", row.generation)
      .add("seen", row.seen)
      .add("base", row.base)
      .add("said", row.base_said_by_side)
      .add("sent", row.sent)
      .add("failure", row.failure)
      .add("retry_at", row.retry_at);
}

std::string describe(const Staged& row, const Names& names) {
  return Line("staged")
      .add("peer_id", row.peer_id)
      .add("op", row.op)
      .add("content", row.content)
      .add("modified", row.modified)
      .id("item", names.items, row.item)
      .id("reserved", names.items, row.reserved)
      .add("consent", row.consent)
      .add("reason", row.reason);
}

std::string describe(const Held& row, const Names& names) {
  return Line("held")
      .id("number", names.held, row.number)
      .id("pairing", names.pairings, row.pairing)
      .id("item", names.items, row.item)
      .add("rev", row.rev)
      .add("op", row.op)
      .add("state", row.state)
      .add("consent", row.consent)
      .add("work", row.work)
      .add("at", row.at);
}

std::string describe(const Conflict& row, const Names& names) {
  return Line("conflict")
      .id("number", names.conflicts, row.number)
      .add("kind", row.kind)
      .id("pairing", names.pairings, row.pairing)
      .id("item", names.items, row.item)
      .id("other", names.items, row.other)
      .add("property", row.property)
      .add("kept", row.kept)
      .add("lost", row.lost)
      .add("record", row.record)
      .add("rev", row.rev)
      .add("at", row.at)
      .add("choice", row.choice)
      .add("by", row.by);
}

std::string describe(const Session& session, const Names&) {
  return Line("session")
      .add("handle", session.handle)
      .add("role", session.role)
      .add("device", session.device)
      .add("session_id", session.session_id)
      .add("last_msg", session.last_msg)
      .add("request_hash", session.request_hash)
      .add("state", session.state)
      .add("reply", session.reply)
      .add("request", session.request)
      .add("ended", session.ended)
      .add("updated_at", session.updated_at);
}

std::string describe(const Connection& connection, const Names& names) {
  return Line("connection")
      .id("number", names.connections, connection.number)
      .add("peer", connection.peer)
      .add("url", connection.url)
      .add("user", connection.user)
      .add("sealed", connection.sealed_password)
      .add("options", connection.options)
      .add("side", connection.side)
      .add("manner", connection.manner);
}

std::string describe(const Run& run, const Names& names) {
  return Line("run")
      .id("number", names.runs, run.number)
      .id("connection", names.connections, run.connection)
      .add("state", run.state)
      .add("mode", run.mode)
      .add("plan_only", run.plan_only)
      .add("phase", run.phase)
      .add("detail", run.detail)
      .add("result", run.result)
      .add("outcome", run.outcome)
      .add("sentence", run.sentence)
      .add("created_at", run.created_at)
      .add("due_at", run.due_at)
      .add("finished_at", run.finished_at)
      .add("fencing", run.fencing)
      .add("lease_until", run.lease_until)
      .add("holder", run.holder)
      .add("cancel", run.cancel_asked);
}

std::string describe(const RunItem& line, const Names& names) {
  return Line("line")
      .add("line", line.line)
      .add("collection", line.collection)
      .add("direction", line.direction)
      .add("op", line.op)
      .id("item", names.items, line.item)
      .add("label", line.label)
      .add("status", line.status)
      .add("reason", line.reason);
}

std::string describe(const RunClaim& claim, const Names& names) {
  return Line("claim")
      .add("owner", claim.owner)
      .id("number", names.runs, claim.number)
      .add("fencing", claim.fencing);
}

}  // namespace pim::store::testing
