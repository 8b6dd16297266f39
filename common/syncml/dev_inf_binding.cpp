// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "common/syncml/binding.h"
#include "common/syncml/codec.h"
#include "common/syncml/dev_inf.h"
#include "common/syncml/dev_inf_flat.h"

// Where the elements of a DevInf document go, of all three versions.
namespace pim::syncml {
namespace {

using E = Element;
using Extension = std::pair<std::string, std::vector<std::string>>;

struct DevInfDocument {
  DevInf info;
  FlatParts flat;
  int roots = 0;
};

Slot value(std::vector<std::string>& values) {
  return counted(token(values.emplace_back()));
}

Slot content_type_child(ContentType& type, const Name& name) {
  switch (name.element) {
    case E::CtType: return token(type.type);
    case E::VerCt: return token(type.version);
    default: return skip();
  }
}

Slot param_child(PropParam& param, const Name& name) {
  switch (name.element) {
    case E::ParamName: return token(param.name);
    case E::ValEnum: return value(param.values);
    default: return skip();
  }
}

Slot property_child(Property& property, const Name& name) {
  switch (name.element) {
    case E::PropName: return token(property.name);
    case E::MaxSize:
    case E::Size: return number(property.max_size);
    case E::MaxOccur: return number(property.max_occur);
    case E::NoTruncate: return flag(property.no_truncate);
    case E::ValEnum: return value(property.values);
    case E::PropParam: return counted(node<&param_child>(property.params.emplace_back()));
    default: return skip();
  }
}

/// 1.0 and 1.1 give a run of names in which each belongs to what stands before it: a ValEnum or
/// Size to the last ParamName, else to the last PropName.
Slot flat_child(Property& property, const Name& name) {
  const bool of_param = !property.params.empty();
  switch (name.element) {
    case E::ParamName: return counted(token(property.params.emplace_back().name));
    case E::ValEnum: return value(of_param ? property.params.back().values : property.values);
    case E::Size:
    case E::MaxSize: return of_param ? skip() : number(property.max_size);
    default: return of_param ? skip() : property_child(property, name);
  }
}

Slot capability_child(std::vector<ContentCapability>& capabilities, const Name& name) {
  if (name.element == E::CtType || capabilities.empty()) {
    capabilities.emplace_back();  // one CTCap may hold several types, one after the other
  }
  ContentCapability& capability = capabilities.back();
  std::vector<Property>& properties = capability.properties;
  switch (name.element) {
    case E::CtType: return counted(token(capability.type.type));
    case E::VerCt: return token(capability.type.version);
    case E::Property: return counted(node<&property_child>(properties.emplace_back()));
    case E::PropName: return counted(token(properties.emplace_back().name));
    default: return properties.empty() ? skip() : flat_child(properties.back(), name);
  }
}

Slot sync_cap_child(std::vector<int>& types, const Name& name) {
  return name.element == E::SyncType ? counted(code(types.emplace_back())) : skip();
}

Slot datastore_child(Datastore& store, const Name& name) {
  switch (name.element) {
    case E::SourceRef: return token(store.source_ref);
    case E::DisplayName: return token(store.display_name);
    case E::MaxGuidSize: return number(store.max_guid_size);
    case E::RxPref: return node<&content_type_child>(store.rx_pref);
    case E::Rx: return counted(node<&content_type_child>(store.rx.emplace_back()));
    case E::TxPref: return node<&content_type_child>(store.tx_pref);
    case E::Tx: return counted(node<&content_type_child>(store.tx.emplace_back()));
    case E::CtCap: return node<&capability_child>(store.capabilities);
    case E::SyncCap: return node<&sync_cap_child>(store.sync_types);
    default: return skip();
  }
}

Slot extension_child(Extension& extension, const Name& name) {
  switch (name.element) {
    case E::XNam: return token(extension.first);
    case E::XVal: return value(extension.second);
    default: return skip();
  }
}

Slot info_child(DevInfDocument& document, const Name& name) {
  DevInf& info = document.info;
  switch (name.element) {
    case E::VerDtd: return token(info.ver_dtd);
    case E::Man: return token(info.man);
    case E::Mod: return token(info.mod);
    case E::Oem: return token(info.oem);
    case E::FwV: return token(info.fw_v);
    case E::SwV: return token(info.sw_v);
    case E::HwV: return token(info.hw_v);
    case E::DevId: return token(info.dev_id);
    case E::DevTyp: return token(info.dev_typ);
    case E::Utc: return flag(info.utc);
    case E::SupportLargeObjs:
    case E::SupportLargeObjects: return flag(info.large_objects);
    case E::SupportNumberOfChanges: return flag(info.number_of_changes);
    case E::DataStore: return counted(node<&datastore_child>(info.datastores.emplace_back()));
    case E::CtCap: return node<&capability_child>(document.flat.capabilities);
    case E::SyncCap: return node<&sync_cap_child>(document.flat.sync_types);
    case E::Ext: return counted(node<&extension_child>(info.extensions.emplace_back()));
    default: return skip();
  }
}

Slot document_child(DevInfDocument& document, const Name& name) {
  if (name.element != E::DevInf) {
    return skip();
  }
  ++document.roots;
  return node<&info_child>(document);
}

}  // namespace

Result<DevInf> decode_dev_inf(Encoding encoding, std::string_view octets) {
  DevInfDocument document;
  Binder binder(node<&document_child>(document));
  PIM_CHECK(read_document(encoding, octets, binder));
  if (document.roots != 1) {
    return fail(ErrorCode::Malformed, "not a DevInf document");
  }
  settle(document.info, std::move(document.flat));
  return std::move(document.info);
}

}  // namespace pim::syncml
