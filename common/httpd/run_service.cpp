// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/run_service.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "common/httpd/process_name.h"

namespace pim::httpd {

void RunService::start(ThreadTeam& team) {
  if (sources_.empty()) {
    return;
  }
  team.start([this](const std::stop_token& stop) { keep(stop); });
  for (unsigned i = 0; i < limits_.workers; ++i) {
    team.start([this](const std::stop_token& stop) { work(stop); });
  }
}

void RunService::poke() noexcept {
  const std::scoped_lock lock(mutex_);
  poked_ = true;
  changed_.notify_all();
}

// ---------------------------------------------------------------- the keeper

void RunService::keep(const std::stop_token& stop) {
  Time next_renewal = std::chrono::steady_clock::now() + limits_.renew_every;
  while (!stop.stop_requested()) {
    bool look = false;
    {
      std::unique_lock lock(mutex_);
      changed_.wait_until(lock, stop, next_renewal, [this] { return poked_; });
      look = std::exchange(poked_, false);
    }
    try {
      if (std::chrono::steady_clock::now() >= next_renewal) {
        next_renewal = std::chrono::steady_clock::now() + limits_.renew_every;
        renew();
        look = true;
      }
      if (look && !stop.stop_requested()) {
        claim_due();
      }
    } catch (const std::exception& exception) {
      log_.write(LogLevel::Error, "PMB0010",
                 std::string("A fault while claiming runs was caught: ") + exception.what());
    }
  }
  std::deque<Job> left;
  {
    const std::scoped_lock lock(mutex_);
    left.swap(waiting_);
  }
  for (const Job& job : left) {
    give_back(job);
  }
}

void RunService::claim_due() {
  {
    const std::scoped_lock lock(mutex_);
    more_due_ = false;
  }
  for (RunSource* const source : sources_) {
    if (store::Store* const store = source->store()) {
      claim_from(*source, *store);
    }
  }
}

void RunService::claim_from(RunSource& source, store::Store& store) {
  std::size_t room = 0;
  {
    const std::scoped_lock lock(mutex_);
    const std::size_t held = waiting_.size() + running_.size();
    room = limits_.claimed > held ? limits_.claimed - held : 0;
    more_due_ = more_due_ || room == 0;
  }
  const auto holders = store.holders(source.portal());
  if (room == 0 || !holders) {
    return;
  }
  const Seconds now = clock_.now();
  const auto claims = store.claim_runs(source.portal(), holder_, ended_processes(*holders), now,
                                       now + limits_.lease, room);
  if (!claims) {
    log_.write(LogLevel::Info, "PMB0011", "Runs could not be claimed: " + claims.error().text());
    return;
  }
  for (const store::RunClaim& claim : *claims) {
    Job job{&source, claim, lane_of(source, store, claim), {}};
    const std::scoped_lock lock(mutex_);
    waiting_.push_back(std::move(job));
    changed_.notify_all();
  }
  if (claims->size() == room) {
    const std::scoped_lock lock(mutex_);
    more_due_ = true;
    // some may have ended meanwhile, before they could know that more are due
    poked_ = poked_ || waiting_.size() + running_.size() < limits_.claimed;
  }
}

void RunService::renew() {
  std::map<RunSource*, std::vector<store::RunClaim>> claims;
  {
    const std::scoped_lock lock(mutex_);
    for (const Job& job : waiting_) {
      claims[job.source].push_back(job.claim);
    }
    for (const Job& job : running_) {
      claims[job.source].push_back(job.claim);
    }
  }
  for (const auto& [source, held] : claims) {
    store::Store* const store = source->store();
    const auto renewed = store == nullptr
                             ? Result<std::size_t>(fail(ErrorCode::Unavailable, "no store"))
                             : store->renew_leases(held, clock_.now() + limits_.lease);
    if (!renewed) {  // the lease lasts some renewals; when it ends, fencing keeps order
      log_.write(LogLevel::Info, "PMB0012",
                 "Leases of runs could not be renewed: " + renewed.error().text());
    }
  }
}

std::string RunService::lane_of(RunSource& source, store::Store& store,
                                const store::RunClaim& claim) const {
  const auto at = std::ranges::find(sources_, &source) - sources_.begin();
  const std::string prefix = std::to_string(at) + "\n";
  const auto peer = [&]() -> Result<std::string> {
    PIM_TRY(const auto work, store.begin(claim.owner, store::Access::Read));
    PIM_TRY(const auto run, work->run(claim.number));
    if (!run) {
      return fail(ErrorCode::NotFound, "no such run");
    }
    PIM_TRY(const auto connection, work->connection(run->connection));
    return connection ? connection->peer + "\n" + connection->url : std::string();
  }();
  return prefix + (peer ? *peer : std::to_string(claim.owner) + "/" + std::to_string(claim.number));
}

// ---------------------------------------------------------------- the workers

void RunService::work(const std::stop_token& stop) {
  while (auto job = take(stop)) {
    const After after = do_step(*job);
    if (!put_back(*job, after, stop)) {
      give_back(*job);
    }
  }
}

/// The first waiting run whose turn it is.
std::optional<RunService::Job> RunService::take(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const Time now = std::chrono::steady_clock::now();
    const auto ready =
        std::ranges::find_if(waiting_, [this, now](const Job& job) { return may_run(job, now); });
    if (ready != waiting_.end()) {
      Job job = std::move(*ready);
      waiting_.erase(ready);
      running_.push_back(job);
      ++running_in_lane_[job.lane];
      return job;
    }
    changed_.wait_until(lock, stop, next_time(), [this] {
      const Time then = std::chrono::steady_clock::now();
      return std::ranges::any_of(waiting_, [&](const Job& job) { return may_run(job, then); });
    });
  }
  return std::nullopt;
}

