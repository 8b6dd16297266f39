// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/record_form.h"
#include "tests/simulation/token.h"

// A record as a user of the simulation sees it: a few fields, each holding the token of the edit
// that wrote it. Reads and writes its form by itself, so that the oracle does not trust the
// project's own content code.
namespace pim::sim {

class Card {
 public:
  /// An empty card: what stands around its lines comes with text().
  explicit Card(const RecordForm& form = contacts_form()) : form_(&form) {}
  explicit Card(std::string_view text, const RecordForm& form = contacts_form());
  std::string text() const;

  std::string uid() const;
  void set_uid(std::string_view uid);  ///< empty removes it
  std::string revision() const;
  /// The time of the last change, as a stamp; empty removes it.
  void set_revision(std::string_view stamp);

  /// The moment that belongs to the record of this number, where the form has one.
  void set_start(int number);
  /// A picture of about so many octets, that of the number; empty = none.
  void set_picture(int number, std::size_t octets);
  void take_picture(const Card& other);
  /// "number:octets"; "cut" where it is not what set_picture() made; empty = none.
  std::string picture() const;

  /// The tokens of a field, without repeats.
  std::vector<Token> tokens(Field field) const;
  std::vector<Token> tokens() const;
  bool has(Field field) const;
  /// A user types `token` over the `pick`-th value of the field, or adds the field. Hands out what
  /// stood in the value that is gone.
  std::vector<Token> write(Field field, Token token, std::size_t pick);
  /// A user empties the field. Hands out what stood there.
  std::vector<Token> blank(Field field);

  /// What a side keeps of it that holds these fields only, and `phones` numbers (0 = any count).
  Card cut(FieldSet fields, std::size_t phones) const;
  /// The first token that a field says twice.
  std::optional<Token> repeated() const;
  /// All that counts of it, in one order: equal where two cards say the same in these fields.
  std::string sense(FieldSet fields) const;

 private:
  std::string value_of(std::string_view property) const;

  void put(std::string_view property, std::string_view parameters, std::string_view value);
  void erase(std::string_view property);

  const RecordForm* form_;
  std::vector<std::string> lines_;  ///< unfolded, without those around them
};

}  // namespace pim::sim
