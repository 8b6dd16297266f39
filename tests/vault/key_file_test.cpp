// SPDX-License-Identifier: Apache-2.0
#include "common/vault/key_file.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace pim::vault {
namespace {

class KeyFileTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(KeyFileTest);
  CPPUNIT_TEST(a_written_key_is_read_back);
  CPPUNIT_TEST(a_key_file_is_one_line_of_64_hexadecimal_digits);
  CPPUNIT_TEST(a_key_file_is_for_its_owner_only);
  CPPUNIT_TEST(two_key_files_differ);
  CPPUNIT_TEST(an_existing_file_is_never_overwritten);
  CPPUNIT_TEST(a_dangling_link_is_not_followed_when_writing);
  CPPUNIT_TEST(a_missing_file_names_the_command_that_makes_it);
  CPPUNIT_TEST(a_file_others_can_read_is_refused_with_the_command_that_mends_it);
  CPPUNIT_TEST(a_directory_is_no_key_file);
  CPPUNIT_TEST(a_pipe_is_refused_without_waiting);
  CPPUNIT_TEST(contents_that_are_no_key_are_refused);
  CPPUNIT_TEST(a_key_without_line_feed_is_a_key);
  CPPUNIT_TEST(a_moved_key_leaves_nothing_behind);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "pim-key-XXXXXX").string();
    CPPUNIT_ASSERT(::mkdtemp(pattern.data()) != nullptr);
    directory_ = pattern;
    path_ = (directory_ / "key").string();
  }
  void tearDown() override { std::filesystem::remove_all(directory_); }

  void a_written_key_is_read_back() {
    CPPUNIT_ASSERT(write_key_file(path_, random_));
    const auto first = read_key_file(path_);
    const auto second = read_key_file(path_);
    CPPUNIT_ASSERT(first && second);
    CPPUNIT_ASSERT(first->octets() == second->octets());
    CPPUNIT_ASSERT(first->octets() != SealingKey().octets());
  }

  void a_key_file_is_one_line_of_64_hexadecimal_digits() {
    CPPUNIT_ASSERT(write_key_file(path_, random_));
    std::ifstream in(path_, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    CPPUNIT_ASSERT_EQUAL(std::size_t{65}, text.size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{64}, text.find_first_not_of("0123456789abcdef"));
    CPPUNIT_ASSERT_EQUAL('\n', text.back());
  }

  void a_key_file_is_for_its_owner_only() {
    CPPUNIT_ASSERT(write_key_file(path_, random_));
    struct stat info {};
    CPPUNIT_ASSERT_EQUAL(0, ::stat(path_.c_str(), &info));
    CPPUNIT_ASSERT_EQUAL(0600U, info.st_mode & 07777U);
  }

  void two_key_files_differ() {
    const std::string other = path_ + "2";
    CPPUNIT_ASSERT(write_key_file(path_, random_));
    CPPUNIT_ASSERT(write_key_file(other, random_));
    CPPUNIT_ASSERT(read_key_file(path_)->octets() != read_key_file(other)->octets());
  }

  void an_existing_file_is_never_overwritten() {
    write("something else");
    const Status again = write_key_file(path_, random_);
    CPPUNIT_ASSERT(!again);
    CPPUNIT_ASSERT(again.error().code == ErrorCode::AlreadyExists);
    std::ifstream in(path_);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    CPPUNIT_ASSERT_EQUAL(std::string("something else"), text);
  }

  void a_dangling_link_is_not_followed_when_writing() {
    const std::string target = (directory_ / "elsewhere").string();
    std::filesystem::create_symlink(target, path_);
    CPPUNIT_ASSERT(!write_key_file(path_, random_));
    CPPUNIT_ASSERT(!std::filesystem::exists(target));
  }

  void a_missing_file_names_the_command_that_makes_it() {
    const auto key = read_key_file(path_);
    CPPUNIT_ASSERT(!key);
    CPPUNIT_ASSERT(key.error().code == ErrorCode::NotFound);
    CPPUNIT_ASSERT(key.error().message.find("pimctl keygen " + path_) != std::string::npos);
  }

  void a_file_others_can_read_is_refused_with_the_command_that_mends_it() {
    for (const mode_t mode : {0640U, 0604U, 0660U, 0610U, 0644U, 0777U}) {
      std::filesystem::remove(path_);
      CPPUNIT_ASSERT(write_key_file(path_, random_));
      CPPUNIT_ASSERT_EQUAL(0, ::chmod(path_.c_str(), mode));
      const auto key = read_key_file(path_);
      CPPUNIT_ASSERT(!key);
      CPPUNIT_ASSERT(key.error().code == ErrorCode::Denied);
      CPPUNIT_ASSERT(key.error().message.find("chmod 0600") != std::string::npos);
    }
  }

  void a_directory_is_no_key_file() {
    CPPUNIT_ASSERT(read_key_file(directory_.string()).error().code == ErrorCode::Denied);
  }

  void a_pipe_is_refused_without_waiting() {
    CPPUNIT_ASSERT_EQUAL(0, ::mkfifo(path_.c_str(), 0600));
    CPPUNIT_ASSERT(read_key_file(path_).error().code == ErrorCode::Denied);
  }

  void contents_that_are_no_key_are_refused() {
    const std::string digits(64, 'a');
    for (const std::string& text :
         {std::string(), std::string("\n"), digits.substr(1), digits + "a", digits + "\n\n",
          digits + "\nmore", digits.substr(2) + "zz", " " + digits.substr(1),
          std::string(64, '\0')}) {
      write(text);
      const auto key = read_key_file(path_);
      CPPUNIT_ASSERT_MESSAGE(text, !key);
      CPPUNIT_ASSERT_MESSAGE(text, key.error().code == ErrorCode::Corrupt);
      CPPUNIT_ASSERT(key.error().message.find(path_) != std::string::npos);
    }
  }

  void a_key_without_line_feed_is_a_key() {
    write(std::string(64, 'A'));
    const auto key = read_key_file(path_);
    CPPUNIT_ASSERT(key);
    CPPUNIT_ASSERT_EQUAL(0xaa, static_cast<int>(key->octets()[31]));
  }

  void a_moved_key_leaves_nothing_behind() {
    SealingKey key = SealingKey::random(random_);
    const auto octets = key.octets();
    const SealingKey moved = std::move(key);
    CPPUNIT_ASSERT(moved.octets() == octets);
    CPPUNIT_ASSERT(key.octets() == SealingKey().octets());  // NOLINT(bugprone-use-after-move)
  }

 private:
  void write(const std::string& text) {
    std::filesystem::remove(path_);
    std::ofstream(path_, std::ios::binary) << text;
    ::chmod(path_.c_str(), 0600);
  }

  std::filesystem::path directory_;
  std::string path_;
  SystemRandom random_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(KeyFileTest);

}  // namespace
}  // namespace pim::vault
