// SPDX-License-Identifier: Apache-2.0
#include "common/content/ical_split.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/base/text.h"
#include "common/content/charset.h"
#include "common/content/event_old_file.h"
#include "common/content/ical_property.h"

namespace pim::content {
namespace {

/// The name behind `BEGIN:` or `END:`, upper case, or empty.
std::string name_behind(std::string_view line, std::string_view word) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && equals_ignore_case(trim(line.substr(0, colon)), word)
             ? to_upper_ascii(trim(line.substr(colon + 1)))
             : std::string();
}

bool is_item(std::string_view name) {
  return name == "VEVENT" || name == "VTODO" || name == "VJOURNAL";
}

bool names_property(std::string_view line, std::string_view name) {
  return line.size() > name.size() && equals_ignore_case(line.substr(0, name.size()), name) &&
         (line[name.size()] == ':' || line[name.size()] == ';');
}

/// One event, task, note or zone in its file.
struct FilePart {
  std::string_view text;
  std::string uid;  ///< of a zone its TZID; empty = none
  bool exception = false;
  bool is_zone = false;
};

/// One VCALENDAR of a file.
class Calendar {
 public:
  void open(std::size_t begin) { begin_ = begin; }
  void add_line(std::string_view line) { head_ += line; }
  void add(FilePart part) {
    if (part.is_zone) {
      zone_names_.try_emplace(part.uid, zones_.size());
    }
    (part.is_zone ? zones_ : parts_).push_back(std::move(part));
  }
  bool empty() const { return parts_.empty(); }

  /// `copies`: octets that may still be written for lines which stand in more pieces than one. A
  /// piece beyond them comes without, so that it is refused by name: nothing is altered in silence.
  void append_pieces(std::string_view file, std::size_t end, std::size_t& copies,
                     std::vector<std::string>& out) const {
    const std::vector<std::vector<const FilePart*>> groups = group();
    if (groups.size() == 1) {
      out.emplace_back(file.substr(begin_, end - begin_));
      return;
    }
    for (const auto& parts : groups) {
      std::string piece = frame_of(parts, copies);
      const bool whole = !piece.empty();
      for (const FilePart* part : parts) {
        piece += part->text;
      }
      if (whole) {
        piece.append("END:VCALENDAR").append(line_end());
      }
      out.push_back(std::move(piece));
    }
  }

 private:
  /// Parts of one UID belong together; a second one that is no exception is a twin and stands
  /// alone.
  std::vector<std::vector<const FilePart*>> group() const {
    std::vector<std::vector<const FilePart*>> groups;
    std::map<std::string, std::size_t> by_uid;
    std::map<std::string, bool> has_master;
    for (const FilePart& part : parts_) {
      const bool twin = !part.exception && has_master[part.uid];
      if (part.uid.empty() || twin) {
        groups.push_back({&part});
        continue;
      }
      has_master[part.uid] = has_master[part.uid] || !part.exception;
      const auto [at, fresh] = by_uid.try_emplace(part.uid, groups.size());
      if (fresh) {
        groups.emplace_back();
      }
      groups[at->second].push_back(&part);
    }
    return groups;
  }

  /// What stands around the parts: the calendar's own lines and the zones. Empty where `copies` are
  /// used up.
  std::string frame_of(const std::vector<const FilePart*>& parts, std::size_t& copies) const {
    const std::set<std::size_t> zones = zones_of(parts);
    std::size_t size = head_.size();
    for (const std::size_t zone : zones) {
      size += zones_[zone].text.size();
    }
    if (size > copies) {
      return {};
    }
    copies -= size;
    std::string frame = head_;
    for (const std::size_t zone : zones) {
      frame += zones_[zone].text;
    }
    return frame;
  }

  /// The zones that the parts name, in file order; in one pass over their text.
  std::set<std::size_t> zones_of(const std::vector<const FilePart*>& parts) const {
    constexpr std::string_view Mark = "TZID=";
    std::set<std::size_t> out;
    for (const FilePart* part : parts) {
      const std::string_view text = part->text;
      for (std::size_t at = text.find(Mark); at != std::string_view::npos;) {
        at += Mark.size();
        const bool quoted = at < text.size() && text[at] == '"';
        at += quoted ? 1 : 0;
        const std::size_t end =
            std::min(text.find_first_of(quoted ? "\"\r\n" : ":;,\r\n", at), text.size());
        const auto zone = zone_names_.find(text.substr(at, end - at));
        if (zone != zone_names_.end()) {
          out.insert(zone->second);
        }
        at = text.find(Mark, end);
      }
    }
    return out;
  }

