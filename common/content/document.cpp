// SPDX-License-Identifier: Apache-2.0
#include "common/content/document.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/content/old_syntax.h"

namespace pim::content {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_base64_sign(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
         c == '/' || c == '=';
}

bool is_name_sign(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet > 0x20 && octet < 0x7f && c != '"' && c != ',' && c != '=';
}

bool names_base64(std::string_view token) {
  return equals_ignore_case(token, "b") || equals_ignore_case(token, "base64");
}

}  // namespace

/// The pass over the octets. Every step moves forward, so the whole is linear.
class DocumentReader {
 public:
  explicit DocumentReader(std::string_view text) {
    document_.text_ = text;
    document_.old_syntax_ = has_old_syntax(text);
    stop_ = text.find('\n') == std::string_view::npos ? '\r' : '\n';
    document_.lines_.reserve(text.size() / 32 + 8);
    document_.parameters_.reserve(text.size() / 48 + 8);
  }

  Result<Document> read() {
    if (document_.text_.size() > limits::MaxObjSize) {
      return fail(ErrorCode::TooLarge, "the record is larger than a record may be");
    }
    while (at_ < document_.text_.size()) {
      PIM_CHECK(take_line());
      if (document_.faults_.size() > limits::MaxRecordLines) {
        return fail(ErrorCode::TooLarge, "too many lines of the record are broken");
      }
    }
    document_.ends_in_base64_ = depth_ > 0 && last_is_base64_;
    document_.doubtful_fold_ = folds_ == 1 ? doubtful_fold_ : 0;
    for (; depth_ > 0; --depth_) {
      fault(Fault::What::MissingEnd, number_, at_, at_);
    }
    return std::move(document_);
  }

 private:
  /// One physical line without its line end; moves on.
  std::string_view take_physical() {
    const std::string_view text = document_.text_;
    const void* found = std::memchr(text.data() + at_, stop_, text.size() - at_);
    const std::size_t from = at_;
    std::size_t to = text.size();
    at_ = to;
    if (found != nullptr) {
      to = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
      at_ = to + 1;
    }
    ++number_;
    const std::size_t ended = at_;
    while (stop_ == '\n' && to > from && text[to - 1] == '\r') {
      --to;  // CR LF, and CR CR LF of peers that convert twice
    }
    if (number_ == 2 && ended > to) {
      document_.line_end_ = stop_ == '\r'    ? std::string_view("\r")
                            : ended - to > 1 ? std::string_view("\r\n")
                                             : std::string_view("\n");
    }
    return text.substr(from, to - from);
  }

  bool continues() const { return at_ < document_.text_.size() && is_blank(document_.text_[at_]); }

  void keep(std::string_view part) {
    if (document_.unfolded_.capacity() == 0) {
      // Everything unfolded is shorter than the text: one reservation, views never move.
      document_.unfolded_.reserve(document_.text_.size());
    }
    document_.unfolded_.insert(document_.unfolded_.end(), part.begin(), part.end());
  }

  /// The logical line at hand, unfolded: soft breaks of quoted-printable (content rule 1.7), folds.
  std::string_view take_logical() {
    std::string_view part = take_physical();
    const bool soft = part.ends_with('=') && says_quoted_printable(part);
    if (!continues() && !(soft && goes_on())) {
      return part;
    }
    const std::size_t start = document_.unfolded_.size();
    for (;;) {
      if (soft && part.ends_with('=') && goes_on()) {
        keep(part.substr(0, part.size() - 1));
        part = take_physical();
      } else if (continues()) {
        keep(part);
        part = take_continuation(part.size());
      } else {
        break;
      }
    }
    keep(part);
    return kept_since(start);
  }

  /// A line that begins with a blank. In the old syntax the blank may be part of the text: it goes
  /// where it is doubled or where the line before is as long as newer programs make them.
  std::string_view take_continuation(std::size_t before) {
    constexpr std::size_t NewerFold = 73;
    constexpr std::size_t LongestFold = 76;
    ++folds_;
    const int number = number_;
    const std::string_view part = take_physical();
    if (!document_.old_syntax_) {
      return part.substr(1);
    }
    const bool doubled = part.size() > 1 && is_blank(part[1]);
    if (!doubled && before >= NewerFold && before <= LongestFold) {
      doubtful_fold_ = number;
    }
    return doubled || before >= NewerFold ? part.substr(1) : part;
  }

