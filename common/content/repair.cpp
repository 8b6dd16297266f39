// SPDX-License-Identifier: Apache-2.0
#include "common/content/repair.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/charset.h"
#include "common/content/patch.h"
#include "common/content/repair_charset.h"
#include "common/content/repair_quoted.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

/// A repair may uncover a further fault (a line joined, an END moved); more rounds mean nonsense.
constexpr int MaxRounds = 4;

bool is_control(char c) {
  return c >= 0 && c < ' ' && c != '\t' && c != '\r' && c != '\n';
}

bool has_control(std::string_view text) {
  unsigned found = 0;
  for (const char c : text) {  // without an early exit: the compiler makes vectors of it
    found |= static_cast<unsigned>(is_control(c));
  }
  return found != 0;
}

bool is_begin(const Line& line) {
  return equals_ignore_case(line.name, "BEGIN");
}

/// A BEGIN inside a contact that no AGENT asked for: two records run into one.
const Line* glued_begin(const Document& document) {
  const auto& lines = document.lines();
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].depth > 1 && is_begin(lines[i]) &&
        !equals_ignore_case(lines[i - 1].name, "AGENT")) {
      return &lines[i];
    }
  }
  return nullptr;
}

std::string property_at(const Document& document, std::size_t octet) {
  const auto& lines = document.lines();
  auto after = std::upper_bound(lines.begin(), lines.end(), octet,
                                [](std::size_t at, const Line& line) { return at < line.begin; });
  if (after == lines.begin() || octet >= std::prev(after)->end) {
    return {};
  }
  return to_upper_ascii(std::prev(after)->name);
}

/// Takes out what no text holds; with `keeps_escape` all but the sign that switches charsets.
Status drop_controls(std::string& text, std::vector<Remark>& remarks, bool keeps_escape) {
  if (!has_control(text)) {
    return {};
  }
  PIM_TRY(const Document document, Document::parse(text));
  std::string out;
  out.reserve(text.size());
  int line = 1;
  int told = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    line += text[at] == '\n' ? 1 : 0;
    if (!is_control(text[at]) || (keeps_escape && text[at] == CharsetEscape)) {
      out += text[at];
      continue;
    }
    if (text[at] == '\v') {
      out += "\\n";  // what Word and Outlook call a line break
    }
    if (told != line) {
      told = line;
      remarks.push_back({line, property_at(document, at), "control"});
    }
  }
  text = std::move(out);
  return {};
}

/// Mends what Document::parse found, and what only a contact forbids.
class StructureRepair {
 public:
  StructureRepair(const Document& document, std::vector<Remark>& remarks)
      : document_(document), remarks_(remarks), patch_(document.text()) {}

  Result<std::string> run() {
    if (document_.ends_in_base64()) {
      return fail(ErrorCode::Malformed, "the record ends inside base64 data");
    }
    const Line* glued = glued_begin(document_);
    if (glued != nullptr && glued != &document_.lines().back()) {
      return fail(ErrorCode::Malformed, "the item holds more than one record",
                  "line " + std::to_string(glued->number));
    }
    if (glued != nullptr) {
      patch_.remove(glued->begin, glued->end);
      tell(glued->number, "", "glued");
    }
    std::size_t ends = 0;
    for (const Fault& fault : document_.faults()) {
      if (fault.what == Fault::What::Trailing && begins_record(fault)) {
        return fail(ErrorCode::Malformed, "the item holds more than one record",
                    "line " + std::to_string(fault.number));
      }
      ends += fault.what == Fault::What::MissingEnd ? 1 : 0;
      mend(fault, glued != nullptr);
    }
    if (ends > (glued != nullptr ? 1U : 0U)) {
      add_ends(ends - (glued != nullptr ? 1U : 0U));
    }
    return patch_.apply();
  }

 private:
  bool begins_record(const Fault& fault) const {
    return equals_ignore_case(document_.text().substr(fault.begin, 6), "BEGIN:");
  }

  void mend(const Fault& fault, bool glued) {
    switch (fault.what) {
      case Fault::What::Leading:
      case Fault::What::Trailing:
      case Fault::What::Blank:
      case Fault::What::StrayEnd:
        patch_.remove(fault.begin, fault.end);
        tell(fault.number, "", fault.what == Fault::What::StrayEnd ? "end" : "line");
        return;
      case Fault::What::NoProperty: join(fault); return;
      case Fault::What::Nesting:
        patch_.insert(fault.begin, "END:VCARD" + std::string(document_.line_end()));
        tell(fault.number, "", "nesting");
        return;
      case Fault::What::MissingEnd:
        if (!glued) {
          tell(fault.number, "", "end");
        }
        return;
    }
  }

