// SPDX-License-Identifier: Apache-2.0
#include "common/vault/vault.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstddef>

namespace pim::vault {
namespace {

/// Known octets, so that a sealed text can be compared with one of an earlier version.
class CountingRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) {
      byte = static_cast<std::byte>(next_++);
    }
  }

 private:
  unsigned char next_ = 0;
};

class VaultTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(VaultTest);
  CPPUNIT_TEST(a_sealed_secret_opens);
  CPPUNIT_TEST(any_octets_can_be_sealed);
  CPPUNIT_TEST(the_sealed_text_does_not_show_the_secret);
  CPPUNIT_TEST(the_same_secret_is_sealed_differently_each_time);
  CPPUNIT_TEST(a_text_sealed_by_this_version_opens_in_every_later_one);
  CPPUNIT_TEST(another_purpose_does_not_open_it);
  CPPUNIT_TEST(another_key_is_told_from_damage);
  CPPUNIT_TEST(any_changed_sign_is_noticed);
  CPPUNIT_TEST(a_text_cut_anywhere_is_refused);
  CPPUNIT_TEST(an_unknown_version_is_refused);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_sealed_secret_opens() {
    const auto opened = vault_.open(vault_.seal("sesame", "alice/town"), "alice/town");
    CPPUNIT_ASSERT(opened);
    CPPUNIT_ASSERT_EQUAL(std::string("sesame"), *opened);
  }

  void any_octets_can_be_sealed() {
    const std::string zeros(3, '\0');
    for (const std::string& secret :
         {std::string(), zeros, std::string(5000, 'x'), std::string("p\xc3\xa4ss:w\xff")}) {
      const auto opened = vault_.open(vault_.seal(secret, ""), "");
      CPPUNIT_ASSERT(opened);
      CPPUNIT_ASSERT(*opened == secret);
    }
  }

  void the_sealed_text_does_not_show_the_secret() {
    const std::string sealed = vault_.seal("open-sesame-open", "x");
    CPPUNIT_ASSERT(sealed.find("sesame") == std::string::npos);
    CPPUNIT_ASSERT(sealed.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789-_:") == std::string::npos);
  }

  void the_same_secret_is_sealed_differently_each_time() {
    CPPUNIT_ASSERT(vault_.seal("a", "p") != vault_.seal("a", "p"));
  }

  void a_text_sealed_by_this_version_opens_in_every_later_one() {
    CountingRandom counting;
    const Vault vault(SealingKey::random(counting), counting);
    const std::string sealed = vault.seal("sesame", "alice/town");
    CPPUNIT_ASSERT_EQUAL(std::string(Golden), sealed);
    CPPUNIT_ASSERT_EQUAL(std::string("sesame"), *vault.open(Golden, "alice/town"));
  }

  void another_purpose_does_not_open_it() {
    const std::string sealed = vault_.seal("sesame", "alice/town");
    for (const char* purpose : {"bob/town", "alice/city", "", "alice/town "}) {
      CPPUNIT_ASSERT(vault_.open(sealed, purpose).error().code == ErrorCode::Corrupt);
    }
  }

  void another_key_is_told_from_damage() {
    const Vault other(SealingKey::random(random_), random_);
    const auto opened = other.open(vault_.seal("sesame", "p"), "p");
    CPPUNIT_ASSERT(!opened);
    CPPUNIT_ASSERT(opened.error().code == ErrorCode::Denied);
    CPPUNIT_ASSERT(opened.error().message.find("key file") != std::string::npos);
  }

  void any_changed_sign_is_noticed() {
    const std::string sealed = vault_.seal("sesame", "p");
    for (std::size_t at = 0; at < sealed.size(); ++at) {
      std::string changed = sealed;
      changed[at] = changed[at] == 'A' ? 'B' : 'A';
      CPPUNIT_ASSERT_MESSAGE(changed, !vault_.open(changed, "p"));
    }
  }

  void a_text_cut_anywhere_is_refused() {
    const std::string sealed = vault_.seal("sesame", "p");
    for (std::size_t size = 0; size < sealed.size(); ++size) {
      CPPUNIT_ASSERT(!vault_.open(sealed.substr(0, size), "p"));
    }
    CPPUNIT_ASSERT(!vault_.open(sealed + "A", "p"));
  }

  void an_unknown_version_is_refused() {
    std::string sealed = vault_.seal("sesame", "p");
    sealed[1] = '2';
    CPPUNIT_ASSERT(vault_.open(sealed, "p").error().code == ErrorCode::Corrupt);
  }

 private:
  static constexpr const char* Golden =
      "v1:b83e9fc3:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY391-LY07rediEraLzzA8YV5AG-vsHAA";
  SystemRandom random_;
  Vault vault_{SealingKey::random(random_), random_};
};

CPPUNIT_TEST_SUITE_REGISTRATION(VaultTest);

}  // namespace
}  // namespace pim::vault
