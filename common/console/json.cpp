// SPDX-License-Identifier: Apache-2.0
#include "common/console/json.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "common/base/limits.h"

namespace pim::console {

namespace {

tl::unexpected<Problem> wrong(std::string_view name, std::string_view must) {
  std::string sentence = "\"" + std::string(name) + "\" " + std::string(must) +
                         " Nothing was changed. Correct it and send the request again.";
  return tl::unexpected<Problem>(
      Problem(Trouble::WrongMember, std::move(sentence)).with("member", name));
}

bool is_plain(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char sign) {
    const auto octet = static_cast<unsigned char>(sign);
    return octet < 0x20U || octet == 0x7fU;
  });
}

Outcome<std::string> plain_text(std::string_view name, const nlohmann::json& value,
                                std::size_t longest) {
  if (!value.is_string()) {
    return wrong(name, "must be a text.");
  }
  auto text = value.get<std::string>();
  if (text.size() > longest) {
    return wrong(name, "is longer than " + std::to_string(longest) + " octets.");
  }
  if (!is_plain(text)) {
    return wrong(name, "has control characters in it.");
  }
  return text;
}

/// The name of an unknown member comes back to its sender only where it is short and plain.
std::string shown(const std::string& name) {
  return name.size() <= 64 && is_plain(name) ? name : std::string("?");
}

/// A parsed number above 0 is unsigned; one beyond 63 bits would become negative.
std::optional<std::int64_t> whole_number(const nlohmann::json& value) {
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() == 0 ||
      value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
    return std::nullopt;
  }
  return value.get<std::int64_t>();
}

}  // namespace

std::string to_text(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Response json_response(int status, const Json& value) {
  Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = to_text(value);
  return response;
}

Response json_response_at(int status, const Json& value, std::string location) {
  Response response = json_response(status, value);
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

Json json_time(Seconds time) {
  if (time == 0) {
    return nullptr;
  }
  std::string stamp = utc_stamp(time);  // YYYYMMDDThhmmssZ
  if (stamp.size() == 16) {
    stamp.insert(13, ":").insert(11, ":").insert(6, "-").insert(4, "-");
  }
  return stamp;
}

Json json_page(std::string_view name, Json rows, const std::string& next_cursor) {
  Json page = Json::object();
  page[std::string(name)] = std::move(rows);
  page["next_cursor"] = next_cursor.empty() ? Json(nullptr) : Json(next_cursor);
  return page;
}

Outcome<Members> Members::read(const std::string& body,
                               std::initializer_list<std::string_view> known) {
  if (body.empty()) {
    return Members(nlohmann::json::object());
  }
  std::set<std::string> seen;
  std::optional<std::string> twice;
  const auto note_names = [&](int depth, nlohmann::json::parse_event_t event,
                              const nlohmann::json& parsed) {
    if (event == nlohmann::json::parse_event_t::key && depth == 1 &&
        !seen.insert(parsed.get<std::string>()).second) {
      twice = parsed.get<std::string>();
    }
    return true;
  };
  nlohmann::json object = nlohmann::json::parse(body, note_names, /*allow_exceptions=*/false);
  // the parser takes NUL for the end, whatever comes after it
  if (!object.is_object() || body.find('\0') != std::string::npos) {
    return trouble(Trouble::NotJson,
                   "The body must be one JSON object in UTF-8. Nothing was changed. Correct it and "
                   "send the request again.");
  }
  if (twice) {
    return wrong(shown(*twice), "stands twice.");
  }
  for (const auto& member : object.items()) {
    if (std::find(known.begin(), known.end(), member.key()) == known.end()) {
      return wrong(shown(member.key()), "is no member of this request.");
    }
  }
  return Members(std::move(object));
}

bool Members::has(std::string_view name) const {
  return object_.contains(std::string(name));
}

Outcome<std::optional<std::string>> Members::text(std::string_view name,
                                                  std::size_t longest) const {
  const auto found = object_.find(std::string(name));
  if (found == object_.end()) {
    return std::optional<std::string>();
  }
  PIM_TRY(std::string text, plain_text(name, *found, longest));
  return std::optional<std::string>(std::move(text));
}

Outcome<bool> Members::flag(std::string_view name, bool if_absent) const {
  const auto found = object_.find(std::string(name));
  if (found == object_.end()) {
    return if_absent;
  }
  if (!found->is_boolean()) {
    return wrong(name, "must be true or false.");
  }
  return found->get<bool>();
}

Outcome<std::vector<std::string>> Members::texts(std::string_view name, std::size_t longest) const {
  std::vector<std::string> texts;
  const auto found = object_.find(std::string(name));
  if (found == object_.end()) {
    return texts;
  }
  if (!found->is_array()) {
    return wrong(name, "must be a list of texts.");
  }
  for (const nlohmann::json& value : *found) {
    PIM_TRY(std::string text, plain_text(name, value, longest));
    texts.push_back(std::move(text));
  }
  return texts;
}

Outcome<std::optional<std::int64_t>> Members::number(std::string_view name) const {
  const auto found = object_.find(std::string(name));
  if (found == object_.end()) {
    return std::optional<std::int64_t>();
  }
  const auto number = whole_number(*found);
  if (!number) {
    return wrong(name, "must be a whole number above 0.");
  }
  return number;
}

Outcome<std::vector<std::int64_t>> Members::numbers(std::string_view name) const {
  std::vector<std::int64_t> numbers;
  const auto found = object_.find(std::string(name));
  if (found == object_.end()) {
    return numbers;
  }
  if (!found->is_array()) {
    return wrong(name, "must be a list of whole numbers.");
  }
  for (const nlohmann::json& value : *found) {
    const auto number = whole_number(value);
    if (!number) {
      return wrong(name, "must hold whole numbers above 0 only.");
    }
    numbers.push_back(*number);
  }
  return numbers;
}

}  // namespace pim::console
