// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/ledger.h"

#include <algorithm>

namespace pim::sim {

Token Ledger::new_token(int birth, Field field) {
  edits_.push_back(Edit{birth, field, Fate::Stands, 0});
  return static_cast<Token>(edits_.size());
}

Token Ledger::new_shared_token(Field field) {
  shared_.push_back(new_token(0, field));
  return shared_.back();
}

void Ledger::typed_into(Token shared, int birth, std::size_t records) {
  homes_[shared].insert(birth);
  left_alike(birth, records);
}

void Ledger::left_alike(int birth, std::size_t records) {
  alike_[birth] = std::max(alike_[birth], records);
}

bool Ledger::may_be_gone(Token token) const {
  const auto open = [this](int birth) { return blind.contains(birth) || restored.contains(birth); };
  const auto homes = homes_.find(token);
  return homes == homes_.end() ? open(birth_of(token)) : std::ranges::all_of(homes->second, open);
}

std::size_t Ledger::made_alike(int birth) const {
  const auto found = alike_.find(birth);
  return found == alike_.end() ? 0 : found->second;
}

void Ledger::replaced(std::span<const Token> seen, Token by) {
  for (const Token token : seen) {
    if (knows(token)) {
      Edit& edit = edits_[static_cast<std::size_t>(token) - 1];
      edit.fate = Fate::Replaced;
      edit.by = by;
    }
  }
}

void Ledger::blanked(std::span<const Token> seen, Fate fate) {
  for (const Token token : seen) {
    if (knows(token)) {
      edits_[static_cast<std::size_t>(token) - 1].fate = fate;
    }
  }
}

void Ledger::deleted(std::span<const Token> seen, const std::string& place) {
  for (const Token token : seen) {
    if (!knows(token)) {
      continue;
    }
    Edit& edit = edits_[static_cast<std::size_t>(token) - 1];
    sites_[edit.birth].insert(place);
    edit.fate = Fate::Deleted;
  }
}

void Ledger::revived(std::span<const Token> seen) {
  for (const Token token : seen) {
    if (!knows(token)) {
      continue;
    }
    Edit& edit = edits_[static_cast<std::size_t>(token) - 1];
    restored.insert(edit.birth);
    if (edit.fate == Fate::Deleted) {
      edit.fate = Fate::Stands;
    }
  }
}

std::set<int> Ledger::births_of(std::span<const Token> tokens) const {
  std::set<int> births;
  for (const Token token : tokens) {
    if (knows(token) && birth_of(token) != 0) {
      births.insert(birth_of(token));
    }
  }
  return births;
}

bool Ledger::all_ended(std::span<const Token> tokens) const {
  return std::all_of(tokens.begin(), tokens.end(),
                     [&](Token token) { return knows(token) && edit(token).fate != Fate::Stands; });
}

Token Ledger::last_of(Token token) const {
  while (edit(token).fate == Fate::Replaced) {
    token = edit(token).by;
  }
  return token;
}

std::size_t Ledger::delete_sites(int birth) const {
  const auto found = sites_.find(birth);
  return found == sites_.end() ? 0 : found->second.size();
}

}  // namespace pim::sim
