// SPDX-License-Identifier: Apache-2.0
#include "common/content/kind.h"

#include "common/content/contacts.h"
#include "common/content/ical_kinds.h"
#include "common/content/note_kind.h"

namespace pim::content {

bool Kind::heeds(const Ability& ability) const {
  return !ability.whole && !ability.charset.empty();
}

Status Kind::presentable(std::string_view /*stored*/) const {
  return {};
}

bool Kind::shows(std::string_view stored, std::string_view theirs, const Ability& ability,
                 bool with_uid) const {
  if (ability.whole) {
    return equal(stored, theirs, with_uid);
  }
  const auto form = render(stored, ability);
  return form && equal(form->text, theirs, with_uid);
}

std::optional<Seconds> Kind::last_end(std::string_view /*stored*/) const {
  return std::nullopt;
}

bool Kind::splits(const Ability& /*ability*/) const {
  return false;
}

Result<std::vector<Part>> Kind::parts(std::string_view /*stored*/) const {
  return std::vector<Part>();
}

Result<std::string> Kind::with_part(std::string_view /*stored*/, std::string_view /*id*/,
                                    std::string_view /*before*/, std::string_view /*now*/) const {
  return fail(ErrorCode::Unsupported, "records of this kind have no parts");
}

Result<std::string> Kind::without_part(std::string_view /*stored*/, std::string_view /*id*/) const {
  return fail(ErrorCode::Unsupported, "records of this kind have no parts");
}

Ability unknown_ability(const Kind& kind) {
  const Format& format = kind.formats().front();
  Ability ability;
  ability.media_type = format.media_type;
  ability.version = format.version;
  return ability;
}

Ability whole_ability(const Kind& kind) {
  Ability ability;
  ability.whole = true;
  ability.media_type = kind.media_type();
  ability.version = kind.version();
  return ability;
}

const Kind* kind_of(std::string_view name) {
  static const Contacts contacts;
  static const CalendarItems events(ItemKind::Event);
  static const CalendarItems tasks(ItemKind::Task);
  static const Notes notes;
  for (const Kind* kind : {static_cast<const Kind*>(&contacts), static_cast<const Kind*>(&events),
                           static_cast<const Kind*>(&tasks), static_cast<const Kind*>(&notes)}) {
    if (kind->name() == name) {
      return kind;
    }
  }
  return nullptr;
}

}  // namespace pim::content
