// SPDX-License-Identifier: Apache-2.0
#include "common/content/note_text.h"

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/content/charset.h"
#include "common/content/ical_facts.h"
#include "common/content/ical_view.h"
#include "common/content/patch.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

constexpr std::size_t MaxTitle = 100;  ///< characters

std::string_view without_final_breaks(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

/// At most MaxTitle characters, never half of one.
std::string_view cut_title(std::string_view line) {
  std::size_t characters = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const bool starts = (static_cast<unsigned char>(line[at]) & 0xc0U) != 0x80U;
    if (starts && characters++ == MaxTitle) {
      return line.substr(0, at);
    }
  }
  return line;
}

std::string_view first_full_line(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    if (!line.empty()) {
      return line;
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return {};
}

}  // namespace

NoteShape NoteText::shape() const {
  return body.starts_with(title) || first_full_line(body).starts_with(trim(title))
             ? NoteShape::Whole
             : NoteShape::Split;
}

std::string NoteText::text() const {
  if (shape() == NoteShape::Whole) {
    return body;
  }
  return body.empty() ? title : title + '\n' + body;
}

bool is_plain_note(std::string_view octets) {
  const std::string_view text = trim(octets.substr(0, 64));
  const std::string_view start = text.starts_with("\xef\xbb\xbf") ? text.substr(3) : text;
  const bool utf16 = octets.starts_with("\xff\xfe") || octets.starts_with("\xfe\xff");
  return !equals_ignore_case(start.substr(0, 6), "BEGIN:") && !utf16;
}

NoteText read_note(std::string_view text, NoteShape shape) {
  text = without_final_breaks(text);
  if (shape == NoteShape::Split) {
    const std::size_t end = text.find('\n');
    NoteText out;
    out.title = text.substr(0, end);
    if (end != std::string_view::npos) {
      out.body = text.substr(end + 1);
    }
    return out;
  }
  return {std::string(cut_title(first_full_line(text))), std::string(text)};
}

std::string write_journal(const NoteText& note) {
  std::string out =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//pimsync//notes//EN\r\nBEGIN:VJOURNAL\r\n"
      "DTSTAMP:19700101T000000Z\r\n";
  if (!note.title.empty()) {
    out += fold("SUMMARY:" + escape(note.title), LineEnd);
  }
  if (!note.body.empty()) {
    out += fold("DESCRIPTION:" + escape(note.body), LineEnd);
  }
  return out + "END:VJOURNAL\r\nEND:VCALENDAR\r\n";
}

Result<NoteText> note_of_journal(std::string_view stored) {
  PIM_TRY(const ItemView view, ItemView::read(stored, ItemKind::Note));
  return NoteText{item_text(view, "SUMMARY"),
                  std::string(without_final_breaks(item_text(view, "DESCRIPTION")))};
}

Result<std::string> decode_note(std::string_view octets, std::vector<Remark>& remarks) {
  if (octets.size() > limits::MaxObjSize) {
    return fail(ErrorCode::TooLarge, "the note is too long");
  }
  std::string text(octets);
  if (auto marked = without_byte_order_mark(octets)) {
    text = std::move(*marked);
  } else if (!is_valid_utf8(text)) {
    const bool latin = looks_like_windows_1252(text);
    remarks.push_back({0, {}, latin ? "latin" : "charset"});
    text = latin ? decode_windows_1252(text) : text;
  }
  std::string out;
  bool control = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\r') {
      const bool pair = at + 1 < text.size() && (text[at + 1] == '\n' || text[at + 1] == '\r');
      out += pair ? "" : "\n";
    } else if ((c >= 0 && c < ' ' && c != '\n' && c != '\t') || c == 127) {
      control = true;
    } else {
      out += c;
    }
  }
  if (control) {
    remarks.push_back({0, {}, "control"});
  }
  if (trim(out).empty()) {
    return fail(ErrorCode::Malformed, "the note holds no text");
  }
  return out;
}

}  // namespace pim::content
