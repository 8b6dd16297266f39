// SPDX-License-Identifier: Apache-2.0
#include "common/console/problem.h"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

#include <fstream>
#include <set>
#include <sstream>

namespace pim::console {

class ProblemTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProblemTest);
  CPPUNIT_TEST(every_trouble_has_its_own_tag);
  CPPUNIT_TEST(every_tag_is_explained_in_the_manual);
  CPPUNIT_TEST(a_document_has_the_members_of_the_rfc);
  CPPUNIT_TEST(further_members_and_headers_come_along);
  CPPUNIT_TEST(every_error_class_has_a_status);
  CPPUNIT_TEST(what_the_store_says_is_for_the_log);
  CPPUNIT_TEST(what_passes_says_when_to_come_again);
  CPPUNIT_TEST_SUITE_END();

 public:
  void every_trouble_has_its_own_tag() {
    std::set<std::string_view> codes;
    for (const TroubleInfo& info : all_troubles()) {
      CPPUNIT_ASSERT_MESSAGE(std::string(info.code), codes.insert(info.code).second);
      CPPUNIT_ASSERT(info.trouble == info_of(info.trouble).trouble);
      CPPUNIT_ASSERT(info.status >= 400 && info.status < 600);
    }
    CPPUNIT_ASSERT_EQUAL(static_cast<std::size_t>(Trouble::BodyLate) + 1, codes.size());
  }

  void every_tag_is_explained_in_the_manual() {
    std::ifstream file(PIM_TEST_DATA "/../../docs/api.md");
    std::stringstream manual;
    manual << file.rdbuf();
    for (const TroubleInfo& info : all_troubles()) {
      const std::string row =
          "| " + std::string(info.code) + " | " + std::to_string(info.status) + " | ";
      CPPUNIT_ASSERT_MESSAGE(row, manual.str().find(row) != std::string::npos);
    }
  }

  void a_document_has_the_members_of_the_rfc() {
    const Response response =
        problem_document(Problem(Trouble::NotFound, "It is not there."), "https://h/sync");
    CPPUNIT_ASSERT_EQUAL(404, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("application/problem+json"), response.content_type);
    CPPUNIT_ASSERT_EQUAL(
        std::string(R"({"type":"https://h/sync/help/API0012","title":"There is no such thing",)"
                    R"("status":404,"detail":"It is not there.","code":"API0012"})"),
        response.body);
  }

  void further_members_and_headers_come_along() {
    const Response response = problem_document(
        Problem(Trouble::AlreadyThere, "Twice.").with("connection", 7).with_header("Location", "x"),
        "");
    CPPUNIT_ASSERT(response.body.find("\"connection\":7") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("x"), response.header("Location"));
  }

  void every_error_class_has_a_status() {
    const struct {
      ErrorCode code;
      int status;
    } cases[] = {{ErrorCode::Malformed, 422},     {ErrorCode::TooLarge, 413},
                 {ErrorCode::Unsupported, 415},   {ErrorCode::NotFound, 404},
                 {ErrorCode::AlreadyExists, 409}, {ErrorCode::Conflict, 409},
                 {ErrorCode::Busy, 503},          {ErrorCode::Denied, 500},
                 {ErrorCode::Unauthorized, 500},  {ErrorCode::Unavailable, 503},
                 {ErrorCode::Unknown, 503},       {ErrorCode::Full, 507},
                 {ErrorCode::Refused, 422},       {ErrorCode::Corrupt, 500},
                 {ErrorCode::Cancelled, 503},     {ErrorCode::Internal, 500}};
    for (const auto& one : cases) {
      const Problem problem(Error{one.code, "m", "p"});
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::string(name_of(one.code)), one.status,
                                   info_of(problem.trouble).status);
    }
  }

  void what_the_store_says_is_for_the_log() {
    const Problem problem(Error{ErrorCode::Corrupt, "page 7 of state/pimsync.db", "sqlite"});
    CPPUNIT_ASSERT_EQUAL(std::string::npos, problem.detail.find("pimsync.db"));
    CPPUNIT_ASSERT_EQUAL(std::string("page 7 of state/pimsync.db (sqlite)"), problem.cause);
  }

  void what_passes_says_when_to_come_again() {
    const Problem problem(Error{ErrorCode::Busy, "", ""});
    CPPUNIT_ASSERT_EQUAL(std::string("Retry-After"), problem.headers.at(0).first);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProblemTest);

}  // namespace pim::console
