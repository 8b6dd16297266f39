// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "common/bridge/runs.h"
#include "common/console/pages/site.h"
#include "tests/console/fixture.h"

namespace pim::console::pages {

/// The pages over a memory store, with alice at the browser.
class PagesFixture : public ApiFixture {
 public:
  PagesFixture() : site(api, memory.key(), "default", clock) {}

 protected:
  using Fields = std::initializer_list<std::pair<std::string, std::string>>;

  Request page_request(const std::string& method, const std::string& path) const;
  Response open(const std::string& path, const std::string& query = {});
  /// Sends a form with a good token.
  Response submit(const std::string& path, Fields fields);
  Response submit_raw(const std::string& path, const std::string& body,
                      const std::string& type = "application/x-www-form-urlencoded");
  std::string token() const;
  static std::string form_body(Fields fields);

  /// The page's text holds this.
  static void expect_text(const std::string& wanted, const Response& response);
  static void expect_no_text(const std::string& unwanted, const Response& response);
  /// 303 to this address below the console.
  static void expect_sent_to(const std::string& path, const Response& response);

  /// Changes a stored run as the bridge would.
  template <class Change>
  void edit_run(std::int64_t number, Change change) {
    const auto unit = work();
    store::Run run = **unit->run(number);
    change(run);
    if (!unit->put_run(run)) {
      throw std::runtime_error("the run could not be stored");
    }
    commit(*unit);
  }
  /// A run of this connection that has ended with this outcome.
  std::int64_t ended_run(std::int64_t connection, const std::string& outcome,
                         const bridge::RunResult& result = {}, bool plan = false);
  void add_lines(std::int64_t run, std::initializer_list<store::RunItem> lines);

  Site site;
};

}  // namespace pim::console::pages
