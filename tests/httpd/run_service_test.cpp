// SPDX-License-Identifier: Apache-2.0
#include "common/httpd/run_service.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <functional>
#include <stdexcept>

#include "common/httpd/process_name.h"
#include "common/store/memory_store.h"
#include "tests/httpd/log_lines.h"

namespace pim::httpd {
namespace {

using store::RunClaim;
using store::RunState;

constexpr std::chrono::seconds Patience{20};

class SetClock final : public Clock {
 public:
  Seconds now() const override { return time; }
  std::atomic<Seconds> time = 1'000'000;
};

/// Steps of runs, as the test says, and what was done so far.
class Script final : public RunSource {
 public:
  using Body = std::function<Result<bridge::Step>(const RunClaim&)>;

  explicit Script(store::Store& store) : store_(store) {}
  store::Store* store() override { return &store_; }
  const std::string& portal() const override { return portal_; }

  Result<bridge::Step> step(store::Store&, const RunClaim& claim) override {
    {
      const std::scoped_lock lock(mutex_);
      steps_.push_back(claim.number);
      changed_.notify_all();
    }
    return body(claim);
  }

  /// Waits until the steps made so far are as wanted.
  bool wait(const std::function<bool(const std::vector<std::int64_t>&)>& wanted) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, Patience, [&] { return wanted(steps_); });
  }
  bool wait_for_steps(std::size_t count) {
    return wait([count](const auto& steps) { return steps.size() >= count; });
  }
  bool wait_for_step_of(std::int64_t run) {
    return wait([run](const auto& steps) { return std::ranges::count(steps, run) > 0; });
  }
  std::vector<std::int64_t> steps() {
    const std::scoped_lock lock(mutex_);
    return steps_;
  }

  Body body;

 private:
  store::Store& store_;
  std::string portal_ = "town";
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::int64_t> steps_;
};

class RunServiceTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RunServiceTest);
  CPPUNIT_TEST(a_due_run_is_driven_to_its_end);
  CPPUNIT_TEST(a_run_made_later_starts_when_poked);
  CPPUNIT_TEST(runs_take_turns);
  CPPUNIT_TEST(a_peer_that_hangs_leaves_a_worker_to_others);
  CPPUNIT_TEST(more_runs_than_are_held_at_once_are_all_driven);
  CPPUNIT_TEST(a_run_that_another_process_has_is_dropped);
  CPPUNIT_TEST(a_store_that_is_away_is_tried_again);
  CPPUNIT_TEST(a_fault_ends_the_run_and_no_other);
  CPPUNIT_TEST(an_exception_is_a_fault);
  CPPUNIT_TEST(leases_are_renewed_while_a_step_takes_long);
  CPPUNIT_TEST(a_run_of_an_ended_process_is_taken_over);
  CPPUNIT_TEST(a_stop_gives_leases_back);
  CPPUNIT_TEST(the_end_of_a_run_is_one_line_in_the_log);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    store_ = std::make_unique<store::MemoryStore>(HashKey{});
    CPPUNIT_ASSERT(store_->portal("town", "id"));
    owner_ = store_->owner("town", "alice")->id;
    script_ = std::make_unique<Script>(*store_);
    script_->body = [this](const RunClaim& claim) { return finish(claim); };
    limits_ = {};
    limits_.renew_every = std::chrono::milliseconds(20);
    limits_.pause_when_busy = std::chrono::milliseconds(1);
    team_ = std::make_unique<ThreadTeam>();
  }
  void tearDown() override {
    open_gate();
    team_.reset();
    service_.reset();
  }

  void a_due_run_is_driven_to_its_end() {
    const std::int64_t run = make_run("p1");
    int left = 3;
    script_->body = [&](const RunClaim& claim) -> Result<bridge::Step> {
      return --left > 0 ? Result<bridge::Step>(bridge::Step::Again) : finish(claim);
    };
    start();
    CPPUNIT_ASSERT(script_->wait_for_steps(3));
    CPPUNIT_ASSERT(team_->join(Patience));
    CPPUNIT_ASSERT(RunState::Done == read(run).state);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, script_->steps().size());
  }

  void a_run_made_later_starts_when_poked() {
    limits_.renew_every = Patience * 10;  // it would not look by itself
    start();
    const std::int64_t first = make_run("p1");
    service_->poke();
    CPPUNIT_ASSERT(script_->wait_for_step_of(first));
  }

  void runs_take_turns() {
    limits_.workers = 1;
    const std::int64_t first = make_run("p1");
    const std::int64_t second = make_run("p2");
    script_->body = [](const RunClaim&) { return bridge::Step::Again; };
    start();
    CPPUNIT_ASSERT(script_->wait_for_step_of(first) && script_->wait_for_step_of(second));
    const std::size_t begun = script_->steps().size();
    CPPUNIT_ASSERT(script_->wait_for_steps(begun + 6));
    const auto steps = script_->steps();
    for (std::size_t i = begun; i + 1 < begun + 6; ++i) {
      CPPUNIT_ASSERT(steps[i] != steps[i + 1]);
    }
  }

  void a_peer_that_hangs_leaves_a_worker_to_others() {
    for (int i = 0; i < 10; ++i) {
      make_run("hangs");
    }
    const std::int64_t other = make_run("p1");
    // by value: runs are driven until the service ends, after this function has
    script_->body = [this, other](const RunClaim& claim) -> Result<bridge::Step> {
      if (claim.number != other) {
        wait_at_gate();
      }
      return finish(claim);
    };
    start();
    CPPUNIT_ASSERT(script_->wait_for_step_of(other));
  }

  void more_runs_than_are_held_at_once_are_all_driven() {
    limits_.claimed = 2;
    limits_.renew_every = Patience * 10;
    std::vector<std::int64_t> runs;
    for (int i = 0; i < 10; ++i) {
      runs.push_back(make_run("p" + std::to_string(i)));
    }
    start();
    for (const std::int64_t run : runs) {
      CPPUNIT_ASSERT(script_->wait_for_step_of(run));
    }
  }

  void a_run_that_another_process_has_is_dropped() {
    const std::int64_t run = make_run("p1");
    script_->body = [](const RunClaim&) -> Result<bridge::Step> {
      return fail(ErrorCode::Conflict, "another has it");
    };
    start();
    CPPUNIT_ASSERT(script_->wait_for_steps(1));
    const std::int64_t next = make_run("p2");
    service_->poke();
    CPPUNIT_ASSERT(script_->wait_for_step_of(next));
    CPPUNIT_ASSERT(team_->join(Patience));
    CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t{1}, std::ranges::count(script_->steps(), run));
    CPPUNIT_ASSERT(RunState::Running == read(run).state);
  }

  void a_store_that_is_away_is_tried_again() {
    const std::int64_t run = make_run("p1");
    std::atomic<int> tries = 0;
    script_->body = [&](const RunClaim& claim) -> Result<bridge::Step> {
      switch (++tries) {
        case 1: return fail(ErrorCode::Busy, "a writer's turn was not had");
        case 2: return fail(ErrorCode::Unavailable, "away");
        case 3: return fail(ErrorCode::Unknown, "lost during commit");
        default: return finish(claim);
      }
    };
    start();
    CPPUNIT_ASSERT(script_->wait_for_steps(4));
    CPPUNIT_ASSERT(team_->join(Patience));
    CPPUNIT_ASSERT(RunState::Done == read(run).state);
  }

  void a_fault_ends_the_run_and_no_other() {
    const std::int64_t bad = make_run("p1");
    const std::int64_t full = make_run("p2");
    const std::int64_t good = make_run("p3");
    script_->body = [&](const RunClaim& claim) -> Result<bridge::Step> {
      if (claim.number == bad) {
        return fail(ErrorCode::Internal, "a fault");
      }
      return claim.number == full ? Result<bridge::Step>(fail(ErrorCode::Full, "no space"))
                                  : finish(claim);
    };
    start();
    CPPUNIT_ASSERT(script_->wait_for_steps(3));
    CPPUNIT_ASSERT(team_->join(Patience));
    CPPUNIT_ASSERT(RunState::Failed == read(bad).state);
    CPPUNIT_ASSERT_EQUAL(std::string("failed"), read(bad).outcome);
    CPPUNIT_ASSERT(!read(bad).sentence.empty());
    CPPUNIT_ASSERT_EQUAL(std::string("store"), read(full).outcome);
    CPPUNIT_ASSERT(RunState::Done == read(good).state);
    CPPUNIT_ASSERT(log_.has("PMB0013"));
  }

  void an_exception_is_a_fault() {
    const std::int64_t run = make_run("p1");
    script_->body = [](const RunClaim&) -> Result<bridge::Step> {
      throw std::runtime_error("on purpose");
    };
    start();
    CPPUNIT_ASSERT(script_->wait_for_steps(1));
    CPPUNIT_ASSERT(team_->join(Patience));
    CPPUNIT_ASSERT(RunState::Failed == read(run).state);
  }

  void leases_are_renewed_while_a_step_takes_long() {
    const std::int64_t run = make_run("p1");
    script_->body = [&](const RunClaim& claim) {
      wait_at_gate();
      return finish(claim);
    };
    start();
    CPPUNIT_ASSERT(script_->wait_for_steps(1));
    const Seconds before = read(run).lease_until;
    clock_.time += 10;
    const std::int64_t last = make_run("p2");  // its claim is behind a renewal, or the next one is
    CPPUNIT_ASSERT(script_->wait_for_step_of(last));
    const std::int64_t after = make_run("p3");
    CPPUNIT_ASSERT(script_->wait_for_step_of(after));
    CPPUNIT_ASSERT_EQUAL(before + 10, read(run).lease_until);
  }

  void a_run_of_an_ended_process_is_taken_over() {
    const std::int64_t run = make_run("p1");
    const std::string ended = process_name() + "0";  // as if its number were in use again
    CPPUNIT_ASSERT(store_->claim_runs("town", ended, {}, clock_.now(), clock_.now() + 30, 9));
    CPPUNIT_ASSERT(RunState::Running == read(run).state);
    start();
    CPPUNIT_ASSERT(script_->wait_for_step_of(run));
  }

  void a_stop_gives_leases_back() {
    limits_.workers = 1;
    const std::int64_t under_way = make_run("p1");
    const std::int64_t waiting = make_run("p2");
    script_->body = [&](const RunClaim&) -> Result<bridge::Step> {
      wait_at_gate();
      return fail(ErrorCode::Cancelled, "stopped");
    };
    start();
    CPPUNIT_ASSERT(script_->wait_for_steps(1));
    team_->request_stop();
    open_gate();
    CPPUNIT_ASSERT(team_->join(Patience));
    for (const std::int64_t run : {under_way, waiting}) {
      CPPUNIT_ASSERT(RunState::Running == read(run).state);
      CPPUNIT_ASSERT(read(run).lease_until <= clock_.now());
    }
  }

  void the_end_of_a_run_is_one_line_in_the_log() {
    make_run("p1");
    start();
    CPPUNIT_ASSERT(script_->wait_for_steps(1));
    CPPUNIT_ASSERT(team_->join(Patience));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, log_.count("PMB0017"));
    CPPUNIT_ASSERT(log_.has("alice") && log_.has("p1") && log_.has("done"));
  }

 private:
  std::int64_t make_run(const std::string& peer) {
    const auto work = std::move(*store_->begin(owner_, store::Access::Write));
    store::Connection connection;
    connection.peer = peer;
    store::Run run;
    run.connection = *work->put_connection(connection);
    run.created_at = clock_.now();
    run.due_at = clock_.now();
    const std::int64_t number = *work->put_run(run);
    CPPUNIT_ASSERT(work->commit());
    return number;
  }

  store::Run read(std::int64_t number) {
    const auto work = std::move(*store_->begin(owner_, store::Access::Read));
    return **work->run(number);
  }

  /// What the runner does at the end.
  Result<bridge::Step> finish(const RunClaim& claim) {
    const auto work = std::move(*store_->begin(claim.owner, store::Access::Write));
    store::Run run = **work->run(claim.number);
    run.state = RunState::Done;
    run.outcome = "done";
    PIM_CHECK(work->put_run(run));
    PIM_CHECK(work->commit());
    return bridge::Step::Finished;
  }

  void start() {
    service_ = std::make_unique<RunService>(process_name(), clock_, log_, limits_);
    service_->add(*script_);
    service_->start(*team_);
  }

  void wait_at_gate() {
    std::unique_lock lock(gate_mutex_);
    gate_.wait(lock, [this] { return open_; });
  }
  void open_gate() {
    const std::scoped_lock lock(gate_mutex_);
    open_ = true;
    gate_.notify_all();
  }

  SetClock clock_;
  LogLines log_;
  RunServiceLimits limits_;
  store::OwnerId owner_ = 0;
  std::unique_ptr<store::MemoryStore> store_;
  std::unique_ptr<Script> script_;
  std::unique_ptr<RunService> service_;
  std::unique_ptr<ThreadTeam> team_;
  std::mutex gate_mutex_;
  std::condition_variable gate_;
  bool open_ = false;
};

CPPUNIT_TEST_SUITE_REGISTRATION(RunServiceTest);

}  // namespace
}  // namespace pim::httpd
