// SPDX-License-Identifier: Apache-2.0
// The oracle: what must hold once everything has settled, whatever happened before.
#include <algorithm>
#include <set>

#include "tests/simulation/world.h"

namespace pim::sim {
namespace {

using Portals = std::map<std::string, std::unique_ptr<Portal>>;
using Devices = std::map<std::string, std::unique_ptr<Device>>;

std::string line_of(const Card& card) {
  return card.sense(EveryField) + "uid=" + card.uid() + " picture=" + card.picture();
}

std::multiset<std::string> senses_of(const std::vector<StoredCard>& cards, bool with_uid) {
  std::multiset<std::string> senses;
  for (const StoredCard& stored : cards) {
    senses.insert(with_uid ? line_of(stored.card) : stored.card.sense(EveryField));
  }
  return senses;
}

std::string joined(const std::multiset<std::string>& senses) {
  std::string text;
  for (const std::string& sense : senses) {
    text += "{" + sense + "} ";
  }
  return text;
}

class Judge {
 public:
  Judge(const Ledger& ledger, const Portals& portals, const Devices& devices)
      : ledger_(ledger), portals_(portals), devices_(devices) {
    for (const auto& [name, portal] : portals_) {
      cards_[name] = portal->cards(false);
      for (const Token token : tokens_in(portal->conflict_texts())) {
        kept_.insert(token);
      }
    }
    for (const StoredCard& stored : first()) {
      for (const Token token : stored.card.tokens()) {
        live_.insert(token);
      }
    }
    for (const auto& [name, portal] : portals_) {
      for (const auto& [one, other] : portal->doubts()) {
        note_doubt(cards_.at(name), one, other);
      }
    }
  }

  void all() const {
    portals_hold_the_same();
    devices_hold_the_same();
    nothing_is_doubled();
    nothing_is_lost();
    pictures_are_whole();
    if (!ledger_.lossy) {
      nothing_came_back();
    }
  }

 private:
  /// Records of other names that a person is asked about: one renamed where a device had got it
  /// and nothing had confirmed that, or two persons with one telephone. Only people can tell.
  void note_doubt(const std::vector<StoredCard>& cards, store::ItemId one, store::ItemId other) {
    const auto card_of = [&cards](store::ItemId item) {
      return std::ranges::find(cards, item, &StoredCard::item);
    };
    const auto a = card_of(one);
    const auto b = card_of(other);
    if (a != cards.end() && b != cards.end() &&
        a->card.sense(bit(Field::Name)) != b->card.sense(bit(Field::Name))) {
      for (const int birth : ledger_.births_of(a->card.tokens())) {
        asked_.insert(birth);
      }
    }
  }

  const std::vector<StoredCard>& first() const { return cards_.begin()->second; }

  void portals_hold_the_same() const {
    for (const bool with_uid : {false, true}) {
      const auto here = senses_of(first(), with_uid);
      for (const auto& [name, cards] : cards_) {
        const auto there = senses_of(cards, with_uid);
        if (there != here) {
          throw Violation{with_uid ? "uid-unequal" : "unequal",
                          joined(here) + "| " + name + ": " + joined(there)};
        }
      }
    }
  }

  void pictures_are_whole() const {
    const auto check = [](const std::string& place, const Card& card) {
      if (card.picture() == "cut") {
        throw Violation{"cut", place + " has a part of a picture in {" + line_of(card) + "}"};
      }
    };
    for (const auto& [name, cards] : cards_) {
      for (const StoredCard& stored : cards) {
        check(name, stored.card);
      }
    }
    for (const auto& [name, device] : devices_) {
      for (const auto& [luid, card] : device->memory().cards) {
        check(name, card);
      }
    }
  }

  /// A device shows a card where it has all its plain fields and as many numbers as it holds.
  static bool shows(const DeviceSetup& setup, const Card& held, const Card& stored) {
    constexpr FieldSet Phones = bit(Field::Tel) | bit(Field::Home);
    const FieldSet plain = setup.fields & ~Phones;
    if (held.sense(plain) != stored.sense(plain) ||
        (setup.large_objects && held.picture() != stored.picture())) {
      return false;
    }
    const auto numbers = [&](const Card& card) {
      return card.cut(setup.fields & Phones, 0).tokens();
    };
    const std::vector<Token> mine = numbers(held);
    const std::vector<Token> theirs = numbers(stored);
    const std::size_t expected =
        setup.phones == 0 ? theirs.size() : std::min(setup.phones, theirs.size());
    return mine.size() == expected && std::all_of(mine.begin(), mine.end(), [&](Token token) {
             return std::find(theirs.begin(), theirs.end(), token) != theirs.end();
           });
  }

  void devices_hold_the_same() const {
    for (const auto& [name, device] : devices_) {
      std::vector<StoredCard> rest = cards_.at(device->setup().portal);
      for (const auto& [luid, card] : device->memory().cards) {
        const auto match = std::find_if(rest.begin(), rest.end(), [&](const StoredCard& stored) {
          return shows(device->setup(), card, stored.card);
        });
        if (match == rest.end()) {
          throw Violation{"device-unequal", name + " alone has {" + line_of(card) + "}"};
        }
        rest.erase(match);
      }
      if (!rest.empty()) {
        throw Violation{"device-unequal", name + " lacks {" + line_of(rest[0].card) + "}"};
      }
    }
  }

