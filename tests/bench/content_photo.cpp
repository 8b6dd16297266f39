// SPDX-License-Identifier: Apache-2.0
// How often a large photo lies in memory while its record passes: in, into the store's form, out
// again.
#include <malloc.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/content/kind.h"
#include "tests/bench/measure.h"

namespace pim::bench {
namespace {

using namespace pim::content;

/// "VmRSS" or "VmHWM" of this process, in octets.
std::size_t memory(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ':')) {
      return std::stoul(line.substr(name.size() + 1)) * 1024;
    }
  }
  return 0;
}

void forget_peak() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

/// A record with a photo, of about that size.
std::string card_with_photo(std::size_t room) {
  std::string text =
      "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u-photo\r\nN:Bell;Anna;;;\r\nFN:Anna Bell\r\n"
      "PHOTO;ENCODING=b;TYPE=JPEG:/9j/";
  for (std::size_t at = text.size(), column = 36; at < room; ++at, ++column) {
    if (column == 74) {
      text += "\r\n ";
      at += 3;
      column = 1;
    }
    text += static_cast<char>('A' + at % 26);
  }
  while ((text.size() - text.rfind(' ') - 1) % 4 != 0) {
    text += 'A';
  }
  return text + "\r\nEND:VCARD\r\n";
}

void show(const char* name, std::size_t size, std::size_t before) {
  const std::size_t peak = memory("VmHWM");
  std::printf("  %-30s %5.2f copies\n", name,
              static_cast<double>(peak > before ? peak - before : 0) / static_cast<double>(size));
}

}  // namespace

void measure_photo() {
  // whatever large is freed goes back at once, or what was freed before would hide copies
  ::mallopt(M_MMAP_THRESHOLD, 128 * 1024);
  ::malloc_trim(0);
  const Kind& kind = *kind_of("contacts");
  // what libraries need at their first use is no copy
  (void)kind.enter(card_with_photo(4'000), {HashKey{}, 0});
  const std::string came = card_with_photo(limits::MaxObjSize - 400);
  std::printf("record with a photo, %zu octets, beside the one that came\n", came.size());
  Ability old;
  old.version = "2.1";
  old.media_type = "text/x-vcard";
  std::string stored;
  {
    const std::size_t before = memory("VmRSS");
    forget_peak();
    auto entry = kind.enter(came, {HashKey{}, 0});
    show("enter", came.size(), before);
    if (!entry) {
      std::printf("  refused: %s\n", entry.error().text().c_str());
      return;
    }
    stored = std::move(entry->stored);
  }
  const auto render = [&](const char* name, const Ability& ability) {
    const std::size_t before = memory("VmRSS");
    forget_peak();
    const auto form = kind.render(stored, ability);
    show(name, stored.size(), before);
  };
  render("write as it stands", Ability{});
  render("write as vCard 2.1", old);
  Ability fourth;
  fourth.version = "4.0";
  render("write as vCard 4.0", fourth);
}

}  // namespace pim::bench
