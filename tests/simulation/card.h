// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/token.h"

// A contact as a user of the simulation sees it: a few fields, each holding the token of the edit
// that wrote it. Reads and writes vCard 3.0 by itself, so that the oracle does not trust the
// project's own content code.
namespace pim::sim {

enum class Field : std::uint8_t { Name, Tel, Mail, Note, Title, Home };
inline constexpr std::size_t FieldCount = 6;
inline constexpr std::array<Field, FieldCount> AllFields = {Field::Name, Field::Tel,   Field::Mail,
                                                            Field::Note, Field::Title, Field::Home};

std::string_view word_of(Field field);
std::optional<Field> field_of(std::string_view word);

/// A set of fields, as bits.
using FieldSet = unsigned;
constexpr FieldSet bit(Field field) {
  return 1U << static_cast<unsigned>(field);
}
inline constexpr FieldSet EveryField = (1U << FieldCount) - 1;

class Card {
 public:
  /// An empty card: BEGIN, VERSION and END come with text().
  Card() = default;
  explicit Card(std::string_view text);
  std::string text() const;

  std::string uid() const;
  void set_uid(std::string_view uid);  ///< empty removes it
  std::string revision() const;
  /// REV, as a stamp; empty removes it.
  void set_revision(std::string_view stamp);

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

  std::vector<std::string> lines_;  ///< unfolded, without BEGIN, VERSION and END
};

}  // namespace pim::sim
