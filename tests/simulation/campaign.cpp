// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/campaign.h"

#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <utility>

namespace pim::sim {
namespace {

constexpr unsigned SecondsPerSeed = 60;
constexpr std::uint64_t TwiceEvery = 100;

/// Where a worker stands, seen by its parent after a crash.
struct Place {
  std::uint64_t index = 0;
};

/// Histories are numbered: every seed with every store.
struct History {
  std::uint64_t seed = 0;
  StoreKind store = StoreKind::Memory;
};

class Worker {
 public:
  Worker(const CampaignOptions& options, std::uint64_t first, std::uint64_t stride)
      : options_(options), stride_(stride) {
    place_ = static_cast<Place*>(
        mmap(nullptr, sizeof(Place), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    launch(first);
  }
  Worker(Worker&& other) noexcept
      : options_(other.options_),
        stride_(other.stride_),
        place_(std::exchange(other.place_, nullptr)),
        pid_(other.pid_),
        pipe_(std::exchange(other.pipe_, -1)),
        text_(std::move(other.text_)) {}
  Worker& operator=(Worker&&) = delete;
  ~Worker() {
    if (pipe_ >= 0) {
      close(pipe_);
    }
    if (place_ != nullptr) {
      munmap(place_, sizeof(Place));
    }
  }

  int pipe() const { return pipe_; }

  void stop() {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    remove_disks_of(pid_);
  }

  /// Reads what the worker says; false once it has ended and no other follows.
  bool listen(const std::function<void(const std::string&)>& line) {
    std::array<char, 4096> buffer{};
    const ssize_t count = read(pipe_, buffer.data(), buffer.size());
    if (count > 0) {
      text_.append(buffer.data(), static_cast<std::size_t>(count));
      for (auto end = text_.find('\n'); end != std::string::npos; end = text_.find('\n')) {
        line(text_.substr(0, end));
        text_.erase(0, end + 1);
      }
      return true;
    }
    int state = 0;
    waitpid(pid_, &state, 0);
    close(std::exchange(pipe_, -1));
    if (WIFEXITED(state) && WEXITSTATUS(state) == 0) {
      return false;
    }
    remove_disks_of(pid_);
    const History history = at(place_->index);
    line(std::to_string(history.seed) + " " + std::string(word_of(history.store)) + " crashed " +
         (WIFSIGNALED(state) ? "by signal " + std::to_string(WTERMSIG(state)) : "or was stopped"));
    launch(place_->index + stride_);
    return true;
  }

 private:
  History at(std::uint64_t index) const {
    const std::uint64_t stores = options_.stores.size();
    return {options_.first + index / stores, options_.stores[index % stores]};
  }

  void launch(std::uint64_t first) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
      std::perror("pipe");
      std::exit(2);
    }
    std::fflush(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      close(ends[0]);
      work(first, ends[1]);
      _exit(0);
    }
    close(ends[1]);
    pipe_ = ends[0];
  }

  void work(std::uint64_t first, int out) const {
    const std::uint64_t count = options_.seeds * options_.stores.size();
    for (std::uint64_t index = first; index < count; index += stride_) {
      place_->index = index;
      const History history = at(index);
      alarm(SecondsPerSeed);
      const Outcome outcome = play_seed(history.seed, history.store, options_.only);
      alarm(0);
      if (!outcome.violation.empty()) {
        const std::string line = std::to_string(history.seed) + " " +
                                 std::string(word_of(history.store)) + " " + outcome.violation +
                                 " " + outcome.detail.substr(0, 300) + "\n";
        if (write(out, line.data(), line.size()) < 0) {
          _exit(3);
        }
      }
    }
  }

  const CampaignOptions& options_;
  std::uint64_t stride_;
  Place* place_ = nullptr;
  pid_t pid_ = 0;
  int pipe_ = -1;
  std::string text_;
};

}  // namespace

std::string_view word_of(StoreKind store) {
  return store == StoreKind::Memory ? "memory" : "sqlite";
}

std::uint64_t CampaignResult::failed() const {
  std::uint64_t sum = 0;
  for (const auto& [kind, count] : failures) {
    sum += count;
  }
  return sum;
}

Outcome play_seed(std::uint64_t seed, StoreKind store, const HistoryClass* only) {
  const Script script = generate(seed, only);
  Outcome outcome = World(script, store, false).run();
  if (seed % TwiceEvery == 0 && World(script, store, false).run().hash != outcome.hash) {
    outcome.violation = "not-deterministic";
    outcome.detail = "the same seed ran differently the second time";
  }
  return outcome;
}

CampaignResult run_campaign(const CampaignOptions& options,
                            const std::function<void(const std::string&)>& report) {
  CampaignResult result;
  result.histories = options.seeds * options.stores.size();
  std::vector<Worker> workers;
  for (unsigned i = 0; i < options.jobs; ++i) {
    workers.emplace_back(options, i, options.jobs);
  }
  const auto take_line = [&](const std::string& line) {
    std::string kind = line.substr(line.find(' ', line.find(' ') + 1) + 1);
    kind.resize(std::min(kind.find(' '), kind.size()));
    ++result.failures[kind];
    report(line);
  };
  while (!workers.empty()) {
    if (options.until_failure && result.failed() != 0) {
      for (Worker& worker : workers) {
        worker.stop();
      }
      break;
    }
    std::vector<pollfd> polls;
    for (const Worker& worker : workers) {
      polls.push_back({worker.pipe(), POLLIN, 0});
    }
    poll(polls.data(), polls.size(), -1);
    std::vector<Worker> left;
    for (std::size_t i = 0; i < workers.size(); ++i) {
      if (polls[i].revents == 0 || workers[i].listen(take_line)) {
        left.push_back(std::move(workers[i]));
      }
    }
    workers.swap(left);
  }
  return result;
}

}  // namespace pim::sim
