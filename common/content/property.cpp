// SPDX-License-Identifier: Apache-2.0
#include "common/content/property.h"

#include <array>

#include "common/base/text.h"

namespace pim::content {
namespace {

using enum Property;
constexpr auto Text = Shape::Text;
constexpr auto Structured = Shape::Structured;
constexpr auto Uri = Shape::Uri;
constexpr auto Date = Shape::Date;
constexpr auto Binary = Shape::Binary;
constexpr auto Phone = Shape::Phone;
constexpr auto Mail = Shape::Mail;
constexpr auto Raw = Shape::Raw;

constexpr PropertyInfo single(std::string_view name, Property id, Shape shape,
                              std::string_view canonical = {}) {
  return {name, canonical.empty() ? name : canonical, id, shape, Merging::Single, Weight::Compared,
          {}};
}
constexpr PropertyInfo list(std::string_view name, Property id, Shape shape) {
  return {name, name, id, shape, Merging::List, Weight::Compared, {}};
}
constexpr PropertyInfo set(std::string_view name, Property id, std::string_view canonical) {
  return {name, canonical, id, Shape::List, Merging::Set, Weight::Compared, {}};
}
constexpr PropertyInfo hidden(std::string_view name, Property id, Weight weight = Weight::Never) {
  return {name, name, id, Text, Merging::Single, weight, {}};
}
constexpr PropertyInfo im(std::string_view name, std::string_view scheme) {
  return {name, "IM", Im, Shape::Im, Merging::Keyed, Weight::Compared, scheme};
}
constexpr PropertyInfo related(std::string_view name, std::string_view relation) {
  return {name, "RELATED", Related, Text, Merging::Keyed, Weight::Compared, relation};
}

constexpr auto Table = std::to_array<PropertyInfo>({
    hidden("VERSION", Version),
    hidden("UID", Uid),
    hidden("REV", Rev),
    hidden("PRODID", Other),
    hidden("PROFILE", Other),
    hidden("X-IRMC-LUID", Other),
    hidden("X-SYMBIAN-LUID", Other),
    hidden("SOURCE", Other, Weight::ExactOnly),
    hidden("X-EVOLUTION-FILE-AS", Other, Weight::ExactOnly),
    single("FN", Fn, Text),
    {"N", "N", N, Structured, Merging::Components, Weight::Compared, {}},
    {"ORG", "ORG", Org, Structured, Merging::Components, Weight::Compared, {}},
    {"ADR", "ADR", Adr, Structured, Merging::Components, Weight::Compared, {}},
    {"NOTE", "NOTE", Note, Text, Merging::Text, Weight::Compared, {}},
    set("NICKNAME", Nickname, "NICKNAME"),
    set("X-EPOCSECONDNAME", Nickname, "NICKNAME"),
    set("X-MOT-NICKNAME", Nickname, "NICKNAME"),
    set("CATEGORIES", Categories, "CATEGORIES"),
    set("X-MOT-CAT", Categories, "CATEGORIES"),
    single("TITLE", Title, Text),
    single("ROLE", Role, Text),
    single("SORT-STRING", SortString, Text),
    single("MAILER", Other, Text),
    single("NAME", Other, Text),
    single("TZ", Other, Text),
    single("CLASS", Class, Text),
    single("GEO", Geo, Raw),
    list("TEL", Tel, Phone),
    list("EMAIL", Email, Mail),
    list("URL", Url, Uri),
    list("LABEL", Property::Label, Text),
    list("FBURL", Other, Uri),
    list("CALURI", Other, Uri),
    list("CALADRURI", Other, Uri),
    list("X-SOCIALPROFILE", Other, Uri),
    list("AGENT", Other, Raw),
    single("PHOTO", Photo, Binary),
    list("LOGO", Logo, Binary),
    list("SOUND", Sound, Binary),
    list("KEY", Key, Binary),
    single("BDAY", Bday, Date),
    single("X-ANNIVERSARY", Anniversary, Date, "ANNIVERSARY"),
    single("ANNIVERSARY", Anniversary, Date, "ANNIVERSARY"),
    single("X-EVOLUTION-ANNIVERSARY", Anniversary, Date, "ANNIVERSARY"),
    single("X-KADDRESSBOOK-X-ANNIVERSARY", Anniversary, Date, "ANNIVERSARY"),
    single("X-MS-ANNIVERSARY", Anniversary, Date, "ANNIVERSARY"),
    single("X-GENDER", Gender, Text, "GENDER"),
    single("X-WAB-GENDER", Gender, Text, "GENDER"),
    single("X-PHONETIC-FIRST-NAME", Other, Text),
    single("X-PHONETIC-LAST-NAME", Other, Text),
    single("GENDER", Gender, Text),
    single("X-ADDRESSBOOKSERVER-KIND", Kind, Text, "KIND"),
    single("KIND", Kind, Text),
    {"MEMBER", "MEMBER", Member, Uri, Merging::Keyed, Weight::Compared, {}},
    {"RELATED", "RELATED", Related, Text, Merging::Keyed, Weight::Compared, {}},
    single("DEATHDATE", Other, Date),
    list("SOCIALPROFILE", Other, Uri),
    {"X-ADDRESSBOOKSERVER-MEMBER", "MEMBER", Member, Uri, Merging::Keyed, Weight::Compared, {}},
    related("X-SPOUSE", "SPOUSE"),
    related("X-EVOLUTION-SPOUSE", "SPOUSE"),
    related("X-KADDRESSBOOK-X-SPOUSENAME", "SPOUSE"),
    related("X-KADDRESSBOOK-X-SPOUSESNAME", "SPOUSE"),
    related("X-MS-SPOUSE", "SPOUSE"),
    related("X-MANAGER", "MANAGER"),
    related("X-EVOLUTION-MANAGER", "MANAGER"),
    related("X-KADDRESSBOOK-X-MANAGERSNAME", "MANAGER"),
    related("X-MS-MANAGER", "MANAGER"),
    related("X-ASSISTANT", "ASSISTANT"),
    related("X-EVOLUTION-ASSISTANT", "ASSISTANT"),
    related("X-KADDRESSBOOK-X-ASSISTANTSNAME", "ASSISTANT"),
    related("X-MS-ASSISTANT", "ASSISTANT"),
    im("IMPP", {}),
    im("X-AIM", "aim"),
    im("X-ICQ", "icq"),
    im("X-MSN", "msnim"),
    im("X-YAHOO", "ymsgr"),
    im("X-JABBER", "xmpp"),
    im("X-GOOGLE-TALK", "xmpp"),
    im("X-SKYPE", "skype"),
    im("X-SKYPE-USERNAME", "skype"),
    im("X-GADUGADU", "gg"),
    im("X-GROUPWISE", "groupwise"),
    im("X-QQ", "qq"),
    im("X-MS-IMADDRESS", "?"),
    im("X-KADDRESSBOOK-X-IMADDRESS", "?"),
    list("X-ABLABEL", AbLabel, Text),
    hidden("X-ABADR",
           AbAdr),  // Apple's country code for the ADR of its group: goes where that goes
    list("X-ABDATE", AbDate, Date),
    list("X-ABRELATEDNAMES", AbRelated, Text),
});

constexpr PropertyInfo Unknown{};

constexpr char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

/// FNV-1a over the upper case letters.
constexpr std::uint32_t hash(std::string_view name) {
  std::uint32_t value = 2166136261U;
  for (const char c : name) {
    value = (value ^ static_cast<unsigned char>(upper(c))) * 16777619U;
  }
  return value ^ (value >> 15U);
}

constexpr std::size_t Slots = 256;

/// Open addressing; 0 = free, otherwise the index in Table + 1.
constexpr std::array<std::uint8_t, Slots> build_index() {
  static_assert(Table.size() < Slots / 2);
  std::array<std::uint8_t, Slots> index{};
  for (std::size_t i = 0; i < Table.size(); ++i) {
    std::size_t slot = hash(Table[i].name) % Slots;
    while (index[slot] != 0) {
      slot = (slot + 1) % Slots;
    }
    index[slot] = static_cast<std::uint8_t>(i + 1);
  }
  return index;
}
constexpr auto ByName = build_index();

struct Service {
  std::string_view name;
  std::string_view scheme;
};
constexpr auto Services = std::to_array<Service>({
    {"AIM", "aim"},
    {"ICQ", "icq"},
    {"MSN", "msnim"},
    {"YAHOO", "ymsgr"},
    {"JABBER", "xmpp"},
    {"XMPP", "xmpp"},
    {"GOOGLETALK", "xmpp"},
    {"GOOGLE TALK", "xmpp"},
    {"SKYPE", "skype"},
    {"GADUGADU", "gg"},
    {"GADU-GADU", "gg"},
    {"GROUPWISE", "groupwise"},
    {"QQ", "qq"},
});

}  // namespace

const PropertyInfo* find_property(std::string_view name) {
  for (std::size_t slot = hash(name) % Slots; ByName[slot] != 0; slot = (slot + 1) % Slots) {
    const PropertyInfo& info = Table[ByName[slot] - 1U];
    if (equals_ignore_case(info.name, name)) {
      return &info;
    }
  }
  return &Unknown;
}

const PropertyInfo& info_of(Property id) {
  for (const PropertyInfo& info : Table) {
    if (info.id == id) {
      return info;
    }
  }
  return Unknown;
}

std::span<const PropertyInfo> all_properties() {
  return Table;
}

std::string_view im_scheme(std::string_view service) {
  for (const Service& entry : Services) {
    if (equals_ignore_case(entry.name, service)) {
      return entry.scheme;
    }
  }
  return {};
}

}  // namespace pim::content
