// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What a user types in one edit: a mark that is found again wherever it went.
namespace pim::sim {

using Token = int;

enum class TokenShape : std::uint8_t { Word, Phone };

/// The text of a token. Neighbouring numbers give texts that are not alike, so that no rule of
/// likeness takes two edits for one.
std::string token_text(Token token, TokenShape shape);

/// The tokens that occur in any text, in order, repeats included.
std::vector<Token> tokens_in(std::string_view text);

}  // namespace pim::sim
