// SPDX-License-Identifier: Apache-2.0
// What reading, comparing and matching records costs.
//   content            all figures           content match         the slow match alone
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "common/content/canonical.h"
#include "common/content/kind.h"
#include "common/content/slow_match.h"
#include "tests/bench/measure.h"

namespace pim::bench {
namespace {

using namespace pim::content;

const HashKey Key{{1, 2, 3}};
const Kind& contacts() {
  return *kind_of("contacts");
}

constexpr int Runs = 7;

/// A contact of about 1 kB.
std::string card(int n, const std::string& family) {
  const std::string tag = std::to_string(n);
  return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u" + tag + "\r\nN:" + family +
         ";Anna;Maria;Dr.;\r\nFN:Dr. Anna Maria " + family + "\r\nTEL;TYPE=CELL:+49 170 " +
         std::to_string(1000000 + n) + "\r\nTEL;TYPE=HOME:+49 30 " + std::to_string(2000000 + n) +
         "\r\nTEL;TYPE=WORK,FAX:+49 40 " + std::to_string(3000000 + n) +
         "\r\nEMAIL;TYPE=INTERNET,HOME:anna" + tag + "@example.com\r\nEMAIL;TYPE=INTERNET,WORK:a" +
         tag + "@company.example\r\nADR;TYPE=HOME:;;Some Street " + tag +
         ";Berlin;;10115;Germany\r\nADR;TYPE=WORK:;;Other Street " + tag +
         ";Hamburg;;20095;Germany\r\nORG:The Company;Department " + tag +
         "\r\nTITLE:Engineer\r\nURL:http://example.com/" + tag +
         "\r\nBDAY:1975-04-12\r\nCATEGORIES:Friends,Work\r\nNOTE:" + std::string(490, 'x') +
         "\r\nREV:20260101T000000Z\r\nEND:VCARD\r\n";
}

void per_record() {
  constexpr int Count = 2000;
  std::vector<std::string> cards;
  for (int n = 0; n < Count; ++n) {
    cards.push_back(card(n, "Family" + std::to_string(n)));
  }
  std::printf("contact of %zu octets, microseconds of CPU\n", cards[0].size());
  std::size_t read = 0;
  const double whole = least_of(Runs, [&] {
    for (const std::string& one : cards) {
      const auto view = ContactView::read(one);
      read += canonical(*view, Level::Exact).size() + std::string(view->text()).size();
    }
  });
  std::printf("  read, normalise, write         %5.1f   [%zu]\n", whole / Count * 1e6, read % 10);
  for (const char* version : {"2.1", "3.0", "4.0"}) {
    Ability file;
    file.version = version;
    file.file = true;
    std::vector<std::string> texts;
    for (const std::string& one : cards) {
      texts.push_back(contacts().render(one, file)->text);
    }
    std::size_t octets = 0;
    const double enter = least_of(Runs, [&] {
      for (const std::string& text : texts) {
        octets += contacts().enter(text, {Key, 0})->stored.size();
      }
    });
    const double out = least_of(Runs, [&] {
      for (const std::string& text : cards) {
        octets += contacts().render(text, file)->text.size();
      }
    });
    std::printf("  %s  enter (parse, normalise, keys) %5.1f   write from 3.0 %5.1f   [%zu]\n",
                version, enter / Count * 1e6, out / Count * 1e6, octets % 10);
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
  const double seconds = least_of(Runs, [&] {
    const MatchResult result = match_records(contacts(), ours, theirs, Ability{});
    same = result.same.size();
    asked = result.ask.size();
  });
  std::printf("  %-34s %.3f s CPU, %zu same, %zu to be asked\n", title, seconds, same, asked);
}

}  // namespace

void measure_contacts() {
  per_record();
}

void measure_matches() {
  std::printf("slow match of 10,000 against 10,000\n");
  slow_match("different names", false);
  slow_match("all of one name", true);
}

}  // namespace pim::bench

int main(int argc, char** argv) {
  if (argc < 2 || std::strcmp(argv[1], "match") != 0) {
    pim::bench::measure_contacts();
    pim::bench::measure_events();
    pim::bench::measure_photo();
  }
  pim::bench::measure_matches();
  pim::bench::measure_event_matches();
  return 0;
}
