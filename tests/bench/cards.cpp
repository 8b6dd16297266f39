// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "tests/bench/portal.h"

namespace pim::bench {

namespace {

constexpr std::array Given{"Anna", "Bert",  "Clara", "David", "Erika", "Farid", "Greta", "Hugo",
                           "Ines", "Jakub", "Karin", "Luca",  "Mira",  "Noah",  "Olga",  "Pavel"};
constexpr std::array Family{"Müller",   "Schmidt", "Novák",  "Rossi", "García",  "Dubois", "Jensen",
                            "Kowalski", "Yılmaz",  "Ivanov", "Smith", "Peeters", "Nagy"};

// a small generator of our own: the same octets on every machine
std::uint64_t next(std::uint64_t& state) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

std::string digits(std::uint64_t& state, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += static_cast<char>('0' + next(state) % 10);
  }
  return text;
}

}  // namespace

std::vector<std::string> make_cards(std::size_t first, std::size_t count,
                                    const std::string& uid_prefix) {
  std::vector<std::string> cards;
  cards.reserve(count);
  for (std::size_t i = first; i < first + count; ++i) {
    std::uint64_t state = 0x9e3779b97f4a7c15ULL ^ (i * 0xbf58476d1ce4e5b9ULL + 1);
    next(state);
    const std::string given = Given[next(state) % Given.size()];
    const std::string family = std::string(Family[next(state) % Family.size()]) + std::to_string(i);
    std::string note;
    while (note.size() < 420) {
      note += "Met at the fair in hall " + digits(state, 2) + "\\, asked about offer " +
              digits(state, 6) + ". ";
    }
    std::string card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + uid_prefix + std::to_string(i) +
                       "\r\nN:" + family + ";" + given + ";;;\r\nFN:" + given + " " + family +
                       "\r\nORG:Example " + digits(state, 3) + " Ltd\r\nTEL;TYPE=CELL:+49170" +
                       digits(state, 8) + "\r\nTEL;TYPE=WORK,VOICE:+4930" + digits(state, 7) +
                       "\r\nEMAIL;TYPE=INTERNET:" + given + "." + std::to_string(i) +
                       "@mail.example\r\nADR;TYPE=HOME:;;Lindenstr. " + digits(state, 2) +
                       ";Berlin;;1" + digits(state, 4) + ";DE\r\nBDAY:19" + digits(state, 1) +
                       "1-0" + std::to_string(1 + next(state) % 9) + "-1" + digits(state, 1) +
                       "\r\nCATEGORIES:Friends,Work\r\nNOTE:";
    // folded at 75 octets, as files are
    for (std::size_t at = 0; at < note.size(); at += 70) {
      card += (at == 0 ? "" : "\r\n ") + note.substr(at, 70);
    }
    card += "\r\nREV:2026010" + std::to_string(1 + next(state) % 9) + "T120000Z\r\nEND:VCARD\r\n";
    cards.push_back(std::move(card));
  }
  return cards;
}

}  // namespace pim::bench
