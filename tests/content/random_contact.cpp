// SPDX-License-Identifier: Apache-2.0
#include "tests/content/random_contact.h"

#include <algorithm>
#include <array>

#include "common/base/text.h"
#include "tests/content/contact_helper.h"

namespace pim::content::testing {
namespace {

constexpr std::array<const char*, 6> Types = {
    "", ";TYPE=HOME", ";TYPE=WORK", ";TYPE=CELL", ";TYPE=HOME,FAX", ";type=x-own;type=pref"};

bool only_once(const std::string& line) {
  for (const char* name : {"N:", "N;", "FN", "NOTE", "TITLE", "BDAY", "PHOTO", "ORG"}) {
    if (line.starts_with(name)) {
      return true;
    }
  }
  return false;
}

std::string name_of_line(const std::string& line) {
  const std::size_t dot = line.find('.');
  const std::size_t end = line.find_first_of(":;");
  return dot < end ? line.substr(dot + 1, end - dot - 1) : line.substr(0, end);
}

bool has_line_named(const RandomContacts::Card& card, const std::string& line) {
  return std::any_of(card.begin(), card.end(), [&](const std::string& other) {
    return name_of_line(other) == name_of_line(line);
  });
}

}  // namespace

std::string RandomContacts::text(const Card& card) {
  std::string out;
  for (const std::string& line : card) {
    out += line + '\n';
  }
  return testing::card(out);
}

std::set<std::string> RandomContacts::tokens(const std::string& text) {
  std::set<std::string> out;
  for (std::size_t at = 0; (at = text.find('t', at)) != std::string::npos; ++at) {
    std::size_t end = at + 1;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') {
      ++end;
    }
    if (end > at + 1) {
      out.insert(text.substr(at, end - at));
    }
  }
  return out;
}

std::string RandomContacts::typed(const std::string& name, const std::string& value) {
  return name + Types[below(Types.size())] + ':' + value;
}

std::string RandomContacts::line() {
  switch (below(15)) {
    case 0: return "FN:" + token();
    case 1: return "TITLE:" + token();
    case 2: return "NOTE:" + token() + "\\n" + token() + "\\n" + token();
    case 3: return "ORG:" + token() + ';' + token();
    case 4:
    case 5: return typed("TEL", token());
    case 6:
    case 7: return typed("EMAIL", token() + "@x.example");
    case 8: return typed("ADR", ";;" + token() + ';' + token() + ";;" + token() + ';');
    case 9: return "CATEGORIES:" + token() + ',' + token();
    case 10: return "NICKNAME:" + token();
    case 11: return "URL:http://" + token() + ".example/";
    case 12: return "X-OWN;Q=" + token() + ":raw\\;" + token();
    case 13: {
      const std::string group = "item" + std::to_string(below(9) + 1);
      return group + ".TEL:" + token() + '\n' + group + ".X-ABLabel:" + token();
    }
    default: return "X-JABBER:" + token();
  }
}

RandomContacts::Card RandomContacts::base() {
  Card card = {"UID:base", "N:" + token() + ';' + token() + ";;;"};
  for (unsigned count = below(10); count > 0; --count) {
    std::string next = line();
    const bool grouped = next.starts_with("item");
    const bool used =
        grouped && std::any_of(card.begin(), card.end(), [&](const std::string& other) {
          return other.starts_with(next.substr(0, 5) + '.');
        });
    if (!used && !(only_once(next) && has_line_named(card, next))) {
      card.push_back(std::move(next));
    }
  }
  return card;
}

/// One token of the line becomes another.
void RandomContacts::change_value(std::string& line) {
  const auto all = tokens(line);
  if (all.empty()) {
    return;
  }
  auto which = all.begin();
  std::advance(which, below(static_cast<unsigned>(all.size())));
  std::size_t at = line.find(*which);
  while (at + which->size() < line.size() && line[at + which->size()] >= '0' &&
         line[at + which->size()] <= '9') {
    at = line.find(*which, at + 1);
  }
  line.replace(at, which->size(), token());
}

void RandomContacts::change_type(std::string& line) {
  if (!line.starts_with("TEL") && !line.starts_with("EMAIL") && !line.starts_with("ADR")) {
    return;
  }
  line = line.substr(0, line.find_first_of(":;")) + Types[below(Types.size())] +
         line.substr(line.find(':'));
}

RandomContacts::Card RandomContacts::edited(Card card) {
  for (unsigned count = 1 + below(4); count > 0; --count) {
    const std::size_t at = 1 + below(static_cast<unsigned>(card.size()) - 1);
    switch (below(5)) {
      case 0:
        if (at > 1) {  // never the name: a record without any property is none
          card.erase(card.begin() + static_cast<long>(at));
        }
        break;
      case 1: {
        std::string next = line();
        if (!next.starts_with("item") && !(only_once(next) && has_line_named(card, next))) {
          card.push_back(std::move(next));
        }
        break;
      }
      case 2: change_type(card[at]); break;
      default: change_value(card[at]); break;
    }
  }
  return card;
}

}  // namespace pim::content::testing
