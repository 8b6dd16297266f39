// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/problem_words.h"

#include <algorithm>
#include <array>

namespace pim::console::pages {

namespace {

/// What a page says of a trouble, whatever the API has said.
struct Words {
  Trouble trouble;
  std::string_view member;  ///< of the problem; empty = whatever it is about
  std::string_view sentence;
};
constexpr std::array<Words, 6> Table = {{
    {Trouble::AlreadyThere, "connection",
     "You have this connection already; its password and what it does can be changed in its "
     "settings. Nothing was changed."},
    {Trouble::UnknownPeer, "",
     "That portal is not on the list any more. Nothing was changed. Choose another one."},
    {Trouble::OthersNotAllowed, "",
     "Only the portals of the list are allowed here. Nothing was changed. Choose one of them."},
    {Trouble::WrongUrl, "",
     "An address looks like https://portal.example.org/syncml, without a user name, \"?\" or "
     "\"#\". Nothing was changed. Put it right."},
    {Trouble::WrongMember, "collections",
     "Some of the kinds that were chosen are not here any more. Nothing was changed. Choose "
     "again."},
    {Trouble::WrongMode, "",
     "That way to sync is not possible here. Nothing was changed. Choose another one."},
}};

/// What the members of the API are called on pages.
struct Label {
  std::string_view member;
  std::string_view title;
};
constexpr std::array<Label, 5> Labels = {{{"\"user\"", "The user name"},
                                          {"\"password\"", "The password"},
                                          {"\"name\"", "The name"},
                                          {"\"url\"", "The address"},
                                          {"\"decision\"", "What should happen"}}};

/// Endings that tell a program what to do.
constexpr std::array<std::string_view, 6> Endings = {" Correct it and send the request again.",
                                                     " Read the list again.",
                                                     " Send a file that has some.",
                                                     " Choose another one, or leave \"url\" out.",
                                                     " Read it back before you repeat it.",
                                                     " Read the run for its result."};

bool is_about(const Problem& problem, std::string_view member) {
  const bool object = problem.members.is_object();
  if (member.empty()) {
    return true;
  }
  return object && (problem.members.contains(std::string(member)) ||
                    problem.members.value("member", std::string()) == member);
}

void replace(std::string& text, std::string_view what, std::string_view by) {
  if (const std::size_t at = text.find(what); at != std::string::npos) {
    text.replace(at, what.size(), by);
  }
}

}  // namespace

Problem in_words_for_people(Problem problem) {
  const auto found = std::ranges::find_if(Table, [&](const Words& words) {
    return words.trouble == problem.trouble && is_about(problem, words.member);
  });
  if (found != Table.end()) {
    problem.detail = found->sentence;
    return problem;
  }
  for (const Label& label : Labels) {
    if (problem.detail.starts_with(label.member)) {
      replace(problem.detail, label.member, label.title);
    }
  }
  for (const std::string_view ending : Endings) {
    replace(problem.detail, ending, {});
  }
  replace(problem.detail, "There is no record in the body.",
          "There is no record in what was sent.");
  replace(problem.detail, " octets.", " letters.");
  return problem;
}

}  // namespace pim::console::pages
