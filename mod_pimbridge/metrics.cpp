// SPDX-License-Identifier: Apache-2.0
#include "mod_pimbridge/metrics.h"

#include <algorithm>

#include "common/bridge/runs.h"

namespace pim::mod_pimbridge {
namespace {

constexpr std::string_view Runs = "pimbridge_runs_total";
constexpr std::string_view RunsHelp = "Runs that ended.";
constexpr std::string_view Items = "pimbridge_items_total";
constexpr std::string_view ItemsHelp = "Records of runs that ended.";
constexpr std::string_view Bytes = "pimbridge_message_bytes_total";

constexpr std::array<httpd::Series, static_cast<std::size_t>(Count::End)> Table = {{
    {Runs, R"(result="done")", RunsHelp},
    {Runs, R"(result="planned")", RunsHelp},
    {Runs, R"(result="partly")", RunsHelp},
    {Runs, R"(result="waiting")", RunsHelp},
    {Runs, R"(result="away")", RunsHelp},
    {Runs, R"(result="sign-in")", RunsHelp},
    {Runs, R"(result="store")", RunsHelp},
    {Runs, R"(result="cancelled")", RunsHelp},
    {Runs, R"(result="failed")", RunsHelp},
    {Items, R"(direction="here",op="added")", ItemsHelp},
    {Items, R"(direction="here",op="updated")", ItemsHelp},
    {Items, R"(direction="here",op="deleted")", ItemsHelp},
    {Items, R"(direction="here",op="failed")", ItemsHelp},
    {Items, R"(direction="there",op="added")", ItemsHelp},
    {Items, R"(direction="there",op="updated")", ItemsHelp},
    {Items, R"(direction="there",op="deleted")", ItemsHelp},
    {Items, R"(direction="there",op="failed")", ItemsHelp},
    {"pimbridge_joined_total", "", "Equal records recognised in place of being doubled."},
    {"pimbridge_conflicts_total", "", "Records edited on both sides in the same place."},
    {"pimbridge_held_total", "", "Deletions that were held for a person."},
    {"pimbridge_messages_total", "", "Messages of runs that ended."},
    {Bytes, R"(direction="in")", "Octets of messages of runs that ended."},
    {Bytes, R"(direction="out")", "Octets of messages of runs that ended."},
    {"pimbridge_run_seconds_total", "", "From the start of runs to their ends."},
    {"pimbridge_last_success_timestamp_seconds", "", "When a run last ended as done.", "gauge"},
    {"pimbridge_retry_after_seconds", "",
     "How long the peer, being busy, was to be left alone; 0 after a run has ended.", "gauge"},
}};

constexpr std::string_view Others = "(others)";

Count count_of(std::string_view outcome) {
  constexpr std::array<std::string_view, 8> Words = {"done", "planned", "partly", "waiting",
                                                     "away", "sign-in", "store",  "cancelled"};
  const auto found = std::ranges::find(Words, outcome);
  return static_cast<Count>(found - Words.begin());  // none of them: RunsFailed
}

struct Adder {
  PeerMetrics& peer;
  void operator()(Count what, std::uint64_t number = 1) const {
    peer.cells[static_cast<std::size_t>(what)] += number;
  }
};

}  // namespace

void Metrics::add_peers(std::span<const PeerSettings> named) {
  for (const PeerSettings& one : named) {
    for (std::size_t i = 0; i < MaxPeers && peers[i].name.data() != one.name; ++i) {
      if (peers[i].name[0] == '\0') {
        const std::size_t length = std::min(one.name.size(), PeerMetrics::MaxName);
        std::copy_n(one.name.begin(), length, peers[i].name.begin());
        break;
      }
    }
  }
}

PeerMetrics& Metrics::place_of(std::string_view peer) {
  return *std::ranges::find_if(
      peers.begin(), peers.begin() + MaxPeers,
      [peer](const PeerMetrics& one) { return !peer.empty() && one.name.data() == peer; });
}

void Metrics::postpone(Seconds wait, std::string_view peer) {
  place_of(peer).cells[static_cast<std::size_t>(Count::RetryAfter)] =
      static_cast<std::uint64_t>(wait);
}

void Metrics::take(const store::Run& run, std::string_view peer) {
  PeerMetrics& place = place_of(peer);
  const Adder add{place};
  place.cells[static_cast<std::size_t>(Count::RetryAfter)] = 0;
  add(count_of(run.outcome));
  add(Count::Seconds,
      static_cast<std::uint64_t>(std::max<Seconds>(0, run.finished_at - run.created_at)));
  if (run.outcome == "done") {
    place.cells[static_cast<std::size_t>(Count::LastSuccess)] =
        static_cast<std::uint64_t>(run.finished_at);
  }
  const auto result = bridge::RunResult::unpack(run.result);
  if (!result || run.plan_only) {
    return;
  }
  add(Count::Messages, result->messages);
  add(Count::BytesIn, result->bytes_received);
  add(Count::BytesOut, result->bytes_sent);
  for (const bridge::CollectionResult& one : result->collections) {
    add(Count::HereAdded, one.here.added);
    add(Count::HereUpdated, one.here.updated);
    add(Count::HereDeleted, one.here.deleted);
    add(Count::HereFailed, one.here.failed);
    add(Count::ThereAdded, one.there.added);
    add(Count::ThereUpdated, one.there.updated);
    add(Count::ThereDeleted, one.there.deleted);
    add(Count::ThereFailed, one.there.failed);
    add(Count::Joined, one.joined);
    add(Count::Conflicts, one.here.conflicts + one.there.conflicts);
    add(Count::Held, one.held);
  }
}

/// Lines of a family must stand together, so the families go round the peers.
std::string Metrics::text() const {
  std::string text;
  for (std::size_t i = 0; i < Table.size(); ++i) {
    if (i == 0 || Table[i - 1].family != Table[i].family) {
      httpd::append_family(text, Table[i]);
    }
    for (std::size_t p = 0; p < peers.size(); ++p) {
      if (p < MaxPeers && peers[p].name[0] == '\0') {
        continue;
      }
      std::string labels = httpd::label("peer", p < MaxPeers ? peers[p].name.data() : Others);
      if (!Table[i].labels.empty()) {
        labels.append(",").append(Table[i].labels);
      }
      httpd::append_sample(text, Table[i].family, labels, peers[p].cells[i]);
    }
  }
  return text;
}

}  // namespace pim::mod_pimbridge
