// SPDX-License-Identifier: Apache-2.0
#include "common/sync/parts.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/sync/outgoing.h"

namespace pim::sync {

using store::Item;
using store::ItemId;
using store::MapRow;
using store::MapState;
using store::PartRow;
using store::PartState;

namespace {

/// Exceptions further back are not shown any more (content rule 6.2); what was shown stays.
constexpr Seconds ShownBack = 30 * Seconds{24 * 60 * 60};

using Parts = PartMemo::Parts;

const content::Part* find(const Parts& parts, std::string_view id) {
  const auto found = std::ranges::find(parts, id, &content::Part::id);
  return found == parts.end() ? nullptr : &*found;
}

Result<std::shared_ptr<const Parts>> parts_in(Workset& work, const std::string& content) {
  return work.parts().memo().of(work.scope().kind, content);
}

void open_again(PartRow& row, PartState state) {
  row.state = state;
  row.failure = 0;
  row.retry_at = 0;
}

}  // namespace

bool gives_parts(const Workset& work, const content::Ability& ability) {
  return work.pairing() != nullptr && work.pairing()->peer == store::PeerKind::Device &&
         work.scope().kind.splits(ability);
}

bool is_current(const PartRow& row, const store::Pairing& pairing) {
  return row.state == PartState::Unconfirmed || row.state == PartState::ToAdd ||
         row.generation == pairing.generation;
}

bool is_there(const PartRow& row, const store::Pairing& pairing) {
  const bool has = row.state == PartState::Mapped || row.state == PartState::Pending ||
                   row.state == PartState::ToDelete;
  return has && row.peer_id && row.generation == pairing.generation;
}

void set_to_add(PartRow& row) {
  row.state = PartState::ToAdd;
  row.peer_id.reset();
  row.base.reset();
  row.sent.clear();
  row.failure = 0;
  row.retry_at = 0;
}

std::optional<content::Part> part_of(Workset& work, const Item& item, std::string_view id) {
  if (item.deleted) {
    return {};
  }
  const auto parts = parts_in(work, item.content);
  const content::Part* found = parts ? find(**parts, id) : nullptr;
  return found == nullptr ? std::optional<content::Part>() : *found;
}

Result<std::optional<std::string>> part_at(Workset& work, const PartRow& row, store::Revision rev) {
  if (rev == 0) {
    return std::optional<std::string>{};
  }
  PIM_TRY(const Item* item, work.item(row.item));
  std::optional<std::string> content;
  if (item != nullptr && item->rev == rev) {
    content = item->content;
  } else {
    PIM_TRY(content, work.scope().work.content_at(row.item, rev));
  }
  if (!content) {
    return std::optional<std::string>{};
  }
  PIM_TRY(const auto parts, parts_in(work, *content));
  const content::Part* found = find(*parts, row.part);
  return found == nullptr ? std::optional<std::string>{} : std::optional(found->record);
}

Result<std::optional<std::string>> part_base(Workset& work, const PartRow& row) {
  return row.base ? Result<std::optional<std::string>>(row.base) : part_at(work, row, row.seen);
}

bool same_form(const content::Kind& kind, std::string_view one, std::string_view other,
               const content::Ability& ability) {
  if (one == other) {
    return true;
  }
  const auto left = kind.render(one, ability);
  const auto right = kind.render(other, ability);
  return left && right && left->text == right->text;
}

Result<bool> part_edited(Workset& work, const PartRow& row, const content::Part& part,
                         const content::Ability& ability) {
  const content::Kind& kind = work.scope().kind;
  if (row.base) {
    return !kind.shows(part.record, *row.base, ability, false);
  }
  PIM_TRY(const Item* item, work.item(row.item));
  if (item != nullptr && item->rev == row.seen) {
    return false;
  }
  PIM_TRY(const auto base, part_at(work, row, row.seen));
  return !base || !same_form(kind, part.record, *base, ability);
}

// ---------------------------------------------------------------- refreshing

namespace {

/// One item's parts, brought up to what it is now.
class Refresh {
 public:
  Refresh(Workset& work, const Item& item, const content::Ability& ability,
          std::optional<store::Revision> again)
      : work_(work), item_(item), ability_(ability), again_(again) {}

