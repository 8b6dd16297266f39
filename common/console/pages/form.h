// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/console/problem.h"

namespace pim::console::pages {

/// What a form has sent: fields in their order, with the content of a file where one was chosen.
class Form {
 public:
  /// The part that a file comes in. No other holds anything but text.
  static constexpr std::string_view File = "file";
  /// The longest text of a field: more comes as a file, for what was typed is shown again, and
  /// markup may make five octets of one.
  static constexpr std::size_t MaxText = 1024 * 1024;

  /// Reads application/x-www-form-urlencoded and multipart/form-data. Text must be UTF-8 without
  /// control characters other than line ends and tabs; a file is octets. What could be read stands
  /// in the form even where something is wrong with it, so that a page can show it again. The body
  /// of a form with a file stays in it: it is not copied.
  Outcome<void> read(std::string_view content_type, std::string body);

  /// The first value of that name; empty where absent.
  const std::string& text(std::string_view name) const;
  bool has(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  /// The file that was sent, once; empty where none was.
  std::string take_file();
  /// Adds a field, for pages that are made from something else than a form that was sent.
  void set(std::string name, std::string value);

 private:
  Outcome<void> read_parts(std::string_view boundary);

  std::vector<std::pair<std::string, std::string>> fields_;
  std::string body_;  ///< holds the file
  std::size_t file_begin_ = 0;
  std::size_t file_size_ = 0;
};

}  // namespace pim::console::pages
