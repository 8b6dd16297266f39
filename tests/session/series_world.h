// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>

#include "tests/session/phone.h"

// A calendar with one series: what its parties ought to show, and the portal's user.
namespace pim::session::test {

/// A weekly series from 2026-05-05 with its exceptions, and single events beside it, told as a
/// person knows them. Times are local ones of Berlin, "20260512T100000".
struct Plan {
  struct Exception {
    std::string summary;
    std::string start;
  };
  bool series = true;
  std::string summary = "Yoga";
  std::string hour = "10";                      ///< at which the series is
  std::map<std::string, Exception> exceptions;  ///< by day, "20260512"
  std::set<std::string> excluded;               ///< days
  std::map<std::string, std::string> singles;   ///< summary to start

  /// The series as a record of iCalendar.
  std::string record() const;
  /// What a device shows that knows exceptions, or none: a line for each record, sorted.
  std::multiset<std::string> shown(bool knows_exceptions) const;
};

/// The records of a device as Plan::shown() tells them.
std::multiset<std::string> shown_by(const Phone& phone);

/// The server in Berlin, its portal's user, and what the calendar holds.
class SeriesWorld {
 public:
  SeriesWorld();

  void import(const std::string& record);
  /// The user gives the series this content, or deletes it.
  void write(const Plan& plan);
  void erase();
  /// The user takes what gave way in the first conflict.
  void take_what_gave_way();
  /// The user confirms all deletions that wait; how many.
  std::size_t confirm_deletions();
  /// Rows of parts of all devices.
  std::size_t part_rows();
  /// The portal's records as Plan::shown() tells them.
  std::multiset<std::string> shown();

  Terminal server;

 private:
  template <class Act>
  void as_user(Act act);
  store::Item series();
};

/// One line each, as a test's failure shows them.
std::string joined(const std::multiset<std::string>& lines);

}  // namespace pim::session::test
