// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace pim::httpd {

// Figures for the metrics page. They are counted in memory that all children of a server share, so
// a cell is a lock-free number and no more. What has no such memory counts nowhere.

using Cell = std::atomic<std::uint64_t>;
static_assert(Cell::is_always_lock_free);

/// One line of the page: a family, its labels (`op="added"`, or nothing), and what it means. Lines
/// of one family stand together and say the same of it.
struct Series {
  std::string_view family;
  std::string_view labels;
  std::string_view help;
  std::string_view type = "counter";
};

/// Appends "# HELP" and "# TYPE" of a family in the Prometheus text format.
void append_family(std::string& text, const Series& series);
void append_sample(std::string& text, std::string_view family, std::string_view labels,
                   std::uint64_t value);
/// The whole of a table, values in its order.
void append_table(std::string& text, std::span<const Series> table, std::span<const Cell> cells);
/// name="value" with what the format wants escaped.
std::string label(std::string_view name, std::string_view value);

/// Seconds in buckets. Lives in shared memory, all zero at first.
struct Histogram {
  static constexpr std::array<std::uint64_t, 9> BoundsInMilliseconds = {5,   10,  25,   50,  100,
                                                                        250, 500, 1000, 5000};
  std::array<Cell, BoundsInMilliseconds.size() + 1> counts;
  Cell microseconds;

  void take(std::uint64_t took_microseconds) noexcept;
  void append(std::string& text, const Series& series) const;
};

}  // namespace pim::httpd