  Status run(const Parts& wanted, std::vector<PartRow> rows) {
    for (const content::Part& part : wanted) {
      wanted_.emplace(part.id, &part);
    }
    PIM_CHECK(move(wanted, rows));
    std::set<std::string, std::less<>> known;
    for (PartRow& row : rows) {
      known.insert(row.part);
      const auto found = wanted_.find(row.part);
      const content::Part* part = found == wanted_.end() ? nullptr : found->second;
      if (!is_current(row, *work_.pairing())) {
        continue;  // a slow session shows what it is
      }
      PIM_CHECK(part != nullptr ? renew(std::move(row), *part) : retire(std::move(row)));
    }
    for (const content::Part& part : wanted) {
      if (!known.contains(part.id) && part.at >= work_.scope().now - ShownBack) {
        PartRow row;
        PIM_TRY(row.name, work_.new_id());
        row.item = item_.id;
        row.part = part.id;
        row.generation = work_.pairing()->generation;
        PIM_CHECK(work_.parts().put(std::move(row)));
      }
    }
    return {};
  }

 private:
  /// Dates of a series move with it: an exception that is as before but for its date is the same.
  Status move(const Parts& wanted, std::vector<PartRow>& rows) {
    const content::Kind& kind = work_.scope().kind;
    for (PartRow& row : rows) {
      if (wanted_.contains(row.part)) {
        continue;
      }
      PIM_TRY(const auto before, part_at(work_, row, row.seen));
      for (const content::Part& part : wanted) {
        if (before && std::ranges::find(rows, part.id, &PartRow::part) == rows.end() &&
            kind.equal(*before, part.record, false)) {
          row.part = part.id;
          if (!row.base) {
            row.seen = item_.rev;  // that side has just this, told by the date it had
          }
          PIM_CHECK(work_.parts().put(row));
          break;
        }
      }
    }
    return {};
  }

  Status renew(PartRow row, const content::Part& part) {
    const PartRow before = row;
    switch (row.state) {
      case PartState::Mapped: {
        const bool resent = again_ && row.seen > *again_;
        PIM_TRY(const bool edited, part_edited(work_, row, part, ability_));
        if (resent || edited) {
          open_again(row, PartState::Pending);
        } else if (!row.base) {
          row.seen = item_.rev;
        }
        break;
      }
      case PartState::Pending:
      case PartState::Failed:
        if (row.failure != 0 || row.state == PartState::Failed) {
          // refused as it was: it is tried again when it has changed
          const store::Revision refused =
              row.state == PartState::Failed || row.sent.empty() ? row.seen : row.sent.back();
          PIM_TRY(const auto then, part_at(work_, row, refused));
          if (!then || !same_form(work_.scope().kind, part.record, *then, ability_)) {
            open_again(row, row.state == PartState::Failed ? PartState::ToAdd : PartState::Pending);
          }
        }
        break;
      case PartState::ToDelete:
        open_again(row, row.peer_id ? PartState::Pending : PartState::ToAdd);
        break;
      case PartState::Unconfirmed:
      case PartState::ToAdd:
      case PartState::Deleted: break;
    }
    return row == before ? Status{} : work_.parts().put(std::move(row));
  }

  /// There is no such exception any more.
  Status retire(PartRow row) {
    switch (row.state) {
      case PartState::Mapped:
      case PartState::Pending:
        open_again(row, PartState::ToDelete);
        return work_.parts().put(std::move(row));
      case PartState::ToAdd:
      case PartState::Failed:
      case PartState::Deleted: work_.parts().drop(row.name); return {};
      case PartState::ToDelete:
      case PartState::Unconfirmed: return {};  // that one may still arrive, and be mapped
    }
    return {};
  }

