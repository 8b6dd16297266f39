// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/command_line.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "common/sql/sqlite_store.h"
#include "common/vault/key_file.h"

namespace pim::pimctl {
namespace {

class CommandLineTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CommandLineTest);
  CPPUNIT_TEST(help_is_no_error);
  CPPUNIT_TEST(what_cannot_be_understood_is_usage);
  CPPUNIT_TEST(keygen_makes_a_key_that_can_be_read);
  CPPUNIT_TEST(keygen_does_not_overwrite);
  CPPUNIT_TEST(init_makes_a_store_that_opens);
  CPPUNIT_TEST(init_leaves_a_store_as_it_is);
  CPPUNIT_TEST(init_without_its_folder_is_store_trouble);
  CPPUNIT_TEST(upgrade_of_a_present_store_does_nothing);
  CPPUNIT_TEST(upgrade_without_a_store_says_what_to_run);
  CPPUNIT_TEST(check_finds_a_sound_store_sound);
  CPPUNIT_TEST(check_finds_a_damaged_store);
  CPPUNIT_TEST(restored_gives_every_portal_a_new_epoch);
  CPPUNIT_TEST(restored_gives_a_named_portal_alone_a_new_epoch);
  CPPUNIT_TEST(restored_names_the_portals_where_one_is_not_there);
  CPPUNIT_TEST(files_made_by_root_belong_to_the_owner_of_their_folder);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "pimctl-XXXXXX").string();
    CPPUNIT_ASSERT(::mkdtemp(pattern.data()) != nullptr);
    directory_ = pattern;
    store_ = (directory_ / "pimsync.db").string();
    key_ = (directory_ / "pimsync.key").string();
  }
  void tearDown() override { std::filesystem::remove_all(directory_); }

  void help_is_no_error() {
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"--help"}));
    CPPUNIT_ASSERT(says(out_, "exit codes"));
  }

  void what_cannot_be_understood_is_usage() {
    const std::vector<std::vector<std::string>> lines = {
        {},
        {"nonsense"},
        {"keygen"},
        {"store"},
        {"store", "init"},
        {"store", "init", "sqlite"},
        {"store", "init", "oracle", "x"},
        {"store", "drop", "sqlite", "x"},
        {"keygen", "a", "b"},
        {"store", "check", "sqlite", "x", "--color"}};
    for (const auto& line : lines) {
      CPPUNIT_ASSERT(ExitCode::Usage == pimctl(line));
      CPPUNIT_ASSERT(!err_.empty());
    }
  }

  void keygen_makes_a_key_that_can_be_read() {
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"keygen", key_}));
    CPPUNIT_ASSERT(vault::read_key_file(key_));
  }

  void keygen_does_not_overwrite() {
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"keygen", key_}));
    CPPUNIT_ASSERT(ExitCode::Usage == pimctl({"keygen", key_}));
    CPPUNIT_ASSERT(says(err_, "exists"));
  }

  void init_makes_a_store_that_opens() {
    CPPUNIT_ASSERT(ExitCode::Done == init());
    CPPUNIT_ASSERT(says(out_, "schema version"));
    CPPUNIT_ASSERT(sql::schema_version(store_));
  }

  void init_leaves_a_store_as_it_is() {
    init();
    const std::string before = octets_of(store_);
    CPPUNIT_ASSERT(ExitCode::Done == init());
    CPPUNIT_ASSERT(before == octets_of(store_));
  }

  void init_without_its_folder_is_store_trouble() {
    const std::string path = (directory_ / "none" / "x.db").string();
    CPPUNIT_ASSERT(ExitCode::StoreTrouble == pimctl({"store", "init", "sqlite", path}));
  }

  void upgrade_of_a_present_store_does_nothing() {
    init();
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"store", "upgrade", "sqlite", store_}));
    CPPUNIT_ASSERT(says(out_, "nothing to do"));
  }

  void upgrade_without_a_store_says_what_to_run() {
    CPPUNIT_ASSERT(ExitCode::StoreTrouble == pimctl({"store", "upgrade", "sqlite", store_}));
    CPPUNIT_ASSERT(says(err_, "pimctl store init"));
  }

  void check_finds_a_sound_store_sound() {
    init();
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"store", "check", "sqlite", store_}));
    CPPUNIT_ASSERT(says(out_, "sound"));
  }

  void check_finds_a_damaged_store() {
    init();
    std::fstream file(store_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(3L * 4096);
    file << std::string(4096, '\xff');
    file.close();
    CPPUNIT_ASSERT(ExitCode::StoreTrouble == pimctl({"store", "check", "sqlite", store_}));
    CPPUNIT_ASSERT(!err_.empty());
  }

  void restored_gives_every_portal_a_new_epoch() {
    init();
    const auto town = portal("town");
    const auto works = portal("works");
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"store", "restored", "sqlite", store_}));
    CPPUNIT_ASSERT(says(out_, "Portal town is in epoch"));
    CPPUNIT_ASSERT(says(out_, "Portal works is in epoch"));
    CPPUNIT_ASSERT(portal("town").epoch > town.epoch);
    CPPUNIT_ASSERT(portal("works").epoch > works.epoch);
    CPPUNIT_ASSERT_EQUAL(town.id, portal("town").id);
  }

  void restored_gives_a_named_portal_alone_a_new_epoch() {
    init();
    const auto town = portal("town");
    const auto works = portal("works");
    CPPUNIT_ASSERT(ExitCode::Done ==
                   pimctl({"store", "restored", "sqlite", store_, "--portal", "town"}));
    CPPUNIT_ASSERT(portal("town").epoch > town.epoch);
    CPPUNIT_ASSERT(portal("works").epoch == works.epoch);
  }

  void restored_names_the_portals_where_one_is_not_there() {
    init();
    portal("town");
    CPPUNIT_ASSERT(ExitCode::Usage ==
                   pimctl({"store", "restored", "sqlite", store_, "--portal", "tow"}));
    CPPUNIT_ASSERT(says(err_, "'tow', only: town"));
  }

  void files_made_by_root_belong_to_the_owner_of_their_folder() {
    if (::geteuid() != 0) {
      return;  // nobody else can give files away
    }
    constexpr uid_t Nobody = 65534;
    CPPUNIT_ASSERT_EQUAL(0, ::chown(directory_.c_str(), Nobody, Nobody));
    init();
    pimctl({"keygen", key_});
    pimctl({"store", "check", "sqlite", store_});
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_)) {
      struct stat facts {};
      CPPUNIT_ASSERT_EQUAL(0, ::stat(entry.path().c_str(), &facts));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(entry.path().string(), Nobody, facts.st_uid);
    }
  }

 private:
  /// A portal of the store; made where it is missing.
  store::Portal portal(const std::string& name) {
    SystemRandom random;
    sql::SqliteOptions options;
    options.path = store_;
    options.runtime_dir = directory_.string();
    const auto opened = sql::open_sqlite(options);
    CPPUNIT_ASSERT(opened.has_value());
    const auto found = (*opened)->portal(name, random.hex(16));
    CPPUNIT_ASSERT(found.has_value());
    return *found;
  }
  ExitCode pimctl(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream err;
    const ExitCode code = run(arguments, {out, err});
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  ExitCode init() { return pimctl({"store", "init", "sqlite", store_}); }

  static bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  static std::string octets_of(const std::string& path) {
    std::ostringstream octets;
    octets << std::ifstream(path, std::ios::binary).rdbuf();
    return octets.str();
  }

  std::filesystem::path directory_;
  std::string store_;
  std::string key_;
  std::string out_;
  std::string err_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(CommandLineTest);

}  // namespace
}  // namespace pim::pimctl
