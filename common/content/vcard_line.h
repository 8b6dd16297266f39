// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/content/document.h"
#include "common/content/type_set.h"

namespace pim::content {

/// Breaks and double quotes in a parameter, which only vCard 4.0 can write (content rule 1.12).
/// Inside they are these control characters.
inline constexpr char ParameterBreak = '\x05';
inline constexpr char ParameterQuote = '\x06';

/// One content line on its way from one version of vCard to another.
struct VcardLine {
  struct Parameter {
    std::string name;   ///< empty for a bare token
    std::string value;  ///< with its quotes
  };
  std::string group;
  std::string name;
  std::vector<Parameter> parameters;
  std::string value;  ///< as its version writes it

  static VcardLine of(const Document& document, const Line& line);
  /// `group.NAME;parameters:value`, without line end.
  std::string text() const&;
  /// The same of a line that is needed no more: its value may be a photo, which is not copied.
  std::string text() &&;
  std::string head() const;

  /// The raw value of the parameter, unquoted; empty where it is not there.
  std::string_view parameter(std::string_view of_name) const;
  bool has_parameter(std::string_view of_name) const;
  void drop_parameter(std::string_view of_name);
  void set_parameter(std::string_view of_name, std::string_view text);
  bool is(std::string_view other_name) const;

  TypeSet types() const;
  /// All TYPE parameters and bare tokens become one TYPE of these; none where empty.
  void set_types(const std::vector<std::string>& names);
  /// The types in the order they stand, without doubles, as written.
  std::vector<std::string> type_names() const;
};

}  // namespace pim::content
