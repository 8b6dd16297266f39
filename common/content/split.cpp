// SPDX-License-Identifier: Apache-2.0
#include "common/content/split.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/charset.h"

namespace pim::content {
namespace {

bool is_line(std::string_view line, std::string_view word) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && equals_ignore_case(trim(line.substr(0, colon)), word) &&
         equals_ignore_case(trim(line.substr(colon + 1)), "VCARD");
}

class Splitter {
 public:
  explicit Splitter(std::string_view file)
      : file_(file), stop_(file.find('\n') == std::string_view::npos ? '\r' : '\n') {}

  std::vector<std::string> run() {
    while (at_ < file_.size()) {
      take_line();
    }
    if (depth_ > 0) {
      finish(file_.size());
    }
    if (pieces_.empty() && !trim(file_).empty()) {
      pieces_.emplace_back(file_);
    }
    return std::move(pieces_);
  }

 private:
  void take_line() {
    const std::size_t begin = at_;
    const std::size_t stop = file_.find(stop_, at_);
    at_ = stop == std::string_view::npos ? file_.size() : stop + 1;
    const std::string_view line = file_.substr(begin, at_ - begin);
    const char first = line.front();
    if (first == 'B' || first == 'b') {
      if (is_line(line, "BEGIN")) {
        open(begin);
      }
    } else if ((first == 'E' || first == 'e') && is_line(line, "END") && depth_ > 0) {
      if (--depth_ == 0) {
        finish(at_);
      }
    }
    after_agent_ = equals_ignore_case(line.substr(0, 5), "AGENT") && trim(line).ends_with(':');
  }

  void open(std::size_t begin) {
    if (depth_ > 0 && !after_agent_) {
      depth_ = 0;
      finish(at_);  // with this BEGIN: entry tells the line (content rule 8.3)
    }
    if (depth_ == 0) {
      start_ = begin;
    }
    ++depth_;
  }

  void finish(std::size_t end) {
    pieces_.emplace_back(file_.substr(start_, end - start_));
    depth_ = 0;
  }

  std::string_view file_;
  char stop_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;
  int depth_ = 0;
  bool after_agent_ = false;
  std::vector<std::string> pieces_;
};

}  // namespace

std::vector<std::string> split_contacts(std::string_view file) {
  const auto plain = without_byte_order_mark(file);
  if (!plain || plain->empty()) {
    return Splitter(file).run();
  }
  return Splitter(*plain).run();
}

}  // namespace pim::content
