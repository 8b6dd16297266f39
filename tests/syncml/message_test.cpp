// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/syncml/message.h"

using namespace pim::syncml;

class MessageTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(MessageTest);
  CPPUNIT_TEST(versions_have_their_names);
  CPPUNIT_TEST(the_header_tells_the_version);
  CPPUNIT_TEST(one_of_the_two_names_is_enough);
  CPPUNIT_TEST(unknown_or_contradicting_names_tell_nothing);
  CPPUNIT_TEST(a_meta_with_anything_in_it_is_not_empty);
  CPPUNIT_TEST_SUITE_END();

  static std::optional<Version> version(std::string proto, std::string dtd) {
    Header header;
    header.ver_proto = std::move(proto);
    header.ver_dtd = std::move(dtd);
    return version_of(header);
  }

  void versions_have_their_names() {
    CPPUNIT_ASSERT_EQUAL(std::string("1.0"), ver_dtd_of(Version::V10));
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML/1.1"), ver_proto_of(Version::V11));
    CPPUNIT_ASSERT_EQUAL(std::string("SyncML/1.2"), ver_proto_of(Version::V12));
  }
  void the_header_tells_the_version() {
    for (const Version v : {Version::V10, Version::V11, Version::V12}) {
      CPPUNIT_ASSERT(version(ver_proto_of(v), ver_dtd_of(v)) == v);
    }
    CPPUNIT_ASSERT(version("SYNCML/1.2", "1.2") == Version::V12);
  }
  void one_of_the_two_names_is_enough() {
    CPPUNIT_ASSERT(version("", "1.1") == Version::V11);
    CPPUNIT_ASSERT(version("SyncML/1.2", "") == Version::V12);
  }
  void unknown_or_contradicting_names_tell_nothing() {
    for (const auto& [proto, dtd] : {std::pair{"", ""},
                                     {"SyncML/1.3", "1.3"},
                                     {"DM/1.2", "1.2"},
                                     {"SyncML/1.1", "1.2"},
                                     {"SyncML/1.2", "1.3"},
                                     {"1.2", ""}}) {
      CPPUNIT_ASSERT_MESSAGE(proto, !version(proto, dtd));
    }
  }
  void a_meta_with_anything_in_it_is_not_empty() {
    CPPUNIT_ASSERT(Meta{}.empty());
    Meta meta;
    meta.anchor = Anchor{};
    CPPUNIT_ASSERT(!meta.empty());
    meta = {};
    meta.emi = {""};
    CPPUNIT_ASSERT(!meta.empty());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(MessageTest);
