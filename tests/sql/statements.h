// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

namespace pim::sql::testing {

/// Notes the text of every statement that connections opened during its life run.
class StatementLog {
 public:
  StatementLog();
  ~StatementLog();
  StatementLog(const StatementLog&) = delete;
  StatementLog& operator=(const StatementLog&) = delete;

  /// Each text once.
  std::set<std::string> texts() const;
};

/// The lines of EXPLAIN QUERY PLAN.
std::vector<std::string> plan_of(const std::string& path, const std::string& sql);

}  // namespace pim::sql::testing
