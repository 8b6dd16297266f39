// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

// Words of vCalendar 1.0 and of iCalendar 2.0 that mean the same (content rule V4). Empty = none.
namespace pim::content {

std::string_view new_role(std::string_view expect);
std::string_view old_expect(std::string_view role);
std::string_view new_answer(std::string_view status);
std::string_view old_answer(std::string_view partstat);
/// STATUS of an event or task; empty where it says nothing in the other version.
std::string_view new_status(std::string_view status, bool task);
/// `loss`: the other version has no word for it and says the nearest.
std::string_view old_status(std::string_view status, bool task, bool& loss);

/// `Ann B <ann@x.example>`
struct OldAddress {
  std::string name;
  std::string address;
};
OldAddress read_old_address(std::string_view value);

}  // namespace pim::content