  Workset& work_;
  std::map<std::string_view, const content::Part*> wanted_;
  const Item& item_;
  const content::Ability& ability_;
  std::optional<store::Revision> again_;
};

}  // namespace

Status refresh_parts(Workset& work, const Item& item, const content::Ability& ability,
                     std::optional<store::Revision> again) {
  auto wanted = std::make_shared<const Parts>();
  if (!item.deleted && gives_parts(work, ability)) {
    auto parts = parts_in(work, item.content);
    if (!parts) {
      return {};  // the series cannot be read: rendering it says so, and its parts stay as they are
    }
    wanted = std::move(*parts);
  }
  if (wanted->empty() && !work.parts().any()) {
    return {};
  }
  PIM_TRY(auto rows, work.parts().of(item.id));
  if (wanted->empty() && rows.empty()) {
    return {};
  }
  return Refresh(work, item, ability, again).run(*wanted, std::move(rows));
}

Status retire_parts(Workset& work, ItemId id) {
  if (!work.parts().any()) {
    return {};
  }
  PIM_TRY(const Item* item, work.item(id));
  const content::Ability none = content::unknown_ability(work.scope().kind);
  return item == nullptr ? Status{} : refresh_parts(work, *item, none);
}

Status keep_series(Workset& work, const Item& item, store::Revision before,
                   std::string_view content_before, const content::Ability& ability) {
  if (item.rev == before) {
    return {};
  }
  work.leave_to_feed();
  PIM_TRY(const MapRow* found, work.row_of(item.id));
  if (found != nullptr && work.current(*found) && found->state == MapState::Mapped &&
      found->seen == before && !found->base &&
      same_form(work.scope().kind, item.content, content_before, ability)) {
    MapRow row = *found;
    row.seen = item.rev;
    work.put_row(std::move(row));
  }
  return {};
}

// ---------------------------------------------------------------- names

Status release_item_name(Workset& work, const std::string& peer_id) {
  PIM_TRY(const MapRow* found, work.row_by_peer(peer_id));
  if (found == nullptr || !work.current(*found)) {
    return {};
  }
  work.put_row(to_add_row(found->item, work.pairing()->generation));
  return {};
}

Result<bool> take_part_map(Workset& work, std::string_view our_name, const std::string& peer_id,
                           const content::Ability& ability) {
  const auto number = parse_unsigned(our_name);
  if (!work.parts().any() || !number || *number > INT64_MAX) {
    return false;
  }
  PIM_TRY(const PartRow* found, work.parts().by_name(static_cast<ItemId>(*number)));
  if (found == nullptr || found->state == PartState::ToAdd) {
    return false;
  }
  if (found->state != PartState::Unconfirmed) {
    return found->peer_id == peer_id;  // mapped already: the first Map counts
  }
  PartRow row = *found;
  PIM_TRY(const Item* item, work.item(row.item));
  PIM_CHECK(release_item_name(work, peer_id));
  row.peer_id = peer_id;
  row.generation = work.pairing()->generation;
  open_again(row, PartState::Mapped);
  PIM_CHECK(work.parts().put(row));
  if (item != nullptr) {
    PIM_CHECK(refresh_parts(work, *item, ability));
  }
  return true;
}

Result<bool> take_new_part_name(Workset& work, const Outgoing& replaced,
                                const std::string& peer_id) {
  PIM_TRY(const PartRow* found, work.parts().by_name(replaced.item));
  if (found == nullptr || !is_there(*found, *work.pairing()) ||
      found->peer_id != replaced.peer_id) {
    return false;
  }
  PartRow row = *found;
  PIM_CHECK(release_item_name(work, peer_id));
  row.peer_id = peer_id;
  PIM_CHECK(work.parts().put(std::move(row)));
  return true;
}

}  // namespace pim::sync
