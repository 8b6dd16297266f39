// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/content/vcard_line.h"

// The inside form (vcard_reading.h) as vCard 2.1, 3.0 or 4.0.
namespace pim::content {

struct WriteTarget {
  std::string version = "3.0";
  std::string line_end = "\r\n";
  /// A file holds all: what its version lacks is written under a name that stands in for it
  /// (content rule 1.13). A device gets nothing it could not know.
  bool file = false;
  /// Of 2.1, where it is not UTF-8.
  std::string charset;
  /// What is not written, by name: "aside:RELATED", "charset".
  std::vector<std::string>* losses = nullptr;
};

/// Lines without BEGIN, VERSION and END; those that belong together stand among them.
void write_vcard_lines(std::vector<VcardLine> lines, const WriteTarget& target, std::string& out);

/// A whole record of the inside form, with FN and N where the version demands them.
std::string write_vcard(std::string_view inside, const WriteTarget& target);

/// The same things under one name whatever their spelling was, standard labels as types
/// (content rules V2, V3, content rule 2.13).
void unify_names(std::vector<VcardLine>& lines);

void write_old_line(VcardLine line, const WriteTarget& target, std::string& out);
void write_middle_line(VcardLine line, const WriteTarget& target, std::string& out);
void write_new_line(VcardLine line, const WriteTarget& target, std::string& out);
/// 4.0 has LABEL and SORT-STRING as parameters of what they belong to.
void attach_companions(std::vector<VcardLine>& lines);

// Shared by the writers:
/// The name older versions have for it, by renaming; false where they have none.
bool rename_for_older(VcardLine& line, bool has_impp);
/// A date as versions before 4.0 write it; false where they cannot.
bool write_older_date(VcardLine& line, bool omits_year);
/// Writes the line under its stand-in name in a file, else tells that it is left aside.
void stand_in(VcardLine line, const WriteTarget& target, std::string& out);
/// Components beyond `count` go into a parameter of a file, and are left out otherwise.
void limit_components(VcardLine& line, std::size_t count, const WriteTarget& target);
void tell_loss(const WriteTarget& target, std::string loss);

}  // namespace pim::content
