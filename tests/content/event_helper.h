// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cppunit/TestAssert.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "common/content/ical_property.h"
#include "tests/content/contact_helper.h"

// Short ways to write events, tasks and notes in tests.
namespace pim::content::testing {

inline const Kind& events() {
  return *kind_of("calendar");
}
inline const Kind& tasks() {
  return *kind_of("tasks");
}
inline const Kind& notes() {
  return *kind_of("notes");
}

inline std::string crlf(std::string_view lines) {
  std::string out;
  for (const char c : lines) {
    out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  }
  if (!out.empty() && !out.ends_with("\r\n")) {
    out += "\r\n";
  }
  return out;
}

/// Lines of one component in its calendar. A line `+` begins a further component of the kind.
inline std::string calendar(std::string_view component, std::string_view lines) {
  std::string out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:" + std::string(component) + "\r\n";
  std::string text(lines);
  for (std::size_t at; (at = text.find("\n+\n")) != std::string::npos;) {
    text.replace(at, 3,
                 "\nEND:" + std::string(component) + "\nBEGIN:" + std::string(component) + "\n");
  }
  return out + crlf(text) + "END:" + std::string(component) + "\r\nEND:VCALENDAR\r\n";
}
inline std::string event(std::string_view lines) {
  return calendar("VEVENT", lines);
}
inline std::string task(std::string_view lines) {
  return calendar("VTODO", lines);
}
inline std::string journal(std::string_view lines) {
  return calendar("VJOURNAL", lines);
}

inline Entry enter_as(const Kind& kind, std::string_view octets, unsigned ordinal = 0) {
  auto entry = kind.enter(octets, {test_key(), ordinal});
  CPPUNIT_ASSERT_MESSAGE(entry ? "" : entry.error().text(), entry.has_value());
  return *entry;
}
inline std::string error_as(const Kind& kind, std::string_view octets) {
  auto entry = kind.enter(octets, {test_key(), 0});
  return entry ? "accepted"
               : std::string(name_of(entry.error().code)) + ": " + entry.error().message;
}

/// The lines of the components, without wrapper, LF between them; `+` parts instances.
inline std::string lines_of(const std::string& record, std::string_view component) {
  const std::string begin = "BEGIN:" + std::string(component) + "\r\n";
  const std::string end = "END:" + std::string(component) + "\r\n";
  const std::size_t from = record.find(begin) + begin.size();
  std::string text = record.substr(from, record.rfind(end) - from);
  for (std::size_t at; (at = text.find(end + begin)) != std::string::npos;) {
    text.replace(at, end.size() + begin.size(), "+\r\n");
  }
  std::erase(text, '\r');
  return text;
}

/// A merge written as the lines of three records.
struct EventMerging {
  std::string base;
  std::string ours;
  std::string theirs;
  std::string_view component = "VEVENT";
  Seconds theirs_modified = 0;
  bool has_base = true;

  Merged run() const {
    const Kind& kind = component == "VEVENT" ? events() : component == "VTODO" ? tasks() : notes();
    const std::string base_text = calendar(component, base);
    const std::string ours_text = calendar(component, ours);
    const std::string theirs_text = calendar(component, theirs);
    Ability portal;
    portal.whole = true;
    MergeInput input{.ours = ours_text,
                     .theirs = theirs_text,
                     .ability = portal,
                     .theirs_modified = theirs_modified};
    if (has_base) {
      input.base = base_text;
    }
    auto merged = kind.merge(input);
    CPPUNIT_ASSERT_MESSAGE(merged ? "" : merged.error().text(), merged.has_value());
    return *merged;
  }
  std::string result() const { return lines_of(run().stored, component); }
  std::string lost() const {
    std::string out;
    for (const Lost& lost : run().lost) {
      out += lost.property + ": " + lost.lost + " gave way to " + lost.kept + '\n';
    }
    return out;
  }
};

}  // namespace pim::content::testing
