// SPDX-License-Identifier: Apache-2.0
// What a sync between two portals costs, over SQLite and, where PIM_POSTGRESQL names one, over
// PostgreSQL, in one process and without httpd: the figures of the engine, and of the database's
// processes. Prints a table and JSON; CPU seconds are user and system time of the thread and of
// those processes, "all s" is their sum.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tests/bench/portal.h"

namespace {

using namespace pim::bench;

struct Row {
  std::string scenario;
  std::string store;
  std::size_t contacts = 0;
  std::size_t max_msg = 0;
  double client = 0, server = 0, database = 0, wall = 0, floor = 0;
  std::uint64_t messages = 0, bytes = 0, rows = 0, scans = 0, statements = 0, longest_us = 0;
  long rss_kib = 0;
};

long peak_rss() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

struct Pair {
  Home home;
  Portal one;
  Portal two;
  Pair(const Home& where, std::size_t max_msg, const Sample& sample)
      : home(where), one(home, "p1", max_msg, sample), two(home, "p2", max_msg, sample) {}
};

Row measure(Pair& pair, std::string scenario, std::size_t contacts, std::size_t max_msg) {
  Row row;
  row.scenario = std::move(scenario);
  row.contacts = contacts;
  row.max_msg = max_msg;
  const auto one = pair.one.counters();
  const auto two = pair.two.counters();
  pair.one.forget_cost();
  pair.two.forget_cost();
  const double database = database_cpu(pair.home);
  const auto begun = std::chrono::steady_clock::now();
  std::string outcome;
  const auto result = pair.two.sync(pair.one, outcome);
  row.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  row.database = database_cpu(pair.home) - database;
  if (!outcome.starts_with("done")) {
    throw std::runtime_error(row.scenario + " ended as " + outcome);
  }
  row.store = pair.home.conninfo.empty() ? "sqlite" : "postgresql";
  row.client = pair.two.cost().seconds;
  row.server = pair.one.cost().seconds;
  row.messages = result.messages;
  row.bytes = result.bytes_sent + result.bytes_received;
  const auto one_after = pair.one.counters();
  const auto two_after = pair.two.counters();
  row.rows = one_after.rows_read - one.rows_read + two_after.rows_read - two.rows_read;
  row.scans = one_after.full_scan_steps - one.full_scan_steps + two_after.full_scan_steps -
              two.full_scan_steps;
  row.statements = one_after.statements - one.statements + two_after.statements - two.statements;
  row.longest_us = std::max(one_after.longest_transaction_us, two_after.longest_transaction_us);
  row.rss_kib = peak_rss();
  if (pair.one.live() != pair.two.live()) {
    throw std::runtime_error(row.scenario + ": the sides differ afterwards");
  }
  return row;
}

void print(const Row& row) {
  std::printf(
      "%-10s %-23s %7zu %7zu %8.4f %8.4f %8.4f %8.4f %8.4f %8.4f %6llu %10llu %8llu %6llu "
      "%8llu %8.1f %7ld\n",
      row.store.c_str(), row.scenario.c_str(), row.contacts, row.max_msg / 1024, row.client,
      row.server, row.database, row.client + row.server + row.database, row.wall, row.floor,
      static_cast<unsigned long long>(row.messages), static_cast<unsigned long long>(row.bytes),
      static_cast<unsigned long long>(row.rows), static_cast<unsigned long long>(row.scans),
      static_cast<unsigned long long>(row.statements), static_cast<double>(row.longest_us) / 1000.0,
      row.rss_kib);
  std::fflush(stdout);
}

std::string json(const std::vector<Row>& rows) {
  std::string text = "[";
  for (const Row& row : rows) {
    char line[512];
    std::snprintf(
        line, sizeof line,
        "%s\n  "
        "{\"store\":\"%s\",\"scenario\":\"%s\",\"contacts\":%zu,\"max_msg\":%zu,\"client_cpu\":%."
        "5f,"
        "\"server_cpu\":%.5f,\"database_cpu\":%.5f,\"wall\":%.5f,\"floor_cpu\":%.5f,\"messages\":%"
        "llu,"
        "\"bytes\":%llu,\"rows_read\":%llu,\"full_scan_steps\":%llu,"
        "\"statements\":%llu,\"longest_transaction_us\":%llu,\"peak_rss_kib\":%ld}",
        text.size() > 1 ? "," : "", row.store.c_str(), row.scenario.c_str(), row.contacts,
        row.max_msg, row.client, row.server, row.database, row.wall, row.floor,
        static_cast<unsigned long long>(row.messages), static_cast<unsigned long long>(row.bytes),
        static_cast<unsigned long long>(row.rows), static_cast<unsigned long long>(row.scans),
        static_cast<unsigned long long>(row.statements),
        static_cast<unsigned long long>(row.longest_us), row.rss_kib);
    text += line;
  }
  return text + "\n]\n";
}

/// A folder that goes with the scenario.
struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "pimbench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error("no folder for the benchmark");
    }
    path = name;
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

