// SPDX-License-Identifier: Apache-2.0
#include "common/content/text_merge.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace pim::content {
namespace {

/// Cells of the comparison table; a note of 1,000 lines changed all over just fits.
constexpr std::size_t MaxCells = 1'000'000;
constexpr std::size_t None = static_cast<std::size_t>(-1);

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines out;
  for (;;) {
    const std::size_t at = text.find('\n');
    out.push_back(text.substr(0, at));
    if (at == std::string_view::npos) {
      return out;
    }
    text.remove_prefix(at + 1);
  }
}

/// For each line of base the line of `side` it went on as (longest common subsequence), or None.
std::optional<std::vector<std::size_t>> match(const Lines& base, const Lines& side) {
  std::vector<std::size_t> out(base.size(), None);
  std::size_t head = 0;
  while (head < base.size() && head < side.size() && base[head] == side[head]) {
    out[head] = head;
    ++head;
  }
  std::size_t tail = 0;
  while (tail < base.size() - head && tail < side.size() - head &&
         base[base.size() - 1 - tail] == side[side.size() - 1 - tail]) {
    out[base.size() - 1 - tail] = side.size() - 1 - tail;
    ++tail;
  }
  const std::size_t rows = base.size() - head - tail;
  const std::size_t columns = side.size() - head - tail;
  if ((rows + 1) * (columns + 1) > MaxCells) {
    return std::nullopt;
  }
  std::vector<std::uint32_t> length((rows + 1) * (columns + 1), 0);
  const auto at = [&](std::size_t i, std::size_t j) -> std::uint32_t& {
    return length[i * (columns + 1) + j];
  };
  for (std::size_t i = rows; i-- > 0;) {
    for (std::size_t j = columns; j-- > 0;) {
      at(i, j) = base[head + i] == side[head + j] ? at(i + 1, j + 1) + 1
                                                  : std::max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
    if (base[head + i] == side[head + j]) {
      out[head + i++] = head + j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      ++i;
    } else {
      ++j;
    }
  }
  return out;
}

using Chunk = std::span<const std::string_view>;

bool same(Chunk a, Chunk b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

/// What becomes of lines between two that both sides kept; nothing = conflict.
std::optional<Chunk> resolve(Chunk base, Chunk a, Chunk b) {
  if (same(a, base) || same(a, b)) {
    return b;
  }
  return same(b, base) ? std::optional(a) : std::nullopt;
}

std::string joined(const Lines& lines) {
  std::string text;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    text += at == 0 ? "" : "\n";
    text += lines[at];
  }
  return text;
}

Chunk part(const Lines& lines, std::size_t from, std::size_t to) {
  return Chunk(lines).subspan(from, to - from);
}

}  // namespace

std::optional<std::string> merge_lines(std::string_view base, std::string_view a,
                                       std::string_view b) {
  const Lines lines = lines_of(base);
  const Lines lines_a = lines_of(a);
  const Lines lines_b = lines_of(b);
  const auto in_a = match(lines, lines_a);
  const auto in_b = match(lines, lines_b);
  if (!in_a || !in_b) {
    return std::nullopt;
  }
  Lines out;
  std::size_t i = 0;
  std::size_t x = 0;
  std::size_t y = 0;
  for (std::size_t k = 0; k <= lines.size(); ++k) {
    const bool end = k == lines.size();
    if (!end && ((*in_a)[k] == None || (*in_b)[k] == None)) {
      continue;
    }
    const std::size_t to_a = end ? lines_a.size() : (*in_a)[k];
    const std::size_t to_b = end ? lines_b.size() : (*in_b)[k];
    const auto chunk = resolve(part(lines, i, k), part(lines_a, x, to_a), part(lines_b, y, to_b));
    if (!chunk) {
      return std::nullopt;
    }
    out.insert(out.end(), chunk->begin(), chunk->end());
    if (!end) {
      out.push_back(lines[k]);
      i = k + 1;
      x = to_a + 1;
      y = to_b + 1;
    }
  }
  return joined(out);
}

namespace {

/// The lines of both in order; such as both have once.
std::optional<Lines> united(const Lines& first, const Lines& second) {
  const auto pairs = match(first, second);
  if (!pairs) {
    return std::nullopt;
  }
  Lines out;
  std::size_t i = 0;
  std::size_t j = 0;
  for (std::size_t k = 0; k <= first.size(); ++k) {
    const bool end = k == first.size();
    if (!end && (*pairs)[k] == None) {
      continue;
    }
    const std::size_t to = end ? second.size() : (*pairs)[k];
    const bool both = i < k && j < to;
    const bool parted = both && !out.empty() && out.back().empty();
    out.insert(out.end(), first.begin() + static_cast<std::ptrdiff_t>(i),
               first.begin() + static_cast<std::ptrdiff_t>(k));
    if (parted) {
      out.emplace_back();  // each had a blank line before what it added
    }
    out.insert(out.end(), second.begin() + static_cast<std::ptrdiff_t>(j),
               second.begin() + static_cast<std::ptrdiff_t>(to));
    if (!end) {
      out.push_back(first[k]);
    }
    i = k + 1;
    j = to + 1;
  }
  return out;
}

}  // namespace

std::string join_additions(std::string_view base, std::string_view first, std::string_view second) {
  if (first.starts_with(second)) {
    return std::string(first);
  }
  if (second.starts_with(first)) {
    return std::string(second);
  }
  // Where both go on within the last line, what they share of it belongs to the base.
  std::size_t from = base.size();
  const auto ends = [&](std::string_view text) { return text.substr(from).starts_with('\n'); };
  const bool whole_lines = from == 0 || base.back() == '\n';
  if (!whole_lines && !(ends(first) && ends(second))) {
    while (from < first.size() && from < second.size() && first[from] == second[from] &&
           first[from] != '\n') {
      ++from;
    }
    if (!(ends(first) && ends(second))) {
      return std::string(first) + std::string(second.substr(base.size()));
    }
  }
  const std::size_t skip = ends(first) && ends(second) ? from + 1 : from;
  const auto lines = united(lines_of(first.substr(skip)), lines_of(second.substr(skip)));
  return lines ? std::string(first.substr(0, skip)) + joined(*lines)
               : std::string(first) + std::string(second.substr(base.size()));
}

}  // namespace pim::content
