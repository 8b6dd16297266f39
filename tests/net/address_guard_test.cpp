// SPDX-License-Identifier: Apache-2.0
#include "common/net/address_guard.h"

#include <arpa/inet.h>
#include <cppunit/extensions/HelperMacros.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cstring>
#include <string>

namespace pim::net {
namespace {

bool is_public(const std::string& text) {
  sockaddr_storage storage{};
  socklen_t size = 0;
  if (text.find(':') == std::string::npos) {
    auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
    v4.sin_family = AF_INET;
    CPPUNIT_ASSERT_EQUAL_MESSAGE(text, 1, ::inet_pton(AF_INET, text.c_str(), &v4.sin_addr));
    size = sizeof v4;
  } else {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
    v6.sin6_family = AF_INET6;
    CPPUNIT_ASSERT_EQUAL_MESSAGE(text, 1, ::inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr));
    size = sizeof v6;
  }
  return is_public_address(reinterpret_cast<const sockaddr&>(storage), size);
}

class AddressGuardTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AddressGuardTest);
  CPPUNIT_TEST(global_unicast_addresses_are_public);
  CPPUNIT_TEST(special_ipv4_addresses_are_not);
  CPPUNIT_TEST(the_neighbours_of_special_ranges_are_public);
  CPPUNIT_TEST(special_ipv6_addresses_are_not);
  CPPUNIT_TEST(an_ipv4_address_in_ipv6_clothes_is_judged_as_itself);
  CPPUNIT_TEST(other_families_and_cut_addresses_are_not);
  CPPUNIT_TEST_SUITE_END();

 public:
  void global_unicast_addresses_are_public() {
    for (const char* address : {"1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700::1111",
                                "2a00:1450:4001::1", "2400::1"}) {
      CPPUNIT_ASSERT_MESSAGE(address, is_public(address));
    }
  }

  void special_ipv4_addresses_are_not() {
    for (const char* address :
         {"0.0.0.0",         "0.1.2.3",        "10.0.0.1",        "10.255.255.255",  "100.64.0.1",
          "100.127.255.255", "127.0.0.1",      "127.255.255.254", "169.254.169.254", "172.16.0.1",
          "172.31.255.255",  "192.0.0.8",      "192.0.2.1",       "192.88.99.1",     "192.168.0.1",
          "198.18.0.1",      "198.19.255.255", "198.51.100.1",    "203.0.113.1",     "224.0.0.1",
          "239.255.255.255", "240.0.0.1",      "255.255.255.255"}) {
      CPPUNIT_ASSERT_MESSAGE(address, !is_public(address));
    }
  }

  void the_neighbours_of_special_ranges_are_public() {
    for (const char* address :
         {"9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
          "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
          "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255"}) {
      CPPUNIT_ASSERT_MESSAGE(address, is_public(address));
    }
  }

  void special_ipv6_addresses_are_not() {
    for (const char* address :
         {"::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "100::1",
          "2001::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1",
          "4000::1", "64:ff9b:1::1", "::127.0.0.1", "5f00::1"}) {
      CPPUNIT_ASSERT_MESSAGE(address, !is_public(address));
    }
  }

  void an_ipv4_address_in_ipv6_clothes_is_judged_as_itself() {
    CPPUNIT_ASSERT(!is_public("::ffff:127.0.0.1"));
    CPPUNIT_ASSERT(!is_public("::ffff:10.0.0.1"));
    CPPUNIT_ASSERT(!is_public("64:ff9b::192.168.1.1"));
    CPPUNIT_ASSERT(is_public("::ffff:8.8.8.8"));
    CPPUNIT_ASSERT(is_public("64:ff9b::8.8.8.8"));
  }

  void other_families_and_cut_addresses_are_not() {
    sockaddr_un local{};
    local.sun_family = AF_UNIX;
    CPPUNIT_ASSERT(!is_public_address(reinterpret_cast<sockaddr&>(local), sizeof local));
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_addr.s_addr = htonl(0x08080808);
    CPPUNIT_ASSERT(!is_public_address(reinterpret_cast<sockaddr&>(v4), sizeof v4 - 1));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AddressGuardTest);

}  // namespace
}  // namespace pim::net
