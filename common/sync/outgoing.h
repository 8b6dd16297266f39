// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/pack.h"
#include "common/content/ability.h"
#include "common/sync/workset.h"

namespace pim::sync {

/// Which role sends: a server names items by the client's ids, a client by its own.
enum class Sender : std::uint8_t { Server, Client };

/// Where the outgoing feed stands; saved in the session between messages.
struct FeedCursor {
  enum class Phase : std::uint8_t { Repeats, Open, Feed, Done, Parts };  // in this order but Done
  Phase phase = Phase::Repeats;
  std::uint64_t repeat = 0;
  Seconds after_retry = INT64_MIN;
  store::ItemId after_item = 0;  ///< of Parts: the name
  store::Revision after_rev = 0;
  store::Revision upto = 0;  ///< the snapshot: later revisions go in the next session

  void pack(Packer& packer) const;
  static FeedCursor unpack(Unpacker& unpacker);
};

/// What a side refused goes again after so long.
inline constexpr Seconds RetryRefused = 24 * 60 * 60;
/// Unconfirmed Replaces remembered per row; an older one is as good as an earlier version.
inline constexpr std::size_t MaxSent = 8;

/// A change that has to go to the other side.
struct Outgoing {
  store::ChangeOp op = store::ChangeOp::Add;
  bool part = false;       ///< an exception of a series, for a side that knows none
  store::ItemId item = 0;  ///< 0 = a repeated Delete of a name only; of a part its name
  std::string touched;     ///< of a repeated Delete: the note of it (touch_delete)
  store::Revision rev = 0;
  std::string our_name;                ///< what that side knows the item by
  std::optional<std::string> peer_id;  ///< what it calls it itself
  std::string text;                    ///< the form, of Add and Replace
  std::vector<std::string> losses;
  std::string label;
  Seconds changed_at = 0;
  std::string consent;  ///< a person decided it: of a Delete or a Replace
  /// Of an Add to a portal in a slow sync: names what we last had of that side (form_mark).
  std::string base_mark;
  std::optional<Error> trouble;  ///< cannot be written for that side: call refuse()
  FeedCursor after;              ///< the cursor once this one is dealt with
};

/// The row of an item that its side holds no more, and that is to live on here: it goes there again
/// as Add once it has changed, and is no deletion of that side's, whatever else it lacks.
store::MapRow let_go_row(const store::Item& item, std::uint64_t generation);
bool is_let_go(const store::MapRow& row);

/// Pages through what must go to one side: repeated Deletes, open map rows, the change feed, parts.
/// Cost follows what changed, never what there is. Does not send what is held or staged
/// (sync rules 22, 33).
class OutgoingFeed {
 public:
  OutgoingFeed(Workset& work, const content::Ability& ability, Sender sender, bool portal);

  struct Page {
    std::vector<Outgoing> changes;
    FeedCursor end;  ///< where the feed stands once all of them are dealt with
  };
  /// At most `limit` changes after the cursor; none = nothing more, and `end` is Done. The caller
  /// moves its cursor to `after` of each change it has dealt with, and to `end` after the last:
  /// what did not fit a message is asked for again.
  Result<Page> next(FeedCursor from, std::size_t limit);

  /// The change was put into a message: the map row says so from now on (sync rule 20).
  Status sent(const Outgoing& change);
  /// The change was answered well. `peer_id`: the name told in the Status of an Add.
  Status confirmed(const Outgoing& change, std::optional<std::string> peer_id);
  /// The other side refused it, or it cannot be sent: named in the result, tried again when it
  /// changes or after a day (design rule 10).
  Status refused(const Outgoing& change, int status, std::string_view reason);
  /// 404 to a Replace: the side has lost it, it goes as Add next.
  Status lost_there(const Outgoing& change);

 private:
  Result<std::vector<Outgoing>> repeats(FeedCursor& cursor, std::size_t limit);
  Result<std::vector<Outgoing>> open_rows(FeedCursor& cursor, std::size_t limit);
  Result<std::vector<Outgoing>> changed(FeedCursor& cursor, std::size_t limit);
  Result<std::vector<Outgoing>> describe(std::span<const store::ItemId> items,
                                         std::span<const FeedCursor> after);
  Result<std::optional<Outgoing>> describe_one(store::ItemId id);
  Status refresh(store::ItemId id);
  // parts (outgoing_parts.cpp)
  Result<std::vector<Outgoing>> open_parts(FeedCursor& cursor, std::size_t limit);
  Result<std::optional<Outgoing>> describe_part(const store::PartRow& row, store::Revision upto);
  Status part_sent(const Outgoing& change);
  Status part_confirmed(const Outgoing& change);
  Status part_refused(const Outgoing& change, int status);
  Status part_lost_there(const Outgoing& change);
  Result<store::MapRow> keep_hint(const store::MapRow& hint, store::Revision rev);
  bool worth_describing(const store::FeedRow& row) const;
  bool must_resend(store::Revision rev) const;
  bool too_long(std::string_view our_name) const;
  Status presentable(const store::Item& item) const;

  Workset& work_;
  const content::Ability& ability_;
  Sender sender_;
  bool portal_;
};

/// The other side maps our name to its own (a Map item, sync rule 20). Unknown names change
/// nothing; false then.
Result<bool> take_map(Workset& work, std::string_view our_name, const std::string& peer_id,
                      const content::Ability& ability);

/// That side had lost the record of a Replace, and has added it under this name of its own. False
/// where the record goes by another name than the Replace's meanwhile.
Result<bool> take_new_name(Workset& work, const Outgoing& replaced, const std::string& peer_id);
/// An Add of ours is open under this name, and waits for its Map.
Result<bool> waits_for_map(Workset& work, std::string_view our_name);

/// The row of an item that goes to its side as an Add, with the next package.
store::MapRow to_add_row(store::ItemId item, std::uint64_t generation);
/// That side's name belongs to `keeper` from here on. Another record that went by it is there no
/// more, or under a name nobody has told: it goes there again, as an Add.
Status release_peer_name(Workset& work, const std::string& peer_id, store::ItemId keeper);

/// The item that side knows under one of our names.
Result<store::MapRow*> row_by_our_name(Workset& work, std::string_view our_name);

}  // namespace pim::sync