  std::string_view line_end() const {
    return head_.find("\r\n") != std::string::npos ? "\r\n"
           : head_.find('\n') != std::string::npos ? "\n"
                                                   : "\r";
  }

  std::size_t begin_ = 0;
  std::string head_;
  std::vector<FilePart> parts_;
  std::vector<FilePart> zones_;
  std::map<std::string, std::size_t, std::less<>> zone_names_;
};

class Splitter {
 public:
  explicit Splitter(std::string_view file)
      : file_(file),
        stop_(file.find('\n') == std::string_view::npos ? '\r' : '\n'),
        copies_(16 * file.size() + (std::size_t{4} << 20U)) {}

  std::vector<std::string> run() {
    while (at_ < file_.size()) {
      take_line();
    }
    finish_part(file_.size());
    finish_calendar(file_.size());
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
      if (const std::string name = name_behind(line, "BEGIN"); !name.empty()) {
        begin_component(name, begin, line);
        return;
      }
    }
    if (first == 'E' || first == 'e') {
      if (const std::string name = name_behind(line, "END"); !name.empty()) {
        end_component(name, begin);
        return;
      }
    }
    take_property(line, first == ' ' || first == '\t');
  }

  void begin_component(const std::string& name, std::size_t begin, std::string_view line) {
    if (name == "VCALENDAR") {
      finish_part(begin);
      finish_calendar(begin);
      in_calendar_ = true;
      calendar_ = Calendar();
      calendar_.open(begin);
      calendar_.add_line(line);
      return;
    }
    if (is_item(name) || name == "VTIMEZONE") {
      finish_part(begin);
      if (!in_calendar_ && !bare_) {
        bare_ = true;  // no wrapper at all: entry gives each its own
        calendar_ = Calendar();
        calendar_.open(begin);
        calendar_.add_line("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
      }
      part_ = FilePart();
      part_.is_zone = name == "VTIMEZONE";
      part_begin_ = begin;
      in_part_ = name;
      depth_ = 1;
      return;
    }
    depth_ += in_part_.empty() ? 0 : 1;
  }

  void end_component(const std::string& name, std::size_t begin) {
    if (name == in_part_) {
      finish_part(at_);
    } else if (name == "VCALENDAR" && in_calendar_) {
      finish_part(begin);
      finish_calendar(at_);
    } else if (depth_ > 1) {
      --depth_;
    }
  }

  void take_property(std::string_view line, bool continued) {
    if (in_part_.empty()) {
      if (in_calendar_) {
        calendar_.add_line(line);
      }
      return;
    }
    if (continued) {
      if (in_uid_) {
        part_.uid += trim(line);
      }
      return;
    }
    in_uid_ = depth_ == 1 && names_property(line, part_.is_zone ? "TZID" : "UID");
    if (in_uid_) {
      part_.uid = trim(
          line.substr(line.find(':') == std::string_view::npos ? line.size() : line.find(':') + 1));
    }
    const bool of_instance = names_property(line, "RECURRENCE-ID") ||
                             names_property(line, InstanceOfFile);  // our own files of 1.0
    part_.exception = part_.exception || of_instance;
  }

  void finish_part(std::size_t end) {
    if (in_part_.empty()) {
      return;
    }
    part_.text = file_.substr(part_begin_, end - part_begin_);
    calendar_.add(std::move(part_));
    in_part_.clear();
    in_uid_ = false;
    depth_ = 0;
  }

  void finish_calendar(std::size_t end) {
    if (!in_calendar_ && !bare_) {
      return;
    }
    if (!calendar_.empty()) {
      calendar_.append_pieces(file_, end, copies_, pieces_);
    }
    in_calendar_ = false;
    bare_ = false;
    calendar_ = Calendar();
  }

  std::string_view file_;
  char stop_;
  std::size_t at_ = 0;
  std::size_t part_begin_ = 0;
  int depth_ = 0;
  bool in_calendar_ = false;
  bool bare_ = false;
  bool in_uid_ = false;
  std::string in_part_;
  FilePart part_;
  Calendar calendar_;
  std::size_t copies_;  ///< a hostile file would grow a thousandfold otherwise
  std::vector<std::string> pieces_;
};

}  // namespace

std::vector<std::string> split_items(std::string_view file) {
  const auto plain = without_byte_order_mark(file);
  if (!plain || plain->empty()) {
    return Splitter(file).run();
  }
  return Splitter(*plain).run();
}

}  // namespace pim::content
