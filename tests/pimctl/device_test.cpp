// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

#include "common/session/device_password.h"
#include "common/sql/sqlite_store.h"
#include "common/vault/vault.h"
#include "tests/support/result.h"
#include "tools/pimctl/command_line.h"

namespace pim::pimctl {
namespace {

using pim::testing::must;

/// Passwords of devices, from the administrator's side.
class DeviceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(DeviceTest);
  CPPUNIT_TEST(a_new_password_is_kept_sealed_for_its_device);
  CPPUNIT_TEST(two_passwords_differ);
  CPPUNIT_TEST(a_device_can_be_named_beforehand);
  CPPUNIT_TEST(without_a_key_no_password_is_made);
  CPPUNIT_TEST(the_default_portal_is_refused_beside_others);
  CPPUNIT_TEST(a_typed_portal_that_no_request_has_made_yet_is_made);
  CPPUNIT_TEST(lists_of_a_typed_portal_make_none);
  CPPUNIT_TEST(devices_are_listed_without_their_passwords);
  CPPUNIT_TEST(a_revoked_password_is_gone);
  CPPUNIT_TEST(all_passwords_of_a_user_are_revoked_at_once);
  CPPUNIT_TEST(an_unknown_number_is_usage);
  CPPUNIT_TEST(a_user_without_devices_has_an_empty_list);
  CPPUNIT_TEST(a_user_who_is_not_there_is_usage);
  CPPUNIT_TEST(a_user_of_another_portal_is_named);
  CPPUNIT_TEST(a_password_for_a_new_name_says_that_it_is_new);
  CPPUNIT_TEST(users_are_listed);
  CPPUNIT_TEST(a_user_is_removed_only_where_one_says_yes);
  CPPUNIT_TEST(a_removed_user_signs_in_no_more);
  CPPUNIT_TEST(a_removal_that_was_stopped_goes_on_when_it_is_said_again);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "pimctl-XXXXXX").string();
    CPPUNIT_ASSERT(::mkdtemp(pattern.data()) != nullptr);
    directory_ = pattern;
    store_ = (directory_ / "pimsync.db").string();
    key_ = (directory_ / "pimsync.key").string();
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"keygen", key_}));
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"store", "init", "sqlite", store_}));
  }
  void tearDown() override { std::filesystem::remove_all(directory_); }

  void a_new_password_is_kept_sealed_for_its_device() {
    const auto made = add();
    const store::Device row = devices().front();
    CPPUNIT_ASSERT_EQUAL(made.at("number").get<std::int64_t>(), row.number);
    CPPUNIT_ASSERT(row.device.empty());
    SystemRandom random;
    const vault::Vault vault(must(vault::read_key_file(key_)), random);
    CPPUNIT_ASSERT_EQUAL(
        made.at("password").get<std::string>(),
        must(vault.open(row.sealed, session::device_purpose(owner(), row.number))));
    CPPUNIT_ASSERT(!vault.open(row.sealed, session::device_purpose(owner(), row.number + 1)));
  }

  void two_passwords_differ() {
    const std::string first = add().at("password");
    const std::string second = add().at("password");
    CPPUNIT_ASSERT(first != second);
    CPPUNIT_ASSERT_EQUAL(std::size_t{19}, first.size());
  }

  void a_device_can_be_named_beforehand() {
    add({"--id", "IMEI:1", "--name", "old phone"});
    CPPUNIT_ASSERT_EQUAL(std::string("IMEI:1"), devices().front().device);
    CPPUNIT_ASSERT_EQUAL(std::string("old phone"), devices().front().name);
  }

  void without_a_key_no_password_is_made() {
    std::filesystem::remove(key_);
    CPPUNIT_ASSERT(ExitCode::StoreTrouble ==
                   pimctl({"device", "add", "sqlite", store_, "alice", "--key-file", key_}));
    CPPUNIT_ASSERT(!err_.empty());
  }

  void a_typed_portal_that_no_request_has_made_yet_is_made() {
    must(open()->portal("works", "id"));
    add({"--portal", "town"});
    CPPUNIT_ASSERT(err_.find("'town'") != std::string::npos);
    CPPUNIT_ASSERT(err_.find("works") != std::string::npos);
    CPPUNIT_ASSERT(must(open()->find_owner("town", "alice")).has_value());
    add({"--portal", "town"});
    CPPUNIT_ASSERT_EQUAL(std::string(), err_);
    add({"--portal", "default"});  // typed, so meant
  }

  void lists_of_a_typed_portal_make_none() {
    must(open()->portal("works", "id"));
    CPPUNIT_ASSERT(ExitCode::Usage ==
                   pimctl({"device", "list", "sqlite", store_, "alice", "--portal", "town"}));
    CPPUNIT_ASSERT_EQUAL(std::string(), out_);
    CPPUNIT_ASSERT(err_.find("works") != std::string::npos);
    CPPUNIT_ASSERT(must(open()->portal_names()) == std::vector<std::string>{"works"});
  }

  void the_default_portal_is_refused_beside_others() {
    must(open()->portal("works", "id"));
    const std::vector<std::vector<std::string>> lines = {
        {"device", "add", "sqlite", store_, "alice", "--key-file", key_},
        {"device", "list", "sqlite", store_, "alice"},
        {"device", "revoke", "sqlite", store_, "alice", "--all"}};
    for (const auto& line : lines) {
      CPPUNIT_ASSERT(ExitCode::StoreTrouble == pimctl(line));
      CPPUNIT_ASSERT(err_.find("--portal") != std::string::npos);
      CPPUNIT_ASSERT(err_.find("works") != std::string::npos);
    }
    CPPUNIT_ASSERT(must(open()->portal_names()) == std::vector<std::string>{"works"});
    add({"--portal", "works"});
  }

  void devices_are_listed_without_their_passwords() {
    const std::string password = add({"--name", "old phone"}).at("password");
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"device", "list", "sqlite", store_, "alice"}));
    CPPUNIT_ASSERT(out_.find("old phone") != std::string::npos);
    CPPUNIT_ASSERT(out_.find("never") != std::string::npos);
    CPPUNIT_ASSERT(out_.find(password) == std::string::npos);
  }

  void all_passwords_of_a_user_are_revoked_at_once() {
    add();
    add();
    const std::vector<std::string> revoke = {"device", "revoke", "sqlite", store_, "alice"};
    CPPUNIT_ASSERT(ExitCode::Usage == pimctl(revoke));  // which?
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, devices().size());
    CPPUNIT_ASSERT(ExitCode::Done ==
                   pimctl({"device", "revoke", "sqlite", store_, "alice", "--all"}));
    CPPUNIT_ASSERT(devices().empty());
    CPPUNIT_ASSERT(ExitCode::Done ==
                   pimctl({"device", "revoke", "sqlite", store_, "alice", "--all"}));
  }

  void a_revoked_password_is_gone() {
    const std::int64_t number = add().at("number");
    CPPUNIT_ASSERT(ExitCode::Done ==
                   pimctl({"device", "revoke", "sqlite", store_, "alice", std::to_string(number)}));
    CPPUNIT_ASSERT(devices().empty());
  }

  void an_unknown_number_is_usage() {
    add();
    CPPUNIT_ASSERT(ExitCode::Usage == pimctl({"device", "revoke", "sqlite", store_, "alice", "7"}));
    CPPUNIT_ASSERT(err_.find("has no device password 7") != std::string::npos);
  }

  void a_user_without_devices_has_an_empty_list() {
    add();
    must(open()->owner("default", "bob"));
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"device", "list", "sqlite", store_, "bob"}));
    CPPUNIT_ASSERT_EQUAL(std::string(), out_);
  }

  void a_user_who_is_not_there_is_usage() {
    add();
    const std::vector<std::vector<std::string>> lines = {
        {"device", "list", "sqlite", store_, "alise"},
        {"device", "revoke", "sqlite", store_, "alise", "1"},
        {"device", "revoke", "sqlite", store_, "alise", "--all"}};
    for (const auto& line : lines) {
      CPPUNIT_ASSERT(ExitCode::Usage == pimctl(line));
      CPPUNIT_ASSERT_EQUAL(std::string(), out_);
      CPPUNIT_ASSERT(err_.find("portal default has no user alise") != std::string::npos);
    }
    CPPUNIT_ASSERT(!must(open()->find_owner("default", "alise")).has_value());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, devices().size());
  }

  void a_user_of_another_portal_is_named() {
    add();
    add({"--portal", "town"});
    must(open()->owner("town", "bob"));
    CPPUNIT_ASSERT(ExitCode::Usage ==
                   pimctl({"device", "revoke", "sqlite", store_, "bob", "--all"}));
    CPPUNIT_ASSERT(err_.find("one of that name is in: town") != std::string::npos);
  }

  void a_password_for_a_new_name_says_that_it_is_new() {
    add();
    CPPUNIT_ASSERT(err_.find("alice is a new user") != std::string::npos);
    add();
    CPPUNIT_ASSERT_EQUAL(std::string(), err_);
  }

  void users_are_listed() {
    add();
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"user", "list", "sqlite", store_}));
    CPPUNIT_ASSERT_EQUAL(std::string("alice\t0 records\n"), out_);
    CPPUNIT_ASSERT(ExitCode::Usage ==
                   pimctl({"user", "list", "sqlite", store_, "--portal", "town"}));
  }

  void a_user_is_removed_only_where_one_says_yes() {
    add();
    CPPUNIT_ASSERT(ExitCode::Usage == pimctl({"user", "remove", "sqlite", store_, "alice"}));
    CPPUNIT_ASSERT(err_.find("1 device password") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, devices().size());
  }

  void a_removed_user_signs_in_no_more() {
    add();
    CPPUNIT_ASSERT(ExitCode::Done ==
                   pimctl({"user", "remove", "sqlite", store_, "alice", "--yes"}));
    CPPUNIT_ASSERT(!must(open()->find_owner("default", "alice")));
    CPPUNIT_ASSERT(ExitCode::Usage ==
                   pimctl({"user", "remove", "sqlite", store_, "alice", "--yes"}));
  }

  void a_removal_that_was_stopped_goes_on_when_it_is_said_again() {
    add();
    must(open()->let_go_owner("default", "alice"));
    CPPUNIT_ASSERT(ExitCode::Done ==
                   pimctl({"user", "remove", "sqlite", store_, "alice", "--yes"}));
    CPPUNIT_ASSERT(must(open()->half_removed()).empty());
  }

 private:
  ExitCode pimctl(const std::vector<std::string>& arguments) {
    std::ostringstream out, err;
    const ExitCode code = run(arguments, {out, err});
    out_ = out.str();
    err_ = err.str();
    return code;
  }
  nlohmann::json add(const std::vector<std::string>& more = {}) {
    std::vector<std::string> line = {"device", "add",        "sqlite", store_,
                                     "alice",  "--key-file", key_,     "--json"};
    line.insert(line.end(), more.begin(), more.end());
    CPPUNIT_ASSERT(ExitCode::Done == pimctl(line));
    return nlohmann::json::parse(out_);
  }
  std::unique_ptr<sql::SqliteStore> open() {
    sql::SqliteOptions options;
    options.path = store_;
    options.runtime_dir = (directory_ / "run").string();
    std::filesystem::create_directory(options.runtime_dir);
    return must(sql::open_sqlite(options));
  }
  store::OwnerId owner() { return must(open()->find_owner("default", "alice")).value().id; }
  std::vector<store::Device> devices() {
    const auto store = open();
    const auto owner = must(store->find_owner("default", "alice")).value().id;
    return must(must(store->begin(owner, store::Access::Read))->devices());
  }

  std::filesystem::path directory_;
  std::string store_, key_, out_, err_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(DeviceTest);

}  // namespace
}  // namespace pim::pimctl
