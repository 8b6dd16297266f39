// SPDX-License-Identifier: Apache-2.0
#include "common/content/repair_charset.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>

#include "common/base/text.h"
#include "common/content/charset.h"
#include "common/content/patch.h"
#include "common/content/repair_quoted.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

std::string_view label_of(const Document& document, const Line& line) {
  for (const Parameter& parameter : Parameters{document, line}) {
    if (equals_ignore_case(parameter.name, "CHARSET")) {
      return unquote(parameter.value);
    }
  }
  return {};
}

/// Only such octets can mean something else under another charset.
bool matters(std::string_view value, std::string_view label) {
  return std::any_of(value.begin(), value.end(),
                     [](char c) { return c < 0 || c == CharsetEscape; }) ||
         (equals_ignore_case(label, "UTF-7") && value.find('+') != std::string_view::npos);
}

/// A charset that would break a line where none breaks now is not the right one.
std::ptrdiff_t breaks_in(std::string_view value) {
  return std::count_if(value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n'; });
}

/// An identifier is no text: its octets say nothing of the charset of the others, which must read
/// the same when another identifier takes its place. So each decides for itself.
int apart(const Line& line) {
  return equals_ignore_case(line.name, "UID") ? line.number : 0;
}

using Group = std::vector<const Line*>;

/// Decides and writes one label's values.
class Decision {
 public:
  Decision(const Document& document, std::string label, const Group& lines,
           std::vector<Remark>& remarks, Patch& patch)
      : document_(document),
        label_(std::move(label)),
        lines_(lines),
        remarks_(remarks),
        patch_(patch) {}

  void carry_out(std::string_view fallback) {
    const bool foreign = !label_.empty() && !is_utf8_label(label_);
    if (foreign && is_multi_byte_label(label_) && convert_all(label_, "")) {
      return;
    }
    if (valid()) {
      if (foreign) {
        relabel();
      } else {
        refold();
      }
      return;
    }
    if (foreign && convert_all(label_, "")) {
      return;
    }
    if (!fallback.empty() && convert_all(fallback, "latin")) {
      return;
    }
    if (all_others_look_like_1252() && convert_others("WINDOWS-1252", "latin")) {
      refold();
      return;
    }
    for (const Line* line : lines_) {
      if (!is_valid_utf8(line->value)) {
        tell(*line, "charset");
      }
    }
  }

 private:
  bool valid() const {
    return std::all_of(lines_.begin(), lines_.end(),
                       [](const Line* line) { return is_valid_utf8(line->value); });
  }
  /// A guess is made of what is no UTF-8 only: text that is would be garbled by it.
  Group others() const {
    Group out;
    std::copy_if(lines_.begin(), lines_.end(), std::back_inserter(out),
                 [](const Line* line) { return !is_valid_utf8(line->value); });
    return out;
  }
  bool all_others_look_like_1252() const {
    const Group lines = others();
    return std::all_of(lines.begin(), lines.end(),
                       [](const Line* line) { return looks_like_windows_1252(line->value); });
  }
  bool convert_others(std::string_view charset, std::string_view code) {
    return convert(others(), charset, code);
  }
  bool convert_all(std::string_view charset, std::string_view code) {
    return convert(lines_, charset, code);
  }

  bool convert(const Group& lines, std::string_view charset, std::string_view code) {
    std::vector<std::string> values;
    for (const Line* line : lines) {
      auto value = decode(line->value, charset);
      if (!value || breaks_in(*value) != breaks_in(line->value)) {
        return false;
      }
      values.push_back(std::move(*value));
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
      rewrite(*lines[i], values[i]);
      if (!code.empty()) {
        tell(*lines[i], code);
      }
    }
    return true;
  }

  /// The label lied: the octets are UTF-8, and nobody shall read them otherwise.
  void relabel() {
    for (const Line* line : lines_) {
      rewrite(*line, line->value);
      tell(*line, "charset");
    }
  }

  /// A fold inside a character: fine once unfolded, but no text that XML can carry.
  void refold() {
    for (const Line* line : lines_) {
      const bool text = is_valid_utf8(line->value) && is_valid_utf8(head_of(document_, *line));
      if (text && !is_valid_utf8(document_.text().substr(line->begin, line->end - line->begin))) {
        rewrite(*line, line->value);
        tell(*line, "fold?");
      }
    }
  }

  void rewrite(const Line& line, std::string_view value) {
    std::string text = head_of(document_, line, "CHARSET") + ':' + std::string(value);
    patch_.replace(line.begin, line.end,
                   document_.old_syntax() ? text.append(document_.line_end())
                                          : fold(text, document_.line_end()));
  }

  void tell(const Line& line, std::string_view code) {
    remarks_.push_back({line.number, to_upper_ascii(line.name), std::string(code)});
  }

  const Document& document_;
  std::string label_;
  const Group& lines_;
  std::vector<Remark>& remarks_;
  Patch& patch_;
};

}  // namespace

bool needs_charset(const Document& document) {
  if (!is_valid_utf8(document.text())) {
    return true;
  }
  return std::any_of(document.lines().begin(), document.lines().end(), [&](const Line& line) {
    if (line.parameter_count == 0) {
      return false;
    }
    const std::string_view label = label_of(document, line);
    return !label.empty() && !is_utf8_label(label) && matters(line.value, label);
  });
}

std::string repair_charset(const Document& document, std::vector<Remark>& remarks,
                           std::string_view fallback) {
  std::map<std::pair<std::string, int>, Group> groups;
  for (const Line& line : document.lines()) {
    const std::string_view label = label_of(document, line);
    if (matters(line.value, label)) {
      groups[{is_utf8_label(label) ? std::string() : to_upper_ascii(label), apart(line)}].push_back(
          &line);
    }
  }
  Patch patch(document.text());
  for (const auto& [key, lines] : groups) {
    Decision(document, key.first, lines, remarks, patch).carry_out(fallback);
  }
  return patch.apply();
}

Status decide_charset(std::string& text, std::vector<Remark>& remarks, std::string_view fallback) {
  PIM_TRY(const Document document, Document::parse(text));
  if (needs_charset(document)) {
    std::string decided = repair_charset(document, remarks, fallback);
    text = std::move(decided);
  }
  return {};
}

Result<bool> drop_escapes_of_heads(std::string& text, std::vector<Remark>& remarks) {
  if (text.find(CharsetEscape) == std::string::npos) {
    return false;
  }
  PIM_TRY(const Document document, Document::parse(text));
  Patch patch(text);
  for (const Line& line : document.lines()) {
    std::string head = head_of(document, line);
    if (std::erase(head, CharsetEscape) > 0) {
      patch.replace(line.begin, line.end,
                    head.append(":").append(line.value).append(document.line_end()));
      remarks.push_back({line.number, to_upper_ascii(line.name), "control"});
    }
  }
  if (patch.empty()) {
    return false;
  }
  std::string mended = patch.apply();
  text = std::move(mended);
  return true;
}

bool names_charset(std::string_view text) {
  constexpr std::string_view Name = "CHARSET=";
  const auto same = [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; };
  return std::search(text.begin(), text.end(), Name.begin(), Name.end(), same) != text.end();
}

void add_new_remarks(std::vector<Remark> told, std::vector<Remark>& remarks) {
  const std::size_t known = remarks.size();
  for (Remark& remark : told) {
    const bool is_known = std::any_of(
        remarks.begin(), remarks.begin() + static_cast<long>(known), [&](const Remark& other) {
          return other.property == remark.property && other.code == remark.code;
        });
    if (!is_known) {
      remarks.push_back(std::move(remark));
    }
  }
}

}  // namespace pim::content
