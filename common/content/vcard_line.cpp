// SPDX-License-Identifier: Apache-2.0
#include "common/content/vcard_line.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

bool is_type(const VcardLine::Parameter& parameter) {
  return parameter.name.empty() || equals_ignore_case(parameter.name, "TYPE");
}

}  // namespace

VcardLine VcardLine::of(const Document& document, const Line& line) {
  VcardLine out;
  out.group = line.group;
  out.name = line.name;
  out.parameters.reserve(line.parameter_count);
  for (const content::Parameter& parameter : Parameters{document, line}) {
    out.parameters.push_back({std::string(parameter.name), std::string(parameter.value)});
  }
  out.value = line.value;
  if (out.value.find('\r') != std::string::npos && !is_base64(document, line)) {
    out.value = with_escaped_breaks(out.value);
  }
  return out;
}

std::string VcardLine::head() const {
  std::string out;
  out.reserve(group.size() + name.size() + 1 + parameters.size() * 16 + value.size() + 4);
  if (!group.empty()) {
    out.append(group) += '.';
  }
  out += name;
  for (const Parameter& parameter : parameters) {
    out += ';';
    if (!parameter.name.empty()) {
      out.append(parameter.name) += '=';
    }
    out += parameter.value;
  }
  return out;
}

std::string VcardLine::text() const& {
  return VcardLine(*this).text();
}

std::string VcardLine::text() && {
  value.insert(0, head() + ':');
  return std::move(value);
}

std::string_view VcardLine::parameter(std::string_view of_name) const {
  for (const Parameter& parameter : parameters) {
    if (equals_ignore_case(parameter.name, of_name)) {
      return unquote(parameter.value);
    }
  }
  return {};
}

bool VcardLine::has_parameter(std::string_view of_name) const {
  return std::any_of(parameters.begin(), parameters.end(), [&](const Parameter& parameter) {
    return equals_ignore_case(parameter.name, of_name);
  });
}

void VcardLine::drop_parameter(std::string_view of_name) {
  std::erase_if(parameters, [&](const Parameter& parameter) {
    return equals_ignore_case(parameter.name, of_name);
  });
}

void VcardLine::set_parameter(std::string_view of_name, std::string_view text) {
  drop_parameter(of_name);
  const bool quote = text.find_first_of(":;,") != std::string_view::npos;
  std::string raw = quote ? "\"" : "";
  raw += text;
  raw += quote ? "\"" : "";
  parameters.push_back({std::string(of_name), std::move(raw)});
}

bool VcardLine::is(std::string_view other_name) const {
  return equals_ignore_case(name, other_name);
}

TypeSet VcardLine::types() const {
  TypeSet types;
  for (const std::string& type : type_names()) {
    types.add(type);
  }
  return types;
}

std::vector<std::string> VcardLine::type_names() const {
  std::vector<std::string> out;
  for (const Parameter& parameter : parameters) {
    if (!is_type(parameter)) {
      continue;
    }
    ParameterValues values(parameter.value);
    for (std::string_view type; values.next(type);) {
      const bool known = std::any_of(out.begin(), out.end(), [type](const std::string& one) {
        return equals_ignore_case(one, type);
      });
      if (!type.empty() && !known) {
        out.emplace_back(type);
      }
    }
  }
  return out;
}

void VcardLine::set_types(const std::vector<std::string>& names) {
  std::size_t at = parameters.size();
  for (std::size_t i = parameters.size(); i-- > 0;) {
    if (is_type(parameters[i])) {
      at = i;
      parameters.erase(parameters.begin() + static_cast<long>(i));
    }
  }
  if (names.empty()) {
    return;
  }
  parameters.insert(parameters.begin() + static_cast<long>(std::min(at, parameters.size())),
                    {"TYPE", parameter_values(names)});
}

}  // namespace pim::content
