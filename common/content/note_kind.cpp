// SPDX-License-Identifier: Apache-2.0
#include "common/content/note_kind.h"

#include <algorithm>
#include <array>

#include "common/base/text.h"
#include "common/content/note_old.h"
#include "common/content/note_text.h"

namespace pim::content {
namespace {

/// A form of any kind as a VJOURNAL; what cannot be read stays as it is and fails where it is read.
std::string as_journal(std::string_view form, NoteShape shape) {
  if (is_old_note(form)) {
    const auto journal = journal_of_old_note(form, shape);
    return journal ? *journal : std::string(form);
  }
  if (!is_plain_note(form)) {
    return std::string(form);
  }
  std::vector<Remark> remarks;
  const auto text = decode_note(form, remarks);
  return text ? write_journal(read_note(*text, shape)) : std::string(form);
}

bool takes_old_notes(const Ability& ability) {
  return !ability.whole && equals_ignore_case(ability.media_type, "text/x-vnote");
}

/// A form that says less than a VJOURNAL.
bool is_poor(std::string_view form) {
  return is_plain_note(form) || is_old_note(form);
}

bool takes_text(const Ability& ability) {
  return !ability.whole && equals_ignore_case(ability.media_type, "text/plain");
}

/// Both as the text they are for a side that knows no more, where one of them is a text.
struct Pair {
  Pair(std::string_view one, std::string_view two) : a(one), b(two) {
    const bool plain_a = is_poor(one);
    const bool plain_b = is_poor(two);
    if (!plain_a && !plain_b) {
      return;
    }
    a = as_text(one);
    b = as_text(two);
  }

  static std::string as_text(std::string_view form) {
    const auto note = note_of_journal(as_journal(form, NoteShape::Whole));
    return note ? write_journal(read_note(note->text(), NoteShape::Whole)) : std::string(form);
  }

  std::string a;
  std::string b;
};

}  // namespace

std::span<const Format> Notes::formats() const {
  // plain text first: what notes are nearly everywhere
  static constexpr std::array Formats{Format{"text/plain", "1.0"}, Format{"text/calendar", "2.0"},
                                      Format{"text/x-vnote", "1.1"}};
  return Formats;
}

Result<Entry> Notes::enter(std::string_view octets, const EntryOptions& options) const {
  if (!is_poor(octets)) {
    return CalendarItems::enter(octets, options);
  }
  std::vector<Remark> remarks;
  std::string journal;
  if (is_old_note(octets)) {
    PIM_TRY(journal, journal_of_old_note(octets, NoteShape::Whole));
  } else {
    PIM_TRY(const std::string text, decode_note(octets, remarks));
    journal = write_journal(read_note(text, NoteShape::Whole));
  }
  PIM_TRY(Entry entry, CalendarItems::enter(journal, options));
  remarks.push_back({0, {}, "lifted"});
  entry.remarks.insert(entry.remarks.begin(), remarks.begin(), remarks.end());
  return entry;
}

Result<Form> Notes::render(std::string_view stored, const Ability& ability) const {
  if (takes_old_notes(ability)) {
    PIM_TRY(std::string text, old_note_of_journal(stored));
    return Form{std::move(text), {}};
  }
  if (!takes_text(ability)) {
    return CalendarItems::render(stored, ability);
  }
  PIM_TRY(const NoteText note, note_of_journal(stored));
  return Form{note.text(), {}};
}

bool Notes::equal(std::string_view a, std::string_view b, bool with_uid) const {
  const Pair pair(a, b);
  return CalendarItems::equal(pair.a, pair.b, with_uid);
}

bool Notes::near(std::string_view a, std::string_view b) const {
  const Pair pair(a, b);
  return CalendarItems::near(pair.a, pair.b);
}

bool Notes::second_key_agrees(std::string_view a, std::string_view b) const {
  const Pair pair(a, b);
  return CalendarItems::second_key_agrees(pair.a, pair.b);
}

Likeness Notes::compare(std::string_view ours, std::string_view theirs,
                        const Ability& ability) const {
  const Pair pair(ours, theirs);
  const bool poor = takes_text(ability) || takes_old_notes(ability);
  return CalendarItems::compare(pair.a, pair.b, poor ? Ability{} : ability);
}

/// Texts are read in the shape that ours has, so that title and body come back where they were.
Result<Merged> Notes::merge(const MergeInput& input) const {
  const auto all = [](const std::vector<std::string_view>& forms) {
    return std::none_of(forms.begin(), forms.end(), is_poor);
  };
  if (!is_poor(input.theirs) && !(input.base && is_poor(*input.base)) && all(input.earlier) &&
      all(input.sent)) {
    return CalendarItems::merge(input);
  }
  PIM_TRY(const NoteText ours, note_of_journal(input.ours));
  const NoteShape shape = ours.shape();
  // Beside a text everything counts as the text that its side saw.
  const auto seen = [&](std::string_view form) {
    const auto note = note_of_journal(as_journal(form, shape));
    return note ? write_journal(read_note(note->text(), shape)) : std::string(form);
  };
  const bool text = is_poor(input.theirs);
  MergeInput all_read = input;
  const std::string theirs = seen(input.theirs);
  const std::string base = input.base ? seen(*input.base) : std::string();
  std::vector<std::string> kept;
  kept.reserve(input.earlier.size() + input.sent.size());
  for (std::vector<std::string_view>* forms : {&all_read.earlier, &all_read.sent}) {
    for (std::string_view& form : *forms) {
      kept.push_back(seen(form));
      form = kept.back();
    }
  }
  all_read.theirs = text ? std::string_view(theirs) : input.theirs;
  if (input.base) {
    all_read.base = base;
  }
  return CalendarItems::merge(all_read);
}

void Notes::learn(std::string_view form, Ability& ability) const {
  CalendarItems::learn(as_journal(form, NoteShape::Whole), ability);
}

/// A text is one note, however it is long.
std::vector<std::string> Notes::split(std::string_view file) const {
  if (is_old_note(file)) {
    return split_old_notes(file);
  }
  if (is_plain_note(file)) {
    return trim(file).empty() ? std::vector<std::string>() : std::vector{std::string(file)};
  }
  return CalendarItems::split(file);
}

}  // namespace pim::content
