// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/content/document.h"
#include "common/content/kind.h"
#include "common/content/value.h"
#include "common/content/vcard_line.h"

// One line of vCard 2.1 or 4.0 as lines of the inside form (vcard_reading.h).
namespace pim::content {

/// Holds the components that a version has no place for.
inline constexpr std::string_view MoreParameter = "X-PIMSYNC-MORE";

/// Which charset the quoted-printable values of a record are in, decided for each label over all of
/// its values (content rule 1.5); raw octets were decided at entry.
class OldCharsets {
 public:
  OldCharsets(const Document& document, std::vector<Remark>& remarks);

  /// The decoded octets of a value bearing this label as UTF-8; undecidable ones as they are.
  std::string convert(std::string octets, std::string_view label) const;
  /// A backslash can be half of a character: decode before splitting.
  static bool may_hide_separators(std::string_view label);
  /// The whole value: quoted-printable decoded, in UTF-8, with LF as break.
  std::string text_of(const Line& line) const;
  std::string_view label_of(const Line& line) const;

 private:
  void decide(const std::string& label, const std::vector<const Line*>& lines,
              std::vector<Remark>& remarks);

  const Document& document_;
  std::map<std::string, std::string, std::less<>> charset_;  ///< by label; only where not UTF-8
};

void read_old_line(const Document& document, const Line& line, const OldCharsets& charsets,
                   VcardLine own, std::vector<VcardLine>& out);

/// Of each property the value that PREF ranks first: TYPE=PREF of the older versions
/// (content rule 2.5).
class PreferredLines {
 public:
  explicit PreferredLines(const Document& document);
  void apply(const Line& line, VcardLine& own) const;

 private:
  std::map<std::string, int, std::less<>> lowest_;  ///< by upper case name
};

void read_new_line(VcardLine own, std::vector<VcardLine>& out);

/// `^n`, `^'`, `^^` of 4.0 as what they mean inside; and back (content rule 1.12).
std::string decode_carets(std::string_view raw);
std::string encode_carets(std::string_view raw);

}  // namespace pim::content
