// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/visit.h"

#include <algorithm>

#include "common/console/call.h"
#include "common/console/pages/problem_words.h"

namespace pim::console::pages {

namespace {

Outcome<Data> data_of(const Response& response) {
  if (response.status >= 400) {
    return tl::unexpected<Problem>(problem_of(response));
  }
  Data data = response.body.empty() ? Data::object() : Data::parse(response.body, nullptr, false);
  if (data.is_discarded()) {
    return trouble(Trouble::Internal,
                   "The portal made a mistake of its own. Nothing was changed. Tell the "
                   "administrator.");
  }
  return data;
}

}  // namespace

Response Visit::call(std::string_view method, std::string_view path, std::string_view query,
                     std::string_view type, std::string body, std::string_view accept) const {
  Request inner;
  inner.method = method;
  inner.path = std::string(ApiRoot) + std::string(path);
  inner.query = query;
  inner.content_type = type;
  inner.accept = accept;
  inner.body = std::move(body);
  inner.user = request.user;
  inner.url_base = request.url_base;
  return api->handle(inner);
}

Outcome<Data> Visit::get(std::string_view path, std::string_view query) const {
  return data_of(call("GET", path, query, {}, {}, "application/json"));
}

Outcome<Data> Visit::send(std::string_view method, std::string_view path, const Data& body) const {
  // a route without a body takes none
  std::string text = method == "DELETE" ? std::string() : body.dump();
  return data_of(call(method, path, {}, "application/json", std::move(text), "application/json"));
}

Problem problem_of(const Response& response) {
  const Data document = Data::parse(response.body, nullptr, false);
  const std::string code = document.is_object() ? text_of(document, "code") : std::string();
  const auto& all = all_troubles();
  const auto found = std::ranges::find(all, code, &TroubleInfo::code);
  Problem problem(found == all.end() ? Trouble::Internal : found->trouble,
                  document.is_object() ? text_of(document, "detail") : std::string());
  if (document.is_object()) {
    problem.members = Json::parse(response.body, nullptr, false);
  }
  return in_words_for_people(std::move(problem));
}

std::string encoded(std::string_view text) {
  constexpr std::string_view Digits = "0123456789ABCDEF";
  std::string out;
  for (const char sign : text) {
    const auto octet = static_cast<unsigned char>(sign);
    const bool plain = (octet >= '0' && octet <= '9') || (octet >= 'A' && octet <= 'Z') ||
                       (octet >= 'a' && octet <= 'z') || sign == '-' || sign == '_' || sign == '.';
    if (plain) {
      out += sign;
    } else {
      out += '%';
      out += Digits[octet >> 4U];
      out += Digits[octet & 15U];
    }
  }
  return out;
}

std::string text_of(const Data& object, std::string_view member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t number_of(const Data& object, std::string_view member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_number() ? found->get<std::int64_t>() : 0;
}

bool flag_of(const Data& object, std::string_view member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

Response go_to(const Visit& visit, std::string_view path) {
  Response response;
  response.status = 303;
  response.headers.emplace_back("Location", visit.link(path));
  return response;
}

}  // namespace pim::console::pages
