// SPDX-License-Identifier: Apache-2.0
#include "common/xml/writer.h"

#include <cassert>

#include "common/xml/copy.h"
#include "common/xml/escape.h"

namespace pim::xml {
namespace {

constexpr std::string_view MetInfUri = "syncml:metinf";
constexpr std::string_view DevInfUri = "syncml:devinf";

/// "</" and ">"
constexpr std::size_t EndTagFrame = 3;

}  // namespace

XmlWriter::XmlWriter(std::string_view namespace_uri) : namespace_uri_(namespace_uri) {}

void XmlWriter::declaration() {
  out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
}

void XmlWriter::start(TagPage page, std::string_view name) {
  out_ += '<';
  open_.push_back({out_.size(), name.size(), page_});
  out_ += name;
  if (page != page_ && page != TagPage::None && page != TagPage::Other) {
    const std::string_view uri = page == TagPage::MetInf   ? MetInfUri
                                 : page == TagPage::DevInf ? DevInfUri
                                                           : std::string_view(namespace_uri_);
    if (!uri.empty()) {
      out_ += " xmlns='";
      out_ += uri;
      out_ += '\'';
    }
    page_ = page;
  }
  out_ += '>';
  closing_ += name.size() + EndTagFrame;
}

void XmlWriter::text(std::string_view characters) {
  append_escaped(out_, characters);
}

void XmlWriter::document(std::string_view octets) {
  const Mark before = mark();
  if (!copy(octets, *this)) {
    rewind(before);
    text(octets);
  }
}

void XmlWriter::end() {
  assert(!open_.empty());
  const Open element = open_.back();
  open_.pop_back();
  page_ = element.page_before;
  closing_ -= element.name_size + EndTagFrame;
  // Text never ends in a raw '>': it is escaped. So this is the start tag or an empty child.
  const bool empty = out_.find('>', element.name_at) == out_.size() - 1;
  if (empty) {
    out_.back() = '/';
    out_ += '>';
    return;
  }
  out_ += "</";
  out_.append(out_, element.name_at, element.name_size);
  out_ += '>';
}

void XmlWriter::rewind(const Mark& mark) {
  assert(mark.size <= out_.size() && mark.depth <= open_.size());
  out_.resize(mark.size);
  open_.resize(mark.depth);
  closing_ = mark.closing;
  page_ = mark.page;
}

std::string XmlWriter::take() {
  while (!open_.empty()) {
    end();
  }
  return std::move(out_);
}

}  // namespace pim::xml
