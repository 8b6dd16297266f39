// SPDX-License-Identifier: Apache-2.0
#include "common/wbxml/tokens.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

#include "common/base/text.h"

namespace pim::wbxml {
namespace {

using Names = std::span<const std::string_view>;

/// From FirstTag on.
constexpr std::array<std::string_view, 56> SyncMlNames = {"Add",
                                                          "Alert",
                                                          "Archive",
                                                          "Atomic",
                                                          "Chal",
                                                          "Cmd",
                                                          "CmdID",
                                                          "CmdRef",
                                                          "Copy",
                                                          "Cred",
                                                          "Data",
                                                          "Delete",
                                                          "Exec",
                                                          "Final",
                                                          "Get",
                                                          "Item",
                                                          "Lang",
                                                          "LocName",
                                                          "LocURI",
                                                          "Map",
                                                          "MapItem",
                                                          "Meta",
                                                          "MsgID",
                                                          "MsgRef",
                                                          "NoResp",
                                                          "NoResults",
                                                          "Put",
                                                          "Replace",
                                                          "RespURI",
                                                          "Results",
                                                          "Search",
                                                          "Sequence",
                                                          "SessionID",
                                                          "SftDel",
                                                          "Source",
                                                          "SourceRef",
                                                          "Status",
                                                          "Sync",
                                                          "SyncBody",
                                                          "SyncHdr",
                                                          "SyncML",
                                                          "Target",
                                                          "TargetRef",
                                                          "",
                                                          "VerDTD",
                                                          "VerProto",
                                                          "NumberOfChanges",
                                                          "MoreData",
                                                          "Field",
                                                          "Filter",
                                                          "Record",
                                                          "FilterType",
                                                          "SourceParent",
                                                          "TargetParent",
                                                          "Move",
                                                          "Correlator"};
constexpr std::array<std::string_view, 18> MetInfNames = {
    "Anchor",    "EMI",        "Format", "FreeID",  "FreeMem",    "Last",
    "Mark",      "MaxMsgSize", "Mem",    "MetInf",  "Next",       "NextNonce",
    "SharedMem", "Size",       "Type",   "Version", "MaxObjSize", "FieldLevel"};
constexpr std::array<std::string_view, 48> DevInfNames = {"CTCap",
                                                          "CTType",
                                                          "DataStore",
                                                          "DataType",
                                                          "DevID",
                                                          "DevInf",
                                                          "DevTyp",
                                                          "DisplayName",
                                                          "DSMem",
                                                          "Ext",
                                                          "FwV",
                                                          "HwV",
                                                          "Man",
                                                          "MaxGUIDSize",
                                                          "MaxID",
                                                          "MaxMem",
                                                          "Mod",
                                                          "OEM",
                                                          "ParamName",
                                                          "PropName",
                                                          "Rx",
                                                          "Rx-Pref",
                                                          "SharedMem",
                                                          "MaxSize",
                                                          "SourceRef",
                                                          "SwV",
                                                          "SyncCap",
                                                          "SyncType",
                                                          "Tx",
                                                          "Tx-Pref",
                                                          "ValEnum",
                                                          "VerCT",
                                                          "VerDTD",
                                                          "XNam",
                                                          "XVal",
                                                          "UTC",
                                                          "SupportNumberOfChanges",
                                                          "SupportLargeObjs",
                                                          "Property",
                                                          "PropParam",
                                                          "MaxOccur",
                                                          "NoTruncate",
                                                          "",
                                                          "Filter-Rx",
                                                          "FilterCap",
                                                          "FilterKeyword",
                                                          "FieldLevel",
                                                          "SupportHierarchicalSync"};

Names names_of(Language language, unsigned page) {
  if (language == Language::DevInf) {
    return page == 0 ? Names(DevInfNames) : Names();
  }
  return page == 0 ? Names(SyncMlNames) : page == 1 ? Names(MetInfNames) : Names();
}

/// Places in a table by name.
class Sorted {
 public:
  explicit Sorted(Names names) : names_(names) {
    for (std::size_t at = 0; at < names.size(); ++at) {
      if (!names[at].empty()) {
        places_.push_back(static_cast<std::uint8_t>(at));
      }
    }
    std::sort(places_.begin(), places_.end(),
              [&](std::uint8_t a, std::uint8_t b) { return less(names_[a], names_[b]); });
  }

  std::optional<std::uint8_t> find(std::string_view name) const {
    const auto at = std::lower_bound(
        places_.begin(), places_.end(), name,
        [&](std::uint8_t place, std::string_view wanted) { return less(names_[place], wanted); });
    if (at == places_.end() || !equals_ignore_case(names_[*at], name)) {
      return std::nullopt;
    }
    return static_cast<std::uint8_t>(*at + FirstTag);
  }

 private:
  static bool less(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [&](char x, char y) { return lower(x) < lower(y); });
  }

  Names names_;
  std::vector<std::uint8_t> places_;
};

const Sorted& sorted(Language language, std::uint8_t page) {
  static const Sorted sync_ml{Names(SyncMlNames)};
  static const Sorted met_inf{Names(MetInfNames)};
  static const Sorted dev_inf{Names(DevInfNames)};
  return language == Language::DevInf ? dev_inf : page == 1 ? met_inf : sync_ml;
}

}  // namespace

std::string_view tag_name(Language language, unsigned page, unsigned token) {
  const Names names = names_of(language, page);
  return token >= FirstTag && token - FirstTag < names.size() ? names[token - FirstTag]
                                                              : std::string_view();
}

std::optional<TagPage> page_of(Language language, unsigned page) {
  if (names_of(language, page).empty()) {
    return std::nullopt;
  }
  return language == Language::DevInf ? TagPage::DevInf
         : page == 1                  ? TagPage::MetInf
                                      : TagPage::SyncMl;
}

std::optional<Tag> tag_of(Language language, TagPage page, std::string_view name) {
  if (language == Language::DevInf && equals_ignore_case(name, "Size")) {
    name = "MaxSize";  // what 1.2 called the token of 1.0 and 1.1
  }
  const std::uint8_t number = language == Language::SyncMl && page == TagPage::MetInf ? 1 : 0;
  const auto token = sorted(language, number).find(name);
  return token ? std::optional(Tag{number, *token}) : std::nullopt;
}

std::optional<Language> language_of(std::uint32_t public_id) {
  switch (public_id) {
    case 0x0fd1:
    case 0x0fd3:
    case 0x1201: return Language::SyncMl;
    case 0x0fd2:
    case 0x0fd4:
    case 0x1203: return Language::DevInf;
    default: return std::nullopt;
  }
}

std::optional<Language> language_of(std::string_view formal_id) {
  const std::string id = to_lower_ascii(formal_id);
  if (id.find("devinf") != std::string::npos) {
    return Language::DevInf;
  }
  if (id.find("syncml") != std::string::npos) {
    return Language::SyncMl;
  }
  return std::nullopt;
}

}  // namespace pim::wbxml
