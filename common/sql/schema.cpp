// SPDX-License-Identifier: Apache-2.0
#include <array>

#include <string>

#include "common/sql/migration.h"

// The schema, version 5. Every key and unique index begins with the owner. Enumerations are stored
// as their numbers (store/types.h); numbers that stand in a WHERE of an index are named beside it.
namespace pim::sql {
namespace {

constexpr std::array Steps = {
    // One row: what belongs to the store as a whole.
    Migration{1, R"(CREATE TABLE IF NOT EXISTS meta(
      one INTEGER PRIMARY KEY CHECK(one = 1), store_id TEXT NOT NULL, hash_key BLOB NOT NULL))"},
    Migration{1, R"(CREATE TABLE IF NOT EXISTS portal(
      name TEXT PRIMARY KEY, id TEXT NOT NULL, epoch INTEGER NOT NULL) WITHOUT ROWID)"},
    // next_id: of all ids and numbers this owner's rows get.
    Migration{1, R"(CREATE TABLE IF NOT EXISTS owner(
      id INTEGER PRIMARY KEY, portal TEXT NOT NULL, name TEXT NOT NULL,
      next_id INTEGER NOT NULL))"},
    Migration{1, "CREATE UNIQUE INDEX IF NOT EXISTS owner_name ON owner(portal, name)"},
    // number: what items say instead of the name, 1 to 255 (see find_key in keys.h). weak_rev: the
    // revision up to which weak_key knows the items.
    Migration{1, R"(CREATE TABLE IF NOT EXISTS collection(
      owner INTEGER NOT NULL, number INTEGER NOT NULL CHECK(number BETWEEN 1 AND 255),
      name TEXT NOT NULL, kind TEXT NOT NULL, display_name TEXT NOT NULL,
      live INTEGER NOT NULL, rev INTEGER NOT NULL, weak_rev INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY(owner, number)) WITHOUT ROWID)"},
    Migration{1, "CREATE UNIQUE INDEX IF NOT EXISTS collection_name ON collection(owner, name)"},

    // key = owner and item id in one integer (keys.h): one B-tree, appended to.
    Migration{1, R"(CREATE TABLE IF NOT EXISTS item(
      key INTEGER PRIMARY KEY, owner INTEGER NOT NULL, collection INTEGER NOT NULL,
      rev INTEGER NOT NULL, origin INTEGER NOT NULL, changed_at INTEGER NOT NULL,
      fingerprint INTEGER NOT NULL, deleted INTEGER NOT NULL, media_type TEXT NOT NULL,
      uid TEXT NOT NULL, label TEXT NOT NULL, sort_key TEXT NOT NULL, decision TEXT NOT NULL,
      content BLOB NOT NULL))"},
    // The change feed.
    Migration{1, R"(CREATE UNIQUE INDEX IF NOT EXISTS item_feed
      ON item(owner, collection, rev))"},
    Migration{1, R"(CREATE INDEX IF NOT EXISTS item_name
      ON item(owner, collection, sort_key) WHERE deleted = 0)"},
    // key = owner, collection and item id in one integer: scanned per collection. Live items only.
    Migration{1, R"(CREATE TABLE IF NOT EXISTS item_find(
      key INTEGER PRIMARY KEY, weak BLOB NOT NULL, text TEXT NOT NULL))"},
    Migration{1, R"(CREATE TABLE IF NOT EXISTS match_key(
      owner INTEGER NOT NULL, collection INTEGER NOT NULL, key INTEGER NOT NULL,
      item INTEGER NOT NULL, kind INTEGER NOT NULL,
      PRIMARY KEY(owner, collection, key, item, kind)) WITHOUT ROWID)"},
    // Made for slow syncs when they ask; may name keys that an item had before.
    Migration{1, R"(CREATE TABLE IF NOT EXISTS weak_key(
      owner INTEGER NOT NULL, collection INTEGER NOT NULL, key INTEGER NOT NULL,
      item INTEGER NOT NULL, PRIMARY KEY(owner, collection, key, item)) WITHOUT ROWID)"},
    Migration{1, R"(CREATE TABLE IF NOT EXISTS item_version(
      owner INTEGER NOT NULL, item INTEGER NOT NULL, rev INTEGER NOT NULL,
      deleted INTEGER NOT NULL, changed_at INTEGER NOT NULL, fingerprint INTEGER NOT NULL,
      replaced_by INTEGER NOT NULL, author_kind INTEGER NOT NULL, author_pairing INTEGER NOT NULL,
      author TEXT NOT NULL, work TEXT NOT NULL, at INTEGER NOT NULL, content BLOB NOT NULL,
      PRIMARY KEY(owner, item, rev)))"},

    // hint_cursor: the item at which drop_hints() goes on. oldest_hint: no map row that can be a
    // hint is of an older generation; -1 = there is none.
    Migration{1, R"(CREATE TABLE IF NOT EXISTS pairing(
      owner INTEGER NOT NULL, id INTEGER NOT NULL, side TEXT NOT NULL,
      device_password INTEGER NOT NULL, collection TEXT NOT NULL, remote_uri TEXT NOT NULL,
      peer INTEGER NOT NULL, epoch INTEGER NOT NULL, peer_epoch INTEGER NOT NULL,
      generation INTEGER NOT NULL, seen INTEGER NOT NULL, last_anchor INTEGER NOT NULL,
      force_slow INTEGER NOT NULL, anchors_dead INTEGER NOT NULL, session TEXT NOT NULL,
      state BLOB NOT NULL, hint_cursor INTEGER NOT NULL DEFAULT 0,
      oldest_hint INTEGER NOT NULL DEFAULT -1, PRIMARY KEY(owner, id)))"},
    Migration{1, R"(CREATE UNIQUE INDEX IF NOT EXISTS pairing_relation
      ON pairing(owner, side, device_password, collection, remote_uri))"},
    // Long and hardly ever changed, so not rewritten with every message's pairing row.
    Migration{1, R"(CREATE TABLE IF NOT EXISTS pairing_ability(
      owner INTEGER NOT NULL, pairing INTEGER NOT NULL, ability BLOB NOT NULL,
      dev_inf BLOB NOT NULL, PRIMARY KEY(owner, pairing)))"},
    Migration{1, R"(CREATE TABLE IF NOT EXISTS item_map(
      owner INTEGER NOT NULL, pairing INTEGER NOT NULL, item INTEGER NOT NULL,
      peer_id TEXT, told TEXT, state INTEGER NOT NULL, generation INTEGER NOT NULL,
      seen INTEGER NOT NULL, base_said_by_side INTEGER NOT NULL, failure INTEGER NOT NULL,
      retry_at INTEGER NOT NULL, reason TEXT NOT NULL, sent BLOB NOT NULL, base BLOB,
      PRIMARY KEY(owner, pairing, item)) WITHOUT ROWID)"},
    Migration{1, R"(CREATE UNIQUE INDEX IF NOT EXISTS map_peer
      ON item_map(owner, pairing, peer_id) WHERE peer_id IS NOT NULL)"},
    Migration{1, R"(CREATE UNIQUE INDEX IF NOT EXISTS map_told
      ON item_map(owner, pairing, told) WHERE told IS NOT NULL)"},
    // state 0 = Mapped
    Migration{1, R"(CREATE INDEX IF NOT EXISTS map_open
      ON item_map(owner, pairing, retry_at, item) WHERE state <> 0)"},

    Migration{1, R"(CREATE TABLE IF NOT EXISTS staged(
      owner INTEGER NOT NULL, pairing INTEGER NOT NULL, peer_id TEXT NOT NULL,
      op INTEGER NOT NULL, modified INTEGER NOT NULL, item INTEGER NOT NULL,
      reserved INTEGER NOT NULL, consent TEXT NOT NULL, reason TEXT NOT NULL,
      content BLOB NOT NULL, PRIMARY KEY(owner, pairing, peer_id)))"},
    // op 2 = Delete
    Migration{1, R"(CREATE INDEX IF NOT EXISTS staged_delete
      ON staged(owner, pairing, peer_id) WHERE op = 2)"},
    Migration{1, R"(CREATE INDEX IF NOT EXISTS staged_reserved
      ON staged(owner, pairing, reserved) WHERE reserved <> 0)"},
    Migration{1, R"(CREATE INDEX IF NOT EXISTS staged_item
      ON staged(owner, pairing, item) WHERE item <> 0)"},

    Migration{1, R"(CREATE TABLE IF NOT EXISTS held(
      owner INTEGER NOT NULL, number INTEGER NOT NULL, pairing INTEGER NOT NULL,
      item INTEGER NOT NULL, rev INTEGER NOT NULL, op INTEGER NOT NULL, state INTEGER NOT NULL,
      consent TEXT NOT NULL, work TEXT NOT NULL, at INTEGER NOT NULL,
      PRIMARY KEY(owner, number)) WITHOUT ROWID)"},
    // A list of all states and one of a single state, each by number.
    Migration{1, "CREATE INDEX IF NOT EXISTS held_pairing ON held(owner, pairing, number)"},
    Migration{1, "CREATE INDEX IF NOT EXISTS held_state ON held(owner, pairing, state, number)"},
    Migration{1, "CREATE INDEX IF NOT EXISTS held_item ON held(owner, pairing, item)"},
    Migration{1, R"(CREATE TABLE IF NOT EXISTS conflict(
      owner INTEGER NOT NULL, number INTEGER NOT NULL, kind INTEGER NOT NULL,
      pairing INTEGER NOT NULL, item INTEGER NOT NULL, other INTEGER NOT NULL,
      at INTEGER NOT NULL, property TEXT NOT NULL, choice TEXT NOT NULL, author TEXT NOT NULL,
      kept BLOB NOT NULL, lost BLOB NOT NULL, record BLOB NOT NULL, PRIMARY KEY(owner, number)))"},
    // kind 1 = Doubtful, choice '' = open
    Migration{1, R"(CREATE INDEX IF NOT EXISTS conflict_item
      ON conflict(owner, item) WHERE kind = 1 AND choice = '')"},
    Migration{1, R"(CREATE INDEX IF NOT EXISTS conflict_other
      ON conflict(owner, other) WHERE kind = 1 AND choice = '')"},

    Migration{1, R"(CREATE TABLE IF NOT EXISTS session(
      owner INTEGER NOT NULL, handle TEXT NOT NULL, role INTEGER NOT NULL, device TEXT NOT NULL,
      session_id TEXT NOT NULL, last_msg INTEGER NOT NULL, request_hash BLOB NOT NULL,
      ended INTEGER NOT NULL, updated_at INTEGER NOT NULL, state_size INTEGER NOT NULL,
      reply_size INTEGER NOT NULL, request_size INTEGER NOT NULL, state BLOB NOT NULL,
      PRIMARY KEY(owner, handle)))"},
    Migration{1, R"(CREATE INDEX IF NOT EXISTS session_device
      ON session(owner, role, device, session_id))"},
    // For purging, which crosses owners.
    Migration{1, "CREATE INDEX IF NOT EXISTS session_touched ON session(updated_at)"},
    // part 0 to n of the octets of one kind (SessionPart)
    Migration{1, R"(CREATE TABLE IF NOT EXISTS session_chunk(
      owner INTEGER NOT NULL, handle TEXT NOT NULL, kind INTEGER NOT NULL, part INTEGER NOT NULL,
      octets BLOB NOT NULL, PRIMARY KEY(owner, handle, kind, part)))"},

    Migration{1, R"(CREATE TABLE IF NOT EXISTS connection(
      owner INTEGER NOT NULL, number INTEGER NOT NULL, peer TEXT NOT NULL, url TEXT NOT NULL,
      "user" TEXT NOT NULL, sealed_password BLOB NOT NULL, options TEXT NOT NULL,
      side TEXT NOT NULL, manner BLOB NOT NULL, PRIMARY KEY(owner, number)))"},
    Migration{1, R"(CREATE TABLE IF NOT EXISTS device_password(
      owner INTEGER NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, device TEXT NOT NULL,
      sealed BLOB NOT NULL, nonce BLOB NOT NULL, used_slot INTEGER NOT NULL,
      created_at INTEGER NOT NULL, used_at INTEGER NOT NULL, PRIMARY KEY(owner, number)))"},
    Migration{1, R"(CREATE TABLE IF NOT EXISTS run(
      owner INTEGER NOT NULL, number INTEGER NOT NULL, connection INTEGER NOT NULL,
      state INTEGER NOT NULL, mode TEXT NOT NULL, plan_only INTEGER NOT NULL, phase TEXT NOT NULL,
      outcome TEXT NOT NULL, sentence TEXT NOT NULL, created_at INTEGER NOT NULL,
      due_at INTEGER NOT NULL, finished_at INTEGER NOT NULL, fencing INTEGER NOT NULL,
      lease_until INTEGER NOT NULL, holder TEXT NOT NULL, cancel_asked INTEGER NOT NULL,
      detail BLOB NOT NULL, result TEXT NOT NULL, PRIMARY KEY(owner, number)))"},
    // state 0 = Due, 1 = Running; small indexes: only the live runs are in them
    Migration{1,
              "CREATE INDEX IF NOT EXISTS run_due ON run(due_at, owner, number) WHERE state = 0"},
    Migration{1, "CREATE INDEX IF NOT EXISTS run_running ON run(lease_until) WHERE state = 1"},
    Migration{1, R"(CREATE INDEX IF NOT EXISTS run_live
      ON run(owner, connection, number) WHERE state < 2)"},
    Migration{1, "CREATE INDEX IF NOT EXISTS run_finished ON run(finished_at) WHERE state > 2"},
    Migration{1, R"(CREATE TABLE IF NOT EXISTS run_item(
      owner INTEGER NOT NULL, run INTEGER NOT NULL, line INTEGER NOT NULL,
      collection TEXT NOT NULL, direction TEXT NOT NULL, op TEXT NOT NULL, item INTEGER NOT NULL,
      label TEXT NOT NULL, status INTEGER NOT NULL, reason TEXT NOT NULL,
      PRIMARY KEY(owner, run, line)) WITHOUT ROWID)"},

    // state 2 = Waiting, and whether a later run of the connection tells the same
    Migration{2, "CREATE INDEX IF NOT EXISTS run_waiting ON run(finished_at) WHERE state = 2"},
    Migration{2, "CREATE INDEX IF NOT EXISTS run_connection ON run(owner, connection, number)"},
    // For counting what waits for people, which crosses owners. held: state 1 = Waiting
    Migration{2, "CREATE INDEX IF NOT EXISTS held_waiting ON held(op) WHERE state = 1"},
    Migration{2, "CREATE INDEX IF NOT EXISTS conflict_open ON conflict(kind) WHERE choice = ''"},
    // Of conflicts in which a value of ours gave way: the revision of the item that had it.
    Migration{2, R"(CREATE TABLE IF NOT EXISTS conflict_ours(
      owner INTEGER NOT NULL, number INTEGER NOT NULL, rev INTEGER NOT NULL,
      PRIMARY KEY(owner, number)) WITHOUT ROWID)"},
    // Exceptions of series that a side has as records of their own.
    Migration{3, R"(CREATE TABLE IF NOT EXISTS map_part(
      owner INTEGER NOT NULL, pairing INTEGER NOT NULL, name INTEGER NOT NULL,
      item INTEGER NOT NULL, part TEXT NOT NULL, peer_id TEXT, state INTEGER NOT NULL,
      generation INTEGER NOT NULL, seen INTEGER NOT NULL, base_said_by_side INTEGER NOT NULL,
      failure INTEGER NOT NULL, retry_at INTEGER NOT NULL, sent BLOB NOT NULL, base BLOB,
      PRIMARY KEY(owner, pairing, name)) WITHOUT ROWID)"},
    Migration{3, R"(CREATE UNIQUE INDEX IF NOT EXISTS map_part_peer
      ON map_part(owner, pairing, peer_id) WHERE peer_id IS NOT NULL)"},
    Migration{3, "CREATE INDEX IF NOT EXISTS map_part_item ON map_part(owner, pairing, item)"},
    // state 0 = Mapped
    Migration{3, R"(CREATE INDEX IF NOT EXISTS map_part_open
      ON map_part(owner, pairing, retry_at, name) WHERE state <> 0)"},
    // What waits of one owner, listed by number and counted in the index alone: settled conflicts
    // stay for good, and proposed changes may be many. The last column tells SQLite so.
    Migration{4, R"(CREATE INDEX IF NOT EXISTS conflict_open_of
      ON conflict(owner, number, kind, choice) WHERE choice = '')"},
    // state 1 = Waiting
    Migration{4, R"(CREATE INDEX IF NOT EXISTS held_waiting_of
      ON held(owner, number, op, state) WHERE state = 1)"},
    // Runs that did their work: state 2 = Waiting, 3 = Done
    Migration{4, R"(CREATE INDEX IF NOT EXISTS run_good
      ON run(owner, connection, number) WHERE plan_only = 0 AND state IN (2, 3))"},
    // The mark that the state directory keeps too (mark.cpp): of the store, not of an owner.
    Migration{5, R"(CREATE TABLE IF NOT EXISTS mark(
      one INTEGER PRIMARY KEY CHECK(one = 1), number INTEGER NOT NULL))"},
};

}  // namespace

std::span<const Migration> migrations() {
  return Steps;
}

Status check_schema_version(int version) {
  if (version == SchemaVersion) {
    return {};
  }
  const std::string facts = "the store has schema " + std::to_string(version) +
                            ", this program speaks " + std::to_string(SchemaVersion);
  if (version == 0) {
    return fail(ErrorCode::NotFound, "the store has no schema yet; run: pimctl store init");
  }
  if (version < SchemaVersion) {
    return fail(ErrorCode::Unsupported, facts + "; run: pimctl store upgrade");
  }
  return fail(ErrorCode::Unsupported,
              facts +
                  ": it was upgraded by a newer one; restart httpd with the newer modules, or "
                  "upgrade them and run: pimctl store upgrade");
}

}  // namespace pim::sql
