// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/metrics.h"

#include <algorithm>
#include <cstdio>

namespace pim::httpd {
namespace {

std::string decimal(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", number);
  return text.data();
}

void append_line(std::string& text, std::string_view name, std::string_view labels,
                 std::string_view value) {
  text.append(name);
  if (!labels.empty()) {
    text.append("{").append(labels).append("}");
  }
  text.append(" ").append(value).append("\n");
}

}  // namespace

void append_family(std::string& text, const Series& series) {
  text.append("# HELP ").append(series.family).append(" ").append(series.help).append("\n");
  text.append("# TYPE ").append(series.family).append(" ").append(series.type).append("\n");
}

void append_sample(std::string& text, std::string_view family, std::string_view labels,
                   std::uint64_t value) {
  append_line(text, family, labels, std::to_string(value));
}

void append_table(std::string& text, std::span<const Series> table, std::span<const Cell> cells) {
  for (std::size_t i = 0; i < std::min(table.size(), cells.size()); ++i) {
    if (i == 0 || table[i - 1].family != table[i].family) {
      append_family(text, table[i]);
    }
    append_sample(text, table[i].family, table[i].labels, cells[i]);
  }
}

std::string label(std::string_view name, std::string_view value) {
  std::string text(name);
  text.append("=\"");
  for (const char c : value) {
    if (c == '\n') {
      text.append("\\n");
      continue;
    }
    if (c == '"' || c == '\\') {
      text.push_back('\\');
    }
    text.push_back(c);
  }
  text.push_back('"');
  return text;
}

void Histogram::take(std::uint64_t took_microseconds) noexcept {
  constexpr std::uint64_t Milli = 1000;
  const auto bound = std::ranges::find_if(
      BoundsInMilliseconds, [=](std::uint64_t b) { return took_microseconds <= b * Milli; });
  ++counts[static_cast<std::size_t>(bound - BoundsInMilliseconds.begin())];
  microseconds += took_microseconds;
}

void Histogram::append(std::string& text, const Series& series) const {
  constexpr double Milli = 1e3;
  constexpr double Micro = 1e6;
  append_family(text, series);
  const std::string name(series.family);
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    sum += counts[i];
    const bool last = i == BoundsInMilliseconds.size();
    const std::string bound =
        last ? "+Inf" : decimal(static_cast<double>(BoundsInMilliseconds[i]) / Milli);
    append_sample(text, name + "_bucket", label("le", bound), sum);
  }
  append_line(text, name + "_sum", "", decimal(static_cast<double>(microseconds) / Micro));
  append_sample(text, name + "_count", "", sum);
}

}  // namespace pim::httpd
