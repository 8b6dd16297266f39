// SPDX-License-Identifier: Apache-2.0
// How fast messages are written and read: MB/s of CPU time, best of several runs, for messages of
// the size given (KiB, default 1024) full of vCards of 1 kB.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "common/syncml/decode.h"
#include "common/syncml/writer.h"

namespace {

using namespace pim;
using namespace pim::syncml;

constexpr int Runs = 15;

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// Lines of 50 octets as contacts have them, a few signs to escape, some that are not ASCII.
std::string vcard(std::size_t number) {
  std::string card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + std::to_string(number) +
                     "\r\nFN:J\xc3\xbcrgen & S\xc3\xb6hne\r\n";
  while (card.size() < 1000) {
    card += "NOTE;LANGUAGE=en:a line of text as contacts have it\r\n";
  }
  return card + "END:VCARD\r\n";
}

ChangeCmd add(std::size_t number, std::string card) {
  ChangeCmd change;
  change.cmd_id = std::to_string(number);
  change.meta.type = "text/vcard";
  Item item;
  item.source = Location{std::to_string(100'000 + number), {}};
  item.data = std::move(card);
  change.items.push_back(std::move(item));
  return change;
}

Header header() {
  Header header;
  header.ver_dtd = "1.2";
  header.ver_proto = "SyncML/1.2";
  header.session_id = "1";
  header.msg_id = "2";
  header.target = {"http://127.0.0.1/syncml", {}};
  header.source = {"pimsync-0123456789abcdef", "alice"};
  return header;
}

SyncCmd sync() {
  SyncCmd sync;
  sync.cmd_id = "1";
  sync.target = {"contacts", {}};
  sync.source = {"contacts", {}};
  return sync;
}

std::string write_message(Encoding encoding, const std::vector<ChangeCmd>& changes,
                          std::size_t limit) {
  MessageWriter writer(encoding, Version::V12, limit);
  writer.header(header());
  if (!writer.open_sync(sync())) {
    return {};
  }
  for (const ChangeCmd& change : changes) {
    if (!writer.add_change(change)) {
      break;
    }
  }
  writer.final();
  return writer.finish();
}

template <class Work>
double best(Work work) {
  double least = 1e9;
  for (int run = 0; run < Runs; ++run) {
    const double start = cpu_seconds();
    work();
    least = std::min(least, cpu_seconds() - start);
  }
  return least;
}

void report(const char* what, std::size_t octets, double seconds) {
  std::printf("%-28s %8.0f MB/s  %7.3f ms\n", what, static_cast<double>(octets) / seconds / 1e6,
              seconds * 1e3);
}

/// The same message as a client sends it that puts records into CDATA.
std::string with_cdata(const std::vector<ChangeCmd>& changes, const std::string& message) {
  std::string out = message.substr(0, message.find("<Add>"));
  for (const ChangeCmd& change : changes) {
    out += "<Add><CmdID>" + change.cmd_id +
           "</CmdID><Meta><Type xmlns='syncml:metinf'>text/vcard</Type></Meta><Item><Source>"
           "<LocURI>" +
           change.items[0].source->uri + "</LocURI></Source><Data><![CDATA[" +
           *change.items[0].data + "]]></Data></Item></Add>";
    if (out.size() > message.size()) {
      break;
    }
  }
  return out + "</Sync><Final/></SyncBody></SyncML>";
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t size = (argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1024) * 1024;
  std::vector<ChangeCmd> changes;
  for (std::size_t number = 2; number * 1000 < size + 4000; ++number) {
    changes.push_back(add(number, vcard(number)));
  }
  const std::string message = write_message(Encoding::Xml, changes, size);
  const std::string binary = write_message(Encoding::Wbxml, changes, size);
  const std::string cdata = with_cdata(changes, message);
  std::size_t read = 0;
  const auto decode_all = [&](const std::string& octets) {
    const auto decoded = decode(encoding_of(octets), octets);
    read += decoded ? decoded->body.size() : 0;
  };
  const auto encode_all = [&](Encoding encoding) {
    return best([&] { read += write_message(encoding, changes, size).size(); });
  };
  report("WBXML, encode", binary.size(), encode_all(Encoding::Wbxml));
  report("WBXML, decode", binary.size(), best([&] { decode_all(binary); }));
  report("XML, encode", message.size(), encode_all(Encoding::Xml));
  report("XML, decode, escaped", message.size(), best([&] { decode_all(message); }));
  report("XML, decode, CDATA", cdata.size(), best([&] { decode_all(cdata); }));
  return read == 0 ? 1 : 0;
}
