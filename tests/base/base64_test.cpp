// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/base/text.h"

using namespace pim;

class Base64Test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(Base64Test);
  CPPUNIT_TEST(encodes_the_vectors_of_rfc_4648);
  CPPUNIT_TEST(decodes_the_vectors_of_rfc_4648);
  CPPUNIT_TEST(every_octet_survives_a_round_trip);
  CPPUNIT_TEST(white_space_is_skipped);
  CPPUNIT_TEST(padding_may_be_missing);
  CPPUNIT_TEST(other_signs_are_malformed);
  CPPUNIT_TEST(a_single_left_over_sign_is_malformed);
  CPPUNIT_TEST(text_after_padding_is_malformed);
  CPPUNIT_TEST(the_place_of_a_wrong_sign_is_named);
  CPPUNIT_TEST_SUITE_END();

  struct Vector {
    const char* plain;
    const char* coded;
  };
  static constexpr Vector Vectors[] = {{"", ""},
                                       {"f", "Zg=="},
                                       {"fo", "Zm8="},
                                       {"foo", "Zm9v"},
                                       {"foob", "Zm9vYg=="},
                                       {"fooba", "Zm9vYmE="},
                                       {"foobar", "Zm9vYmFy"}};

  void encodes_the_vectors_of_rfc_4648() {
    for (const auto& [plain, coded] : Vectors) {
      CPPUNIT_ASSERT_EQUAL(std::string(coded), base64_encode(plain));
    }
  }
  void decodes_the_vectors_of_rfc_4648() {
    for (const auto& [plain, coded] : Vectors) {
      CPPUNIT_ASSERT_EQUAL(std::string(plain), base64_decode(coded).value());
    }
  }
  void every_octet_survives_a_round_trip() {
    std::string octets;
    for (int i = 0; i < 256; ++i) {
      octets += static_cast<char>(i);
      CPPUNIT_ASSERT_EQUAL(octets, base64_decode(base64_encode(octets)).value());
    }
  }
  void white_space_is_skipped() {
    CPPUNIT_ASSERT_EQUAL(std::string("foobar"), base64_decode(" Zm9v\r\n\tYm Fy \n").value());
  }
  void padding_may_be_missing() {
    CPPUNIT_ASSERT_EQUAL(std::string("fooba"), base64_decode("Zm9vYmE").value());
    CPPUNIT_ASSERT_EQUAL(std::string("f"), base64_decode("Zg=").value());
  }
  void other_signs_are_malformed() {
    for (const char* text : {"Zm9v!", "Zm-9", "Zm_9", "\xc3\xa4", "===="}) {
      CPPUNIT_ASSERT_EQUAL(true, base64_decode(text).error().code == ErrorCode::Malformed);
    }
  }
  void a_single_left_over_sign_is_malformed() { CPPUNIT_ASSERT(!base64_decode("Zm9vY")); }
  void text_after_padding_is_malformed() { CPPUNIT_ASSERT(!base64_decode("Zg==Zg==")); }
  void the_place_of_a_wrong_sign_is_named() {
    CPPUNIT_ASSERT_EQUAL(std::string("octet 2"), base64_decode("Zm*9").error().place);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(Base64Test);
