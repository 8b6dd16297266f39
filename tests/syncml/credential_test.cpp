// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/base/text.h"
#include "common/syncml/credential.h"

using namespace pim;
using namespace pim::syncml;

class CredentialTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CredentialTest);
  CPPUNIT_TEST(basic_gives_the_specified_vector);
  CPPUNIT_TEST(what_is_written_is_read);
  CPPUNIT_TEST(a_missing_type_is_basic);
  CPPUNIT_TEST(the_password_may_hold_colons);
  CPPUNIT_TEST(other_types_are_unsupported);
  CPPUNIT_TEST(broken_data_are_malformed);
  CPPUNIT_TEST(errors_do_not_show_the_password);
  CPPUNIT_TEST(digests_give_the_specified_vectors);
  CPPUNIT_TEST(digests_are_read_as_base64_and_as_octets);
  CPPUNIT_TEST(what_is_no_digest_is_refused);
  CPPUNIT_TEST_SUITE_END();

  static Cred cred(std::string data, std::string type = {}) {
    Cred cred;
    cred.meta.type = std::move(type);
    cred.data = std::move(data);
    return cred;
  }

  void basic_gives_the_specified_vector() {
    const Cred basic = basic_cred("Bruce2", "OhBehave");
    CPPUNIT_ASSERT_EQUAL(std::string("QnJ1Y2UyOk9oQmVoYXZl"), basic.data);
    CPPUNIT_ASSERT_EQUAL(std::string("syncml:auth-basic"), basic.meta.type);
    CPPUNIT_ASSERT_EQUAL(std::string("b64"), basic.meta.format);
  }
  void what_is_written_is_read() {
    const auto read = read_basic(basic_cred("J\xc3\xbcrgen", ""));
    CPPUNIT_ASSERT_EQUAL(std::string("J\xc3\xbcrgen"), read->user);
    CPPUNIT_ASSERT_EQUAL(std::string(), read->password);
  }
  void a_missing_type_is_basic() {
    CPPUNIT_ASSERT_EQUAL(std::string("alice"), read_basic(cred("YWxpY2U6c2VjcmV0"))->user);
    CPPUNIT_ASSERT(read_basic(cred("YWxpY2U6c2VjcmV0", "SyncML:Auth-Basic")).has_value());
  }
  void the_password_may_hold_colons() {
    CPPUNIT_ASSERT_EQUAL(std::string("b:c"), read_basic(basic_cred("a", "b:c"))->password);
  }
  void other_types_are_unsupported() {
    const auto read = read_basic(cred("YWxpY2U6c2VjcmV0", std::string(AuthMd5)));
    CPPUNIT_ASSERT(read.error().code == ErrorCode::Unsupported);
  }
  void broken_data_are_malformed() {
    for (const char* data : {"", "!!!", "YWxpY2U="}) {
      CPPUNIT_ASSERT_MESSAGE(data, read_basic(cred(data)).error().code == ErrorCode::Malformed);
    }
  }
  void errors_do_not_show_the_password() {
    const auto read = read_basic(cred(base64_encode("canary-without-colon")));
    CPPUNIT_ASSERT(read.error().text().find("canary") == std::string::npos);
  }
  void digests_give_the_specified_vectors() {
    const auto made = [](Version version, const char* nonce) {
      return digest_cred(version, "Bruce2", "OhBehave", nonce).data;
    };
    CPPUNIT_ASSERT_EQUAL(std::string("Zz6EivR3yeaaENcRN6lpAQ=="), made(Version::V12, "Nonce"));
    CPPUNIT_ASSERT_EQUAL(std::string("Zz6EivR3yeaaENcRN6lpAQ=="), made(Version::V11, "Nonce"));
    CPPUNIT_ASSERT_EQUAL(std::string("lEf25jyjHbCcTbj4p/1pUw=="), made(Version::V12, ""));
    CPPUNIT_ASSERT_EQUAL(std::string("UmkqAAZhiQvXXhfaf/u+OQ=="), made(Version::V10, "Nonce"));
  }
  void digests_are_read_as_base64_and_as_octets() {
    const std::string digest = digest_of(Version::V12, "Bruce2", "OhBehave", "Nonce");
    const std::string type(AuthMd5);
    CPPUNIT_ASSERT_EQUAL(digest, read_digest(cred(base64_encode(digest), type)).value());
    CPPUNIT_ASSERT_EQUAL(digest, read_digest(cred(digest, type)).value());
  }
  void what_is_no_digest_is_refused() {
    const std::string type(AuthMd5);
    CPPUNIT_ASSERT(read_digest(cred("", type)).error().code == ErrorCode::Malformed);
    CPPUNIT_ASSERT(read_digest(cred("c2hvcnQ=", type)).error().code == ErrorCode::Malformed);
    CPPUNIT_ASSERT(read_digest(cred("c2hvcnQ=")).error().code == ErrorCode::Unsupported);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CredentialTest);
