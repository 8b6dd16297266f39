// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// A SyncML message as plain values (Representation Protocol 1.2.2; 1.1 and 1.0 differ by what may
// occur, not by shape). Octets stand here as the encoding carries them: base64 of credentials,
// nonces and item data is not decoded; record_octets() of item_data.h does that for a record.
namespace pim::syncml {

enum class Version : std::uint8_t { V10, V11, V12 };
enum class Encoding : std::uint8_t { Xml, Wbxml };

/// Target or Source: LocURI and LocName.
struct Location {
  std::string uri;
  std::string name;
  bool operator==(const Location&) const = default;
};

struct Anchor {
  std::string last;  ///< empty = absent
  std::string next;
  bool operator==(const Anchor&) const = default;
};

/// MetInf. Inner Meta overrides outer element by element. Numbers: 0 = absent.
struct Meta {
  std::string type;
  std::string format;  ///< chr, b64, ...
  std::optional<Anchor> anchor;
  std::string next_nonce;  ///< base64 as on the wire
  std::string version;
  std::uint64_t size = 0;
  std::uint64_t max_msg_size = 0;
  std::uint64_t max_obj_size = 0;
  std::vector<std::string> emi;  ///< vendor data; unknown ones are ignored; ours: "X-PIMSYNC ..."
  bool empty() const;
  bool operator==(const Meta&) const = default;
};

struct Cred {
  Meta meta;  ///< type syncml:auth-basic when absent
  std::string data;
  bool operator==(const Cred&) const = default;
};

struct Item {
  std::optional<Location> target;
  std::optional<Location> source;
  std::string source_parent;
  std::string target_parent;
  Meta meta;
  /// The record, octet for octet as it came (record_octets() where Format is b64): nothing in it
  /// is repaired here. For Put and Results a DevInf document in `dev_inf`. Absent != empty.
  std::optional<std::string> data;
  /// Set instead of `data` where Data held child elements: an Anchor (in a Status) ...
  std::optional<Anchor> anchor;
  /// ... or a DevInf document: its encoded octets, to be read with decode_dev_inf().
  std::optional<std::string> dev_inf;
  bool more_data = false;
  bool operator==(const Item&) const = default;
};

struct Header {
  std::string ver_dtd;     ///< "1.2"
  std::string ver_proto;   ///< "SyncML/1.2"
  std::string session_id;  ///< opaque, at most limits::MaxSessionId, echoed unchanged
  std::string msg_id;      ///< decimal
  Location target;
  Location source;
  std::string resp_uri;
  bool no_resp = false;
  std::optional<Cred> cred;
  Meta meta;
  bool operator==(const Header&) const = default;
};

struct StatusCmd {
  std::string cmd_id;
  std::string msg_ref;
  std::string cmd_ref;  ///< "0" = the header
  std::string cmd;      ///< "SyncHdr", "Add", ...
  std::vector<std::string> target_refs;
  std::vector<std::string> source_refs;
  std::optional<Cred> cred;
  std::optional<Meta> chal;
  int code = 0;
  std::vector<Item> items;
  bool operator==(const StatusCmd&) const = default;
};

/// The Alert that asks for the next message of a package.
inline constexpr int NextMessage = 222;
/// The Alert that tells of a record in parts whose last one did not come.
inline constexpr int EndMissing = 223;

struct AlertCmd {
  std::string cmd_id;
  bool no_resp = false;
  int code = 0;  ///< Data; 0 where it was no number
  std::string correlator;
  std::vector<Item> items;
  bool operator==(const AlertCmd&) const = default;
};

enum class ChangeKind : std::uint8_t { Add, Replace, Delete, Copy, Move };

/// A command that changes items of a datastore.
struct ChangeCmd {
  ChangeKind kind = ChangeKind::Add;
  std::string cmd_id;
  bool no_resp = false;
  bool archive = false;  ///< Delete only
  bool soft_delete = false;
  Meta meta;
  std::vector<Item> items;
  bool operator==(const ChangeCmd&) const = default;
};

/// A command we answer without running it, or a bracket we do not open: 406 or 501 by its name.
struct OtherCmd {
  std::string name;  ///< "Atomic", "Sequence", "Exec", "Search", or an unknown element's name
  std::string cmd_id;
  bool no_resp = false;
  bool operator==(const OtherCmd&) const = default;
};

struct SyncCmd {
  std::string cmd_id;
  bool no_resp = false;
  Location target;
  Location source;
  Meta meta;
  std::optional<std::uint64_t> number_of_changes;
  std::vector<std::variant<ChangeCmd, OtherCmd>> commands;
  bool operator==(const SyncCmd&) const = default;
};

struct MapItem {
  std::string target;  ///< the server's name (GUID)
  std::string source;  ///< the client's name (LUID)
  bool operator==(const MapItem&) const = default;
};

struct MapCmd {
  std::string cmd_id;
  Location target;
  Location source;
  Meta meta;
  std::vector<MapItem> items;
  bool operator==(const MapCmd&) const = default;
};

enum class InfoKind : std::uint8_t { Put, Get, Results };

struct InfoCmd {
  InfoKind kind = InfoKind::Get;
  std::string cmd_id;
  bool no_resp = false;
  std::string msg_ref;  ///< Results only, as cmd_ref
  std::string cmd_ref;
  Meta meta;
  std::vector<Item> items;
  bool operator==(const InfoCmd&) const = default;
};

/// A change command outside of a Sync stands here as ChangeCmd and is answered 403 by the roles.
using Command = std::variant<StatusCmd, AlertCmd, SyncCmd, MapCmd, InfoCmd, ChangeCmd, OtherCmd>;

struct Message {
  Header header;
  std::vector<Command> body;
  bool final = false;
  bool operator==(const Message&) const = default;
};

/// "1.2" and "SyncML/1.2" for V12, and so on.
std::string ver_dtd_of(Version version);
std::string ver_proto_of(Version version);
/// The version the header's VerProto and VerDTD name; nothing where unknown (513 / 505).
std::optional<Version> version_of(const Header& header);

}  // namespace pim::syncml
