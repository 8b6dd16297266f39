// SPDX-License-Identifier: Apache-2.0
#include "common/session/capabilities.h"

#include <algorithm>
#include <array>

#include "common/base/text.h"

namespace pim::session {

using syncml::ContentType;
using syncml::Datastore;
using syncml::DevInf;

namespace {

const ContentType VCard30{"text/vcard", "3.0"};

/// Everything vCard 3.0 names; unknown properties are kept and announced by X-*.
constexpr std::array ContactProperties{
    "BEGIN", "END",  "VERSION", "N",    "FN",       "NICKNAME", "PHOTO", "BDAY",       "ADR",
    "LABEL", "TEL",  "EMAIL",   "MAILER", "TZ",     "GEO",      "TITLE", "ROLE",       "LOGO",
    "AGENT", "ORG",  "CATEGORIES", "NOTE", "PRODID", "REV",     "SORT-STRING", "SOUND", "UID",
    "URL",   "CLASS", "KEY",    "IMPP", "SOURCE",   "NAME",     "PROFILE", "CALURI",   "FBURL",
    "X-*"};

syncml::ContentCapability contact_capability() {
  syncml::ContentCapability capability{VCard30, {}};
  for (const char* name : ContactProperties) {
    syncml::Property property;
    property.name = name;
    if (property.name == "BEGIN" || property.name == "END") {
      property.values = {"VCARD"};
    } else if (property.name == "VERSION") {
      property.values = {"3.0"};
    } else if (property.name == "TEL") {
      property.params = {{"TYPE", {"HOME", "WORK", "CELL", "FAX", "PAGER", "VOICE", "MSG", "VIDEO",
                                   "CAR", "ISDN", "BBS", "MODEM", "PCS", "PREF"}}};
    } else if (property.name == "ADR" || property.name == "LABEL") {
      property.params = {{"TYPE", {"HOME", "WORK", "DOM", "INTL", "POSTAL", "PARCEL", "PREF"}}};
    } else if (property.name == "EMAIL") {
      property.params = {{"TYPE", {"INTERNET", "HOME", "WORK", "PREF", "X400"}}};
    }
    capability.properties.push_back(std::move(property));
  }
  return capability;
}

bool same_type(const ContentType& type) {
  return (equals_ignore_case(type.type, "text/vcard") ||
          equals_ignore_case(type.type, "text/directory")) &&
         (type.version == "3.0" || type.version.empty());
}

bool reads_contacts(const Datastore& store) {
  return same_type(store.rx_pref) || std::ranges::any_of(store.rx, same_type);
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
  info.number_of_changes = true;
  for (const store::Collection& collection : collections) {
    if (collection.kind != "contacts") {
      continue;  // the kinds this version converts
    }
    Datastore store;
    store.source_ref = collection.name;
    store.display_name = collection.display_name;
    store.max_guid_size = 64;
    store.rx_pref = VCard30;
    store.tx_pref = VCard30;
    store.capabilities = {contact_capability()};
    store.sync_types = {1, 2, 3, 4, 5, 6};
    info.datastores.push_back(std::move(store));
  }
  write_mark(info, mark);
  return info;
}

void cut_dev_inf(DevInf& info, syncml::Encoding encoding, syncml::Version version,
                 std::string_view wanted, std::size_t room) {
  const auto fits = [&] { return encode_dev_inf(encoding, version, info).size() <= room; };
  if (fits()) {
    return;
  }
  if (!wanted.empty()) {
    std::erase_if(info.datastores, [&](const Datastore& store) {
      return datastore_name(store.source_ref) != wanted;
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

Result<content::Ability> ability_of(const DevInf& info, std::string_view datastore,
                                    const content::Ability& before) {
  content::Ability ability;
  ability.shown = before.shown;
  if (read_mark(info)) {
    ability.whole = true;
    return ability;
  }
  const std::string wanted = datastore_name(datastore);
  const auto found = std::ranges::find_if(info.datastores, [&](const Datastore& store) {
    return datastore_name(store.source_ref) == wanted;
  });
  if (found == info.datastores.end()) {
    return ability;  // nothing told of it: the widest common form
  }
  if (!reads_contacts(*found)) {
    return fail(ErrorCode::Unsupported,
                "The other side reads no vCard 3.0, and other versions are not written yet; "
                "nothing was changed.",
                found->rx_pref.type + " " + found->rx_pref.version);
  }
  for (const auto& capability : found->capabilities) {
    if (same_type(capability.type)) {
      declare(capability, ability);
    }
  }
  return ability;
}

}  // namespace pim::session
