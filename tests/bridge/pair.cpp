// SPDX-License-Identifier: Apache-2.0
#include "tests/bridge/pair.h"

#include "common/content/kind.h"
#include "common/sync/local.h"
#include "common/syncml/decode.h"
#include "common/syncml/writer.h"

namespace pim::bridge::test {

namespace {

constexpr const char* Url = "https://there.example/syncml";
constexpr Seconds Lease = 60;

class Passwords final : public session::Authenticator {
 public:
  session::Login check(std::string_view user, std::string_view password) override {
    return user == "alice" && password == "secret" ? session::Login::Good : session::Login::Wrong;
  }
};

std::string card(const std::string& name, const std::string& note) {
  return "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:uid-" + name + "\r\nN:" + name + ";;;;\r\nFN:" + name +
         (note.empty() ? "" : "\r\nNOTE:" + note) + "\r\nEND:VCARD\r\n";
}

template <class Config>
Config config_of(std::size_t max_msg_size) {
  Config config;
  config.max_msg_size = max_msg_size;
  return config;
}

sync::LocalContext context_of(Side& side, store::UnitOfWork& work, Seconds now) {
  return {side.store, work, *content::kind_of("contacts"), "contacts", "alice", now};
}

}  // namespace

store::OwnerId Side::alice() {
  return must(memory.owner("default", "alice")).id;
}

std::unique_ptr<store::UnitOfWork> Side::begin(store::Access access) {
  return must(memory.begin(alice(), access));
}

void Side::import(const std::string& name, Seconds now, const std::string& note) {
  import_text(card(name, note), now);
}

void Side::import_text(const std::string& record, Seconds now) {
  const auto work = begin(store::Access::Write);
  auto context = context_of(*this, *work, now);
  must(sync::import_records(context, {&record, 1}));
  must(work->commit());
}

void Side::remove(const std::string& name, Seconds now) {
  const auto work = begin(store::Access::Write);
  auto context = context_of(*this, *work, now);
  for (const store::Item& each : must(work->page({.collection = "contacts"}))) {
    if (each.label == name) {
      must(sync::delete_item(context, each.id, 0));
    }
  }
  must(work->commit());
}

void Side::bring_back(const std::string& name, Seconds now) {
  const auto work = begin(store::Access::Write);
  auto context = context_of(*this, *work, now);
  const auto feed = must(work->feed({.collection = "contacts", .upto = 1'000'000}));
  for (const store::FeedRow& row : feed) {
    const store::Item item = must(work->items({&row.id, 1})).front();
    if (item.deleted && item.label == name) {
      const auto versions = must(work->versions(item.id, 1));
      must(sync::restore_item(context, item.id, versions.front().rev, 0));
    }
  }
  must(work->commit());
}

std::string Side::content(const std::string& name) {
  for (const store::Item& each :
       must(begin(store::Access::Read)->page({.collection = "contacts", .limit = 1000}))) {
    if (each.label == name) {
      return each.content;
    }
  }
  return "";
}

std::string Side::names() {
  std::string all;
  for (const store::Item& each :
       must(begin(store::Access::Read)->page({.collection = "contacts", .limit = 1000}))) {
    all += each.label + " ";
  }
  return all;
}

Pair::Pair(std::size_t max_msg_size)
    : server(there.store, clock, random, log, config_of<session::ServerConfig>(max_msg_size)),
      runner(here.store, clock, random, log, *this, *this, config_of<RunnerConfig>(max_msg_size)) {
  must(here.memory.portal("default", random.hex(16)));
  must(there.memory.portal("default", random.hex(16)));
}

void Pair::add_here(const std::string& name) {
  const auto work = here.begin(store::Access::Write);
  must(work->put_collection({.name = name, .kind = "contacts", .display_name = name}));
  must(work->commit());
}

store::Run Pair::sync_of(std::int64_t connection) {
  const std::int64_t number = ask_of(connection);
  go_on(claim_one());
  return run(number);
}

std::int64_t Pair::connect(const std::string& peer, const std::string& options) {
  const auto work = here.begin(store::Access::Write);
  store::Connection connection;
  connection.peer = peer;
  connection.url = Url;
  connection.user = "alice";
  connection.options = options;
  const std::int64_t number = must(work->put_connection(connection));
  must(work->commit());
  return number;
}

std::int64_t Pair::ask(const std::string& mode, bool plan_only) {
  connection_ = connection_ == 0 ? connect() : connection_;
  return ask_of(connection_, mode, plan_only);
}

std::int64_t Pair::ask_of(std::int64_t connection, const std::string& mode, bool plan_only) {
  const auto work = here.begin(store::Access::Write);
  const std::int64_t number =
      must(create_run(*work, connection, mode, plan_only, clock.now(), policy));
  must(work->commit());
  return number;
}

void Pair::cancel(std::int64_t number) {
  const auto work = here.begin(store::Access::Write);
  must(cancel_run(*work, number, clock.now()));
  must(work->commit());
}

std::vector<store::RunClaim> Pair::claim(const std::string& holder,
                                         const std::vector<std::string>& gone) {
  return must(
      here.memory.claim_runs("default", holder, gone, clock.now(), clock.now() + Lease, 10));
}

store::RunClaim Pair::claim_one(const std::string& holder) {
  const auto claims = claim(holder);
  CPPUNIT_ASSERT_EQUAL(std::size_t{1}, claims.size());
  return claims.front();
}

void Pair::go_on(const store::RunClaim& claim) {
  while (must(step(claim)) == Step::Again) {
  }
}

void Pair::go_to(const store::RunClaim& claim, const std::string& phase) {
  while (run(claim.number).phase != phase) {
    CPPUNIT_ASSERT(must(step(claim)) == Step::Again);
  }
}

store::Run Pair::sync(const std::string& mode, bool plan_only) {
  const std::int64_t number = ask(mode, plan_only);
  go_on(claim_one());
  return run(number);
}

store::Run Pair::run(std::int64_t number) {
  const auto found = must(here.begin(store::Access::Read)->run(number));
  CPPUNIT_ASSERT(found.has_value());
  return *found;
}

RunResult Pair::result(std::int64_t number) {
  return must(RunResult::unpack(run(number).result));
}

std::vector<store::RunItem> Pair::lines(std::int64_t number) {
  return must(here.begin(store::Access::Read)->run_items(number, 0, 1000));
}

Result<HttpReply> Pair::post(const HttpRequest& request) {
  sent.push_back(request.body);
  ++exchanges;
  if (disturb) {
    if (auto instead = disturb(exchanges)) {
      return *instead;
    }
  }
  Passwords passwords;
  session::ServerRequest asked;
  asked.body = request.body;
  asked.content_type = request.content_type;
  asked.url = Url;
  const std::string url = Url;
  if (request.url.size() > url.size()) {
    asked.handle = request.url.substr(url.size() + 1);
  }
  session::ServerReply reply = server.handle(asked, passwords);
  HttpReply answer;
  answer.status = reply.status;
  answer.content_type = reply.content_type;
  answer.body = std::move(reply.body);
  answer.retry_after = reply.retry_after;
  if (rewrite && answer.status == 200) {
    const syncml::Encoding encoding = syncml::encoding_of(answer.body);
    syncml::Message message = must(syncml::decode(encoding, answer.body));
    rewrite(message);
    answer.body = syncml::encode(encoding, message);
  }
  received.push_back(answer.body);
  return answer;
}

Result<PeerTarget> Pair::target(const store::Connection& connection) {
  if (no_target) {
    return Failure(*no_target);
  }
  PeerTarget target;
  target.url = connection.url;
  target.user = connection.user;
  target.password = "secret";
  return target;
}

}  // namespace pim::bridge::test
