// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace pim::content {

/// One parameter as written. A bare token (`TEL;CELL:`) has an empty name.
struct Parameter {
  std::string_view name;
  std::string_view value;  ///< with its quotes; may hold several values parted by commas
};

/// One content line: where it stands in the record, and its parts, unfolded.
struct Line {
  std::uint32_t begin = 0;  ///< first octet
  std::uint32_t end = 0;    ///< past its line end; folds lie between
  int number = 0;           ///< 1-based physical line it begins at
  std::uint16_t depth =
      0;  ///< 1 = a property of the record itself; BEGIN and END count to the inside
  std::string_view group;
  std::string_view name;
  std::string_view value;  ///< unfolded; a quoted-printable one without soft breaks, not decoded
  std::uint32_t first_parameter = 0;
  std::uint32_t parameter_count = 0;
};

/// Something that keeps a record from being read as it stands; repair.h mends it.
struct Fault {
  enum class What : std::uint8_t {
    Blank,       ///< an empty line inside
    NoProperty,  ///< no `:` or no name before it
    StrayEnd,    ///< END without BEGIN
    Nesting,     ///< END of the outer component while an inner one is open
    MissingEnd,  ///< the text ends inside a component; one fault each
    Trailing,    ///< text behind the END
    Leading,     ///< text before the BEGIN
  };
  What what{};
  int number = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// A record as its content lines: a reading view of octets that stay as they are
/// (content rule 1.1). Patches are made by ranges (patch.h), so whatever no patch touches keeps
/// order, case, folding, line ends and parameters. The octets must outlive the document. Not for
/// sharing while written; const use is thread-safe.
class Document {
 public:
  Document() = default;
  Document(Document&&) = default;
  Document& operator=(Document&&) = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  /// Reads in one linear pass whatever the octets are; what is not well formed is in faults().
  /// TooLarge beyond the limits of limits.h.
  static Result<Document> parse(std::string_view text);

  std::string_view text() const { return text_; }
  /// In document order, BEGIN and END included.
  const std::vector<Line>& lines() const { return lines_; }
  const Parameter* begin_parameters(const Line& line) const {
    return parameters_.data() + line.first_parameter;
  }
  const Parameter* end_parameters(const Line& line) const {
    return begin_parameters(line) + line.parameter_count;
  }
  const std::vector<Fault>& faults() const { return faults_; }
  /// The line end of the first line, for what a patch writes.
  std::string_view line_end() const { return line_end_; }
  /// The text ended inside a base64 value: what is missing cannot be guessed (content rule 8.4).
  bool ends_in_base64() const { return ends_in_base64_; }
  /// vCard 2.1 or vCalendar 1.0: its folds, soft breaks and escapes are others (content rules 1.7,
  /// 1.11).
  bool old_syntax() const { return old_syntax_; }
  /// The line whose fold may have been read wrongly: the only one of an old record, just where
  /// lines are usually folded the newer way. 0 = none.
  int doubtful_fold() const { return doubtful_fold_; }

 private:
  friend class DocumentReader;

  std::string_view text_;
  std::string_view line_end_ = "\r\n";
  std::vector<Line> lines_;
  std::vector<Parameter> parameters_;
  std::vector<Fault> faults_;
  std::vector<char> unfolded_;  ///< reserved once, so that views into it stay
  bool ends_in_base64_ = false;
  bool old_syntax_ = false;
  int doubtful_fold_ = 0;
};

/// The parameters of a line, for range loops.
struct Parameters {
  const Document& document;
  const Line& line;
  const Parameter* begin() const { return document.begin_parameters(line); }
  const Parameter* end() const { return document.end_parameters(line); }
};

/// `group.NAME;parameters` as written but unfolded, without the parameter named `without`.
std::string head_of(const Document& document, const Line& line, std::string_view without = {});

/// The value says BASE64 or B as its encoding.
bool is_base64(const Document& document, const Line& line);
/// The value says QUOTED-PRINTABLE as its encoding.
bool is_quoted_printable(const Document& document, const Line& line);

}  // namespace pim::content
