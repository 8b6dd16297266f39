// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_check.h"

#include "common/sql/store_check.h"

namespace pim::sql {
namespace {

constexpr const char* Tree = "PRAGMA integrity_check(100)";

Status check_tree(Connection& connection, std::vector<std::string>& sentences) {
  PIM_TRY(Statement statement, connection.prepare(Tree));
  PIM_TRY(bool more, statement.first());
  while (more) {
    std::string sentence = statement.row().text();
    if (sentence != "ok") {
      sentences.push_back(std::move(sentence));
    }
    PIM_TRY(more, statement.next());
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> check_store(Connection& connection) {
  std::vector<std::string> sentences;
  const Status tree = check_tree(connection, sentences);
  const auto rows = tree ? check_rows([&](const char* sql) { return connection.prepare(sql); })
                         : Result<std::vector<std::string>>(Failure(tree.error()));
  if (!rows && rows.error().code == ErrorCode::Corrupt) {
    sentences.push_back(rows.error().text());  // a torn tree: what follows would read it again
    return sentences;
  }
  if (!rows) {
    return Failure(rows.error());
  }
  sentences.insert(sentences.end(), rows->begin(), rows->end());
  return sentences;
}

}  // namespace pim::sql
