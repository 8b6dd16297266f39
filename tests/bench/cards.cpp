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

/// The same records in every run: of each its own die.
std::uint64_t seed_of(std::size_t record) {
  std::uint64_t state = 0x9e3779b97f4a7c15ULL ^ (record * 0xbf58476d1ce4e5b9ULL + 1);
  next(state);
  return state;
}

/// In lines of 70 octets, as files are.
std::string folded(const std::string& text) {
  std::string lines;
  for (std::size_t at = 0; at < text.size(); at += 70) {
    lines += (at == 0 ? "" : "\r\n ") + text.substr(at, 70);
  }
  return lines;
}

std::vector<std::string> make_cards(std::size_t first, std::size_t count,
                                    const std::string& uid_prefix) {
  std::vector<std::string> cards;
  cards.reserve(count);
  for (std::size_t i = first; i < first + count; ++i) {
    std::uint64_t state = seed_of(i);
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
    card += folded(note);
    card += "\r\nREV:2026010" + std::to_string(1 + next(state) % 9) + "T120000Z\r\nEND:VCARD\r\n";
    cards.push_back(std::move(card));
  }
  return cards;
}

std::string two_digits(std::size_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::vector<std::string> make_events(std::size_t first, std::size_t count,
                                     const std::string& uid_prefix) {
  std::vector<std::string> events;
  events.reserve(count);
  for (std::size_t i = first; i < first + count; ++i) {
    std::uint64_t state = seed_of(i);
    const std::string day =
        "20" + two_digits(26 + i / 336 % 60) + two_digits(1 + i / 28 % 12) + two_digits(1 + i % 28);
    std::string text;
    while (text.size() < 420) {
      text += "Agenda item " + digits(state, 2) + "\\, see paper " + digits(state, 6) + ". ";
    }
    std::string event =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\nBEGIN:VEVENT\r\nUID:" +
        uid_prefix + std::to_string(i) + "\r\nDTSTAMP:20260101T120000Z\r\nDTSTART:" + day +
        "T100000Z\r\nDTEND:" + day + "T110000Z\r\nRRULE:FREQ=WEEKLY;COUNT=1" + digits(state, 1) +
        "\r\nSUMMARY:Meeting " + std::to_string(i) + "\r\nLOCATION:Room " + digits(state, 3) +
        "\r\nCATEGORIES:Work,Meeting\r\nORGANIZER;CN=Ann:mailto:ann@mail.example\r\n"
        "ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED:mailto:bob" +
        digits(state, 3) + "@mail.example\r\nDESCRIPTION:";
    event += folded(text);
    event +=
        "\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nDESCRIPTION:Meeting\r\n"
        "END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace

const Sample Contacts{"contacts", make_cards, "TITLE", "END:VCARD"};
const Sample Events{"calendar", make_events, "COMMENT", "BEGIN:VALARM"};

}  // namespace pim::bench
