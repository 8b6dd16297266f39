// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/portal.h"

#include <ctime>
#include <stdexcept>

#include "common/content/kind.h"
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
  session::Login check(std::string_view, std::string_view) override {
    return session::Login::Good;
  }
};

constexpr std::size_t ImportBatch = 50;

}  // namespace

double thread_cpu() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

Portal::Portal(const std::filesystem::path& folder, std::string name, std::size_t max_msg_size)
    : name_(std::move(name)), max_msg_size_(max_msg_size) {
  const auto home = folder / name_;
  std::filesystem::create_directories(home);
  const std::string path = (home / "store.db").string();
  must(sql::init_schema(path, random_));
  sql::SqliteOptions options;
  options.path = path;
  options.runtime_dir = home.string();
  store_ = must(sql::open_sqlite(options));
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

void Portal::import(const std::vector<std::string>& cards) {
  const content::Kind& kind = *content::kind_of("contacts");
  for (std::size_t first = 0; first < cards.size(); first += ImportBatch) {
    const std::size_t count = std::min(ImportBatch, cards.size() - first);
    auto work = must(store_->begin(owner(), store::Access::Write));
    sync::LocalContext context{*store_, *work, kind, "contacts", "alice", clock_.now()};
    must(sync::import_records(context, std::span(cards).subspan(first, count)));
    must(work->commit());
  }
  must(store_->checkpoint());
}

void Portal::edit(std::size_t count, const std::string& word) {
  const content::Kind& kind = *content::kind_of("contacts");
  auto work = must(store_->begin(owner(), store::Access::Write));
  store::PageQuery query;
  query.collection = "contacts";
  query.limit = count;
  sync::LocalContext context{*store_, *work, kind, "contacts", "alice", clock_.now()};
  for (const store::Item& item : must(work->page(query))) {
    std::string card = item.content;
    card.insert(card.rfind("END:VCARD"), "TITLE:" + word + "\r\n");
    must(sync::replace_item(context, item.id, card, 0));
  }
  must(work->commit());
}

std::int64_t Portal::live() {
  auto work = must(store_->begin(owner(), store::Access::Read));
  return must(work->collection("contacts"))->live;
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
      connection_ = must(work->put_connection(connection));
    }
    number = must(bridge::create_run(*work, connection_, "two-way", false, clock_.now()));
    must(work->commit());
  }
  const double before = thread_cpu();
  auto claims = must(store_->claim_runs("default", "bench", {}, clock_.now(),
                                        clock_.now() + 3600, 1));
  while (must(runner_->step(claims.at(0))) == bridge::Step::Again) {
  }
  cost_.seconds += thread_cpu() - before;
  auto work = must(store_->begin(owner(), store::Access::Read));
  const auto run = must(work->run(number));
  outcome = run->outcome + ": " + run->sentence;
  return must(bridge::RunResult::unpack(run->result));
}

}  // namespace pim::bench
