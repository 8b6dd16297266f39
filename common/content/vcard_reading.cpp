// SPDX-License-Identifier: Apache-2.0
#include "common/content/vcard_reading.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/contact_view.h"
#include "common/content/value.h"
#include "common/content/vcard_readers.h"
#include "common/content/vcard_writer.h"

namespace pim::content {
namespace {

bool stands_in(const Line& line) {
  return equals_ignore_case(line.name.substr(0, StandInPrefix.size()), StandInPrefix);
}

bool has_more(const Document& document, const Line& line) {
  return std::any_of(
      document.begin_parameters(line), document.end_parameters(line),
      [](const Parameter& parameter) { return equals_ignore_case(parameter.name, MoreParameter); });
}

}  // namespace

/// Reads line by line; nested lines belong to the one before them.
class Reading::Builder {
 public:
  Builder(const Document& document, Reading& reading)
      : document_(document),
        reading_(reading),
        charsets_(document, reading.remarks_),
        preferred_(document) {}

  void run() {
    reading_.text_.reserve(document_.text().size() + 64);
    const auto& lines = document_.lines();
    for (std::size_t at = 0; at < lines.size();) {
      std::size_t next = at + 1;
      const bool agent = equals_ignore_case(lines[at].name, "AGENT");
      while (agent && next < lines.size() && lines[next].depth > lines[at].depth) {
        ++next;
      }
      if (lines[at].depth == 1) {
        take(lines[at], next > at + 1 ? &lines[next - 1] : nullptr);
      } else {
        extend(lines[at]);
      }
      at = next;
    }
    if (document_.old_syntax() && document_.doubtful_fold() > 0) {
      reading_.remarks_.push_back({document_.doubtful_fold(), "", "fold?"});
    }
  }

 private:
  void take(const Line& line, const Line* last_nested) {
    Block block;
    block.begin = reading_.text_.size();
    block.from = line.begin;
    block.to = last_nested == nullptr ? line.end : last_nested->end;
    read_.clear();
    if (last_nested != nullptr) {
      VcardLine agent = VcardLine::of(document_, line);
      agent.value =
          escape(with_plain_breaks(document_.text().substr(line.end, last_nested->end - line.end)));
      read_.push_back(std::move(agent));
    } else {
      read(line);
    }
    for (VcardLine& one : read_) {
      reading_.text_ += std::move(one).text();
      reading_.text_ += "\r\n";
    }
    block.end = reading_.text_.size();
    reading_.blocks_.push_back(block);
  }

  /// Lines of a nested component nothing asked for stay with what stands before them.
  void extend(const Line& line) {
    if (!reading_.blocks_.empty()) {
      reading_.blocks_.back().to = line.end;
    }
  }

  static std::string with_plain_breaks(std::string_view text) {
    std::string out;
    for (const char c : trim(text)) {
      if (c != '\r') {
        out += c;
      }
    }
    return out;
  }

  void read(const Line& line) {
    if (equals_ignore_case(line.name, "BEGIN") || equals_ignore_case(line.name, "END")) {
      VcardLine wrapper = VcardLine::of(document_, line);
      wrapper.value = trim(line.value);
      read_.push_back(std::move(wrapper));
      return;
    }
    if (equals_ignore_case(line.name, "VERSION")) {
      read_.push_back({{}, "VERSION", {}, "3.0"});
      return;
    }
    VcardLine own = VcardLine::of(document_, line);
    if (document_.old_syntax()) {
      if (stands_in(line)) {
        own.value = charsets_.text_of(line);
        own.drop_parameter("ENCODING");
        own.drop_parameter("CHARSET");
        read_stand_in(std::move(own));
      } else {
        read_old_line(document_, line, charsets_, std::move(own), read_);
      }
    } else if (stands_in(line)) {
      read_stand_in(std::move(own));
    } else if (reading_.version_ == "4.0") {
      preferred_.apply(line, own);
      read_new_line(std::move(own), read_);
    } else {
      read_.push_back(std::move(own));
    }
    for (VcardLine& one : read_) {
      append_more(one);
    }
  }

  void read_stand_in(VcardLine line) {
    line.name.erase(0, StandInPrefix.size());
    read_new_line(std::move(line), read_);
  }

  /// Components of 4.0 that the version has no place for.
  static void append_more(VcardLine& line) {
    const std::string more(line.parameter(MoreParameter));
    if (!more.empty()) {
      line.drop_parameter(MoreParameter);
      line.value += ';' + more;
    }
  }

  const Document& document_;
  Reading& reading_;
  OldCharsets charsets_;
  PreferredLines preferred_;
  std::vector<VcardLine> read_;
};

bool Reading::is_plain(const Document& document) {
  if (version_of(document) != "3.0") {
    return false;
  }
  const auto& lines = document.lines();
  return std::none_of(lines.begin(), lines.end(), [&](const Line& line) {
    return stands_in(line) || (line.parameter_count > 0 && has_more(document, line));
  });
}

std::unique_ptr<Reading> Reading::make(const Document& document) {
  auto reading = std::make_unique<Reading>();
  reading->original_ = document.text();
  reading->version_ = version_of(document);
  reading->line_end_ = document.line_end();
  Builder(document, *reading).run();
  return reading;
}

std::string write_inside_lines(std::string_view lines, const std::string& version,
                               const std::string& line_end) {
  std::string record = "BEGIN:VCARD\r\nVERSION:3.0\r\n";
  record += lines;
  record += "END:VCARD\r\n";
  const auto document = Document::parse(record);
  if (!document) {
    return {};
  }
  std::vector<VcardLine> read;
  for (const Line& line : document->lines()) {
    const bool frame = equals_ignore_case(line.name, "BEGIN") ||
                       equals_ignore_case(line.name, "END") ||
                       equals_ignore_case(line.name, "VERSION");
    if (!frame) {
      read.push_back(VcardLine::of(*document, line));
    }
  }
  WriteTarget target;
  target.version = version;
  target.line_end = line_end;
  target.file = true;
  std::string out;
  write_vcard_lines(std::move(read), target, out);
  return out;
}

std::string Reading::write_back(Patch& patch) const {
  const std::vector<Patch::Edit>& edits = patch.sorted();
  std::string out;
  out.reserve(original_.size() + 256);
  std::size_t copied = 0;  // of the original
  std::size_t at = 0;      // in edits
  for (const Block& block : blocks_) {
    while (at < edits.size() && edits[at].begin == block.begin && edits[at].end == block.begin) {
      out += original_.substr(copied, block.from - copied);
      copied = block.from;
      out += write_inside_lines(edits[at++].with, version_, line_end_);
    }
    std::string now;
    std::size_t from = block.begin;
    bool touched = false;
    while (at < edits.size() && edits[at].begin < block.end) {
      touched = true;
      now += std::string_view(text_).substr(from, edits[at].begin - from);
      now += edits[at].with;
      from = edits[at++].end;
    }
    if (!touched) {
      continue;
    }
    now += std::string_view(text_).substr(from, block.end - from);
    out += original_.substr(copied, block.from - copied);
    copied = block.to;
    out += write_inside_lines(now, version_, line_end_);
  }
  out += original_.substr(copied);
  return out;
}

}  // namespace pim::content
