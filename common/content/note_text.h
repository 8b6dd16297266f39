// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/content/kind.h"

// Notes as plain text (content rule 2b.25).
namespace pim::content {

/// How title and body stand in a text. Whole: the body's first line is the title, or begins with
/// it. Split: the title stands before the body.
enum class NoteShape : std::uint8_t { Whole, Split };

struct NoteText {
  std::string title;
  std::string body;

  NoteShape shape() const;
  /// What a side that knows texts only gets.
  std::string text() const;
};

/// The text is no record with BEGIN and END.
bool is_plain_note(std::string_view octets);
/// Reads a text, in UTF-8 with LF; breaks at the end do not count.
NoteText read_note(std::string_view text, NoteShape shape);
/// A VJOURNAL that holds a note, without UID.
std::string write_journal(const NoteText& note);
/// The text of a stored VJOURNAL.
Result<NoteText> note_of_journal(std::string_view stored);

/// Decodes what came in as text/plain: charset, control characters, breaks (content rules 1.5,
/// 1.6).
Result<std::string> decode_note(std::string_view octets, std::vector<Remark>& remarks);

}  // namespace pim::content
