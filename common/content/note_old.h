// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/content/note_text.h"

namespace pim::content {

/// The octets are a vNote.
bool is_old_note(std::string_view octets);
/// A vNote as the VJOURNAL it means: BODY is the text, SUMMARY its title. Malformed where it holds
/// neither. `shape`: how title and body stood in what the side got.
Result<std::string> journal_of_old_note(std::string_view octets, NoteShape shape);
/// A file of vNotes, each as its own text.
std::vector<std::string> split_old_notes(std::string_view file);
/// A stored VJOURNAL as vNote.
Result<std::string> old_note_of_journal(std::string_view stored);

}  // namespace pim::content
