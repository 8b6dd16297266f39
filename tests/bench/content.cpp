// SPDX-License-Identifier: Apache-2.0
// What reading, comparing and matching contacts costs: CPU microseconds, median of five.
//   content            all figures           content match         the slow match alone
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "common/content/kind.h"
#include "common/content/slow_match.h"

namespace {

using namespace pim;
using namespace pim::content;

const HashKey Key{{1, 2, 3}};
const Kind& contacts() { return *kind_of("contacts"); }

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double median(const std::function<void()>& work) {
  std::array<double, 5> all{};
  for (double& one : all) {
    const double before = cpu_seconds();
    work();
    one = cpu_seconds() - before;
  }
  std::sort(all.begin(), all.end());
  return all[2];
}

/// A contact of about 1 kB.
std::string card(int n, const std::string& family) {
  const std::string tag = std::to_string(n);
  return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u" + tag + "\r\nN:" + family + ";Anna;Maria;Dr.;\r\nFN:Dr. Anna Maria " +
         family + "\r\nTEL;TYPE=CELL:+49 170 " + std::to_string(1000000 + n) + "\r\nTEL;TYPE=HOME:+49 30 " +
         std::to_string(2000000 + n) + "\r\nTEL;TYPE=WORK,FAX:+49 40 " + std::to_string(3000000 + n) +
         "\r\nEMAIL;TYPE=INTERNET,HOME:anna" + tag + "@example.com\r\nEMAIL;TYPE=INTERNET,WORK:a" + tag +
         "@company.example\r\nADR;TYPE=HOME:;;Some Street " + tag + ";Berlin;;10115;Germany\r\nADR;TYPE=WORK:;;Other Street " +
         tag + ";Hamburg;;20095;Germany\r\nORG:The Company;Department " + tag +
         "\r\nTITLE:Engineer\r\nURL:http://example.com/" + tag + "\r\nBDAY:1975-04-12\r\nCATEGORIES:Friends,Work\r\nNOTE:" +
         std::string(300, 'x') + "\r\nREV:20260101T000000Z\r\nEND:VCARD\r\n";
}

void per_record() {
  constexpr int Count = 2000;
  std::vector<std::string> cards;
  for (int n = 0; n < Count; ++n) {
    cards.push_back(card(n, "Family" + std::to_string(n)));
  }
  std::printf("contact of %zu octets, microseconds of CPU\n", cards[0].size());
  for (const char* version : {"2.1", "3.0", "4.0"}) {
    Ability file;
    file.version = version;
    file.file = true;
    std::vector<std::string> texts;
    for (const std::string& one : cards) {
      texts.push_back(contacts().render(one, file)->text);
    }
    std::size_t octets = 0;
    const double enter = median([&] {
      for (const std::string& text : texts) {
        octets += contacts().enter(text, {Key, 0})->stored.size();
      }
    });
    const double out = median([&] {
      for (const std::string& text : cards) {
        octets += contacts().render(text, file)->text.size();
      }
    });
    std::printf("  %s  enter (parse, normalise, keys) %5.1f   write from 3.0 %5.1f   [%zu]\n", version,
                enter / Count * 1e6, out / Count * 1e6, octets % 10);
  }
}

void slow_match(const char* title, bool equal_names) {
  constexpr int Count = 10000;
  std::vector<MatchRecord> ours;
  std::vector<MatchRecord> theirs;
  std::vector<std::string> texts;
  texts.reserve(2 * Count);
  for (int side = 0; side < 2; ++side) {
    for (int n = 0; n < Count; ++n) {
      std::string text = card(n, equal_names ? "Doe" : "Family" + std::to_string(n));
      if (side == 1) {
        const std::size_t at = text.find("NOTE:");
        text.erase(at, text.find("\r\n", at) + 2 - at);
        text.replace(text.find("UID:u"), 5, "UID:v");
      }
      texts.push_back(std::move(text));
      auto facts = contacts().facts(texts.back(), Key);
      (side == 0 ? ours : theirs).push_back({texts.back(), std::move(*facts)});
    }
  }
  std::size_t same = 0;
  std::size_t asked = 0;
  const double seconds = median([&] {
    const MatchResult result = match_records(contacts(), ours, theirs, Ability{});
    same = result.same.size();
    asked = result.ask.size();
  });
  std::printf("  %-34s %.3f s CPU, %zu same, %zu to be asked\n", title, seconds, same, asked);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || std::strcmp(argv[1], "match") != 0) {
    per_record();
  }
  std::printf("slow match of 10,000 against 10,000\n");
  slow_match("different names", false);
  slow_match("all of one name", true);
  return 0;
}
