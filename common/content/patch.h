// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pim::content {

/// Changes to a text, gathered by octet range and carried out at once; what no range covers stays
/// octet for octet (content rule 1.3). Ranges must not overlap; insertions at one place keep their
/// order.
class Patch {
 public:
  explicit Patch(std::string_view text) : text_(text) {}

  void replace(std::size_t begin, std::size_t end, std::string with);
  void insert(std::size_t at, std::string what) { replace(at, at, std::move(what)); }
  void remove(std::size_t begin, std::size_t end) { replace(begin, end, {}); }
  bool empty() const { return edits_.empty(); }
  std::string apply();

  struct Edit {
    std::size_t begin;
    std::size_t end;
    std::string with;
  };
  std::vector<Edit>& edits() { return edits_; }
  /// The changes in the order of the text.
  const std::vector<Edit>& sorted();

 private:
  std::string_view text_;
  std::vector<Edit> edits_;
};

/// A content line as 3.0, 4.0 and 2.0 write it: folded at 75 octets, never inside a character,
/// with its line end (content rule 1.9).
std::string fold(std::string_view line, std::string_view line_end);
/// The same at the end of `out`.
void append_folded(std::string_view line, std::string_view line_end, std::string& out);

}  // namespace pim::content
