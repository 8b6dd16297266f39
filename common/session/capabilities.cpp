// SPDX-License-Identifier: Apache-2.0
#include "common/session/capabilities.h"

#include <algorithm>
#include <array>
#include <optional>

#include "common/base/limits.h"
#include "common/base/text.h"

namespace pim::session {

using syncml::ContentType;
using syncml::Datastore;
using syncml::DevInf;

namespace {

/// Characters of the longest name that a record has here.
constexpr std::uint64_t LongestName = 19;

/// Everything vCard 3.0 names; unknown properties are kept and announced by X-*.
constexpr std::array ContactProperties{
    "BEGIN",       "END",     "VERSION", "N",     "FN",         "NICKNAME", "PHOTO",  "BDAY",
    "ADR",         "LABEL",   "TEL",     "EMAIL", "MAILER",     "TZ",       "GEO",    "TITLE",
    "ROLE",        "LOGO",    "AGENT",   "ORG",   "CATEGORIES", "NOTE",     "PRODID", "REV",
    "SORT-STRING", "SOUND",   "UID",     "URL",   "CLASS",      "KEY",      "IMPP",   "SOURCE",
    "NAME",        "PROFILE", "CALURI",  "FBURL", "X-*"};

/// Of events and tasks, in both calendar formats: a device reads the names it knows.
constexpr std::array CalendarProperties{"BEGIN",      "END",
                                        "VERSION",    "UID",
                                        "SUMMARY",    "DESCRIPTION",
                                        "LOCATION",   "DTSTART",
                                        "DTEND",      "DURATION",
                                        "DUE",        "COMPLETED",
                                        "STATUS",     "PERCENT-COMPLETE",
                                        "PRIORITY",   "CLASS",
                                        "CATEGORIES", "TRANSP",
                                        "RRULE",      "RDATE",
                                        "EXDATE",     "EXRULE",
                                        "ATTENDEE",   "ORGANIZER",
                                        "AALARM",     "DALARM",
                                        "TZ",         "DAYLIGHT",
                                        "URL",        "GEO",
                                        "RESOURCES",  "SEQUENCE",
                                        "DCREATED",   "LAST-MODIFIED",
                                        "X-*"};

std::vector<std::string> components_of(std::string_view kind) {
  if (kind == "contacts") {
    return {"VCARD"};
  }
  if (kind == "calendar") {
    return {"VCALENDAR", "VEVENT"};
  }
  return kind == "tasks" ? std::vector<std::string>{"VCALENDAR", "VTODO"}
                         : std::vector<std::string>{};
}

std::span<const char* const> properties_of(std::string_view kind) {
  if (kind == "contacts") {
    return ContactProperties;
  }
  return kind == "notes" ? std::span<const char* const>() : CalendarProperties;
}

ContentType type_of(const content::Format& format) {
  return {std::string(format.media_type), std::string(format.version)};
}

syncml::ContentCapability capability_of(const content::Kind& kind, const content::Format& format) {
  syncml::ContentCapability capability{type_of(format), {}};
  for (const char* name : properties_of(kind.name())) {
    syncml::Property property;
    property.name = name;
    if (property.name == "BEGIN" || property.name == "END") {
      property.values = components_of(kind.name());
    } else if (property.name == "VERSION") {
      property.values = {capability.type.version};
    } else if (property.name == "TEL") {
      property.params = {{"TYPE",
                          {"HOME", "WORK", "CELL", "FAX", "PAGER", "VOICE", "MSG", "VIDEO", "CAR",
                           "ISDN", "BBS", "MODEM", "PCS", "PREF"}}};
    } else if (property.name == "ADR" || property.name == "LABEL") {
      property.params = {{"TYPE", {"HOME", "WORK", "DOM", "INTL", "POSTAL", "PARCEL", "PREF"}}};
    } else if (property.name == "EMAIL") {
      property.params = {{"TYPE", {"INTERNET", "HOME", "WORK", "PREF", "X400"}}};
    }
    capability.properties.push_back(std::move(property));
  }
  return capability;
}

/// "text/directory" is a vCard by its older name; iCalendar goes by "text/calendar" alone.
std::string_view known_name(const ContentType& type) {
  return equals_ignore_case(type.type, "text/directory") ? std::string_view("text/vcard")
                                                         : std::string_view(type.type);
}

/// The format of ours that a content type means; devices leave versions out.
const content::Format* format_meant(const content::Kind& kind, const ContentType& type) {
  const std::string_view version = trim(type.version);
  for (const content::Format& format : kind.formats()) {
    // notes as text have no version that anybody agrees on
    const bool any_version = version.empty() || format.media_type == "text/plain";
    if (equals_ignore_case(format.media_type, known_name(type)) &&
        (any_version || version == format.version)) {
      return &format;
    }
  }
  return nullptr;
}

/// What the side likes best, else the fullest format it reads; nothing where we write none.
std::optional<ContentType> chosen_format(const content::Kind& kind, const Datastore& store) {
  const auto as_it_says = [](const ContentType& type, const content::Format& format) {
    return ContentType{type.type, std::string(format.version)};
  };
  if (const auto* format = format_meant(kind, store.rx_pref)) {
    return as_it_says(store.rx_pref, *format);
  }
  std::optional<ContentType> best;
  for (const ContentType& type : store.rx) {
    const auto* format = format_meant(kind, type);
    if (format != nullptr && (!best || format->version > best->version)) {
      best = as_it_says(type, *format);
    }
  }
  return best;
}

void declare(const syncml::ContentCapability& capability, content::Ability& ability) {
  for (const syncml::Property& property : capability.properties) {
    const std::string name = to_upper_ascii(property.name);
    if (name == "X-*" || name == "X-") {
      ability.any_extension = true;
      continue;
    }
    auto& limit = ability.declared[name];
    limit.max_size = property.max_size;
    limit.max_count = property.max_occur;
  }
}

}  // namespace

DevInf our_dev_inf(syncml::Version version, const PortalMark& mark,
                   std::span<const store::Collection> collections) {
  DevInf info;
  info.ver_dtd = syncml::ver_dtd_of(version);
  info.man = "pimsync";
  info.mod = "pimsync portal";
  info.sw_v = "0.1";
  info.fw_v = "0.1";
  info.hw_v = "0.1";
  info.dev_id = mark.side();
  info.dev_typ = "server";
  info.utc = true;
  info.large_objects = true;
  info.number_of_changes = true;
  for (const store::Collection& collection : collections) {
    const content::Kind* kind = content::kind_of(collection.kind);
    if (kind == nullptr) {
      continue;
    }
    const auto formats = kind->formats();
    Datastore store;
    store.source_ref = collection.name;
    store.display_name = collection.display_name;
    store.max_guid_size = 64;
    store.rx_pref = type_of(formats.front());
    store.tx_pref = store.rx_pref;
    for (const content::Format& format : formats.subspan(1)) {
      store.rx.push_back(type_of(format));
    }
    store.tx = store.rx;
    if (!properties_of(kind->name()).empty()) {
      store.capabilities = {capability_of(*kind, formats[0]), capability_of(*kind, formats[1])};
    }
    store.sync_types = {1, 2, 3, 4, 5, 6};
    info.datastores.push_back(std::move(store));
  }
  write_mark(info, mark);
  return info;
}

namespace {

constexpr const char* LargeObjects = "parts";

void set_large_objects(content::Ability& ability, bool takes) {
  if (takes) {
    ability.rules[LargeObjects] = "yes";
  } else {
    ability.rules.erase(LargeObjects);
  }
}

}  // namespace

std::uint64_t largest_in_parts(const content::Ability& ability, syncml::Version version,
                               std::uint64_t told) {
  if (version == syncml::Version::V10 || !ability.rules.contains(LargeObjects)) {
    return 0;
  }
  return told == 0 ? limits::MaxObjSize : std::min<std::uint64_t>(told, limits::MaxObjSize);
}

std::uint64_t max_obj_size(syncml::Version version) {
  return version == syncml::Version::V10 ? 0 : limits::MaxObjSize;
}

void cut_dev_inf(DevInf& info, syncml::Encoding encoding, syncml::Version version,
                 std::span<const std::string> wanted, std::size_t room) {
  const auto fits = [&] { return encode_dev_inf(encoding, version, info).size() <= room; };
  if (fits()) {
    return;
  }
  if (!wanted.empty()) {
    std::erase_if(info.datastores, [&](const Datastore& store) {
      return std::ranges::find(wanted, datastore_name(store.source_ref)) == wanted.end();
    });
  }
  if (fits()) {
    return;
  }
  for (Datastore& store : info.datastores) {
    for (auto& capability : store.capabilities) {
      for (syncml::Property& property : capability.properties) {
        property.params.clear();
      }
    }
  }
  if (fits()) {
    return;
  }
  for (Datastore& store : info.datastores) {
    store.capabilities.clear();
  }
}

std::string datastore_for(const DevInf& info, const content::Kind& kind) {
  // events and tasks have the same formats: the names of real servers tell them apart
  struct Hint {
    std::string_view kind;
    std::string_view part;
  };
  constexpr std::array Hints{
      Hint{"contacts", "card"}, Hint{"contacts", "con"},   Hint{"contacts", "address"},
      Hint{"calendar", "cal"},  Hint{"calendar", "event"}, Hint{"tasks", "task"},
      Hint{"tasks", "todo"},    Hint{"notes", "note"},     Hint{"notes", "memo"}};
  std::vector<std::string> readers;
  std::vector<std::string> named;
  for (const Datastore& store : info.datastores) {
    if (!chosen_format(kind, store)) {
      continue;
    }
    const std::string name = datastore_name(store.source_ref);
    // it becomes part of a list of ours: no name of a datastore has a sign of that list
    if (name.empty() || name.size() > limits::MaxName || trim(name) != name ||
        name.find_first_of(",=") != std::string::npos) {
      continue;
    }
    const std::string lower = to_lower_ascii(name);
    bool ours = false;
    bool others = false;
    for (const Hint& hint : Hints) {
      const bool says = lower.find(hint.part) != std::string::npos;
      ours = ours || (says && hint.kind == kind.name());
      others = others || (says && hint.kind != kind.name());
    }
    if (ours) {
      named.push_back(name);
    } else if (!others) {
      readers.push_back(name);
    }
  }
  if (named.size() == 1) {
    return named.front();
  }
  return named.empty() && readers.size() == 1 ? readers.front() : std::string();
}

Result<content::Ability> ability_of(const DevInf& info, std::string_view datastore,
                                    const content::Kind& kind, const content::Ability& before) {
  const bool whole = read_mark(info).has_value();
  content::Ability ability = whole ? content::whole_ability(kind) : content::unknown_ability(kind);
  ability.shown = before.shown;
  if (whole) {
    set_large_objects(ability, info.large_objects);
    return ability;
  }
  ability.rules = before.rules;
  set_large_objects(ability, info.large_objects);
  ability.rules["model"] = info.man + (info.mod.empty() ? "" : ' ' + info.mod);
  ability.charset = before.charset;
  const std::string wanted = datastore_name(datastore);
  const auto found = std::ranges::find_if(info.datastores, [&](const Datastore& store) {
    return datastore_name(store.source_ref) == wanted;
  });
  if (found == info.datastores.end()) {
    return ability;  // nothing told of it: the widest common form
  }
  const auto format = chosen_format(kind, *found);
  if (!format) {
    return fail(ErrorCode::Unsupported,
                "The other side reads no format of '" + std::string(kind.name()) +
                    "' that we write; nothing was changed.",
                found->rx_pref.type + " " + found->rx_pref.version);
  }
  ability.media_type = format->type;
  ability.version = format->version;
  if (!info.utc && format->version == "1.0") {
    ability.rules.try_emplace("times", "local");  // until its records show otherwise
  }
  ability.rules.erase("names");
  if (found->max_guid_size != 0 && found->max_guid_size < LongestName) {
    ability.rules["names"] = std::to_string(found->max_guid_size);
  }
  for (const auto& capability : found->capabilities) {
    const auto* meant = format_meant(kind, capability.type);
    if (meant != nullptr && meant->version == ability.version) {
      declare(capability, ability);
    }
  }
  return ability;
}

}  // namespace pim::session
