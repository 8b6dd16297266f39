// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tests/content/contact_helper.h"

// Merges written as the lines of three contacts.
namespace pim::content::testing {

inline Ability portal() {
  Ability ability;
  ability.whole = true;
  return ability;
}

/// A device that declared nothing, or these properties.
inline Ability device(std::initializer_list<const char*> declared = {}) {
  Ability ability;
  for (const char* name : declared) {
    ability.declared[name] = {};
  }
  return ability;
}

/// Lines without wrapper in, lines without wrapper out (LF between them).
struct Merging {
  std::string base;
  std::string ours;
  std::string theirs;
  Ability ability = portal();
  bool has_base = true;
  bool base_said_by_side = true;
  bool base_unconfirmed = false;
  bool theirs_not_later = false;
  std::vector<std::string> earlier = {};
  std::vector<std::string> sent = {};
  Seconds ours_modified = 0;
  Seconds theirs_modified = 0;
  Winner winner = Winner::ByTime;

  Merged run() const {
    const std::string base_text = card(base);
    const std::string ours_text = card(ours);
    const std::string theirs_text = card(theirs);
    const auto texts = [](const std::vector<std::string>& lines) {
      std::vector<std::string> out;
      for (const std::string& text : lines) {
        out.push_back(card(text));
      }
      return out;
    };
    const auto old = texts(earlier);
    const auto forms = texts(sent);
    MergeInput input{.ours = ours_text,
                     .theirs = theirs_text,
                     .base_said_by_side = base_said_by_side,
                     .base_unconfirmed = base_unconfirmed,
                     .theirs_not_later = theirs_not_later,
                     .ability = ability,
                     .ours_modified = ours_modified,
                     .theirs_modified = theirs_modified,
                     .winner = winner};
    if (has_base) {
      input.base = base_text;
    }
    input.earlier.assign(old.begin(), old.end());
    input.sent.assign(forms.begin(), forms.end());
    auto merged = contacts().merge(input);
    CPPUNIT_ASSERT_MESSAGE(merged ? "" : merged.error().text(), merged.has_value());
    return *merged;
  }

  std::string result() const { return inside(run().stored); }

  std::string lost() const {
    std::string out;
    for (const Lost& lost : run().lost) {
      out += lost.property + ": " + lost.lost + " gave way to " + lost.kept + '\n';
    }
    return out;
  }

  /// The lines between VERSION and END.
  static std::string inside(const std::string& text) {
    std::string out;
    const std::size_t from = text.find("VERSION:3.0\r\n") + 13;
    for (const char c : text.substr(from, text.rfind("END:VCARD") - from)) {
      out += c == '\r' ? std::string() : std::string(1, c);
    }
    return out;
  }
};

}  // namespace pim::content::testing
