// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "common/base/digest.h"
#include "common/base/text.h"

using namespace pim;

class DigestTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DigestTest);
  CPPUNIT_TEST(siphash_gives_the_published_vectors);
  CPPUNIT_TEST(siphash_depends_on_the_key);
  CPPUNIT_TEST(siphash_reads_octets_at_any_address);
  CPPUNIT_TEST(md5_gives_the_vectors_of_rfc_1321);
  CPPUNIT_TEST(md5_gives_the_syncml_credential);
  CPPUNIT_TEST(sha256_gives_the_vectors_of_fips_180);
  CPPUNIT_TEST(hmac_gives_the_vectors_of_rfc_4231);
  CPPUNIT_TEST(hmac_takes_an_empty_key);
  CPPUNIT_TEST(constant_time_compare_tells_equal_from_different);
  CPPUNIT_TEST_SUITE_END();

  static HashKey counting_key() {
    HashKey key;
    for (std::size_t i = 0; i < key.bytes.size(); ++i) {
      key.bytes[i] = static_cast<std::uint8_t>(i);
    }
    return key;
  }
  static std::string counting(std::size_t size) {
    std::string octets;
    for (std::size_t i = 0; i < size; ++i) {
      octets += static_cast<char>(i);
    }
    return octets;
  }

  void siphash_gives_the_published_vectors() {
    const struct {
      std::size_t size;
      std::uint64_t hash;
    } vectors[] = {{0, 0x726fdb47dd0e0e31U},  {1, 0x74f839c593dc67fdU}, {7, 0xab0200f58b01d137U},
                   {8, 0x93f5f5799a932462U},  {9, 0x9e0082df0ba9e4b0U}, {15, 0xa129ca6149be45e5U},
                   {16, 0x3f2acc7f57c29bdbU}, {63, 0x958a324ceb064572U}};
    for (const auto& [size, hash] : vectors) {
      CPPUNIT_ASSERT_EQUAL(hash, siphash(counting_key(), counting(size)));
    }
  }
  void siphash_depends_on_the_key() {
    CPPUNIT_ASSERT(siphash(counting_key(), "a") != siphash(HashKey{}, "a"));
  }
  void siphash_reads_octets_at_any_address() {
    const std::string octets = "x" + counting(40);
    CPPUNIT_ASSERT_EQUAL(siphash(counting_key(), counting(40)),
                         siphash(counting_key(), std::string_view(octets).substr(1)));
  }
  void md5_gives_the_vectors_of_rfc_1321() {
    CPPUNIT_ASSERT_EQUAL(std::string("d41d8cd98f00b204e9800998ecf8427e"), hex_encode(md5("")));
    CPPUNIT_ASSERT_EQUAL(std::string("f96b697d7cb7938d525a2f31aaf161d0"),
                         hex_encode(md5("message digest")));
  }
  void md5_gives_the_syncml_credential() {
    const std::string inner = base64_encode(md5("Bruce2:OhBehave"));
    CPPUNIT_ASSERT_EQUAL(std::string("Zz6EivR3yeaaENcRN6lpAQ=="),
                         base64_encode(md5(inner + ":Nonce")));
  }
  void sha256_gives_the_vectors_of_fips_180() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        hex_encode(sha256("abc")));
    CPPUNIT_ASSERT_EQUAL(
        std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        hex_encode(sha256("")));
  }
  void hmac_gives_the_vectors_of_rfc_4231() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        hex_encode(hmac_sha256("Jefe", "what do ya want for nothing?")));
    CPPUNIT_ASSERT_EQUAL(
        std::string("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
        hex_encode(hmac_sha256(std::string(131, '\xaa'),
                               "Test Using Larger Than Block-Size Key - Hash Key First")));
  }
  void hmac_takes_an_empty_key() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
        hex_encode(hmac_sha256({}, {})));
  }
  void constant_time_compare_tells_equal_from_different() {
    CPPUNIT_ASSERT(equal_constant_time("", ""));
    CPPUNIT_ASSERT(equal_constant_time("secret", "secret"));
    CPPUNIT_ASSERT(!equal_constant_time("secret", "secreT"));
    CPPUNIT_ASSERT(!equal_constant_time("secret", "secre"));
    CPPUNIT_ASSERT(!equal_constant_time("", "s"));
    CPPUNIT_ASSERT(!equal_constant_time("s", ""));
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(DigestTest);