/// Half of the workers are for any peer; beyond that a peer gets one as long as another stays free.
bool RunService::may_run(const Job& job, Time now) const {
  if (job.not_before > now) {
    return false;
  }
  const auto lane = running_in_lane_.find(job.lane);
  const unsigned in_lane = lane == running_in_lane_.end() ? 0 : lane->second;
  return in_lane < std::max(1U, limits_.workers / 2) || running_.size() + 1 < limits_.workers;
}

RunService::Time RunService::next_time() const {
  const Time now = std::chrono::steady_clock::now();
  Time next = now + limits_.renew_every;
  for (const Job& job : waiting_) {
    if (job.not_before > now) {
      next = std::min(next, job.not_before);
    }
  }
  return next;
}

/// False where the run must not wait here any more: the keeper has emptied the queue, or will not
/// see what comes later.
bool RunService::put_back(Job job, After after, const std::stop_token& stop) {
  const std::scoped_lock lock(mutex_);
  const auto same = std::ranges::find_if(running_, [&job](const Job& other) {
    return other.source == job.source && other.claim.owner == job.claim.owner &&
           other.claim.number == job.claim.number && other.claim.fencing == job.claim.fencing;
  });
  if (same != running_.end()) {
    running_.erase(same);
  }
  if (--running_in_lane_[job.lane] == 0) {
    running_in_lane_.erase(job.lane);
  }
  changed_.notify_all();
  if (after == After::Drop) {
    poked_ = poked_ || more_due_;
    return true;
  }
  if (stop.stop_requested()) {
    return false;
  }
  job.not_before =
      after == After::Later ? std::chrono::steady_clock::now() + limits_.pause_when_busy : Time{};
  waiting_.push_back(std::move(job));
  return true;
}

RunService::After RunService::do_step(const Job& job) {
  store::Store* const store = job.source->store();
  if (store == nullptr) {
    return After::Later;
  }
  try {
    const auto step = job.source->step(*store, job.claim);
    if (step) {
      if (*step == bridge::Step::Again) {
        return After::Next;
      }
      log_end(job, *store);
      return After::Drop;
    }
    return after_error(job, *store, step.error());
  } catch (const std::exception& exception) {
    const Error fault{
        ErrorCode::Internal, std::string("A fault was caught: ") + exception.what(), {}};
    return after_error(job, *store, fault);
  }
}