void first_sync_and_after(const std::string& conninfo, const Sample& sample, std::size_t count,
                          std::size_t max_msg, std::vector<Row>& rows) {
  const Folder folder;
  Pair pair({folder.path, conninfo}, max_msg, sample);
  const auto records = sample.make(0, count, "b-");
  const std::string of = &sample == &Events ? "events, " : "";
  pair.one.import(records);
  rows.push_back(measure(pair, of + "first", count, max_msg));
  rows.back().floor = floor_cost(folder.path, records);
  print(rows.back());
  rows.push_back(measure(pair, of + "no change", count, max_msg));
  print(rows.back());
  pair.one.edit(10, "edited");
  rows.push_back(measure(pair, of + "10 changed", count, max_msg));
  print(rows.back());
}

void meeting(const std::string& conninfo, const std::string& scenario, std::size_t count,
             std::size_t shared, std::size_t max_msg, std::vector<Row>& rows) {
  const Folder folder;
  Pair pair({folder.path, conninfo}, max_msg, Contacts);
  pair.one.import(Contacts.make(0, count, "b-"));
  pair.two.import(Contacts.make(count - shared, count, "c-"));
  rows.push_back(measure(pair, scenario, count, max_msg));
  print(rows.back());
  rows.push_back(measure(pair, scenario + ", again", count, max_msg));
  print(rows.back());
}

}  // namespace

namespace {

constexpr std::size_t Large = pim::limits::MaxMsgSize;
constexpr std::size_t Small = 16 * 1024;

struct Asked {
  std::vector<std::string> stores;  ///< conninfos; empty = SQLite
  bool first_only = false;
  std::vector<std::size_t> sizes;
};

/// portal_to_portal [--store sqlite|postgresql] [first] [SIZE...]: without --store both, the second
/// where there is one; with "first" alone the first sync and what follows it.
Asked read_words(std::vector<std::string> words) {
  Asked asked;
  const char* const conninfo = std::getenv("PIM_POSTGRESQL");
  const bool named = words.size() > 1 && words[0] == "--store";
  if (!named || words[1] == "sqlite") {
    asked.stores.emplace_back();
  }
  if (conninfo != nullptr && (!named || words[1] == "postgresql")) {
    asked.stores.emplace_back(conninfo);
  }
  words.erase(words.begin(), words.begin() + (named ? 2 : 0));
  asked.first_only = !words.empty() && words.front() == "first";
  for (std::size_t i = asked.first_only ? 1 : 0; i < words.size(); ++i) {
    asked.sizes.push_back(static_cast<std::size_t>(std::strtoull(words[i].c_str(), nullptr, 10)));
  }
  if (asked.sizes.empty()) {
    asked.sizes = {100, 1'000, 5'000, 20'000};
  }
  return asked;
}

void measure_all(const Asked& asked, std::vector<Row>& rows) {
  for (const std::string& conninfo : asked.stores) {
    for (const std::size_t count : asked.sizes) {
      first_sync_and_after(conninfo, Contacts, count, Large, rows);
      first_sync_and_after(conninfo, Events, count, Large, rows);
      if (asked.first_only) {
        continue;
      }
      meeting(conninfo, "equal sides", count, count, Large, rows);
      meeting(conninfo, "equal sides", count, count, Small, rows);
      meeting(conninfo, "half overlapping", count, count / 2, Large, rows);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  const Asked asked = read_words({argv + 1, argv + argc});
  if (asked.stores.empty()) {
    std::fprintf(stderr, "no PostgreSQL: run it in httpd-test/with-postgresql\n");
    return 1;
  }
  std::printf("%-10s %-23s %7s %7s %8s %8s %8s %8s %8s %8s %6s %10s %8s %6s %8s %8s %7s\n", "store",
              "scenario", "records", "msg KiB", "client s", "server s", "db s", "all s", "wall s",
              "floor s", "msgs", "bytes", "rows", "scans", "stmts", "longest", "RSS KiB");
  std::vector<Row> rows;
  try {
    measure_all(asked, rows);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  std::printf("%s", json(rows).c_str());
  return 0;
}
