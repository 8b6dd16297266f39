// SPDX-License-Identifier: Apache-2.0
#include "common/sql/store_check.h"

namespace pim::sql {
namespace {

constexpr std::size_t MaxSentences = 100;

/// Each gives a sentence per fault. Numbers only: no record content gets out.
constexpr const char* Checks[] = {
    "SELECT 'owner ' || c.owner || ', collection ' || c.number || ': ' || c.live || "
    "' records counted, ' || n.live || ' there' FROM collection c JOIN "
    "(SELECT owner, collection, sum(1 - deleted) AS live FROM item GROUP BY owner, collection) n "
    "ON n.owner = c.owner AND n.collection = c.number WHERE n.live <> c.live LIMIT 100",
    "SELECT 'owner ' || i.owner || ', item ' || (i.key & 4294967295) || "
    "': revision ' || i.rev || ' is above that of its collection' "
    "FROM item i JOIN collection c ON c.owner = i.owner AND c.number = i.collection "
    "WHERE i.rev > c.rev LIMIT 100",
    "SELECT 'owner ' || i.owner || ', item ' || (i.key & 4294967295) || "
    "': key and owner disagree' FROM item i WHERE i.key >> 32 <> i.owner LIMIT 100",
    "SELECT 'owner ' || i.owner || ', item ' || (i.key & 4294967295) || "
    "': a record without its search row' FROM item i WHERE i.deleted = 0 AND NOT EXISTS "
    "(SELECT 1 FROM item_find f WHERE "
    "f.key = ((i.owner << 8 | i.collection) << 32 | (i.key & 4294967295))) LIMIT 100",
    "SELECT 'owner ' || i.owner || ', item ' || (i.key & 4294967295) || "
    "': its id was not given yet' FROM item i JOIN owner o ON o.id = i.owner "
    "WHERE (i.key & 4294967295) >= o.next_id LIMIT 100",
    "SELECT 'owner ' || m.owner || ', pairing ' || m.pairing || ': map rows without a pairing' "
    "FROM (SELECT DISTINCT owner, pairing FROM item_map) m WHERE NOT EXISTS "
    "(SELECT 1 FROM pairing p WHERE p.owner = m.owner AND p.id = m.pairing) LIMIT 100",
};

}  // namespace

Result<std::vector<std::string>> check_rows(
    const std::function<Result<Statement>(const char*)>& prepare) {
  std::vector<std::string> sentences;
  for (const char* sql : Checks) {
    PIM_TRY(Statement statement, prepare(sql));
    PIM_TRY(bool more, statement.first());
    while (more && sentences.size() < MaxSentences) {
      sentences.push_back(statement.row().text());
      PIM_TRY(more, statement.next());
    }
  }
  return sentences;
}

}  // namespace pim::sql
