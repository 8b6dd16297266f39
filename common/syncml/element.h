// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace pim::syncml {

/// The elements of the three documents (SyncML, MetInf, DevInf). A name means the same wherever
/// it stands, so the page need not be asked.
enum class Element : std::uint8_t {
  Unknown,
  // SyncML
  Add, Alert, Archive, Atomic, Chal, Cmd, CmdId, CmdRef, Copy, Correlator, Cred, Data, Delete,
  Exec, Field, Filter, FilterType, Final, Get, Item, Lang, LocName, LocUri, Map, MapItem, Meta,
  MoreData, Move, MsgId, MsgRef, NoResp, NoResults, NumberOfChanges, Put, Record, Replace, RespUri,
  Results, Search, Sequence, SessionId, SftDel, Source, SourceParent, SourceRef, Status, Sync,
  SyncBody, SyncHdr, SyncMl, Target, TargetParent, TargetRef, VerDtd, VerProto,
  // MetInf
  Anchor, Emi, FieldLevel, Format, FreeId, FreeMem, Last, Mark, MaxMsgSize, MaxObjSize, Mem, MetInf,
  Next, NextNonce, SharedMem, Size, Type, Version,
  // DevInf
  CtCap, CtType, DataStore, DataType, DevId, DevInf, DevTyp, DisplayName, DsMem, Ext, FilterCap,
  FilterKeyword, FilterRx, FwV, HwV, Man, MaxGuidSize, MaxId, MaxMem, MaxOccur, MaxSize, Mod,
  NoTruncate, Oem, ParamName, Property, PropName, PropParam, Rx, RxPref, SupportHierarchicalSync,
  SupportLargeObjects, SupportLargeObjs, SupportNumberOfChanges, SwV, SyncCap, SyncType, Tx, TxPref,
  Utc, ValEnum, VerCt, XNam, XVal,
};

/// In any case ("DevId", "Xnam" exist); Unknown where it is no name of ours.
Element element_of(std::string_view name);
/// The spelling of SyncML 1.2; empty for Unknown.
std::string_view name_of(Element element);

}  // namespace pim::syncml
