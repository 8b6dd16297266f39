// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/portal.h"

#include <unistd.h>

#include <ctime>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "common/bridge/collections.h"
#include "common/content/kind.h"
#include "common/sql/postgres_connection.h"
#include "common/sql/postgres_store.h"
#include "common/sql/sqlite_store.h"
#include "common/sync/local.h"

namespace pim::bench {

namespace {

template <class T>
T must(Result<T> result) {
  if (!result) {
    throw std::runtime_error(result.error().text());
  }
  if constexpr (!std::is_void_v<T>) {
    return std::move(*result);
  }
}

class AnyLogin final : public session::Authenticator {
 public:
  session::Login check(std::string_view, std::string_view) override { return session::Login::Good; }
};

constexpr std::size_t ImportBatch = 50;

std::unique_ptr<sql::SqlStore> make_file(const std::filesystem::path& folder, Random& random) {
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "store.db").string();
  must(sql::init_schema(path, random));
  sql::SqliteOptions options;
  options.path = path;
  options.runtime_dir = folder.string();
  return must(sql::open_sqlite(options));
}

/// Each portal in a schema of its own.
std::unique_ptr<sql::SqlStore> make_schema(const std::string& conninfo, const std::string& name,
                                           Random& random) {
  must(must(sql::PostgresConnection::open({.conninfo = conninfo}))
           ->script("DROP SCHEMA IF EXISTS " + name + " CASCADE; CREATE SCHEMA " + name));
  const std::string place = conninfo + " options='-c search_path=" + name + "'";
  must(sql::init_postgres(place, random));
  return must(sql::open_postgres({.conninfo = place}));
}

std::unique_ptr<sql::SqlStore> make_store(const Home& home, const std::string& name,
                                          Random& random) {
  return home.conninfo.empty() ? make_file(home.folder / name, random)
                               : make_schema(home.conninfo, name, random);
}

/// The fields of /proc/PID/stat behind the name: the first is the state, the second the parent.
std::vector<std::string> facts_of(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  std::string line;
  std::getline(file, line);
  std::istringstream words(line.substr(std::min(line.size(), line.rfind(')') + 1)));
  return {std::istream_iterator<std::string>(words), {}};
}

/// Clock ticks of a process's own (two fields), and of the children it has waited for.
double ticks(const std::vector<std::string>& facts, std::size_t fields) {
  double sum = 0;
  for (std::size_t i = 11; i < 11 + fields && i < facts.size(); ++i) {
    sum += std::stod(facts[i]);
  }
  return sum;
}

}  // namespace

double database_cpu(const Home& home) {
  if (home.conninfo.empty()) {
    return 0;
  }
  const auto connection = must(sql::PostgresConnection::open({.conninfo = home.conninfo}));
  const std::string parent = facts_of(std::to_string(PQbackendPID(connection->handle()))).at(1);
  double sum = ticks(facts_of(parent), 4);
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto facts = facts_of(entry.path().filename().string());
    if (facts.size() > 13 && facts[1] == parent) {
      sum += ticks(facts, 2);
    }
  }
  return sum / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double thread_cpu() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

Portal::Portal(const Home& home, std::string name, std::size_t max_msg_size, const Sample& sample)
    : name_(std::move(name)), max_msg_size_(max_msg_size), sample_(sample) {
  store_ = make_store(home, name_, random_);
  session::ServerConfig server;
  server.max_msg_size = max_msg_size_;
  server_ = std::make_unique<session::Server>(*store_, clock_, random_, log_, server);
  bridge::RunnerConfig runner;
  runner.max_msg_size = max_msg_size_;
  runner_ = std::make_unique<bridge::Runner>(*store_, clock_, random_, log_, *this, *this, runner);
}

store::OwnerId Portal::owner() {
  must(store_->portal("default", random_.hex(16)));
  return must(store_->owner("default", "alice")).id;
}

void Portal::import(const std::vector<std::string>& records) {
  const content::Kind& kind = *content::kind_of(sample_.datastore);
  for (std::size_t first = 0; first < records.size(); first += ImportBatch) {
    const std::size_t count = std::min(ImportBatch, records.size() - first);
    auto work = must(store_->begin(owner(), store::Access::Write));
    sync::LocalContext context{*store_, *work,       kind, std::string(sample_.datastore),
                               "alice", clock_.now()};
    must(sync::import_records(context, std::span(records).subspan(first, count)));
    must(work->commit());
  }
  if (auto* const file = dynamic_cast<sql::SqliteStore*>(store_.get())) {
    must(file->checkpoint());
  }
}

void Portal::edit(std::size_t count, const std::string& word) {
  const content::Kind& kind = *content::kind_of(sample_.datastore);
  auto work = must(store_->begin(owner(), store::Access::Write));
  store::PageQuery query;
  query.collection = sample_.datastore;
  query.limit = count;
  sync::LocalContext context{*store_, *work,       kind, std::string(sample_.datastore),
                             "alice", clock_.now()};
  for (const store::Item& item : must(work->page(query))) {
    std::string record = item.content;
    record.insert(record.rfind(sample_.before), std::string(sample_.line) + ":" + word + "\r\n");
    must(sync::replace_item(context, item.id, record, 0));
  }
  must(work->commit());
}

std::int64_t Portal::live() {
  auto work = must(store_->begin(owner(), store::Access::Read));
  return must(work->collection(sample_.datastore))->live;
}

Result<HttpReply> Portal::post(const HttpRequest& request) {
  const double before = thread_cpu();
  AnyLogin login;
  session::ServerRequest at_server;
  at_server.body = request.body;
  at_server.content_type = request.content_type;
  at_server.url = "http://" + peer_->name_ + "/syncml";
  if (request.url.size() > at_server.url.size()) {
    at_server.handle = request.url.substr(at_server.url.size() + 1);
  }
  session::ServerReply reply = peer_->server_->handle(at_server, login);
  const double spent = thread_cpu() - before;
  peer_->cost_.seconds += spent;
  cost_.seconds -= spent;
  HttpReply answer;
  answer.status = reply.status;
  answer.content_type = reply.content_type;
  answer.body = std::move(reply.body);
  answer.retry_after = reply.retry_after;
  return answer;
}

Result<bridge::PeerTarget> Portal::target(const store::Connection& connection) {
  bridge::PeerTarget target;
  target.url = connection.url;
  target.user = "alice";
  target.password = "secret";
  return target;
}

bridge::RunResult Portal::sync(Portal& peer, std::string& outcome) {
  peer_ = &peer;
  std::int64_t number = 0;
  {
    auto work = must(store_->begin(owner(), store::Access::Write));
    if (connection_ == 0) {
      store::Connection connection;
      connection.peer = peer.name_;
      connection.url = "http://" + peer.name_ + "/syncml";
      connection.user = "alice";
      const std::string datastore(sample_.datastore);
      connection.options = bridge::pack_wanted({{datastore, datastore}});
      connection_ = must(work->put_connection(connection));
    }
    number = must(bridge::create_run(*work, connection_, "two-way", false, clock_.now()));
    must(work->commit());
  }
  const double before = thread_cpu();
  auto claims =
      must(store_->claim_runs("default", "bench", {}, clock_.now(), clock_.now() + 3600, 1));
  while (must(runner_->step(claims.at(0))) == bridge::Step::Again) {
  }
  cost_.seconds += thread_cpu() - before;
  auto work = must(store_->begin(owner(), store::Access::Read));
  const auto run = must(work->run(number));
  outcome = run->outcome + ": " + run->sentence;
  return must(bridge::RunResult::unpack(run->result));
}

}  // namespace pim::bench
