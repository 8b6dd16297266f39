// SPDX-License-Identifier: Apache-2.0
#include "tests/console/fixture.h"

#include <cppunit/TestAssert.h>

#include <algorithm>

namespace pim::console {

void TestRandom::fill(std::span<std::byte> bytes) {
  for (std::byte& byte : bytes) {
    state_ = state_ * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
    byte = static_cast<std::byte>(state_ >> 56U);
  }
}

Result<std::string> TestSealer::seal(std::string_view secret, std::string_view purpose) {
  if (!works) {
    return fail(ErrorCode::Unavailable, "conf/pimsync.key cannot be read");
  }
  last_purpose = purpose;
  return "sealed:" + std::string(secret.rbegin(), secret.rend());
}

void TestLog::write(LogLevel level, std::string_view tag, std::string_view message) {
  lines.push_back({level, std::string(tag), std::string(message)});
}

ApiFixture::ApiFixture()
    : memory(HashKey{}, std::chrono::milliseconds(0)),
      store(memory),
      api(
          store, clock, random, ApiConfig{"default", "1.2.3"}, sealer, peers, [this] { ++pokes; },
          log) {
  const auto portal = memory.portal("default", std::string(32, '0'));
  CPPUNIT_ASSERT(portal.has_value());
}

Request ApiFixture::request(std::string method, std::string path) const {
  Request request;
  request.method = std::move(method);
  request.path = "/api/v1" + path;
  request.user = user;
  request.url_base = "https://portal.example.org/sync";
  return request;
}

Response ApiFixture::send(Request request) {
  return api.handle(request);
}

Response ApiFixture::get(const std::string& path, const std::string& query,
                         const std::string& accept) {
  Request one = request("GET", path);
  one.query = query;
  one.accept = accept;
  return send(std::move(one));
}

Response ApiFixture::post(const std::string& path, const std::string& body,
                          const std::string& type) {
  Request one = request("POST", path);
  one.body = body;
  one.content_type = type;
  return send(std::move(one));
}

Response ApiFixture::remove(const std::string& path) {
  return send(request("DELETE", path));
}

ApiFixture::Object ApiFixture::json(const Response& response) {
  Object object = Object::parse(response.body, nullptr, false);
  CPPUNIT_ASSERT_MESSAGE(response.body, !object.is_discarded());
  return object;
}

void ApiFixture::expect_status(int status, const Response& response) {
  CPPUNIT_ASSERT_EQUAL_MESSAGE(response.body.substr(0, 500), status, response.status);
}

void ApiFixture::expect_problem(const std::string& code, int status, const Response& response) {
  expect_status(status, response);
  CPPUNIT_ASSERT_EQUAL(std::string("application/problem+json"), response.content_type);
  const Object problem = json(response);
  CPPUNIT_ASSERT_EQUAL_MESSAGE(response.body, code, problem.at("code").get<std::string>());
  CPPUNIT_ASSERT_EQUAL(status, problem.at("status").get<int>());
  CPPUNIT_ASSERT_EQUAL("https://portal.example.org/sync/help/" + code,
                       problem.at("type").get<std::string>());
  CPPUNIT_ASSERT(!problem.at("title").get<std::string>().empty());
  CPPUNIT_ASSERT(!problem.at("detail").get<std::string>().empty());
}

std::string ApiFixture::card(const std::string& uid, const std::string& name,
                             const std::string& more) {
  const std::string uid_line = uid.empty() ? "" : "UID:" + uid + "\r\n";
  return "BEGIN:VCARD\r\nVERSION:3.0\r\n" + uid_line + "FN:" + name + "\r\nN:" + name + ";;;;\r\n" +
         more + "END:VCARD\r\n";
}

std::string ApiFixture::cards(int count) {
  std::string file;
  for (int number = 0; number < count; ++number) {
    file += card("u-" + std::to_string(number), "Person " + std::to_string(1000 + number));
  }
  return file;
}

void ApiFixture::import(const std::string& cards) {
  const Response response = post("/collections/contacts/items", cards, "text/vcard");
  expect_status(200, response);
  const Object tally = json(response);
  CPPUNIT_ASSERT_EQUAL_MESSAGE(response.body, tally.at("records").get<int>(),
                               tally.at("added").get<int>());
}

std::int64_t ApiFixture::id_of(const std::string& search) {
  const Response response = get("/collections/contacts/items", "search=" + search);
  expect_status(200, response);
  const Object items = json(response).at("items");
  CPPUNIT_ASSERT_EQUAL_MESSAGE(response.body, std::size_t{1}, items.size());
  return items[0].at("id").get<std::int64_t>();
}

std::string ApiFixture::item_path(const std::string& search) {
  return "/collections/contacts/items/" + std::to_string(id_of(search));
}

std::int64_t ApiFixture::connect() {
  const Response response =
      post("/connections", R"({"peer":"town","user":"anna","password":"secret"})");
  expect_status(201, response);
  return json(response).at("id").get<std::int64_t>();
}

std::int64_t ApiFixture::start_run(std::int64_t connection) {
  const Response response = post("/connections/" + std::to_string(connection) + "/runs", "{}");
  expect_status(202, response);
  return json(response).at("id").get<std::int64_t>();
}

std::unique_ptr<store::UnitOfWork> ApiFixture::work(const std::string& owner) {
  const auto known = memory.owner("default", owner);
  CPPUNIT_ASSERT(known.has_value());
  auto unit = memory.begin(known->id, store::Access::Write);
  CPPUNIT_ASSERT(unit.has_value());
  return std::move(*unit);
}

void ApiFixture::commit(store::UnitOfWork& unit) {
  const Status done = unit.commit();
  CPPUNIT_ASSERT_MESSAGE(done ? "" : done.error().text(), done.has_value());
}

std::vector<std::shared_ptr<const store::OwnerState>> ApiFixture::mark() const {
  std::vector<std::shared_ptr<const store::OwnerState>> states;
  const auto snapshot = memory.snapshot();
  for (const auto& [id, entry] : snapshot->owners) {
    states.push_back(entry.state);
  }
  return states;
}

void ApiFixture::add_collection(const std::string& name, const std::string& kind) {
  store::Collection collection;
  collection.name = name;
  collection.kind = kind;
  const auto unit = work();
  CPPUNIT_ASSERT(unit->put_collection(collection).has_value());
  commit(*unit);
}

}  // namespace pim::console
