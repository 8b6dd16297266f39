// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

// What vCard 2.1 and vCalendar 1.0 write otherwise than their successors (content rules 1.7, 1.9,
// 1.11).
namespace pim::content {

/// The record names version 2.1 or 1.0; or it is a vCard without a version that shows nothing of
/// 3.0 (content rule 2.1).
bool has_old_syntax(std::string_view text);
/// The head of this physical line says QUOTED-PRINTABLE.
bool says_quoted_printable(std::string_view line);
/// The text begins with BEGIN, END or a property that everybody knows, and `:` or `;`.
bool begins_property(std::string_view text);

/// Quoted-printable without soft breaks; what is no `=XY` stays literally.
std::string decode_quoted_printable(std::string_view text);
/// Marks in a text about to be written: `;` and `,` that part, and such as are data. Control
/// characters, which no record holds.
inline constexpr char SplitField = '\x01';
inline constexpr char KeepField = '\x02';
inline constexpr char SplitItem = '\x03';
inline constexpr char KeepItem = '\x04';

/// The text encoded, in lines of at most 76 with soft breaks; LF becomes `=0D=0A`. `head` is the
/// length of what stands before it in the first line.
std::string encode_quoted_printable(std::string_view text, std::size_t head,
                                    std::string_view line_end);
/// The marks as what they are written.
std::string write_marks(std::string_view text);
/// Non-ASCII, breaks, controls, backslashes, blanks at the ends: what needs quoted-printable.
bool needs_quoted_printable(std::string_view text);

/// A value of the old syntax that is not quoted-printable, as the text it stands for. Besides `\;`
/// the later escapes are read, but not in what looks like a path.
std::string unescape_old(std::string_view raw);

}  // namespace pim::content
