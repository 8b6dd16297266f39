// SPDX-License-Identifier: Apache-2.0
#include "common/console/json.h"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

namespace pim::console {

class JsonTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(JsonTest);
  CPPUNIT_TEST(an_empty_body_is_an_empty_object);
  CPPUNIT_TEST(what_is_no_object_is_refused);
  CPPUNIT_TEST(an_unknown_member_is_refused_by_name);
  CPPUNIT_TEST(a_long_unknown_member_is_not_repeated);
  CPPUNIT_TEST(a_text_is_read);
  CPPUNIT_TEST(an_absent_text_is_nothing);
  CPPUNIT_TEST(wrong_texts_are_refused);
  CPPUNIT_TEST(a_flag_is_read);
  CPPUNIT_TEST(wrong_flags_are_refused);
  CPPUNIT_TEST(numbers_are_read);
  CPPUNIT_TEST(wrong_numbers_are_refused);
  CPPUNIT_TEST(wrong_lists_of_texts_are_refused);
  CPPUNIT_TEST(octets_that_are_no_text_are_replaced_when_written);
  CPPUNIT_TEST(times_are_written_as_rfc_3339);
  CPPUNIT_TEST(a_member_that_stands_twice_is_refused);
  CPPUNIT_TEST_SUITE_END();

  static Members of(const std::string& body) {
    auto members = Members::read(body, {"x"});
    CPPUNIT_ASSERT_MESSAGE(body, members.has_value());
    return std::move(*members);
  }

 public:
  void an_empty_body_is_an_empty_object() { CPPUNIT_ASSERT(!of("").has("x")); }

  void what_is_no_object_is_refused() {
    const std::string cases[] = {"[]",
                                 "1",
                                 "null",
                                 "\"x\"",
                                 "{",
                                 "{\"x\":}",
                                 "{'x':1}",
                                 "{\"x\":1}{\"x\":1}",
                                 "{\"x\":1,}",
                                 "{\"x\":\"\xff\"}",
                                 "{\"x\":\"\xc3\"}",
                                 "{\"x\":\"\\ud800\"}",
                                 "\xef\xbb\xbf",
                                 std::string("{\"x\":1}\0", 8),
                                 "{\"x\":NaN}",
                                 "{\"x\":1e999}",
                                 std::string(60'000, '['),
                                 "a=b&c=d"};
    for (const std::string& one : cases) {
      const auto members = Members::read(one, {"x"});
      CPPUNIT_ASSERT_MESSAGE(one.substr(0, 40), !members.has_value());
      CPPUNIT_ASSERT_MESSAGE(one.substr(0, 40), members.error().trouble == Trouble::NotJson);
    }
  }

  void an_unknown_member_is_refused_by_name() {
    const auto members = Members::read(R"({"x":1,"decison":"keep"})", {"x"});
    CPPUNIT_ASSERT(!members && members.error().trouble == Trouble::WrongMember);
    CPPUNIT_ASSERT_EQUAL(std::string("decison"),
                         members.error().members["member"].get<std::string>());
  }

  void a_long_unknown_member_is_not_repeated() {
    const auto members = Members::read("{\"" + std::string(9000, 'y') + "\":1}", {"x"});
    CPPUNIT_ASSERT(!members && members.error().detail.size() < 200);
  }

  void a_text_is_read() {
    CPPUNIT_ASSERT_EQUAL(std::string("Ünï"), **of(R"({"x":"\u00dcnï"})").text("x", 20));
  }

  void an_absent_text_is_nothing() { CPPUNIT_ASSERT(!of("{}").text("x", 20)->has_value()); }

  void wrong_texts_are_refused() {
    for (const char* body : {R"({"x":1})", R"({"x":null})", R"({"x":["a"]})", R"({"x":{}})",
                             R"({"x":true})", R"({"x":"longer than ten"})", R"({"x":"a\u0000b"})",
                             R"({"x":"a\nb"})", R"({"x":"\u007f"})"}) {
      CPPUNIT_ASSERT_MESSAGE(body, !of(body).text("x", 10).has_value());
    }
  }

  void a_flag_is_read() {
    CPPUNIT_ASSERT(*of(R"({"x":true})").flag("x", false));
    CPPUNIT_ASSERT(!*of(R"({"x":false})").flag("x", true));
    CPPUNIT_ASSERT(*of("{}").flag("x", true));
  }

  void wrong_flags_are_refused() {
    for (const char* body : {R"({"x":1})", R"({"x":"true"})", R"({"x":null})", R"({"x":[]})"}) {
      CPPUNIT_ASSERT_MESSAGE(body, !of(body).flag("x", false).has_value());
    }
  }

  void numbers_are_read() {
    const auto numbers = of(R"({"x":[3,1,9223372036854775807]})").numbers("x");
    CPPUNIT_ASSERT(*numbers == (std::vector<std::int64_t>{3, 1, INT64_MAX}));
  }

  void wrong_numbers_are_refused() {
    for (const char* body : {R"({"x":1})", R"({"x":"1"})", R"({"x":{"0":1}})", R"({"x":[0]})",
                             R"({"x":[-1]})", R"({"x":[1.0]})", R"({"x":["1"]})", R"({"x":[null]})",
                             R"({"x":[[1]]})", R"({"x":[9223372036854775808]})",
                             R"({"x":[18446744073709551616]})", R"({"x":[1,true]})"}) {
      CPPUNIT_ASSERT_MESSAGE(body, !of(body).numbers("x").has_value());
    }
  }

  void wrong_lists_of_texts_are_refused() {
    for (const char* body : {R"({"x":"a"})", R"({"x":[1]})", R"({"x":["a",null]})",
                             R"({"x":["longer than ten"]})", R"({"x":{}})"}) {
      CPPUNIT_ASSERT_MESSAGE(body, !of(body).texts("x", 10).has_value());
    }
  }

  void octets_that_are_no_text_are_replaced_when_written() {
    CPPUNIT_ASSERT_EQUAL(std::string("\"a\xef\xbf\xbd\""), to_text(Json("a\xff")));
  }

  void times_are_written_as_rfc_3339() {
    CPPUNIT_ASSERT_EQUAL(std::string("\"2026-01-01T00:00:00Z\""),
                         to_text(json_time(1'767'225'600)));
    CPPUNIT_ASSERT_EQUAL(std::string("null"), to_text(json_time(0)));
  }

  void a_member_that_stands_twice_is_refused() {
    const auto members = Members::read(R"({"x":"a","x":"b"})", {"x"});
    CPPUNIT_ASSERT(!members && members.error().trouble == Trouble::WrongMember);
    CPPUNIT_ASSERT(of(R"({"x":{"y":1}})").has("x"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JsonTest);

}  // namespace pim::console
