// SPDX-License-Identifier: Apache-2.0
#include "common/content/patch.h"

#include <algorithm>

namespace pim::content {
namespace {

constexpr std::size_t FoldAt = 75;

bool inside_character(std::string_view text, std::size_t at) {
  return (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U;
}

}  // namespace

void Patch::replace(std::size_t begin, std::size_t end, std::string with) {
  edits_.push_back({begin, end, std::move(with)});
}

const std::vector<Patch::Edit>& Patch::sorted() {
  std::stable_sort(edits_.begin(), edits_.end(), [](const Edit& a, const Edit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  return edits_;
}

std::string Patch::apply() {
  sorted();
  std::string out;
  out.reserve(text_.size() + 256);
  std::size_t at = 0;
  for (const Edit& edit : edits_) {
    out += text_.substr(at, edit.begin - at);
    out += edit.with;
    at = edit.end;
  }
  out += text_.substr(at);
  return out;
}

std::string fold(std::string_view line, std::string_view line_end) {
  std::string out;
  append_folded(line, line_end, out);
  return out;
}

void append_folded(std::string_view line, std::string_view line_end, std::string& out) {
  out.reserve(out.size() + line.size() + line.size() / 24 + 8);
  std::size_t room = FoldAt;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > room - 4 && inside_character(line, cut)) {
      --cut;
    }
    out += line.substr(0, cut);
    out += line_end;
    out += ' ';
    line.remove_prefix(cut);
    room = FoldAt - 1;
  }
  out += line;
  out += line_end;
}

}  // namespace pim::content
