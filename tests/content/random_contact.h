// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>
#include <set>
#include <string>
#include <vector>

// Random contacts and random edits of them, for the properties a merge must have. Every value
// carries a token ("t17") that no other edit makes, so that what a merge lost can be named.
namespace pim::content::testing {

class RandomContacts {
 public:
  /// `few`: so few tokens that edits meet: equal values added twice, changed into each other.
  explicit RandomContacts(unsigned seed, bool few = false) : engine_(seed), few_(few) {}

  using Card = std::vector<std::string>;  ///< content lines without the wrapper

  Card base();
  /// One to four edits: values changed, added, removed, types moved, components changed.
  Card edited(Card card);
  unsigned below(unsigned limit) {
    return std::uniform_int_distribution<unsigned>(0, limit - 1)(engine_);
  }

  static std::string text(const Card& card);
  static std::set<std::string> tokens(const std::string& text);

 private:
  std::string token() { return "t" + std::to_string(few_ ? below(6) : ++token_); }
  std::string line();
  std::string typed(const std::string& name, const std::string& value);
  void change_value(std::string& line);
  void change_type(std::string& line);

  std::mt19937 engine_;
  bool few_;
  unsigned token_ = 0;
};

}  // namespace pim::content::testing
