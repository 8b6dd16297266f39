// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/process_name.h"

#include <cppunit/extensions/HelperMacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace pim::httpd {
namespace {

/// The name a process had, and it is gone.
std::string name_of_ended_process() {
  std::array<int, 2> ends{};
  CPPUNIT_ASSERT_EQUAL(0, ::pipe(ends.data()));
  const pid_t child = ::fork();
  if (child == 0) {
    const std::string name = process_name();
    const ssize_t written = ::write(ends[1], name.data(), name.size());
    ::_exit(written > 0 ? 0 : 1);
  }
  ::close(ends[1]);
  std::array<char, 512> buffer{};
  const ssize_t got = ::read(ends[0], buffer.data(), buffer.size());
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return {buffer.data(), static_cast<std::size_t>(got)};
}

class ProcessNameTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ProcessNameTest);
  CPPUNIT_TEST(the_name_of_a_process_does_not_change);
  CPPUNIT_TEST(a_running_process_has_not_ended);
  CPPUNIT_TEST(a_process_that_is_gone_has_ended);
  CPPUNIT_TEST(a_process_id_in_use_again_does_not_keep_the_old_one_alive);
  CPPUNIT_TEST(processes_of_other_machines_and_namespaces_are_not_judged);
  CPPUNIT_TEST(names_of_other_forms_are_not_judged);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_name_of_a_process_does_not_change() {
    CPPUNIT_ASSERT_EQUAL(process_name(), process_name());
  }

  void a_running_process_has_not_ended() {
    const std::vector<std::string> names = {process_name()};
    CPPUNIT_ASSERT(ended_processes(names).empty());
  }

  void a_process_that_is_gone_has_ended() {
    const std::vector<std::string> names = {process_name(), name_of_ended_process()};
    CPPUNIT_ASSERT(ended_processes(names) == std::vector<std::string>{names[1]});
  }

  void a_process_id_in_use_again_does_not_keep_the_old_one_alive() {
    const std::vector<std::string> names = {process_name() + "0"};
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, ended_processes(names).size());
  }

  void processes_of_other_machines_and_namespaces_are_not_judged() {
    const std::string gone = name_of_ended_process();
    std::string other_boot = gone;
    other_boot[0] = other_boot[0] == '0' ? '1' : '0';
    std::string other_space = gone;
    other_space[gone.find('[') + 1] = 'x';
    const std::vector<std::string> names = {other_boot, other_space};
    CPPUNIT_ASSERT(ended_processes(names).empty());
  }

  void names_of_other_forms_are_not_judged() {
    const std::vector<std::string> names = {"", "a", "a/b/c/d", "///", "a/b/c/d/e"};
    CPPUNIT_ASSERT(ended_processes(names).empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProcessNameTest);

}  // namespace
}  // namespace pim::httpd
