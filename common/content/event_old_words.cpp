// SPDX-License-Identifier: Apache-2.0
#include "common/content/event_old_words.h"

#include <array>

#include "common/base/text.h"

namespace pim::content {
namespace {

struct Pair {
  std::string_view old_word;
  std::string_view new_word;
};

/// The first pair of a word is the one that is written.
constexpr auto Roles = std::to_array<Pair>(
    {{"REQUIRE", "REQ-PARTICIPANT"}, {"REQUEST", "OPT-PARTICIPANT"}, {"FYI", "NON-PARTICIPANT"}});
constexpr auto Answers = std::to_array<Pair>({{"NEEDS ACTION", "NEEDS-ACTION"},
                                              {"SENT", "NEEDS-ACTION"},
                                              {"ACCEPTED", "ACCEPTED"},
                                              {"CONFIRMED", "ACCEPTED"},
                                              {"DECLINED", "DECLINED"},
                                              {"TENTATIVE", "TENTATIVE"},
                                              {"DELEGATED", "DELEGATED"},
                                              {"COMPLETED", "COMPLETED"}});
constexpr auto EventStates = std::to_array<Pair>(
    {{"TENTATIVE", "TENTATIVE"}, {"CONFIRMED", "CONFIRMED"}, {"DECLINED", "X-DECLINED"}});
constexpr auto TaskStates = std::to_array<Pair>(
    {{"NEEDS ACTION", "NEEDS-ACTION"}, {"COMPLETED", "COMPLETED"}, {"DECLINED", "CANCELLED"}});

template <class Pairs>
std::string_view new_of(const Pairs& pairs, std::string_view word) {
  for (const Pair& pair : pairs) {
    if (equals_ignore_case(pair.old_word, trim(word))) {
      return pair.new_word;
    }
  }
  return {};
}

template <class Pairs>
std::string_view old_of(const Pairs& pairs, std::string_view word) {
  for (const Pair& pair : pairs) {
    if (equals_ignore_case(pair.new_word, trim(word))) {
      return pair.old_word;
    }
  }
  return {};
}

}  // namespace

std::string_view new_role(std::string_view expect) {
  return new_of(Roles, expect);
}
std::string_view old_expect(std::string_view role) {
  return old_of(Roles, role);
}
std::string_view new_answer(std::string_view status) {
  return new_of(Answers, status);
}
std::string_view old_answer(std::string_view partstat) {
  return old_of(Answers, partstat);
}

std::string_view new_status(std::string_view status, bool task) {
  return task ? new_of(TaskStates, status) : new_of(EventStates, status);
}

std::string_view old_status(std::string_view status, bool task, bool& loss) {
  loss = false;
  const std::string_view same = task ? old_of(TaskStates, status) : old_of(EventStates, status);
  if (task && equals_ignore_case(status, "IN-PROCESS")) {
    loss = true;
    return "NEEDS ACTION";
  }
  if (equals_ignore_case(status, "CANCELLED")) {
    loss = true;
    return "DECLINED";
  }
  return same;
}

OldAddress read_old_address(std::string_view value) {
  value = trim(value);
  const std::size_t open = value.rfind('<');
  if (open == std::string_view::npos || !value.ends_with('>')) {
    return {{}, std::string(value)};
  }
  std::string_view name = trim(value.substr(0, open));
  if (name.size() > 1 && name.front() == '"' && name.back() == '"') {
    name = name.substr(1, name.size() - 2);
  }
  return {std::string(name), std::string(value.substr(open + 1, value.size() - open - 2))};
}

}  // namespace pim::content
