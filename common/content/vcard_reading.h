// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/content/document.h"
#include "common/content/kind.h"
#include "common/content/patch.h"

namespace pim::content {

/// A vCard of another version as lines of 3.0, which is what views, merges and matches read, and
/// the way back: each stretch of the reading knows the octets it was read from, so a change is
/// written into those alone, in their own version (content rules 1.2, 1.3). The inside form is 3.0
/// with what 4.0 has more: names, parameters, partial dates (docs/contacts.md).
class Reading {
 public:
  /// The document can be viewed as it stands: 3.0 without names that stand in for those of 4.0.
  static bool is_plain(const Document& document);
  /// The document must live as long as its octets are written back.
  static std::unique_ptr<Reading> make(const Document& document);

  std::string_view text() const { return text_; }
  std::string_view original() const { return original_; }
  const std::string& version() const { return version_; }
  /// What reading had to decide: charsets, folds. For entry.
  const std::vector<Remark>& remarks() const { return remarks_; }
  /// A patch of text() carried out in the original.
  std::string write_back(Patch& patch) const;

 private:
  struct Block {
    std::size_t begin = 0;  ///< in text_
    std::size_t end = 0;
    std::size_t from = 0;  ///< in original_
    std::size_t to = 0;
  };
  class Builder;

  std::string_view original_;
  std::string version_;
  std::string line_end_;
  std::string text_;
  std::vector<Block> blocks_;
  std::vector<Remark> remarks_;
};

/// Lines of the inside form as a stored record of that version has them.
std::string write_inside_lines(std::string_view lines, const std::string& version,
                               const std::string& line_end);

}  // namespace pim::content
