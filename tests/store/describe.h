// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/store/store.h"

// Rows as one line of text each: for failure messages, and for comparing two stores whose ids
// differ.
namespace pim::store::testing {

/// Ids of one class, told by the order in which they were made. Without learnt ids: themselves.
class IdNames {
 public:
  void learn(std::int64_t id) { ids_.push_back(id); }
  bool knows(std::int64_t id) const;
  std::size_t size() const { return ids_.size(); }
  /// The id that was learnt as the n-th, counted from 1; 0 for 0.
  std::int64_t id(std::size_t number) const { return number == 0 ? 0 : ids_.at(number - 1); }
  std::string of(std::int64_t id) const;

 private:
  std::vector<std::int64_t> ids_;
};

struct Names {
  IdNames items, pairings, held, conflicts, connections, runs;
};

std::string describe(const RevisionRange& range, const Names& names = {});
std::string describe(const Portal& portal, const Names& names = {});
std::string describe(const Owner& owner, const Names& names = {});
std::string describe(const Collection& collection, const Names& names = {});
std::string describe(const Item& item, const Names& names = {});
std::string describe(const ItemVersion& version, const Names& names = {});
std::string describe(const FeedRow& row, const Names& names = {});
std::string describe(const MatchKey& key, const Names& names = {});
std::string describe(const Pairing& pairing, const Names& names = {});
std::string describe(const MapRow& row, const Names& names = {});
std::string describe(const PartRow& row, const Names& names = {});
std::string describe(const Staged& row, const Names& names = {});
std::string describe(const Held& row, const Names& names = {});
std::string describe(const Conflict& row, const Names& names = {});
std::string describe(const Session& session, const Names& names = {});
std::string describe(const Connection& connection, const Names& names = {});
std::string describe(const Run& run, const Names& names = {});
std::string describe(const RunItem& line, const Names& names = {});
std::string describe(const RunClaim& claim, const Names& names = {});
std::string describe(const OpenQuestions& open, const Names& names = {});
std::string describe(const std::string& text, const Names& names = {});
std::string describe(std::int64_t number, const Names& names = {});
std::string describe(std::uint64_t number, const Names& names = {});

enum class Order : std::uint8_t { AsGiven, Sorted };

template <class Row>
std::string describe(const std::vector<Row>& rows, const Names& names = {},
                     Order order = Order::AsGiven);

template <class Row>
std::string describe(const std::optional<Row>& row, const Names& names = {}) {
  return row ? describe(*row, names) : "none";
}

/// Joins lines, sorted where asked.
std::string join_lines(std::vector<std::string> lines, Order order);

template <class Row>
std::string describe(const std::vector<Row>& rows, const Names& names, Order order) {
  std::vector<std::string> lines;
  for (const Row& row : rows) {
    lines.push_back(describe(row, names));
  }
  return join_lines(std::move(lines), order);
}

}  // namespace pim::store::testing