  void nothing_is_doubled() const {
    std::map<int, std::vector<const Card*>> by_birth;
    for (const StoredCard& stored : first()) {
      if (const auto token = stored.card.repeated()) {
        throw Violation{"repeated", "token " + std::to_string(*token) + " twice in one record"};
      }
      for (const int birth : ledger_.births_of(stored.card.tokens())) {
        by_birth[birth].push_back(&stored.card);
      }
    }
    for (const auto& [birth, cards] : by_birth) {
      const bool asked = cards.size() == 2 && asked_.contains(birth);
      if (cards.size() > 1 && !ledger_.twins.contains(birth) && !asked) {
        throw Violation{"doubled", "r" + std::to_string(birth) + ": {" + line_of(*cards[0]) +
                                       "} {" + line_of(*cards[1]) + "}"};
      }
      // Typed in twice, under two UIDs, and met by a third portal while two of them took it for
      // one: the two stay apart everywhere, and an edit made while they were one stands in both.
      // Every word is there, and either record can go without the other's. Deleted and made again
      // under a new UID at one portal, and kept when its deletion was asked about at the other: two
      // records by the will of people. Both portals know both by name when their last difference is
      // merged away, so neither is an unmapped one to be joined (design rule 6). Typed in twice and
      // edited at one place before they met, they stand apart (content rule 7: one single value
      // differs); who then sets both to one text has made the last difference go, and no sync takes
      // one of two records away that a person has before his eyes.
      const bool wanted = portals_.size() > 2 || ledger_.kept.contains(birth) ||
                          cards.size() <= ledger_.made_alike(birth);
      for (std::size_t i = 1; i < cards.size() && !wanted; ++i) {
        if (cards[i]->sense(EveryField) == cards[i - 1]->sense(EveryField)) {
          throw Violation{"doubled-equal", "r" + std::to_string(birth)};
        }
      }
    }
  }

  void nothing_is_lost() const {
    for (std::size_t i = 1; i <= ledger_.count(); ++i) {
      const auto token = static_cast<Token>(i);
      const Edit& edit = ledger_.edit(token);
      const bool open = ledger_.may_be_gone(token) || went_with_its_store(token) ||
                        (edit.birth == 0 && ledger_.shared_may_go);
      if (edit.fate == Fate::Stands && !open && !live_.contains(token) && !kept_.contains(token)) {
        throw Violation{"lost", "token " + std::to_string(token) + " of r" +
                                    std::to_string(edit.birth) + " " +
                                    std::string(word_of(edit.field))};
      }
    }
  }

  bool went_with_its_store(Token token) const {
    // who deleted the record in the store that was put back did not see what it had lost
    return ledger_.lossy &&
           (!ledger_.rescued.contains(token) || ledger_.delete_sites(ledger_.birth_of(token)) != 0);
  }

  bool many_answers(const Card& card) const {
    const std::set<int> births = ledger_.births_of(card.tokens());
    return std::any_of(births.begin(), births.end(), [&](int birth) {
      return ledger_.twins.contains(birth) || ledger_.blind.contains(birth) ||
             ledger_.restored.contains(birth) || ledger_.massed.contains(birth) ||
             ledger_.delete_sites(birth) > 1;
    });
  }

  void nothing_came_back() const {
    for (const StoredCard& stored : first()) {
      const std::vector<Token> tokens = stored.card.tokens();
      if (tokens.empty()) {
        throw Violation{"empty", "a record without anything: " + stored.card.text()};
      }
      const std::set<int> births = ledger_.births_of(tokens);
      const bool asked =
          std::ranges::any_of(births, [&](int birth) { return asked_.contains(birth); });
      if (asked || many_answers(stored.card)) {
        continue;
      }
      const bool emptied =
          std::ranges::any_of(births, [&](int birth) { return ledger_.emptied.contains(birth); });
      if (!emptied && ledger_.all_ended(tokens)) {
        throw Violation{"resurrected", "{" + line_of(stored.card) + "}"};
      }
      for (const Token token : tokens) {
        const Fate fate = ledger_.edit(token).fate;
        // A record has one time, that of its last edit in any field. In a ring the third portal
        // gets the old text with a later edit of another field, and takes it for the later one; it
        // says so, and the text that gave way stands in its conflicts.
        const bool gave_way = portals_.size() > 2 && kept_.contains(ledger_.last_of(token));
        const bool replaced = fate == Fate::Replaced && !gave_way &&
                              ledger_.edit(ledger_.last_of(token)).fate == Fate::Stands;
        // emptied at one place and the record deleted there, edited at another: the edit lives, and
        // its author never saw the field empty
        const bool blanked =
            fate == Fate::Blanked && ledger_.delete_sites(ledger_.birth_of(token)) == 0;
        if (replaced || blanked) {
          throw Violation{"stale",
                          "token " + std::to_string(token) + " in {" + line_of(stored.card) + "}"};
        }
      }
    }
  }

  const Ledger& ledger_;
  const Portals& portals_;
  const Devices& devices_;
  std::map<std::string, std::vector<StoredCard>> cards_;
  std::set<Token> live_;
  std::set<Token> kept_;
  std::set<int> asked_;  ///< births of records that stand in doubt
};

}  // namespace

void judge(const Ledger& ledger, const Portals& portals, const Devices& devices) {
  Judge(ledger, portals, devices).all();
}

}  // namespace pim::sim
