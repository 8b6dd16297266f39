// SPDX-License-Identifier: Apache-2.0
#include "common/console/record_json.h"

#include <algorithm>

#include "common/console/record_fields.h"

namespace pim::console {

Outcome<bool> asks_for(const Query& query, std::string_view flag) {
  const std::string& word = query.text(flag);
  if (word.empty() || word == "true") {
    return !word.empty();
  }
  return tl::unexpected<Problem>(
      Problem(Trouble::WrongParameter,
              "The parameter \"" + std::string(flag) + "\" is \"true\", or is left out.")
          .with("parameter", flag));
}

Json json_head_fields(const store::Item& item) {
  // the head of a record: what stands behind a photo is looked at in the record itself
  constexpr std::size_t Octets = 8 * 1024;
  constexpr std::size_t Fields = 8;
  const RecordFields fields = record_fields(std::string_view(item.content).substr(0, Octets));
  Json rows = Json::array();
  for (std::size_t at = 0; at < std::min(fields.shown.size(), Fields); ++at) {
    rows.push_back({{"label", fields.shown[at].label}, {"value", fields.shown[at].value}});
  }
  return rows;
}

Json json_differences(std::string_view before, std::string_view after) {
  const Differences found = differences(before, after);
  Json changes = Json::array();
  for (const FieldDifference& field : found.fields) {
    const std::string_view word = field.change == FieldChange::Added     ? "added"
                                  : field.change == FieldChange::Removed ? "removed"
                                                                         : "changed";
    Json change = {
        {"change", word}, {"label", field.label}, {"before", field.before}, {"after", field.after}};
    if (!field.before_label.empty()) {
      change["before_label"] = field.before_label;
    }
    changes.push_back(std::move(change));
  }
  return {{"same", found.same}, {"changes", std::move(changes)}};
}

}  // namespace pim::console