  /// What follows a soft break is more of the value, unless it can only be a line of its own.
  bool goes_on() const {
    const std::string_view rest = std::string_view(document_.text_).substr(at_);
    return !rest.empty() && !begins_property(rest);
  }

  std::string_view kept_since(std::size_t start) const {
    return {document_.unfolded_.data() + start, document_.unfolded_.size() - start};
  }

  Status take_line() {
    const std::size_t begin = at_;
    const int number = number_;
    const std::size_t kept = document_.unfolded_.size();
    const std::string_view text = take_logical();
    if (trim(text).empty()) {
      if (depth_ > 0) {
        fault(Fault::What::Blank, number, begin, at_);
      }
      return {};
    }
    Line line;
    line.begin = static_cast<std::uint32_t>(begin);
    line.number = number;
    if (!take_parts(text, line)) {
      fault(depth_ > 0 ? Fault::What::NoProperty : outside(), number, begin, at_);
      return {};
    }
    if (text.size() - line.value.size() > limits::MaxFieldSize) {
      return fail(ErrorCode::TooLarge, "the parameters of a line are too long",
                  "line " + std::to_string(number));
    }
    last_is_base64_ = is_base64(document_, line);
    if (last_is_base64_) {
      take_base64_rest(kept, line);
    } else if (line.value.size() > limits::MaxRecordLine) {
      return fail(ErrorCode::TooLarge, "a line of the record is too long",
                  "line " + std::to_string(number));
    }
    line.end = static_cast<std::uint32_t>(at_);
    return add(line);
  }

  /// Base64 goes on in lines without a leading blank up to a blank line or one with `:`
  /// (content rule 1.8).
  void take_base64_rest(std::size_t kept, Line& line) {
    const std::string_view text = document_.text_;
    while (at_ < text.size()) {
      const std::size_t stop = std::min(text.find(stop_, at_), text.size());
      const std::string_view next = trim(text.substr(at_, stop - at_));
      if (next.empty() && document_.old_syntax_) {
        take_physical();  // the blank line that ends base64 there
        return;
      }
      if (next.empty() || !std::all_of(next.begin(), next.end(), is_base64_sign)) {
        return;
      }
      const bool in_text = document_.unfolded_.size() == kept;
      const std::size_t start = in_text ? kept : document_.unfolded_.size() - line.value.size();
      if (in_text) {
        keep(line.value);
      }
      keep(next);
      take_physical();
      line.value = kept_since(start);
    }
  }

  bool take_parts(std::string_view text, Line& line) {
    line.first_parameter = static_cast<std::uint32_t>(document_.parameters_.size());
    parameter_values_ += line_values_;
    line_values_ = 0;
    if (split_head(text, line, true)) {
      return true;
    }
    document_.parameters_.resize(line.first_parameter);
    return split_head(text, line, false);  // an unbalanced quote: read without quotes
  }

  bool split_head(std::string_view text, Line& line, bool quotes) {
    std::size_t at = 0;
    std::size_t name = 0;
    for (; at < text.size() && text[at] != ';' && text[at] != ':'; ++at) {
      if (!is_name_sign(text[at])) {
        return false;
      }
      if (text[at] == '.' && name == 0) {
        name = at + 1;
      }
    }
    if (at == text.size() || at == name) {
      return false;
    }
    line.group = name == 0 ? std::string_view() : text.substr(0, name - 1);
    line.name = text.substr(name, at - name);
    while (text[at] == ';') {
      at = take_parameter(text, at + 1, quotes);
      if (at == text.size()) {
        return false;
      }
    }
    line.parameter_count =
        static_cast<std::uint32_t>(document_.parameters_.size()) - line.first_parameter;
    line.value = text.substr(at + 1);
    return true;
  }

  /// Returns where the parameter ends: at `;`, at `:`, or at the end of the text.
  std::size_t take_parameter(std::string_view text, std::size_t at, bool quotes) {
    const std::size_t from = at;
    std::size_t equals = std::string_view::npos;
    bool quoted = false;
    for (; at < text.size(); ++at) {
      const char c = text[at];
      if (c == '"') {
        quoted = quotes && !quoted;
      } else if (!quoted && (c == ';' || c == ':')) {
        break;
      } else if (c == '=' && equals == std::string_view::npos) {
        equals = at;
      }
      line_values_ += c == ',' ? 1U : 0U;
    }
    ++line_values_;
    if (at > from) {
      if (equals == std::string_view::npos) {
        document_.parameters_.push_back({{}, text.substr(from, at - from)});
      } else {
        document_.parameters_.push_back(
            {text.substr(from, equals - from), text.substr(equals + 1, at - equals - 1)});
      }
    }
    return at;
  }

