// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_repair.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/charset.h"
#include "common/content/patch.h"
#include "common/content/repair_charset.h"
#include "common/content/repair_quoted.h"

namespace pim::content {
namespace {

/// A repair may uncover a further fault; more rounds mean nonsense.
constexpr int MaxRounds = 4;

bool is_control(char c) {
  return (c >= 0 && c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 127;
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
bool is_end(const Line& line) {
  return equals_ignore_case(line.name, "END");
}

/// A component that stands directly in its calendar, never in another.
bool stands_alone(std::string_view name) {
  for (const std::string_view one : {"VCALENDAR", "VEVENT", "VTODO", "VJOURNAL", "VTIMEZONE"}) {
    if (equals_ignore_case(one, name)) {
      return true;
    }
  }
  return false;
}

bool is_wrapped(const Document& document) {
  return !document.lines().empty() && is_begin(document.lines().front()) &&
         equals_ignore_case(trim(document.lines().front().value), "VCALENDAR");
}

bool has_glued(const Document& document) {
  return std::any_of(document.lines().begin(), document.lines().end(), [](const Line& line) {
    return is_begin(line) && line.depth > 2 && stands_alone(trim(line.value));
  });
}

bool structure_is_good(const Document& document) {
  return document.faults().empty() && is_wrapped(document) && !has_glued(document);
}

/// Takes out what no text holds; with `keeps_escape` all but the sign that switches charsets.
void drop_item_controls(std::string& text, std::vector<Remark>& remarks, bool keeps_escape) {
  if (!has_control(text)) {
    return;
  }
  std::string out;
  out.reserve(text.size());
  int line = 1;
  int told = 0;
  for (const char c : text) {
    line += c == '\n' ? 1 : 0;
    if (!is_control(c) || (keeps_escape && c == CharsetEscape)) {
      out += c;
      continue;
    }
    if (c == '\v') {
      out += "\\n";  // what Word and Outlook call a line break
    }
    if (told != line) {
      told = line;
      remarks.push_back({line, {}, "control"});
    }
  }
  text = std::move(out);
}

class ItemRepair {
 public:
  ItemRepair(const Document& document, std::vector<Remark>& remarks)
      : document_(document), remarks_(remarks), patch_(document.text()) {}

  Result<std::string> run() {
    if (document_.ends_in_base64()) {
      return fail(ErrorCode::Malformed, "the record ends inside base64 data");
    }
    for (const Fault& fault : document_.faults()) {
      if (fault.what == Fault::What::Trailing &&
          equals_ignore_case(document_.text().substr(fault.begin, 6), "BEGIN:")) {
        return fail(ErrorCode::Malformed, "the item holds more than one record",
                    "line " + std::to_string(fault.number));
      }
      mend(fault);
    }
    close_components();
    wrap();
    return patch_.apply();
  }

 private:
  void mend(const Fault& fault) {
    switch (fault.what) {
      case Fault::What::NoProperty: join(fault); return;
      case Fault::What::Nesting:
      case Fault::What::MissingEnd: return;  // close_components() sees them
      default: break;
    }
    patch_.remove(fault.begin, fault.end);
    tell(fault.number, fault.what == Fault::What::StrayEnd ? "end" : "line");
  }

  /// A line without `:` goes on with the text before it, after a break.
  void join(const Fault& fault) {
    tell(fault.number, "line");
    const auto& lines = document_.lines();
    auto after = std::upper_bound(lines.begin(), lines.end(), fault.begin,
                                  [](std::size_t at, const Line& line) { return at < line.begin; });
    const std::string_view text =
        trim(document_.text().substr(fault.begin, fault.end - fault.begin));
    if (after == lines.begin() || is_begin(*std::prev(after)) || is_end(*std::prev(after)) ||
        is_base64(document_, *std::prev(after)) || !takes_text(std::prev(after)->name)) {
      patch_.remove(fault.begin, fault.end);
      return;
    }
    std::string joined = " \\n";
    for (const char c : text) {
      if (c != '\r' && c != '\n') {
        joined += c == ';' || c == ',' ? std::string{'\\', c} : std::string(1, c);
      }
    }
    patch_.replace(fault.begin, fault.end, joined + std::string(document_.line_end()));
  }

  static bool takes_text(std::string_view name) {
    for (const std::string_view one :
         {"SUMMARY", "DESCRIPTION", "COMMENT", "LOCATION", "CONTACT"}) {
      if (equals_ignore_case(one, name)) {
        return true;
      }
    }
    return false;
  }

  /// END lines where an outer END, another component or the end of the text comes first.
  void close_components() {
    std::vector<std::string> open;
    const auto close_down_to = [&](std::size_t depth, std::size_t at, int number,
                                   std::string_view code) {
      for (; open.size() > depth; open.pop_back()) {
        ends(at, open.back());
        tell(number, code);
      }
    };
    for (const Line& line : document_.lines()) {
      const std::string name = to_upper_ascii(trim(line.value));
      if (is_begin(line)) {
        if (stands_alone(name) && open.size() > 1) {
          close_down_to(1, line.begin, line.number, "glued");
        }
        open.push_back(name);
      } else if (is_end(line)) {
        const auto at = std::find(open.rbegin(), open.rend(), name);
        if (at == open.rend()) {
          patch_.remove(line.begin, line.end);  // its component was closed before
          continue;
        }
        close_down_to(static_cast<std::size_t>(open.rend() - at), line.begin, line.number,
                      "nesting");
        open.pop_back();
      }
    }
    if (!open.empty()) {
      const std::string_view text = document_.text();
      if (text.back() != '\n' && text.back() != '\r') {
        patch_.insert(text.size(), std::string(document_.line_end()));
      }
      close_down_to(0, text.size(), 0, "end");
    }
  }

  void ends(std::size_t at, const std::string& name) {
    patch_.insert(at, "END:" + name + std::string(document_.line_end()));
  }

  void wrap() {
    if (document_.lines().empty() || is_wrapped(document_) ||
        !is_begin(document_.lines().front())) {
      return;
    }
    const std::string end(document_.line_end());
    const std::string_view text = document_.text();
    patch_.insert(document_.lines().front().begin, "BEGIN:VCALENDAR" + end + "VERSION:2.0" + end);
    if (text.back() != '\n' && text.back() != '\r' && is_end(document_.lines().back()) &&
        document_.lines().back().depth == 1) {
      patch_.insert(text.size(), end);
    }
    patch_.insert(text.size(), "END:VCALENDAR" + end);
    tell(0, "nesting");
  }

  void tell(int line, std::string_view code) { remarks_.push_back({line, {}, std::string(code)}); }

  const Document& document_;
  std::vector<Remark>& remarks_;
  Patch patch_;
};

Status put_item_in_order(std::string& text, std::vector<Remark>& remarks) {
  for (int round = 0; round < MaxRounds; ++round) {
    PIM_CHECK(repair_quoted(text, remarks));
    PIM_TRY(const Document document, Document::parse(text));
    if (document.lines().empty() || !is_begin(document.lines().front()) ||
        !stands_alone(trim(document.lines().front().value))) {
      return fail(ErrorCode::Malformed, "the record is no calendar: BEGIN:VCALENDAR is missing");
    }
    if (structure_is_good(document)) {
      return {};
    }
    PIM_TRY(std::string mended, ItemRepair(document, remarks).run());
    text = std::move(mended);
  }
  return fail(ErrorCode::Malformed, "the record cannot be put in order");
}

/// The charset comes last, as in a contact: all text of the record decides it, once.
Status mend_item_once(Repaired& record, std::string_view fallback) {
  const bool escape_is_data = !fallback.empty() || names_charset(record.text);
  drop_item_controls(record.text, record.remarks, escape_is_data);
  PIM_CHECK(put_item_in_order(record.text, record.remarks));
  PIM_TRY(const bool uncovered, drop_escapes_of_heads(record.text, record.remarks));
  if (uncovered) {
    PIM_CHECK(put_item_in_order(record.text, record.remarks));
  }
  PIM_CHECK(decide_charset(record.text, record.remarks, fallback));
  drop_item_controls(record.text, record.remarks, false);
  return {};
}

/// Whatever its charset is; that of octets without one stays undecided.
bool item_needs_order(const Document& document) {
  return !structure_is_good(document) || has_control(document.text()) || needs_unquoting(document);
}

}  // namespace

bool item_needs_repair(const Document& document) {
  return item_needs_order(document) || document.text().starts_with("\xef\xbb\xbf") ||
         needs_charset(document);
}

Result<Repaired> repair_item(std::string_view octets, std::string_view fallback) {
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
    PIM_CHECK(mend_item_once(next, fallback));
    add_new_remarks(std::move(next.remarks), out.remarks);
    out.text = std::move(next.text);
    PIM_TRY(const Document document, Document::parse(out.text));
    if (!item_needs_order(document)) {
      return out;
    }
  }
  return fail(ErrorCode::Malformed, "the record cannot be put in order");
}

}  // namespace pim::content
