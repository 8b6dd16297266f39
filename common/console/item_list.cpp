// SPDX-License-Identifier: Apache-2.0
#include "common/console/item_list.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/pack.h"
#include "common/base/text.h"
#include "common/console/item_access.h"
#include "common/console/json.h"
#include "common/console/query.h"
#include "common/console/record_json.h"
#include "common/content/record_file.h"

namespace pim::console {

namespace {

std::string list_name(const Shelf& shelf) {
  return "items/" + shelf.collection.name;
}

/// Where a page ended.
void go_behind(store::PageQuery& page, const store::Item& last) {
  page.after_key = last.sort_key;
  page.after_id = last.id;
}

std::string cursor_behind(const Shelf& shelf, const store::Item& last) {
  return make_cursor(list_name(shelf), Packer().s(last.sort_key).i(last.id).octets());
}

Outcome<store::PageQuery> read_page(const Query& query, const Shelf& shelf) {
  store::PageQuery page;
  page.collection = shelf.collection.name;
  if (query.text("search").size() > limits::MaxName) {
    return trouble(Trouble::WrongParameter, "The search words are longer than " +
                                                std::to_string(limits::MaxName) +
                                                " octets. Search for less.");
  }
  page.search = fold_for_search(query.text("search"));
  PIM_TRY(page.limit, query.limit());
  PIM_TRY(const std::string position, query.cursor(list_name(shelf)));
  if (!position.empty()) {
    Unpacker unpacker(position);
    page.after_key = unpacker.s();
    page.after_id = unpacker.i();
    if (!unpacker.finish("cursor") || page.after_id <= 0) {
      return trouble(Trouble::WrongCursor,
                     "The cursor was not given out by this list. Begin again without one.");
    }
  }
  return page;
}

/// Removed records, newest first: the change feed, backwards window by window. What lives is passed
/// over, so one request looks at a bounded number of revisions and says where it stopped.
struct RemovedPage {
  std::vector<store::ItemId> ids;
  store::Revision next = 0;  ///< 0 = there are no more
};

Result<RemovedPage> find_removed(store::UnitOfWork& work, const Shelf& shelf,
                                 store::Revision before, std::size_t limit) {
  constexpr store::Revision Window = 1'000;
  constexpr int Windows = 50;
  RemovedPage page;
  store::FeedQuery feed;
  feed.collection = shelf.collection.name;
  feed.upto = std::min(before - 1, shelf.collection.rev);
  feed.limit = Window;
  for (int window = 0; window < Windows && feed.upto > 0; ++window) {
    feed.after = std::max<store::Revision>(feed.upto - Window, 0);
    PIM_TRY(const auto rows, work.feed(feed));
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
      if (row->deleted) {
        page.ids.push_back(row->id);
        page.next = row->rev;
      }
      if (page.ids.size() == limit) {
        return page;
      }
    }
    feed.upto = feed.after;
  }
  page.next = feed.upto == 0 ? 0 : feed.upto + 1;
  return page;
}

Answer removed_as_json(store::UnitOfWork& work, const Shelf& shelf, const Query& query) {
  if (!query.text("search").empty() || !query.text("fields").empty()) {
    return trouble(Trouble::WrongParameter,
                   "\"deleted\" goes with \"cursor\" and \"limit\" only: a removed record holds "
                   "nothing to search. Leave the others out.");
  }
  const std::string list = "removed/" + shelf.collection.name;
  PIM_TRY(const std::size_t limit, query.limit());
  PIM_TRY(const std::int64_t before, number_position(query, list, FromTheNewest));
  PIM_TRY(const RemovedPage page, find_removed(work, shelf, before, limit));
  PIM_TRY(const std::vector<store::Item> items, work.items(page.ids));
  Json rows = Json::array();
  for (const store::ItemId id : page.ids) {
    const auto item = std::ranges::find(items, id, &store::Item::id);
    rows.push_back(json_item(*item));
    rows.back()["deleted"] = true;
  }
  return json_response(200,
                       json_page("items", std::move(rows),
                                 page.next == 0 ? std::string() : number_cursor(list, page.next)));
}

Answer page_as_json(const Call& call, store::UnitOfWork& work, const Shelf& shelf) {
  PIM_TRY(const Query query,
          Query::read(call.request.query, {"cursor", "limit", "search", "fields", "deleted"}));
  PIM_TRY(const bool deleted, asks_for(query, "deleted"));
  if (deleted) {
    return removed_as_json(work, shelf, query);
  }
  PIM_TRY(const bool fields, asks_for(query, "fields"));
  PIM_TRY(const store::PageQuery page, read_page(query, shelf));
  PIM_TRY(const std::vector<store::Item> items, work.page(page));
  Json rows = Json::array();
  for (const store::Item& item : items) {
    rows.push_back(json_item(item));
    if (fields) {
      rows.back()["fields"] = json_head_fields(item);
    }
  }
  const std::string next =
      items.size() < page.limit ? std::string() : cursor_behind(shelf, items.back());
  return json_response(200, json_page("items", std::move(rows), next));
}

std::string file_name(const Shelf& shelf) {
  const std::string_view ending = shelf.kind->media_type() == "text/vcard"      ? ".vcf"
                                  : shelf.kind->media_type() == "text/calendar" ? ".ics"
                                                                                : ".txt";
  return shelf.collection.name + std::string(ending);
}

/// All pages are read in one transaction: an edit between two pages could move a record from behind
/// the cursor to before it, and a file that is kept as a backup must not lack one.
Answer whole_as_records(const Call& call, store::UnitOfWork& work, const Shelf& shelf) {
  PIM_CHECK(Query::read(call.request.query, {}));
  const content::Ability ability = export_ability(*shelf.kind);
  store::PageQuery page;
  page.collection = shelf.collection.name;
  page.limit = limits::PageRows;
  Response response;
  response.content_type = std::string(shelf.kind->media_type()) + "; charset=utf-8";
  for (bool more = true; more;) {
    PIM_TRY(const std::vector<store::Item> items, work.page(page));
    for (const store::Item& item : items) {
      PIM_TRY(const content::Form form, shelf.kind->render(item.content, ability));
      content::append_to_file(response.body, form.text);
    }
    more = items.size() == page.limit;
    if (more) {
      go_behind(page, items.back());
    }
  }
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"" + file_name(shelf) + "\"");
  response.headers.emplace_back("Vary", "Accept");
  return response;
}

}  // namespace

tl::unexpected<Problem> not_acceptable(std::span<const Offer> offers) {
  std::string types;
  for (const Offer& offer : offers) {
    types += (types.empty() ? "" : " or ") + offer.type +
             (offer.version.empty() ? "" : "; version=" + offer.version);
  }
  return trouble(Trouble::NotAcceptable,
                 "The answer is given as " + types + ". Nothing was changed. Ask for one of them.");
}

Answer list_items(Call& call) {
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  PIM_TRY(const Shelf shelf, find_shelf(*work, call.captures[0]));
  const std::vector<Offer> offers = record_offers(*shelf.kind);
  const auto chosen = choose(call.request.accept, offers);
  if (!chosen) {
    return not_acceptable(offers);
  }
  return *chosen == 0 ? page_as_json(call, *work, shelf) : whole_as_records(call, *work, shelf);
}

}  // namespace pim::console
