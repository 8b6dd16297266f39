// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/syncml/message.h"

// Device information (DevInf 1.2; 1.1 and 1.0 stand CTCap flat beside the datastores, the reader
// hands both out in the 1.2 shape).
namespace pim::syncml {

struct ContentType {
  std::string type;     ///< "text/vcard"
  std::string version;  ///< "3.0"
  bool operator==(const ContentType&) const = default;
};

struct PropParam {
  std::string name;
  std::vector<std::string> values;
  bool operator==(const PropParam&) const = default;
};

struct Property {
  std::string name;
  std::uint64_t max_size = 0;   ///< 0 = not told
  std::uint64_t max_occur = 0;  ///< 0 = not told
  bool no_truncate = false;
  std::vector<std::string> values;
  std::vector<PropParam> params;
  bool operator==(const Property&) const = default;
};

struct ContentCapability {
  ContentType type;
  std::vector<Property> properties;
  bool operator==(const ContentCapability&) const = default;
};

struct Datastore {
  std::string source_ref;
  std::string display_name;
  std::uint64_t max_guid_size = 0;
  ContentType rx_pref;
  std::vector<ContentType> rx;
  ContentType tx_pref;
  std::vector<ContentType> tx;
  std::vector<ContentCapability> capabilities;
  std::vector<int> sync_types;  ///< 1 two-way ... 7 server alerted; never others from us
  bool operator==(const Datastore&) const = default;
};

struct DevInf {
  std::string ver_dtd;
  std::string man, mod, oem, fw_v, sw_v, hw_v, dev_id, dev_typ;
  bool utc = false;
  bool large_objects = false;
  bool number_of_changes = false;
  std::vector<Datastore> datastores;
  std::vector<std::pair<std::string, std::vector<std::string>>> extensions;  ///< XNam, XVal...
  bool operator==(const DevInf&) const = default;
};

/// Reads a DevInf document, the octets of Item::dev_inf (or a text of XML that stood in CDATA).
Result<DevInf> decode_dev_inf(Encoding encoding, std::string_view octets);
/// Writes one, in the DTD's order; goes into Item::dev_inf of a Put or Results.
std::string encode_dev_inf(Encoding encoding, Version version, const DevInf& info);
/// "application/vnd.syncml-devinf+xml" / "+wbxml"
std::string dev_inf_type_of(Encoding encoding);
/// "./devinf12"
std::string dev_inf_uri_of(Version version);

}  // namespace pim::syncml
