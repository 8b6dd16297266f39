// SPDX-License-Identifier: Apache-2.0
#include "common/content/zone_system.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <sstream>

#include "common/base/text.h"
#include "common/content/zone_file.h"
#include "common/content/zone_windows.h"

namespace pim::content {
namespace {

constexpr std::string_view Folder = "/usr/share/zoneinfo/";
/// The longest name of a system zone has 30 characters; TZIDs of tools put a path before it.
constexpr std::size_t MaxName = 64;
constexpr std::size_t MaxTzid = 256;
constexpr std::size_t MaxFile = 64 * 1024;

bool is_name(std::string_view name) {
  const auto good = [](char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '/' ||
           c == '_' || c == '-' || c == '+';
  };
  return !name.empty() && name.size() <= MaxName && name.front() != '/' && name.back() != '/' &&
         std::all_of(name.begin(), name.end(), good) && !name.starts_with("right/") &&
         !name.starts_with("posix/") && name != "localtime" && name != "posixrules";
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string out;
  if (in) {
    out.resize(MaxFile * 8);
    in.read(out.data(), static_cast<std::streamsize>(out.size()));
    out.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  }
  return out;
}

/// `Z name rules` lines of the text form of the data.
std::vector<std::string> read_names() {
  std::vector<std::string> out;
  std::istringstream lines(read_file(std::string(Folder) + "tzdata.zi"));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("Z ")) {
      out.push_back(line.substr(2, line.find(' ', 2) - 2));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// `L target link` lines.
std::map<std::string, std::string, std::less<>> read_links() {
  std::map<std::string, std::string, std::less<>> out;
  std::istringstream lines(read_file(std::string(Folder) + "tzdata.zi"));
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string> words = split(line, ' ');
    if (words.size() == 3 && words[0] == "L") {
      out[words[2]] = words[1];
    }
  }
  return out;
}

class SystemZones {
 public:
  SystemZones() : links_(read_links()) {}

  const SystemZone* find(std::string_view name) {
    {
      const std::shared_lock lock(mutex_);
      if (const auto at = zones_.find(name); at != zones_.end()) {
        return at->second.get();
      }
    }
    return is_name(name) ? load(std::string(name)) : nullptr;
  }

 private:
  const SystemZone* load(const std::string& name) {
    const std::string octets = read_file(std::string(Folder) + name);
    if (octets.empty() || octets.size() > MaxFile) {
      return nullptr;
    }
    auto zone = read_zone_file(octets);
    if (!zone) {
      return nullptr;
    }
    const auto link = links_.find(name);
    auto made = std::make_unique<SystemZone>(
        SystemZone{link == links_.end() ? name : link->second, std::move(*zone)});
    const std::unique_lock lock(mutex_);
    return zones_.try_emplace(name, std::move(made)).first->second.get();
  }

  std::shared_mutex mutex_;
  std::map<std::string, std::unique_ptr<SystemZone>, std::less<>> zones_;
  const std::map<std::string, std::string, std::less<>> links_;
};

}  // namespace

const std::vector<std::string>& system_zone_names() {
  static const std::vector<std::string> names = read_names();
  return names;
}

const SystemZone* system_zone(std::string_view tzid) {
  static SystemZones zones;  // what the system's files say; the same for everybody
  if (tzid.empty() || tzid.size() > MaxTzid) {
    return nullptr;
  }
  for (std::string_view tail = tzid;;) {
    if (const SystemZone* zone = zones.find(tail)) {
      return zone;
    }
    const std::size_t slash = tail.find('/');
    if (slash == std::string_view::npos) {
      break;
    }
    tail.remove_prefix(slash + 1);
  }
  const std::string_view windows = zone_of_windows(tzid);
  return windows.empty() ? nullptr : zones.find(windows);
}

}  // namespace pim::content
