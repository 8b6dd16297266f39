// SPDX-License-Identifier: Apache-2.0
#include "common/syncml/element.h"

#include <array>

#include "common/base/text.h"

namespace pim::syncml {
namespace {

// in the order of the enumeration
// clang-format off
constexpr std::array<std::string_view, 118> Names = {
    "", "Add", "Alert", "Archive", "Atomic", "Chal", "Cmd", "CmdID", "CmdRef", "Copy",
    "Correlator", "Cred", "Data", "Delete", "Exec", "Field", "Filter", "FilterType", "Final",
    "Get", "Item", "Lang", "LocName", "LocURI", "Map", "MapItem", "Meta", "MoreData", "Move",
    "MsgID", "MsgRef", "NoResp", "NoResults", "NumberOfChanges", "Put", "Record", "Replace",
    "RespURI", "Results", "Search", "Sequence", "SessionID", "SftDel", "Source", "SourceParent",
    "SourceRef", "Status", "Sync", "SyncBody", "SyncHdr", "SyncML", "Target", "TargetParent",
    "TargetRef", "VerDTD", "VerProto", "Anchor", "EMI", "FieldLevel", "Format", "FreeID",
    "FreeMem", "Last", "Mark", "MaxMsgSize", "MaxObjSize", "Mem", "MetInf", "Next", "NextNonce",
    "SharedMem", "Size", "Type", "Version", "CTCap", "CTType", "DataStore", "DataType", "DevID",
    "DevInf", "DevTyp", "DisplayName", "DSMem", "Ext", "FilterCap", "FilterKeyword",
    "Filter-Rx", "FwV", "HwV", "Man", "MaxGUIDSize", "MaxID", "MaxMem", "MaxOccur", "MaxSize",
    "Mod", "NoTruncate", "OEM", "ParamName", "Property", "PropName", "PropParam", "Rx",
    "Rx-Pref", "SupportHierarchicalSync", "SupportLargeObjects", "SupportLargeObjs",
    "SupportNumberOfChanges", "SwV", "SyncCap", "SyncType", "Tx", "Tx-Pref", "UTC", "ValEnum",
    "VerCT", "XNam", "XVal"};
// clang-format on

constexpr std::size_t Slots = 512;  // a power of two, a quarter filled

/// The bit that tells case is set: letters of either case fall together.
constexpr std::size_t slot_of(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) {
    hash = (hash ^ (static_cast<unsigned char>(c) | 0x20U)) * 16777619U;
  }
  return (hash ^ (hash >> 15U)) % Slots;
}

constexpr std::array<std::uint8_t, Slots> make_table() {
  std::array<std::uint8_t, Slots> table{};
  for (std::size_t i = 1; i < Names.size(); ++i) {
    std::size_t slot = slot_of(Names[i]);
    while (table[slot] != 0) {
      slot = (slot + 1) % Slots;
    }
    table[slot] = static_cast<std::uint8_t>(i);
  }
  return table;
}

constexpr std::array<std::uint8_t, Slots> Table = make_table();
constexpr std::size_t LongestName = 23;  // SupportHierarchicalSync

}  // namespace

static_assert(Names.size() == static_cast<std::size_t>(Element::XVal) + 1);
static_assert(Names[static_cast<std::size_t>(Element::VerProto)] == "VerProto");
static_assert(Names[static_cast<std::size_t>(Element::Version)] == "Version");

Element element_of(std::string_view name) {
  if (name.size() > LongestName) {
    return Element::Unknown;
  }
  for (std::size_t slot = slot_of(name); Table[slot] != 0; slot = (slot + 1) % Slots) {
    const std::string_view known = Names[Table[slot]];
    if (name == known || equals_ignore_case(name, known)) {  // nearly always as it is spelt here
      return Element{Table[slot]};
    }
  }
  return Element::Unknown;
}

std::string_view name_of(Element element) {
  return Names[static_cast<std::size_t>(element)];
}

}  // namespace pim::syncml
