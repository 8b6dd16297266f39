// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/console/problem.h"
#include "common/console/request.h"

namespace pim::console::pages {

/// What a form has sent: fields in their order, with the content of a file where one was chosen.
class Form {
 public:
  /// Reads application/x-www-form-urlencoded and multipart/form-data. Text must be UTF-8 without
  /// control characters other than line ends and tabs; files are octets. What could be read stands
  /// in the form even where something is wrong with it, so that a page can show it again.
  Outcome<void> read(const Request& request);

  /// The first value of that name; empty where absent.
  const std::string& text(std::string_view name) const;
  bool has(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  /// Adds a field, for pages that are made from something else than a form that was sent.
  void set(std::string name, std::string value);

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace pim::console::pages
