// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "common/content/ability.h"
#include "common/content/vcard_line.h"

// Devices that hold less of a contact than they are given (tests/data/devices/profiles.txt).
namespace pim::content::testing {

struct DeviceProfile {
  std::string name;
  std::string version;
  bool declares = false;
  std::map<std::string, Ability::Limit> declared;
  std::set<std::string> habits;  ///< those without a value
  std::set<std::string> dropped;
  std::set<std::string> types;  ///< empty = knows all
  std::map<std::string, std::size_t> most;
  std::map<std::string, std::size_t> sizes;
  int first_year = 0;

  bool does(const std::string& habit) const { return habits.contains(habit); }
  /// What the session layer would make of its device information.
  Ability ability() const;
  static std::vector<DeviceProfile> all();
};

/// One device with one contact: takes a form, keeps what it can, gives it back its own way.
class LossyDevice {
 public:
  explicit LossyDevice(const DeviceProfile& profile) : profile_(profile) {}

  void take(const std::string& form);
  std::string give() const;

  /// What its user does: another number in place of the first, of all; false where there is none.
  bool change_number(const std::string& number);
  bool holds_number() const;

 private:
  bool keeps(VcardLine& line);
  bool keeps_value(VcardLine& line);
  void reduce_types(VcardLine& line) const;
  void reduce_text(VcardLine& line) const;
  std::string written(const VcardLine& line) const;
  std::string old_text(const VcardLine& line) const;

  const DeviceProfile& profile_;
  std::vector<VcardLine> lines_;  ///< values decoded as 3.0 writes them
  std::map<std::string, std::size_t> counts_;
  std::set<std::string> used_slots_;
};

}  // namespace pim::content::testing
