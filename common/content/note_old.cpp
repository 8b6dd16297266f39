// SPDX-License-Identifier: Apache-2.0
#include "common/content/note_old.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/charset.h"
#include "common/content/document.h"
#include "common/content/ical_facts.h"
#include "common/content/ical_view.h"
#include "common/content/note_text.h"
#include "common/content/old_syntax.h"
#include "common/content/patch.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

std::string text_of(const Document& document, const Line& line) {
  std::string_view label;
  bool encoded = false;
  for (const Parameter& parameter : Parameters{document, line}) {
    if (equals_ignore_case(parameter.name, "CHARSET")) {
      label = trim(unquote(parameter.value));
    }
    encoded = encoded || equals_ignore_case(parameter.value, "QUOTED-PRINTABLE");
  }
  std::string octets = encoded ? decode_quoted_printable(line.value) : unescape_old(line.value);
  if (!is_valid_utf8(octets)) {
    const auto decoded = label.empty() ? std::nullopt : decode(octets, label);
    octets = decoded                           ? *decoded
             : looks_like_windows_1252(octets) ? decode_windows_1252(octets)
                                               : octets;
  }
  std::string out;
  for (std::size_t at = 0; at < octets.size(); ++at) {
    const bool pair = octets[at] == '\r' && at + 1 < octets.size() && octets[at + 1] == '\n';
    if (!pair) {
      out += octets[at] == '\r' ? '\n' : octets[at];
    }
  }
  return out;
}

void put_text(std::string& out, std::string head, const std::string& text) {
  const bool foreign = std::any_of(text.begin(), text.end(), [](char c) { return c < 0; });
  if (!foreign && !needs_quoted_printable(text)) {
    out += head + ':' + text + std::string(LineEnd);
    return;
  }
  head += foreign ? ";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:" : ";ENCODING=QUOTED-PRINTABLE:";
  out += head + encode_quoted_printable(text, head.size(), LineEnd) + std::string(LineEnd);
}

}  // namespace

bool is_old_note(std::string_view octets) {
  return equals_ignore_case(trim(octets.substr(0, 64)).substr(0, 11), "BEGIN:VNOTE");
}

Result<std::string> journal_of_old_note(std::string_view octets, NoteShape shape) {
  PIM_TRY(const Document document, Document::parse(octets));
  std::string title;
  std::string body;
  std::string rest;
  for (const Line& line : document.lines()) {
    const std::string name = to_upper_ascii(line.name);
    if (line.depth != 1 || name == "BEGIN" || name == "END" || name == "VERSION") {
      continue;
    }
    if (name == "BODY") {
      body = text_of(document, line);
    } else if (name == "SUMMARY") {
      title = text_of(document, line);
    } else if (name == "DCREATED" || name == "LAST-MODIFIED") {
      rest +=
          fold((name == "DCREATED" ? "CREATED:" : "LAST-MODIFIED:") + std::string(trim(line.value)),
               LineEnd);
    } else if (name == "CATEGORIES") {
      std::string list = escape(text_of(document, line));
      for (std::size_t at; (at = list.find("\\;")) != std::string::npos;) {
        list.replace(at, 2, ",");
      }
      rest += fold("CATEGORIES:" + list, LineEnd);
    } else if (name == "CLASS" || name == "UID" || name.starts_with("X-")) {
      rest += fold(name + ':' + escape(text_of(document, line)), LineEnd);
    }
  }
  if (trim(title).empty() && trim(body).empty()) {
    return fail(ErrorCode::Malformed, "the note holds no text");
  }
  NoteText note = read_note(body, shape);
  if (!trim(title).empty()) {
    note.title = title;
  }
  std::string journal = write_journal(note);
  return journal.insert(journal.rfind("END:VJOURNAL"), rest);
}

std::vector<std::string> split_old_notes(std::string_view file) {
  std::vector<std::string> out;
  std::size_t from = 0;
  for (std::size_t at = 0; at < file.size();) {
    const std::size_t end = std::min(file.find('\n', at), file.size() - 1) + 1;
    if (equals_ignore_case(trim(file.substr(at, end - at)), "END:VNOTE")) {
      out.emplace_back(file.substr(from, end - from));
      from = end;
    }
    at = end;
  }
  if (!trim(file.substr(from)).empty()) {
    out.emplace_back(trim(file.substr(from)));
  }
  return out;
}

Result<std::string> old_note_of_journal(std::string_view stored) {
  PIM_TRY(const ItemView view, ItemView::read(stored, ItemKind::Note));
  const NoteText note{item_text(view, "SUMMARY"), item_text(view, "DESCRIPTION")};
  std::string out = "BEGIN:VNOTE\r\nVERSION:1.1\r\n";
  put_text(out, "BODY", note.text());
  if (!note.title.empty() && note.shape() == NoteShape::Whole &&
      read_note(note.body, NoteShape::Whole).title != note.title) {
    put_text(out, "SUMMARY", note.title);
  }
  for (const Field& field : view.items().front().fields) {
    const std::string name = to_upper_ascii(field.line->name);
    if (name == "CREATED" || name == "LAST-MODIFIED") {
      out += (name == "CREATED" ? "DCREATED:" : "LAST-MODIFIED:") +
             std::string(trim(field.line->value)) + std::string(LineEnd);
    } else if (name == "CATEGORIES") {
      std::string list = unescape(field.line->value);
      std::replace(list.begin(), list.end(), ',', ';');
      put_text(out, "CATEGORIES", list);
    } else if (name == "CLASS" && !field.empty) {
      put_text(out, "CLASS", unescape(field.line->value));
    }
  }
  return out + "END:VNOTE\r\n";
}

}  // namespace pim::content
