// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

// Values of vCard 3.0, 4.0 and iCalendar lines: escapes, structure, parameters (content rules 1.10,
// 1.12).
namespace pim::content {

/// Of lines that are written anew.
inline constexpr std::string_view LineEnd = "\r\n";
/// Names of properties that a file's version lacks are written behind this (content rule 1.13).
inline constexpr std::string_view StandInPrefix = "X-PIMSYNC-";

/// Appends the text a TEXT value stands for: `\n` and `\N` and bare CR become LF, `\\ \, \; \: \"`
/// the sign; any other `\x` stays two characters.
void append_unescaped(std::string& out, std::string_view raw);
std::string unescape(std::string_view raw);
/// Appends a raw value (URI, date) with `\: \, \;` read as the sign, and a bare CR as `\n`.
void append_raw(std::string& out, std::string_view raw);
/// LF and bare CR as `\n`; everything else as it is. For raw values: no line may break in them.
std::string with_escaped_breaks(std::string_view text);
/// Text as a TEXT value writes it: `\\ \n \, \;`.
std::string escape(std::string_view text);

/// Walks over the parts of a raw value between bare separators; escaped ones do not part.
class Parts {
 public:
  Parts(std::string_view raw, char separator) : rest_(raw), separator_(separator) {}
  /// The next raw part; false behind the last. An empty value has one empty part.
  bool next(std::string_view& part);

 private:
  std::string_view rest_;
  char separator_;
  bool done_ = false;
};

std::vector<std::string_view> split_raw(std::string_view raw, char separator);

/// A parameter value without its quotes.
std::string_view unquote(std::string_view value);
/// Walks over the comma-parted values of a parameter; `"a,b"` counts as two (content rule 1.12:
/// TYPE).
class ParameterValues {
 public:
  explicit ParameterValues(std::string_view raw) : rest_(raw) {}
  bool next(std::string_view& value);

 private:
  std::string_view rest_;
  bool done_ = false;
};

/// The value as a parameter may hold it: quoted where it must be; `"` becomes `'`, breaks a blank.
std::string parameter_value(std::string_view text);
/// Values of one parameter behind each other, each in quotes where it needs them (TYPE).
std::string parameter_values(const std::vector<std::string>& texts);

}  // namespace pim::content