  /// A line without `:` belongs to the value before it, as a further line of its text: written as
  /// a folded continuation, so that the line before stays as it is.
  void join(const Fault& fault) {
    const Line* before = line_before(fault.begin);
    const std::string_view text =
        trim(document_.text().substr(fault.begin, fault.end - fault.begin));
    tell(fault.number, before == nullptr ? std::string() : to_upper_ascii(before->name), "line");
    if (before == nullptr || !takes_text(*before)) {
      patch_.remove(fault.begin, fault.end);
      return;
    }
    const bool quoted = is_quoted_printable(document_, *before);
    std::string joined = quoted ? "  =0D=0A" : document_.old_syntax() ? "  \\n" : " \\n";
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] != '\r' && text[at] != '\n') {
        const bool escaped = !document_.old_syntax() && (text[at] == ';' || text[at] == ',');
        joined += escaped ? std::string{'\\', text[at]} : std::string(1, text[at]);
      }
    }
    patch_.replace(fault.begin, fault.end, joined + std::string(document_.line_end()));
  }

  const Line* line_before(std::size_t octet) const {
    const auto& lines = document_.lines();
    auto after = std::upper_bound(lines.begin(), lines.end(), octet,
                                  [](std::size_t at, const Line& line) { return at < line.begin; });
    return after == lines.begin() ? nullptr : &*std::prev(after);
  }

  bool takes_text(const Line& line) const {
    for (const std::string_view name : {"BEGIN", "END", "VERSION", "UID", "REV", "PRODID"}) {
      if (equals_ignore_case(line.name, name)) {
        return false;
      }
    }
    return !is_base64(document_, line);
  }

  void add_ends(std::size_t count) {
    const std::string_view text = document_.text();
    std::string ends;
    if (!text.empty() && text.back() != '\n' && text.back() != '\r') {
      ends += document_.line_end();
    }
    for (; count > 0; --count) {
      ends.append("END:VCARD").append(document_.line_end());
    }
    patch_.insert(text.size(), std::move(ends));
  }

  void tell(int line, std::string property, std::string_view code) {
    remarks_.push_back({line, std::move(property), std::string(code)});
  }

  const Document& document_;
  std::vector<Remark>& remarks_;
  Patch patch_;
};

bool has_structure_fault(const Document& document) {
  return !document.faults().empty() || glued_begin(document) != nullptr;
}

/// A record of another kind, whatever else is wrong with it: no count of its parts tells that.
bool begins_otherwise(const Document& document) {
  return !document.lines().empty() && is_begin(document.lines().front()) &&
         !equals_ignore_case(trim(document.lines().front().value), "VCARD");
}

Status check_begin(const Document& document) {
  if (document.lines().empty() || !is_begin(document.lines().front()) ||
      !equals_ignore_case(trim(document.lines().front().value), "VCARD")) {
    return fail(ErrorCode::Malformed, "the record is not a vCard: BEGIN:VCARD is missing");
  }
  return {};
}

/// Quoted-printable of a newer version is decoded, and each line gets its place.
Status put_in_order(std::string& text, std::vector<Remark>& remarks) {
  for (int round = 0; round < MaxRounds; ++round) {
    PIM_CHECK(repair_quoted(text, remarks));
    PIM_TRY(const Document document, Document::parse(text));
    if (!has_structure_fault(document) || begins_otherwise(document)) {
      return check_begin(document);
    }
    PIM_TRY(std::string mended, StructureRepair(document, remarks).run());
    text = std::move(mended);
  }
  return fail(ErrorCode::Malformed, "the record cannot be put in order");
}

/// The charset comes last: it is decided by all text of the record, also by lines that a control
/// character hid or that had to be joined, and what was decoded must not be decoded again.
Status mend_once(Repaired& record, std::string_view fallback) {
  const bool escape_is_data = !fallback.empty() || names_charset(record.text);
  PIM_CHECK(drop_controls(record.text, record.remarks, escape_is_data));
  PIM_CHECK(put_in_order(record.text, record.remarks));
  PIM_TRY(const bool uncovered, drop_escapes_of_heads(record.text, record.remarks));
  if (uncovered) {
    PIM_CHECK(put_in_order(record.text, record.remarks));
  }
  PIM_CHECK(decide_charset(record.text, record.remarks, fallback));
  return drop_controls(record.text, record.remarks, false);
}

/// Whatever its charset is; that of octets without one stays undecided.
bool needs_order(const Document& document) {
  return has_structure_fault(document) || !check_begin(document) || has_control(document.text()) ||
         needs_unquoting(document);
}

}  // namespace

bool needs_repair(const Document& document) {
  return needs_order(document) || document.text().starts_with("\xef\xbb\xbf") ||
         needs_charset(document);
}

Result<Repaired> repair_contact(std::string_view octets, std::string_view fallback) {
  Repaired out;
  out.text = octets;
  if (auto marked = without_byte_order_mark(octets)) {
    if (marked->empty()) {
      return fail(ErrorCode::Malformed, "the record is marked as UTF-16 but cannot be decoded");
    }
    out.text = std::move(*marked);
  }
  for (int round = 0; round < MaxRounds; ++round) {
    Repaired next{std::move(out.text), {}};
    PIM_CHECK(mend_once(next, fallback));
    add_new_remarks(std::move(next.remarks), out.remarks);
    out.text = std::move(next.text);
    PIM_TRY(const Document document, Document::parse(out.text));
    if (!needs_order(document)) {
      return out;
    }
  }
  return fail(ErrorCode::Malformed, "the record cannot be put in order");
}

}  // namespace pim::content
