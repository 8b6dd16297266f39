// SPDX-License-Identifier: Apache-2.0
#include "tests/console/pages/pages_fixture.h"

#include <cppunit/TestAssert.h>

#include "common/console/pages/token.h"

namespace pim::console::pages {

Request PagesFixture::page_request(const std::string& method, const std::string& path) const {
  Request one;
  one.method = method;
  one.path = path;
  one.user = user;
  one.url_base = "https://portal.example.org/sync";
  one.device_url = "https://phones.example.org/server";
  return one;
}

Response PagesFixture::open(const std::string& path, const std::string& query) {
  Request one = page_request("GET", path);
  one.query = query;
  return site.handle(one);
}

std::string PagesFixture::token() const {
  return form_token(memory.key(), "default", user, clock.now());
}

std::string PagesFixture::form_body(Fields fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    body += (body.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
  }
  return body;
}

Response PagesFixture::submit(const std::string& path, Fields fields) {
  return submit_raw(path, "token=" + token() + "&" + form_body(fields));
}

Response PagesFixture::submit_raw(const std::string& path, const std::string& body,
                                  const std::string& type) {
  Request one = page_request("POST", path);
  one.content_type = type;
  one.body = body;
  return site.handle(one);
}

void PagesFixture::expect_text(const std::string& wanted, const Response& response) {
  CPPUNIT_ASSERT_MESSAGE("no \"" + wanted + "\" in " + response.body,
                         response.body.find(wanted) != std::string::npos);
}

void PagesFixture::expect_no_text(const std::string& unwanted, const Response& response) {
  CPPUNIT_ASSERT_MESSAGE("\"" + unwanted + "\" stands in " + response.body,
                         response.body.find(unwanted) == std::string::npos);
}

void PagesFixture::expect_sent_to(const std::string& path, const Response& response) {
  expect_status(303, response);
  CPPUNIT_ASSERT_EQUAL("/sync" + path, response.header("Location"));
}

std::int64_t PagesFixture::ended_run(std::int64_t connection, const std::string& outcome,
                                     const bridge::RunResult& result, bool plan) {
  const std::int64_t number = start_run(connection);
  edit_run(number, [&](store::Run& run) {
    const bool failed = outcome == "sign-in" || outcome == "away" || outcome == "failed";
    run.state = outcome == "waiting" ? store::RunState::Waiting
                : failed             ? store::RunState::Failed
                                     : store::RunState::Done;
    run.plan_only = plan;
    run.outcome = outcome;
    run.phase = "done";
    run.result = result.pack();
    run.finished_at = clock.now();
  });
  return number;
}

void PagesFixture::add_lines(std::int64_t run, std::initializer_list<store::RunItem> lines) {
  const auto unit = work();
  CPPUNIT_ASSERT(unit->put_run_items(run, std::span(lines.begin(), lines.size())).has_value());
  commit(*unit);
}

}  // namespace pim::console::pages
