// SPDX-License-Identifier: Apache-2.0
#include "common/base/events.h"
#include "common/base/text.h"
#include "common/syncml/codec.h"
#include "common/syncml/dev_inf.h"
#include "common/syncml/dev_inf_flat.h"
#include "common/syncml/element.h"

namespace pim::syncml {
namespace {

using E = Element;

void start(TagWriter& out, E element) {
  out.start(TagPage::DevInf, name_of(element));
}

void put(TagWriter& out, E element, std::string_view text) {
  out.element(TagPage::DevInf, name_of(element), text);
}

void put_unless_empty(TagWriter& out, E element, std::string_view text) {
  if (!text.empty()) {
    put(out, element, text);
  }
}

void put_unless_zero(TagWriter& out, E element, std::uint64_t number) {
  if (number != 0) {
    put(out, element, std::to_string(number));
  }
}

void put_if(TagWriter& out, E element, bool there) {
  if (there) {
    out.flag(TagPage::DevInf, name_of(element));
  }
}

void put_all(TagWriter& out, E element, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    put(out, element, text);
  }
}

void write(TagWriter& out, E element, const ContentType& type) {
  start(out, element);
  put(out, E::CtType, type.type);
  put(out, E::VerCt, type.version);
  out.end();
}

void write(TagWriter& out, E element, const std::vector<ContentType>& types) {
  for (const ContentType& type : types) {
    write(out, element, type);
  }
}

void write(TagWriter& out, const Property& property) {
  start(out, E::Property);
  put(out, E::PropName, property.name);
  put_unless_zero(out, E::MaxOccur, property.max_occur);
  put_unless_zero(out, E::MaxSize, property.max_size);
  put_if(out, E::NoTruncate, property.no_truncate);
  put_all(out, E::ValEnum, property.values);
  for (const PropParam& param : property.params) {
    start(out, E::PropParam);
    put(out, E::ParamName, param.name);
    put_all(out, E::ValEnum, param.values);
    out.end();
  }
  out.end();
}

/// 1.0 and 1.1: a Size needs a DataType before it, and excludes a list of values. Old phones know
/// the values of TYPE only as names of parameters (TEL;WORK).
void write_flat(TagWriter& out, const Property& property) {
  put(out, E::PropName, property.name);
  put_all(out, E::ValEnum, property.values);
  if (property.values.empty() && property.max_size != 0) {
    put(out, E::DataType, "chr");
    put_unless_zero(out, E::Size, property.max_size);
  }
  for (const PropParam& param : property.params) {
    if (equals_ignore_case(param.name, "TYPE") && !param.values.empty()) {
      put_all(out, E::ParamName, param.values);
    } else {
      put(out, E::ParamName, param.name);
      put_all(out, E::ValEnum, param.values);
    }
  }
}

void write(TagWriter& out, Version version, const ContentCapability& capability) {
  start(out, E::CtCap);
  put(out, E::CtType, capability.type.type);
  if (version == Version::V12) {
    put(out, E::VerCt, capability.type.version);
  }
  for (const Property& property : capability.properties) {
    version == Version::V12 ? write(out, property) : write_flat(out, property);
  }
  out.end();
}

void write_sync_cap(TagWriter& out, const std::vector<int>& types) {
  start(out, E::SyncCap);
  for (const int type : types) {
    // Nokia cancels and Funambol throws on any other value
    if (type >= 1 && type <= 7) {
      put(out, E::SyncType, std::to_string(type));
    }
  }
  out.end();
}

void write(TagWriter& out, Version version, const Datastore& store) {
  start(out, E::DataStore);
  put(out, E::SourceRef, store.source_ref);
  put_unless_empty(out, E::DisplayName, store.display_name);
  put_unless_zero(out, E::MaxGuidSize, store.max_guid_size);
  write(out, E::RxPref, store.rx_pref);
  write(out, E::Rx, store.rx);
  write(out, E::TxPref, store.tx_pref);
  write(out, E::Tx, store.tx);
  if (version == Version::V12) {
    for (const ContentCapability& capability : store.capabilities) {
      write(out, version, capability);
    }
  }
  write_sync_cap(out, store.sync_types);
  out.end();
}

void write_maker(TagWriter& out, Version version, const DevInf& info) {
  const auto required = [&](E element, std::string_view text) {
    version == Version::V12 ? put(out, element, text) : put_unless_empty(out, element, text);
  };
  required(E::Man, info.man);
  required(E::Mod, info.mod);
  put_unless_empty(out, E::Oem, info.oem);
  required(E::FwV, info.fw_v);
  required(E::SwV, info.sw_v);
  required(E::HwV, info.hw_v);
  put(out, E::DevId, info.dev_id);
  put(out, E::DevTyp, info.dev_typ);
}

}  // namespace

std::string encode_dev_inf(Encoding encoding, Version version, const DevInf& info) {
  const auto out = make_writer(encoding, version, Document::DevInf, 0);
  start(*out, E::DevInf);
  put(*out, E::VerDtd, ver_dtd_of(version));
  write_maker(*out, version, info);
  if (version != Version::V10) {
    put_if(*out, E::Utc, info.utc);
    put_if(*out, E::SupportLargeObjs, info.large_objects);
    put_if(*out, E::SupportNumberOfChanges, info.number_of_changes);
  }
  for (const Datastore& store : info.datastores) {
    write(*out, version, store);
  }
  if (version != Version::V12) {
    for (const ContentCapability& capability : flatten(info)) {
      write(*out, version, capability);
    }
  }
  for (const auto& [name, values] : info.extensions) {
    start(*out, E::Ext);
    put(*out, E::XNam, name);
    put_all(*out, E::XVal, values);
    out->end();
  }
  return out->take();
}

std::string dev_inf_type_of(Encoding encoding) {
  return encoding == Encoding::Xml ? "application/vnd.syncml-devinf+xml"
                                   : "application/vnd.syncml-devinf+wbxml";
}

std::string dev_inf_uri_of(Version version) {
  switch (version) {
    case Version::V10: return "./devinf10";
    case Version::V11: return "./devinf11";
    case Version::V12: return "./devinf12";
  }
  return {};
}

}  // namespace pim::syncml
