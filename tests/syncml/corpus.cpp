// SPDX-License-Identifier: Apache-2.0
#include "tests/syncml/corpus.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace pim::syncml::testing {
namespace {

namespace fs = std::filesystem;

/// PIM_CORPORA's, else what lies beside the source tree.
fs::path corpora() {
  const char* told = std::getenv("PIM_CORPORA");
  const fs::path beside = fs::path(PIM_SOURCE_DIR).parent_path() / "shared" / "corpora";
  return (told != nullptr ? fs::path(told) : beside) / "syncml";
}

/// Not well-formed in their tags: typographic quotes around an attribute.
bool known_as_broken(const fs::path& path) {
  return path.filename() == "sync_init.xml";
}

std::vector<fs::path> messages_below(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == ".xml" && !known_as_broken(entry->path())) {
      found.push_back(entry->path());
    }
  }
  std::ranges::sort(found);
  return found;
}

}  // namespace

std::vector<fs::path> recorded_messages() {
  return messages_below(corpora());
}

std::vector<fs::path> sample_messages() {
  return messages_below(fs::path(PIM_SOURCE_DIR) / "tests" / "data" / "syncml");
}

std::string octets_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<DevInf> take_dev_infs(Encoding encoding, Message& message) {
  std::vector<DevInf> found;
  for (Command& command : message.body) {
    auto* info = std::get_if<InfoCmd>(&command);
    for (std::size_t i = 0; info != nullptr && i < info->items.size(); ++i) {
      if (auto& octets = info->items[i].dev_inf) {
        found.push_back(decode_dev_inf(encoding, *octets).value());
        octets.reset();
      }
      info->meta.type.clear();
    }
  }
  return found;
}

}  // namespace pim::syncml::testing
