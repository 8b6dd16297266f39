// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/record_stream.h"

#include <algorithm>
#include <istream>
#include <iterator>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace pim::pimctl {
namespace {

/// Of a file without components, or whose components do not end, so much is looked at in one go.
constexpr std::size_t LongBlock = 16 * 1024 * 1024;

bool begins(const std::string& line, std::string_view word) {
  const std::size_t start = line.find_first_not_of(" \t\xef\xbb\xbf");
  return start != std::string::npos &&
         equals_ignore_case(std::string_view(line).substr(start, word.size()), word);
}

bool is_utf16(const std::string& text) {
  return text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
}

bool holds(const std::string& text, std::string_view upper) {
  const auto same = [](char a, char b) { return (a >= 'a' && a <= 'z' ? a - 32 : a) == b; };
  return std::search(text.begin(), text.end(), upper.begin(), upper.end(), same) != text.end();
}

int lines_in(std::string_view text) {
  const char end = text.find('\n') == std::string_view::npos ? '\r' : '\n';
  return static_cast<int>(std::count(text.begin(), text.end(), end));
}

/// Nothing but white space and what old systems end files with.
bool is_blank(std::string_view text) {
  return text.find_first_not_of(std::string_view(" \t\r\n\0\x1a", 6)) == std::string_view::npos;
}

std::string rest_of(std::istream& in) {
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

RecordStream::RecordStream(std::istream& in, std::string name) : in_(in), name_(std::move(name)) {}

std::optional<FileRecord> RecordStream::next() {
  while (at_ == waiting_.size()) {
    if (!fill()) {
      return std::nullopt;
    }
  }
  return std::move(waiting_[at_++]);
}

bool RecordStream::fill() {
  std::string block;
  if (!read_component(block)) {
    return false;
  }
  waiting_.clear();
  at_ = 0;
  const int start = line_;
  line_ += lines_in(block) + beyond_;
  kind_ = kind_of(block);
  if (kind_ == nullptr || beyond_ > 0) {
    waiting_.push_back({std::move(block), start - 1, {1, 0}, kind_, beyond_ > 0});
    return true;
  }
  std::vector<std::string> pieces = kind_->split(block);
  const auto places = content::places_of(block, pieces);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const content::Kind* kind = kind_of(pieces[i]);
    waiting_.push_back({std::move(pieces[i]), start - 1, places[i], kind, false});
  }
  return true;
}

bool RecordStream::next_line(std::string& line) {
  if (kept_) {
    line = std::move(*kept_);
    kept_.reset();
    return true;
  }
  if (!std::getline(in_, line)) {
    return false;
  }
  if (!in_.eof()) {
    line += '\n';
  }
  return true;
}

/// One outermost component with what stands before it, or all where there is none. A calendar is
/// one component: its records need its zones and each other.
bool RecordStream::read_component(std::string& block) {
  int depth = 0;
  std::string line;
  beyond_ = 0;
  while (next_line(line)) {
    const bool card = begins(line, "BEGIN:VCARD");
    const bool outermost = card || begins(line, "BEGIN:VCALENDAR");
    if (block.size() >= LongBlock && (depth == 0 || outermost)) {
      kept_ = std::move(line);  // ENDs are missing: cut between two of them
      break;
    }
    if (block.size() + line.size() <= limits::MaxImport) {
      block += line;
    } else {
      ++beyond_;
    }
    if (first_ && is_utf16(block)) {
      block += rest_of(in_);
      break;
    }
    first_ = false;
    if (begins(line, "BEGIN:")) {
      ++depth;
    } else if (begins(line, "END:") && depth > 0 && --depth == 0) {
      break;
    }
    if (card && depth > 4) {
      depth = 1;  // ENDs are missing: each BEGIN is a record of its own
    }
  }
  return !is_blank(block);
}

/// By what is inside, else by the name of the file, else that of the record before.
const content::Kind* RecordStream::kind_of(const std::string& record) const {
  const bool named_note = name_.ends_with(".txt") || name_.ends_with(".vnt");
  if (holds(record, "BEGIN:VCARD")) {
    return content::kind_of("contacts");
  }
  if (holds(record, "BEGIN:VEVENT")) {
    return content::kind_of("calendar");
  }
  if (holds(record, "BEGIN:VTODO")) {
    return content::kind_of("tasks");
  }
  if (holds(record, "BEGIN:VJOURNAL") || holds(record, "BEGIN:VNOTE") || named_note) {
    return content::kind_of("notes");
  }
  if (kind_ != nullptr) {
    return kind_;
  }
  if (name_.ends_with(".vcf")) {
    return content::kind_of("contacts");
  }
  return name_.ends_with(".ics") || name_.ends_with(".vcs") ? content::kind_of("calendar")
                                                            : nullptr;
}

}  // namespace pim::pimctl
