// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/process_name.h"

#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string_view>

#include "common/base/text.h"

namespace pim::httpd {
namespace {

constexpr std::size_t Parts = 4;  // boot, namespace, process, start

std::string first_line(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

std::string link_target(const char* path) {
  std::array<char, 256> buffer{};
  const ssize_t size = ::readlink(path, buffer.data(), buffer.size());
  return size <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(size));
}

/// Field 22 of /proc/PID/stat: when it started, in ticks since boot. Empty = no such process.
std::string start_of(const std::string& process) {
  const std::string stat = first_line("/proc/" + process + "/stat");
  const std::size_t name_end = stat.rfind(')');  // a program's name may hold anything
  if (name_end == std::string::npos) {
    return {};
  }
  const std::vector<std::string> fields = split(stat.substr(name_end + 2), ' ');
  constexpr std::size_t StartField = 19;
  return fields.size() > StartField ? fields[StartField] : std::string();
}

std::string place() {
  return first_line("/proc/sys/kernel/random/boot_id") + "/" + link_target("/proc/self/ns/pid");
}

}  // namespace

std::string process_name() {
  const std::string process = std::to_string(::getpid());
  return place() + "/" + process + "/" + start_of(process);
}

std::vector<std::string> ended_processes(std::span<const std::string> names) {
  std::vector<std::string> ended;
  const std::string here = place();
  for (const std::string& name : names) {
    const std::vector<std::string> parts = split(name, '/');
    const bool ours = parts.size() == Parts && !parts[0].empty() && !parts[1].empty() &&
                      parts[0] + "/" + parts[1] == here && parse_unsigned(parts[2]);
    if (ours && start_of(parts[2]) != parts[3]) {
      ended.push_back(name);
    }
  }
  return ended;
}

}  // namespace pim::httpd
