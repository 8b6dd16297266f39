// SPDX-License-Identifier: Apache-2.0
// What people do in a history, and what the ledger learns of it.
#include <algorithm>

#include "tests/simulation/world.h"

namespace pim::sim {
namespace {

constexpr std::array<Field, 5> BornWith = {Field::Name, Field::Tel, Field::Mail, Field::Note,
                                           Field::Title};

bool sees_everything(const DeviceSetup& setup) {
  return setup.fields == EveryField && setup.phones == 0;
}

}  // namespace

void World::perform(const Step& step) {
  trace_.line("* " + step.text());
  ++time_.now;
  switch (step.act) {
    case Act::Create: return create(step);
    case Act::Edit: return edit(step);
    case Act::Blank: return blank(step);
    case Act::Delete: return remove(step);
    case Act::Mass: return mass(step);
    case Act::Same: return same(step);
    case Act::Recreate: return recreate(step);
    case Act::Garble: return garble(step);
    case Act::Decide:
      return decide(step.place,
                    step.says("keep") ? sync::HeldDecision::Keep : sync::HeldDecision::Delete);
    default: return machine_step(step);
  }
}

bool World::write_at(const std::string& place, int handle, const Card& card) {
  if (is_device(place)) {
    device(place).edit(handle, card);
    return true;
  }
  Card stamped = card;
  if (!card.revision().empty()) {
    stamped.set_revision(utc_stamp(portal(place).clock().now()));
  }
  return portal(place).replace(handle, stamped);
}

void World::create_at(const std::string& place, Card card, const Step& step, std::string_view uid) {
  card.set_uid(uid);
  if (is_device(place)) {
    device(place).add(card);
    return;
  }
  if (step.says("rev")) {
    card.set_revision(utc_stamp(portal(place).clock().now()));
  }
  if (portal(place).import(card).empty()) {
    throw Violation{"local", "import failed: " + portal(place).trouble()};
  }
}

void World::create(const Step& step) {
  if (!can_act(step.place)) {
    return;
  }
  const bool poor = is_device(step.place);
  const FieldSet fields = poor ? device(step.place).setup().fields : EveryField;
  Card card(*script_.setup.form);
  for (const Field field : BornWith) {
    if ((fields & script_.setup.form->fields() & bit(field)) != 0) {
      card.write(field, ledger_.new_token(step.record, field), 0);
    }
  }
  card.set_start(step.record);
  if (const std::string octets = step.value("picture");
      !octets.empty() && (!poor || device(step.place).setup().large_objects)) {
    card.set_picture(step.record, std::stoul(octets));
  }
  const std::string stem = "sim-" + std::to_string(step.record) + "-";
  create_at(step.place, card, step, step.says("uid") ? stem + step.place : "");
  const std::string twin = step.value("twin");
  if (!twin.empty() && can_act(twin) && !is_device(twin)) {
    ledger_.twins.insert(step.record);
    const bool same = step.says("same-uid");
    create_at(twin, card, step,
              same                    ? stem + step.place
              : step.says("twin-uid") ? stem + twin
                                      : "");
  }
}

bool World::can_write(const std::string& place, Field field) {
  const FieldSet held = is_device(place) ? device(place).setup().fields : EveryField;
  return can_act(place) && (held & script_.setup.form->fields() & bit(field)) != 0;
}

Fate World::fate_of_emptied(const std::string& place) const {
  return is_device(place) ? Fate::Either : Fate::Blanked;
}

/// In a list it is one value less and one more: both lists are united where there is no base.
void World::typed_over(const std::string& place, Field field, const std::vector<Token>& gone,
                       Token token) {
  if (script_.setup.form->is_list(field)) {
    ledger_.blanked(gone, fate_of_emptied(place));
  } else {
    ledger_.replaced(gone, token);
  }
}

void World::edit(const Step& step) {
  if (!can_write(step.place, step.field)) {
    return;
  }
  for (Found& found : cards_with(step.place, step.record)) {
    const Token token = ledger_.next_token();
    const auto pick = static_cast<std::size_t>(std::max(step.count, 0));
    const std::vector<Token> gone = found.card.write(step.field, token, pick);
    if (is_device(step.place) && !device(step.place).holds(found.card)) {
      return;  // no room for one more number
    }
    ledger_.new_token(step.record, step.field);
    if (!write_at(step.place, found.handle, found.card)) {
      throw Violation{"local", "edit failed: " + portal(step.place).trouble()};
    }
    typed_over(step.place, step.field, gone, token);
    return;
  }
}

void World::blank(const Step& step) {
  if (!can_act(step.place) || step.field == Field::Name) {
    return;
  }
  for (Found& found : cards_with(step.place, step.record)) {
    const std::vector<Token> gone = found.card.blank(step.field);
    if (gone.empty()) {
      continue;
    }
    if (!write_at(step.place, found.handle, found.card)) {
      throw Violation{"local", "edit failed: " + portal(step.place).trouble()};
    }
    ledger_.blanked(gone, fate_of_emptied(step.place));
    ledger_.emptied.merge(ledger_.births_of(gone));
    const auto alike =
        std::ranges::count_if(cards_with(step.place, step.record), [&found](const Found& other) {
          return other.card.sense(EveryField) == found.card.sense(EveryField);
        });
    ledger_.left_alike(step.record, static_cast<std::size_t>(alike));
    return;
  }
}

void World::remove_at(const std::string& place, int handle, const Card& card) {
  const std::vector<Token> seen = card.tokens();
  if (is_device(place)) {
    if (!sees_everything(device(place).setup())) {
      ledger_.blind.merge(ledger_.births_of(seen));
    }
    if (device(place).unsaid(handle) || device(place).unread(handle)) {
      ledger_.restored.merge(ledger_.births_of(seen));  // an edit lives that was perhaps not seen
    }
    device(place).remove(handle);
    device_deletions_[place][handle] = ledger_.births_of(seen);
  } else if (!portal(place).remove(handle)) {
    throw Violation{"local", "delete failed: " + portal(place).trouble()};
  }
  ledger_.deleted(seen, place);
}

void World::remove(const Step& step) {
  if (can_act(step.place)) {
    for (const Found& found : cards_with(step.place, step.record)) {
      remove_at(step.place, found.handle, found.card);
      return;
    }
  }
}

/// Not an edit: all that stood in the card stands.
void World::garble(const Step& step) {
  if (is_device(step.place) && can_act(step.place)) {
    for (const Found& found : cards_with(step.place, step.record)) {
      device(step.place).garble(found.handle);
    }
  }
}

void World::mass(const Step& step) {
  if (!can_act(step.place)) {
    return;
  }
  int left = step.count;
  for (const Found& found : cards_at(step.place)) {
    if (left-- <= 0) {
      return;
    }
    remove_at(step.place, found.handle, found.card);
  }
}

void World::same(const Step& step) {
  if (!can_write(step.place, step.field)) {
    return;
  }
  Token token = 0;
  int left = step.count;
  std::map<int, std::size_t> typed;  // records, by birth
  for (Found& found : cards_at(step.place)) {
    if (left-- <= 0) {
      return;
    }
    token = token == 0 ? ledger_.next_token() : token;
    const std::set<int> births = ledger_.births_of(found.card.tokens());
    const std::vector<Token> gone = found.card.write(step.field, token, 0);
    if (is_device(step.place) && !device(step.place).holds(found.card)) {
      continue;
    }
    if (!write_at(step.place, found.handle, found.card)) {
      throw Violation{"local", "edit failed: " + portal(step.place).trouble()};
    }
    if (!ledger_.knows(token)) {
      ledger_.new_shared_token(step.field);
    }
    typed_over(step.place, step.field, gone, token);
    ledger_.massed.insert(births.begin(), births.end());
    for (const int birth : births) {
      ledger_.typed_into(token, birth, ++typed[birth]);
    }
  }
}

void World::recreate(const Step& step) {
  if (!portals_.contains(step.place) || !cards_with(step.place, step.record).empty()) {
    return;
  }
  Portal& here = portal(step.place);
  const std::vector<StoredCard> dead = here.cards(true);
  for (auto stored = dead.rbegin(); stored != dead.rend(); ++stored) {
    const std::vector<Token> tokens = stored->card.tokens();
    if (!ledger_.births_of(tokens).contains(step.record)) {
      continue;
    }
    Card card = stored->card;
    if (step.says("new-uid")) {
      card.set_uid("sim-again-" + std::to_string(step.record) + "-" + std::to_string(time_.now));
    }
    const auto imported = here.import(card);
    if (!imported.empty() && imported[0].outcome == sync::ImportOutcome::Added) {
      ledger_.revived(tokens);
      ledger_.twins.merge(ledger_.births_of(tokens));
      // the old one may live on by an edit elsewhere, and be emptied to what the new one is
      ledger_.left_alike(step.record, 2);
    }
    return;
  }
}

void World::decide(const std::string& place, sync::HeldDecision decision) {
  if (!portals_.contains(place)) {
    return;
  }
  const Portal::Decision made = portal(place).decide(decision);
  decided_ = decided_ || !made.deleted.empty() || made.changes != 0;
  ledger_.shared_may_go = ledger_.shared_may_go || made.changes != 0;
  for (const StoredCard& gone : made.deleted) {
    ledger_.deleted(gone.card.tokens(), place);
  }
  for (const StoredCard& kept : made.kept) {
    ledger_.revived(kept.card.tokens());
    ledger_.kept.merge(ledger_.births_of(kept.card.tokens()));
  }
}

}  // namespace pim::sim