RunService::After RunService::after_error(const Job& job, store::Store& store, const Error& error) {
  switch (error.code) {
    case ErrorCode::Conflict: return After::Drop;  // another process has it
    case ErrorCode::Busy:
    case ErrorCode::Unavailable:
    case ErrorCode::Unknown:
    case ErrorCode::Cancelled: return After::Later;  // at a stop it is given back
    default: break;
  }
  log_.write(LogLevel::Error, "PMB0013",
             "Run " + std::to_string(job.claim.number) + " of owner " +
                 std::to_string(job.claim.owner) + " was ended by a fault: " + error.text());
  end_in_trouble(job, store, error);
  log_end(job, store);
  return After::Drop;
}

void RunService::end_in_trouble(const Job& job, store::Store& store, const Error& error) {
  const bool of_the_store = error.code == ErrorCode::Full || error.code == ErrorCode::Corrupt ||
                            error.code == ErrorCode::Refused;
  const Status ended = [&]() -> Status {
    PIM_TRY(const auto work, store.begin(job.claim.owner, store::Access::Write));
    PIM_TRY(auto run, work->run(job.claim.number));
    if (!run || run->fencing != job.claim.fencing || run->state != store::RunState::Running) {
      return {};
    }
    run->state = store::RunState::Failed;
    run->outcome = of_the_store ? "store" : "failed";
    run->sentence = of_the_store
                        ? "The store of this portal is in trouble; the administrator's log says "
                          "more. What was done before stays, the next run goes on from there."
                        : "A fault of the program ended this run; the administrator's log says "
                          "more. What was done before stays, the next run goes on from there.";
    run->finished_at = clock_.now();
    PIM_CHECK(work->put_run(*run));
    return work->commit();
  }();
  if (!ended) {  // its lease ends, and another try may do better
    log_.write(LogLevel::Info, "PMB0014",
               "The end of a run was not noted: " + ended.error().text());
  }
}

/// One line for each run, for the administrator.
void RunService::log_end(const Job& job, store::Store& store) {
  const Status told = [&]() -> Status {
    PIM_TRY(const auto owner, store.find_owner(job.claim.owner));
    PIM_TRY(const auto work, store.begin(job.claim.owner, store::Access::Read));
    PIM_TRY(const auto run, work->run(job.claim.number));
    if (!run || !owner || run->state == store::RunState::Running) {
      return {};
    }
    PIM_TRY(const auto connection, work->connection(run->connection));
    const std::string named = connection && connection->url.empty() ? connection->peer : "";
    if (run->state == store::RunState::Due) {
      job.source->postponed(*run, named);
      return {};
    }
    job.source->ended(*run, named);
    log_.write(LogLevel::Info, "PMB0017",
               "Run " + std::to_string(run->number) + " of " + owner->name + " with " +
                   (connection ? connection->peer : "a peer given up") + ": " + run->outcome +
                   ". " + run->sentence);
    return {};
  }();
  if (!told) {
    log_.write(LogLevel::Debug, "PMB0018",
               "The end of a run could not be read: " + told.error().text());
  }
}

/// A lease that is over already: whoever looks next goes on.
void RunService::give_back(const Job& job) {
  store::Store* const store = job.source->store();
  if (store == nullptr) {
    return;
  }
  const Status given = [&]() -> Status {
    PIM_TRY(const auto work, store->begin(job.claim.owner, store::Access::Write));
    PIM_TRY(auto run, work->run(job.claim.number));
    if (!run || run->fencing != job.claim.fencing || run->state != store::RunState::Running) {
      return {};
    }
    run->lease_until = clock_.now();
    PIM_CHECK(work->put_run(*run));
    return work->commit();
  }();
  if (!given) {
    log_.write(LogLevel::Info, "PMB0015",
               "The lease of a run was not given back: " + given.error().text());
  }
}

}  // namespace pim::httpd
