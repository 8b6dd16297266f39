// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/base/random.h"

// The world's time, chance and record of what happened. One thread per simulation.
namespace pim::sim {

/// A generator with a fixed algorithm: the same seed gives the same numbers on every machine
/// (the distributions of <random> do not promise that).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// 0 <= result < bound; 0 where bound is 0.
  std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }
  /// first <= result <= last.
  int between(int first, int last);
  bool chance(double probability);

 private:
  std::uint64_t state_;
};

/// The engine's source of randomness: as seeded as everything else.
class SimRandom final : public Random {
 public:
  explicit SimRandom(std::uint64_t seed) : dice_(seed) {}
  void fill(std::span<std::byte> bytes) override;

 private:
  Dice dice_;
};

/// True time; only steps of the script move it.
struct WorldTime {
  Seconds now = 1'767'225'600;
};

/// A machine's clock: true time and how far it is wrong.
class SimClock final : public Clock {
 public:
  explicit SimClock(const WorldTime& time) : time_(time) {}
  Seconds now() const override { return time_.now + skew_; }
  void jump(Seconds by) { skew_ += by; }

 private:
  const WorldTime& time_;
  Seconds skew_ = 0;
};

/// Everything that happened, as a hash, and as text where asked for. Two runs of one seed are the
/// same run exactly where their hashes agree.
class Trace {
 public:
  explicit Trace(bool printing) : printing_(printing) {}
  bool printing() const { return printing_; }
  void mix(std::string_view octets);
  /// Goes into the hash, and where printing to standard output as a line.
  void line(std::string_view text);
  std::uint64_t hash() const { return hash_; }

 private:
  bool printing_;
  std::uint64_t hash_ = 0x9E3779B97F4A7C15ULL;
};

/// Log lines of the engine, into the trace where one is printed.
class TraceLog final : public LogSink {
 public:
  TraceLog(Trace& trace, std::string name) : trace_(trace), name_(std::move(name)) {}
  void write(LogLevel level, std::string_view tag, std::string_view message) override;
  /// A portal found by itself that its store was put back.
  bool tells_put_back() const { return put_back_; }

 private:
  Trace& trace_;
  std::string name_;
  bool put_back_ = false;
};

}  // namespace pim::sim