  Status add(Line& line) {
    if (document_.lines_.size() >= limits::MaxRecordLines ||
        parameter_values_ > limits::MaxRecordParameters ||
        line_values_ > limits::MaxLineParameters) {
      return fail(ErrorCode::TooLarge, "the record has too many lines or parameters");
    }
    if (line.name.size() == 5 && equals_ignore_case(line.name, "BEGIN")) {
      return open(line);
    }
    if (depth_ == 0) {
      fault(outside(), line.number, line.begin, line.end);
      return {};
    }
    line.depth = static_cast<std::uint16_t>(depth_);
    if (line.name.size() == 3 && equals_ignore_case(line.name, "END")) {
      close(line);
      return {};
    }
    document_.lines_.push_back(line);
    return {};
  }

  Status open(Line& line) {
    if (depth_ == 0 && !document_.lines_.empty()) {
      fault(Fault::What::Trailing, line.number, line.begin, line.end);
      return {};
    }
    if (depth_ == limits::MaxRecordDepth) {
      return fail(ErrorCode::TooLarge, "the record is nested too deeply");
    }
    open_[static_cast<std::size_t>(depth_)] = trim(line.value);
    ++depth_;
    line.depth = static_cast<std::uint16_t>(depth_);
    document_.lines_.push_back(line);
    return {};
  }

  void close(Line& line) {
    const std::string_view name = trim(line.value);
    int level = depth_;
    while (level > 0 && !equals_ignore_case(open_[static_cast<std::size_t>(level - 1)], name)) {
      --level;
    }
    if (level == 0) {
      fault(Fault::What::StrayEnd, line.number, line.begin, line.end);
      return;
    }
    if (level != depth_) {
      fault(Fault::What::Nesting, line.number, line.begin, line.begin);
    }
    line.depth = static_cast<std::uint16_t>(level);
    depth_ = level - 1;
    document_.lines_.push_back(line);
  }

  Fault::What outside() const {
    return document_.lines_.empty() ? Fault::What::Leading : Fault::What::Trailing;
  }

  void fault(Fault::What what, int number, std::size_t begin, std::size_t end) {
    document_.faults_.push_back(
        {what, number, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }

  Document document_;
  char stop_ = '\n';
  std::size_t at_ = 0;
  int number_ = 1;
  int depth_ = 0;
  bool last_is_base64_ = false;
  int folds_ = 0;
  int doubtful_fold_ = 0;
  std::size_t parameter_values_ = 0;  ///< of the lines before
  std::size_t line_values_ = 0;       ///< of the line at hand
  std::array<std::string_view, limits::MaxRecordDepth> open_{};
};

Result<Document> Document::parse(std::string_view text) {
  return DocumentReader(text).read();
}

std::string head_of(const Document& document, const Line& line, std::string_view without) {
  std::string out;
  if (!line.group.empty()) {
    out.append(line.group) += '.';
  }
  out += line.name;
  for (const Parameter& parameter : Parameters{document, line}) {
    if (!without.empty() && equals_ignore_case(parameter.name, without)) {
      continue;
    }
    out += ';';
    if (!parameter.name.empty()) {
      out.append(parameter.name) += '=';
    }
    out += parameter.value;
  }
  return out;
}

bool is_base64(const Document& document, const Line& line) {
  for (const Parameter& parameter : Parameters{document, line}) {
    if (parameter.name.empty()
            ? equals_ignore_case(parameter.value, "base64")
            : equals_ignore_case(parameter.name, "encoding") && names_base64(parameter.value)) {
      return true;
    }
  }
  return false;
}

bool is_quoted_printable(const Document& document, const Line& line) {
  for (const Parameter& parameter : Parameters{document, line}) {
    if ((parameter.name.empty() || equals_ignore_case(parameter.name, "ENCODING")) &&
        equals_ignore_case(trim(parameter.value), "QUOTED-PRINTABLE")) {
      return true;
    }
  }
  return false;
}

}  // namespace pim::content
