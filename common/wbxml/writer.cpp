// SPDX-License-Identifier: Apache-2.0
#include "common/wbxml/writer.h"

#include <cassert>

namespace pim::wbxml {
namespace {

constexpr char Wbxml13 = 0x03;

char octet(unsigned value) {
  return static_cast<char>(static_cast<unsigned char>(value));
}

}  // namespace

void append_number(std::string& out, std::uint32_t value) {
  char octets[5];
  std::size_t at = sizeof octets;
  octets[--at] = octet(value & 0x7fU);
  for (value >>= 7U; value != 0; value >>= 7U) {
    octets[--at] = octet((value & 0x7fU) | 0x80U);
  }
  out.append(octets + at, sizeof octets - at);
}

WbxmlWriter::WbxmlWriter(Language language, std::uint32_t public_id)
    : language_(language), page_(language == Language::SyncMl ? TagPage::SyncMl : TagPage::DevInf) {
  out_ += Wbxml13;
  append_number(out_, public_id);
  append_number(out_, Utf8);
  append_number(out_, 0);  // the string table is empty
}

void WbxmlWriter::start(TagPage page, std::string_view name) {
  if (page == TagPage::None || page == TagPage::Other) {
    page = page_;
  }
  const auto tag = left_out_ > 0 ? std::nullopt : tag_of(language_, page, name);
  if (!tag) {
    ++left_out_;
    return;
  }
  if (page != page_) {
    out_ += octet(SwitchPage);
    out_ += octet(tag->page);
    page_ = page;
  }
  open_.push_back(out_.size());
  out_ += octet(tag->token | WithContent);
}

void WbxmlWriter::text(std::string_view characters) {
  if (left_out_ > 0 || characters.empty()) {
    return;
  }
  if (characters.find('\0') != std::string_view::npos) {
    opaque(characters);
    return;
  }
  out_ += octet(InlineString);
  out_ += characters;
  out_ += '\0';
}

void WbxmlWriter::opaque(std::string_view octets) {
  if (left_out_ > 0) {
    return;
  }
  out_ += octet(Opaque);
  append_number(out_, static_cast<std::uint32_t>(octets.size()));
  out_ += octets;
}

void WbxmlWriter::end() {
  if (left_out_ > 0) {
    --left_out_;
    return;
  }
  assert(!open_.empty());
  const std::size_t at = open_.back();
  open_.pop_back();
  if (at + 1 == out_.size()) {
    out_[at] = octet(static_cast<unsigned char>(out_[at]) & TagMask);
    return;
  }
  out_ += octet(End);
}

TagWriter::Mark WbxmlWriter::mark() const {
  return {out_.size(), open_.size(), open_.size(), page_};
}

void WbxmlWriter::rewind(const Mark& mark) {
  assert(mark.size <= out_.size() && mark.depth <= open_.size());
  out_.resize(mark.size);
  open_.resize(mark.depth);
  page_ = mark.page;
  left_out_ = 0;
}

std::string WbxmlWriter::take() {
  while (!open_.empty()) {
    end();
  }
  return std::move(out_);
}

}  // namespace pim::wbxml
