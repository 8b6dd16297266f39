// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "tests/simulation/card.h"

// What the users did: each edit, what its author had before his eyes, and where the rules leave
// more than one answer open. The oracle compares the end with this, not with the engine's books.
namespace pim::sim {

/// What became of an edit's text by a later act of somebody who saw it.
enum class Fate : std::uint8_t {
  Stands,
  Replaced,
  Blanked,
  Deleted,
  /// Emptied on a device: whether its absence is an edit depends on what it has shown
  /// (sync rule 24).
  Either,
};

struct Edit {
  int birth = 0;  ///< the record it was made in; 0 = typed into many
  Field field = Field::Name;
  Fate fate = Fate::Stands;
  Token by = 0;  ///< Replaced: by this edit
};

class Ledger {
 public:
  /// Births come from the script, so that a step taken out does not rename the others.
  Token new_token(int birth, Field field);
  /// What new_token() will hand out.
  Token next_token() const { return static_cast<Token>(edits_.size()) + 1; }
  /// A text that is typed into many records: it belongs to none.
  Token new_shared_token(Field field);
  /// It was typed into so many records of this birth at one place.
  void typed_into(Token shared, int birth, std::size_t records);
  /// The rules leave open whether any record that it was typed into lives.
  bool may_be_gone(Token token) const;
  /// So many records of one birth say the same at one place by what was emptied there.
  void left_alike(int birth, std::size_t records);
  /// Records of one birth that stood apart at one place and were set to one text there, or emptied
  /// to the same: so many may say the same, for a person made them so.
  std::size_t made_alike(int birth) const;
  void replaced(std::span<const Token> seen, Token by);
  void blanked(std::span<const Token> seen, Fate fate);
  /// A record with these edits was deleted at `place`.
  void deleted(std::span<const Token> seen, const std::string& place);
  /// A deletion that was taken back: what only that had ended stands again.
  void revived(std::span<const Token> seen);

  const Edit& edit(Token token) const { return edits_[static_cast<std::size_t>(token) - 1]; }
  std::size_t count() const { return edits_.size(); }
  const std::vector<Token>& shared() const { return shared_; }
  bool knows(Token token) const {
    return token > 0 && static_cast<std::size_t>(token) <= edits_.size();
  }
  int birth_of(Token token) const { return edit(token).birth; }
  std::set<int> births_of(std::span<const Token> tokens) const;
  /// True where everything that stood in the record was ended by deletions or later edits.
  bool all_ended(std::span<const Token> tokens) const;
  /// The last edit of the chain of replacements that begins with this one.
  Token last_of(Token token) const;
  std::size_t delete_sites(int birth) const;

  std::set<int> twins;     ///< typed in at two places: may stay two records (sync rule 31)
  std::set<int> blind;     ///< deleted by a device that does not see all of it
  std::set<int> kept;      ///< a person was asked, and keeps it
  std::set<int> restored;  ///< deleted and brought back, or kept by a decision
  /// Had a field emptied: an edit that leaves no text behind, and beats a deletion all the same.
  std::set<int> emptied;
  /// Set to a text that many were set to: what stood there may come back when a person says so.
  std::set<int> massed;
  bool shared_may_go = false;  ///< a person was asked about such changes
  bool lossy = false;          ///< a store went back in time: what it lost is lost
  /// But for what other portals held when it did, where that was noticed: they compare everything.
  std::set<Token> rescued;

 private:
  std::vector<Edit> edits_;
  std::vector<Token> shared_;
  std::map<int, std::set<std::string>> sites_;
  std::map<Token, std::set<int>> homes_;  ///< of shared texts
  std::map<int, std::size_t> alike_;
};

}  // namespace pim::sim
