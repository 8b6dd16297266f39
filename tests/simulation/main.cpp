// SPDX-License-Identifier: Apache-2.0
// simulate: plays random histories of portals and devices and judges how they end.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include <CLI/CLI.hpp>

#include "tests/simulation/campaign.h"
#include "tests/simulation/shrink.h"

namespace {

using pim::sim::Outcome;
using pim::sim::Script;
using pim::sim::StoreKind;

struct Options {
  pim::sim::CampaignOptions campaign;
  std::string store = "memory";
  std::string kind;
  std::uint64_t trace = 0;
  std::uint64_t shrink = 0;
  std::string script;
};

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

int tell(const Outcome& outcome) {
  std::printf("hash %016llx, %zu exchanges\n", static_cast<unsigned long long>(outcome.hash),
              outcome.exchanges);
  if (outcome.violation.empty()) {
    std::printf("kept all promises\n");
    return 0;
  }
  std::printf("VIOLATION %s: %s\n", outcome.violation.c_str(), outcome.detail.c_str());
  return 1;
}

int shrink_script(const Script& script, StoreKind store) {
  const Outcome outcome = pim::sim::World(script, store, false).run();
  if (outcome.violation.empty()) {
    std::printf("this history keeps all promises\n");
    return 0;
  }
  const Script small = pim::sim::shrink(script, store, outcome.violation);
  std::printf("# %s: %s\n%s", outcome.violation.c_str(), outcome.detail.c_str(),
              small.text().c_str());
  return 1;
}

int run_one(const Options& options) {
  const StoreKind store = options.campaign.stores.front();
  const std::uint64_t seed = options.trace != 0 ? options.trace : options.shrink;
  Script script;
  if (options.script.empty()) {
    script = pim::sim::generate(seed, options.campaign.only);
  } else {
    const auto parsed = Script::parse(read_file(options.script));
    if (!parsed) {
      std::fprintf(stderr, "%s\n", parsed.error().text().c_str());
      return 2;
    }
    script = *parsed;
  }
  if (options.shrink != 0) {
    return shrink_script(script, store);
  }
  std::printf("%s", script.text().c_str());
  return tell(pim::sim::World(script, store, true).run());
}

int run_many(const Options& options) {
  const auto begin = std::chrono::steady_clock::now();
  const auto result = pim::sim::run_campaign(options.campaign, [](const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  });
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const auto histories = static_cast<double>(result.histories);
  std::printf("%llu histories, %llu failures (%.4f %%), %.1f s, %.2f ms each\n",
              static_cast<unsigned long long>(result.histories),
              static_cast<unsigned long long>(result.failed()),
              100.0 * static_cast<double>(result.failed()) / histories, seconds,
              1000.0 * seconds * options.campaign.jobs / histories);
  for (const auto& [kind, count] : result.failures) {
    std::printf("  %-18s %llu\n", kind.c_str(), static_cast<unsigned long long>(count));
  }
  return result.failed() == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Plays random histories of portals and devices and judges how they end.");
  app.add_option("--seeds", options.campaign.seeds, "how many seeds");
  app.add_option("--first", options.campaign.first, "the first of them");
  app.add_option("--store", options.store, "memory, sqlite or both")
      ->check(CLI::IsMember({"memory", "sqlite", "both"}));
  app.add_option("--class", options.kind, "histories of this class only");
  app.add_option("--jobs", options.campaign.jobs, "processes")->check(CLI::Range(1, 64));
  app.add_flag("--until-failure", options.campaign.until_failure, "stop at the first failure");
  app.add_option("--trace", options.trace, "play this seed and print all of it");
  app.add_option("--shrink", options.shrink, "print the smallest script this seed shrinks to");
  app.add_option("--script", options.script, "play (or with --shrink 1 shrink) this script");
  CLI11_PARSE(app, argc, argv);
  if (options.store == "both") {
    options.campaign.stores = {StoreKind::Memory, StoreKind::Sqlite};
  } else if (options.store == "sqlite") {
    options.campaign.stores = {StoreKind::Sqlite};
  }
  if (!options.kind.empty()) {
    const auto kind = pim::sim::history_class(options.kind);
    if (!kind) {
      std::fprintf(stderr, "%s\n", kind.error().text().c_str());
      return 2;
    }
    options.campaign.only = *kind;
  }
  const bool one = options.trace != 0 || options.shrink != 0 || !options.script.empty();
  return one ? run_one(options) : run_many(options);
}
