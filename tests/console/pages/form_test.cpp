// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/form.h"

#include <cppunit/extensions/HelperMacros.h>

#include "common/base/limits.h"

namespace pim::console::pages {

class FormTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(FormTest);
  CPPUNIT_TEST(fields_are_decoded);
  CPPUNIT_TEST(a_field_may_come_several_times);
  CPPUNIT_TEST(bad_encodings_are_refused_and_the_rest_is_kept);
  CPPUNIT_TEST(control_characters_are_refused);
  CPPUNIT_TEST(other_types_are_refused);
  CPPUNIT_TEST(a_large_form_is_refused);
  CPPUNIT_TEST(too_many_fields_are_refused);
  CPPUNIT_TEST(a_file_comes_as_octets);
  CPPUNIT_TEST(only_the_file_may_be_octets);
  CPPUNIT_TEST(more_text_than_is_shown_again_is_refused);
  CPPUNIT_TEST(broken_parts_are_refused);
  CPPUNIT_TEST_SUITE_END();

  struct Sent {
    std::string body;
    std::string type;
  };
  static Sent sent(std::string body, std::string type = "application/x-www-form-urlencoded") {
    return {std::move(body), std::move(type)};
  }
  static Outcome<void> read(Form& form, const Sent& what) {
    return form.read(what.type, what.body);
  }
  static Trouble refusal(const Sent& what) {
    Form form;
    const auto done = read(form, what);
    CPPUNIT_ASSERT(!done);
    return done.error().trouble;
  }
  static std::string part(const std::string& name, const std::string& value,
                          const std::string& file = {}) {
    return "--B\r\nContent-Disposition: form-data; name=\"" + name + '"' +
           (file.empty() ? "" : "; filename=\"" + file + '"') + "\r\n\r\n" + value + "\r\n";
  }
  static constexpr const char* Parts = "multipart/form-data; boundary=B";

 public:
  void fields_are_decoded() {
    Form form;
    CPPUNIT_ASSERT(read(form, sent("a=1+2&b=%C3%A9%3d&c&=x")).has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("1 2"), form.text("a"));
    CPPUNIT_ASSERT_EQUAL(std::string("é="), form.text("b"));
    CPPUNIT_ASSERT(form.has("c"));
    CPPUNIT_ASSERT(!form.has("d"));
    CPPUNIT_ASSERT_EQUAL(std::string(), form.text("d"));
  }

  void a_field_may_come_several_times() {
    Form form;
    CPPUNIT_ASSERT(read(form, sent("a=1&b=2&a=3")).has_value());
    CPPUNIT_ASSERT(form.all("a") == (std::vector<std::string>{"1", "3"}));
  }

  void bad_encodings_are_refused_and_the_rest_is_kept() {
    for (const char* bad : {"b=%", "b=%4", "b=%zz", "b=%ff", "%ff=1", "b=%C3"}) {
      Form form;
      const auto done = read(form, sent("a=kept&" + std::string(bad)));
      CPPUNIT_ASSERT_MESSAGE(bad, !done);
      CPPUNIT_ASSERT(done.error().trouble == Trouble::WrongMember);
      CPPUNIT_ASSERT_EQUAL(std::string("kept"), form.text("a"));
    }
  }

  void control_characters_are_refused() {
    CPPUNIT_ASSERT(refusal(sent("a=%00")) == Trouble::WrongMember);
    CPPUNIT_ASSERT(refusal(sent("a=%7f")) == Trouble::WrongMember);
    Form form;
    CPPUNIT_ASSERT(read(form, sent("a=1%0D%0A%09")).has_value());
  }

  void other_types_are_refused() {
    for (const char* type : {"", "text/plain", "application/json", "multipart/form-data",
                             "multipart/form-data; boundary=\"\""}) {
      CPPUNIT_ASSERT_MESSAGE(type, refusal(sent("a=1", type)) == Trouble::WrongContentType);
    }
  }

  void a_large_form_is_refused() {
    CPPUNIT_ASSERT(refusal(sent("a=" + std::string(limits::MaxJsonBody, 'x'))) ==
                   Trouble::BodyTooLarge);
  }

  void too_many_fields_are_refused() {
    std::string body;
    for (int n = 0; n < 1'001; ++n) {
      body += "a=1&";
    }
    CPPUNIT_ASSERT(refusal(sent(body)) == Trouble::WrongMember);
  }

  void a_file_comes_as_octets() {
    Form form;
    const auto done = read(form, sent(part("t", "x") + part("file", "line\r\n\xff", "a.vcf") +
                                          part("u", "y") + "--B--\r\n",
                                      Parts));
    CPPUNIT_ASSERT_MESSAGE(done ? "" : done.error().detail, done.has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("x"), form.text("t"));
    CPPUNIT_ASSERT_EQUAL(std::string("y"), form.text("u"));
    CPPUNIT_ASSERT_EQUAL(std::string("line\r\n\xff"), form.take_file());
    CPPUNIT_ASSERT_EQUAL(std::string(), form.take_file());
  }

  void only_the_file_may_be_octets() {
    Form form;
    const auto done =
        read(form, sent(part("kept", "x") + part("user", "\xff", "x") + "--B--\r\n", Parts));
    CPPUNIT_ASSERT(!done);
    CPPUNIT_ASSERT(done.error().trouble == Trouble::WrongMember);
    CPPUNIT_ASSERT_EQUAL(std::string("x"), form.text("kept"));
    CPPUNIT_ASSERT(!form.has("user"));
  }

  void more_text_than_is_shown_again_is_refused() {
    Form form;
    CPPUNIT_ASSERT(
        read(form, sent(part("text", std::string(Form::MaxText, '<')) + "--B--\r\n", Parts))
            .has_value());
    Form longer;
    const auto done =
        read(longer, sent(part("text", std::string(Form::MaxText + 1, '<')) + "--B--\r\n", Parts));
    CPPUNIT_ASSERT(!done && done.error().trouble == Trouble::BodyTooLarge);
    CPPUNIT_ASSERT(!longer.has("text"));
  }

  void broken_parts_are_refused() {
    const std::string head = "--B\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n";
    for (const std::string& body :
         {std::string(), std::string("x"), head, head + "x", head + "x\r\n--B",
          head + "x\r\n--B\r\n", std::string("--B\r\n\r\nx\r\n--B--"), head + "\xff\r\n--B--",
          std::string("--B"), std::string("--Bxx\r\n\r\n\r\n--B--")}) {
      CPPUNIT_ASSERT_MESSAGE(body, refusal(sent(body, Parts)) == Trouble::WrongMember);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FormTest);

}  // namespace pim::console::pages
