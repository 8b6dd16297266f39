// SPDX-License-Identifier: Apache-2.0
// A file of records comes in, batch by batch, each batch one transaction.
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "common/base/limits.h"
#include "common/console/broken_off.h"
#include "common/console/item_access.h"
#include "common/console/json.h"
#include "common/console/query.h"
#include "common/console/route.h"
#include "common/content/record_file.h"
#include "common/sync/local.h"

namespace pim::console {

namespace {

using Records = std::span<const std::string>;

/// What the answer says of the records so far.
class Tally {
 public:
  explicit Tally(std::vector<content::PiecePlace> places) : places_(std::move(places)) {}

  void count(const sync::Imported& record) {
    const content::PiecePlace& place = places_[done_];
    ++done_;
    switch (record.outcome) {
      case sync::ImportOutcome::Added: ++added_; break;
      case sync::ImportOutcome::Updated: ++updated_; break;
      case sync::ImportOutcome::Unchanged: ++unchanged_; break;
      case sync::ImportOutcome::Failed:
        failed_.push_back({{"index", done_},
                           {"line", line_of(place, 0)},
                           {"label", record.label},
                           {"reason", record.reason}});
        break;
    }
    for (const content::Remark& remark : record.remarks) {
      if (remarks_.size() == limits::ImportRemarks) {
        ++remarks_left_out_;
        continue;
      }
      remarks_.push_back({{"index", done_},
                          {"label", record.label},
                          {"line", line_of(place, remark.line)},
                          {"property", remark.property},
                          {"code", remark.code}});
    }
  }
  Json json() && {
    return {{"records", done_},
            {"added", added_},
            {"updated", updated_},
            {"unchanged", unchanged_},
            {"failed", std::move(failed_)},
            {"remarks", std::move(remarks_)},
            {"remarks_left_out", remarks_left_out_}};
  }
  std::size_t done() const { return done_; }

 private:
  static Json line_of(const content::PiecePlace& place, int inside) {
    return place.line == 0 ? Json(nullptr) : Json(place.line_of(inside));
  }

  std::vector<content::PiecePlace> places_;
  std::size_t done_ = 0, added_ = 0, updated_ = 0, unchanged_ = 0;
  Json failed_ = Json::array();
  Json remarks_ = Json::array();
  std::size_t remarks_left_out_ = 0;
};

/// As many of the first records as one transaction takes.
Records first_batch(Records records) {
  std::size_t count = 0;
  std::size_t octets = 0;
  while (count < records.size() && count < limits::ImportRecords &&
         (count == 0 || octets + records[count].size() <= limits::ImportOctets)) {
    octets += records[count].size();
    ++count;
  }
  return records.first(count);
}

/// A record that the store itself refused.
sync::Imported refused(const Call& call, const Shelf& shelf, const std::string& record) {
  sync::Imported failed;
  failed.reason = "The store refused this record; the administrator's error log has the reason.";
  if (const auto entry = shelf.kind->enter(record, {call.services.store.key()})) {
    failed.label = entry->facts.label;
  }
  return failed;
}

/// Record by record, each under a savepoint, after the batch as a whole was refused.
Result<std::vector<sync::Imported>> import_singly(const Call& call, const Shelf& shelf,
                                                  Records batch, sync::ImportFile& file) {
  PIM_TRY(const auto work, call.begin(store::Access::Write));
  sync::LocalContext context = local_context(call, *work, shelf);
  std::vector<sync::Imported> results;
  for (const std::string& record : batch) {
    PIM_CHECK(work->savepoint());
    auto one = sync::import_records(context, {&record, 1}, &file);
    if (one) {
      results.insert(results.end(), one->begin(), one->end());
    } else if (one.error().code == ErrorCode::Refused) {
      PIM_CHECK(work->rollback_to_savepoint());
      const TroubleInfo& info = info_of(Trouble::RefusedByStore);
      call.services.log.write(LogLevel::Warning, info.code, one.error().text());
      results.push_back(refused(call, shelf, record));
    } else {
      return pass(one);
    }
  }
  PIM_CHECK(work->commit());
  return results;
}

Result<std::vector<sync::Imported>> import_batch(const Call& call, const Shelf& shelf,
                                                 Records batch, sync::ImportFile& file) {
  PIM_TRY(auto work, call.begin(store::Access::Write));
  sync::LocalContext context = local_context(call, *work, shelf);
  auto results = sync::import_records(context, batch, &file);
  if (!results && results.error().code == ErrorCode::Refused) {
    work.reset();
    return import_singly(call, shelf, batch, file);
  }
  if (results) {
    PIM_CHECK(work->commit());
  }
  return results;
}

/// The file broke off in the middle: what is stored stays, and says so.
tl::unexpected<Problem> broke_off(const Error& error, std::size_t all, Tally tally) {
  Problem problem = broken_off(error, tally.done(), all, "records were taken");
  if (tally.done() > 0) {
    problem.detail += " Send the same file again: what is already there is recognised.";
  }
  problem.members = std::move(tally).json();
  return tl::unexpected<Problem>(std::move(problem));
}

Outcome<Shelf> read_shelf(const Call& call) {
  PIM_TRY(const auto work, call.begin(store::Access::Read));
  return find_shelf(*work, call.captures[0]);
}

Answer import_items(Call& call) {
  PIM_CHECK(Query::read(call.request.query, {}));
  PIM_TRY(const Shelf shelf, read_shelf(call));
  PIM_CHECK(check_record_type(call.request, *shelf.kind));
  const std::vector<std::string> records = shelf.kind->split(call.request.body);
  if (records.empty()) {
    return trouble(Trouble::RecordUnreadable,
                   "There is no record in the body. Nothing was changed. Send a file that has "
                   "some.");
  }
  sync::ImportFile file;
  Tally tally(content::places_of(call.request.body, records));
  for (Records rest(records); !rest.empty();) {
    const Records batch = first_batch(rest);
    const auto results = import_batch(call, shelf, batch, file);
    if (!results) {
      return broke_off(results.error(), records.size(), std::move(tally));
    }
    for (const sync::Imported& record : *results) {
      tally.count(record);
    }
    rest = rest.subspan(batch.size());
  }
  return json_response(200, std::move(tally).json());
}

}  // namespace

std::span<const Route> import_routes() {
  static constexpr Route Routes[] = {{"POST", "/collections/*/items", Body::Records, import_items}};
  return Routes;
}

}  // namespace pim::console
