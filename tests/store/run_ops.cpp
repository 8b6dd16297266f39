// SPDX-License-Identifier: Apache-2.0
#include "tests/store/comparison.h"

namespace pim::store::testing {

namespace {

Session draw_session(Dice& dice) {
  Session made;
  made.handle = dice.word({"h1", "h2", "h3", "H1"});
  made.role = static_cast<SessionRole>(dice.below(2));
  made.device = dice.word({"d1", "d2"});
  made.session_id = dice.word({"1", "2"});
  made.last_msg = dice.number(9);
  made.state = dice.octets();
  made.reply = dice.octets();
  made.ended = dice.one_in(3);
  // Times differ, since the order of sessions of one time is open.
  made.updated_at = dice.number(1'000'000'000);
  return made;
}

Op put_session(Draw& draw) {
  const Session session = draw_session(draw.dice);
  return {"put_session",
          [=](Side& side) { return answer(side.work->put_session(session), side.known()); }};
}

Op drop_session(Draw& draw) {
  const std::string handle = draw.dice.word({"h1", "h2", "h9"});
  return {"drop_session",
          [=](Side& side) { return answer(side.work->drop_session(handle), side.known()); }};
}

Op sessions(Draw& draw) {
  const Session wanted = draw_session(draw.dice);
  return {"sessions", [=](Side& side) {
            const Names& known = side.known();
            UnitOfWork& work = *side.work;
            return answer(work.session(wanted.handle), known) +
                   answer(work.find_session(wanted.role, wanted.device, wanted.session_id), known) +
                   answer(work.count_sessions(wanted.updated_at), known);
          }};
}

Op put_session_part(Draw& draw) {
  const std::string handle = draw.dice.word({"h1", "h2", "h9"});
  const auto slot = draw.dice.number(1);
  const auto part = draw.dice.number(3);
  const std::string octets = draw.dice.octets();
  return {"put_session_part", [=](Side& side) {
            return answer(side.work->put_session_part(handle, slot, part, octets), side.known());
          }};
}

Op drop_session_parts(Draw& draw) {
  const std::string handle = draw.dice.word({"h1", "h2", "h9"});
  const auto slot = draw.dice.number(1);
  return {"drop_session_parts", [=](Side& side) {
            return answer(side.work->drop_session_parts(handle, slot), side.known());
          }};
}

Op session_parts(Draw& draw) {
  const std::string handle = draw.dice.word({"h1", "h2", "h9"});
  const auto slot = draw.dice.number(1);
  const auto first = draw.dice.number(2);
  const auto count = draw.dice.number(4);
  return {"session_parts", [=](Side& side) {
            return answer(side.work->session_parts(handle, slot, first, count), side.known());
          }};
}

Op put_connection(Draw& draw) {
  const Connection connection{
      .peer = draw.dice.word({"work", "home"}), .url = draw.dice.octets(), .side = "s"};
  const std::size_t number = draw.connection();
  return {"put_connection", [=](Side& side) {
            Names& known = side.known();
            Connection row = connection;
            row.number = known.connections.id(number);
            const auto made = side.work->put_connection(row);
            if (made && row.number == 0) {
              known.connections.learn(*made);
            }
            return made ? known.connections.of(*made) : answer(made, known);
          }};
}

Op drop_connection(Draw& draw) {
  const std::size_t number = draw.connection();
  const bool really = draw.dice.one_in(4);
  return {"drop_connection", [=](Side& side) {
            const IdNames& connections = side.known().connections;
            return answer(side.work->drop_connection(really ? connections.id(number) : 0),
                          side.known());
          }};
}

Op connections(Draw& draw) {
  const std::size_t number = draw.connection();
  return {"connections", [=](Side& side) {
            const Names& known = side.known();
            return answer(side.work->connections(), known) +
                   answer(side.work->connection(known.connections.id(number)), known);
          }};
}

Op put_run(Draw& draw) {
  Dice& dice = draw.dice;
  Run run;
  run.state = static_cast<RunState>(dice.below(6));
  run.mode = dice.word({"two-way", "slow"});
  run.plan_only = dice.one_in(3);
  run.detail = dice.octets();
  // Times differ, since the order of claims of one time is open.
  run.due_at = dice.number(1'000'000);
  run.finished_at = dice.number(1'000'000);
  run.lease_until = dice.number(1'000'000);
  run.fencing = dice.number(3);
  run.holder = dice.word({"one", "two"});
  const std::size_t number = dice.one_in(2) ? 0 : draw.run();
  const std::size_t connection = draw.connection();
  return {"put_run", [=](Side& side) mutable {
            Names& known = side.known();
            run.number = known.runs.id(number);
            run.connection = known.connections.id(connection);
            const auto made = side.work->put_run(run);
            if (made && run.number == 0) {
              known.runs.learn(*made);
            }
            return made ? known.runs.of(*made) : answer(made, known);
          }};
}

Op put_run_items(Draw& draw) {
  const std::size_t run = draw.run();
  const std::size_t item = draw.item();
  std::vector<RunItem> lines;
  for (std::size_t left = 1 + draw.dice.below(3); left > 0; --left) {
    lines.push_back({.line = 1 + draw.dice.number(6), .op = "add", .reason = draw.dice.octets()});
  }
  return {"put_run_items", [=](Side& side) mutable {
            const Names& known = side.known();
            for (RunItem& line : lines) {
              line.item = known.items.id(item);
            }
            return answer(side.work->put_run_items(known.runs.id(run), lines), known);
          }};
}

Op drop_run_items(Draw& draw) {
  const std::size_t run = draw.run();
  return {"drop_run_items", [=](Side& side) {
            const Names& known = side.known();
            return answer(side.work->drop_run_items(known.runs.id(run)), known);
          }};
}

Op runs(Draw& draw) {
  const std::size_t run = draw.run();
  const std::size_t connection = draw.connection();
  const std::int64_t after = draw.dice.number(4);
  const std::size_t limit = draw.limit();
  return {"runs", [=](Side& side) {
            const Names& known = side.known();
            UnitOfWork& work = *side.work;
            const std::int64_t number = known.runs.id(run);
            const std::int64_t of = known.connections.id(connection);
            return answer(work.runs(number, limit), known) + answer(work.run(number), known) +
                   answer(work.runs_of(of, number, limit), known) +
                   answer(work.last_good_run(of), known) + answer(work.live_runs(of), known) +
                   answer(work.run_items(number, after, limit), known);
          }};
}

}  // namespace

std::vector<Drawer> run_reads() {
  return {sessions, session_parts, connections, runs};
}

std::vector<Drawer> run_writes() {
  return {put_session,        put_session,    drop_session,    put_session_part,
          drop_session_parts, put_connection, drop_connection, put_run,
          put_run_items,      put_run_items,  drop_run_items};
}

}  // namespace pim::store::testing
