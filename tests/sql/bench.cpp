// SPDX-License-Identifier: Apache-2.0
// Figures of the SQLite store. Usage: sql_bench [FOLDER [ITEMS]]: in FOLDER (default: the temporary
// one), where alice has ITEMS items (default 0) before. CPU is what counts on a shared machine.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <string>

#include "tests/sql/filling.h"

namespace pim::sql::testing {
namespace {

constexpr std::size_t Count = 5000;
constexpr std::size_t Batch = 500;

double seconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Prints what `work` costs for each of `count` things.
void measure(const char* what, std::size_t count, store::Store& store,
             const std::function<void()>& work) {
  const store::Counters before = store.counters();
  const double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
  const double wall = seconds(CLOCK_MONOTONIC);
  work();
  const double each = 1e6 / static_cast<double>(count);
  const double cpu_us = (seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu) * each;
  const double wall_us = (seconds(CLOCK_MONOTONIC) - wall) * each;
  const store::Counters after = store.counters();
  std::printf(
      "%-44s %9.2f %9.2f %9.2f %9.2f %6llu\n", what, cpu_us, wall_us,
      static_cast<double>(after.statements - before.statements) / static_cast<double>(count),
      static_cast<double>(after.rows_read - before.rows_read) / static_cast<double>(count),
      static_cast<unsigned long long>(after.full_scan_steps - before.full_scan_steps));
}

class Bench {
 public:
  Bench(const std::string& folder, std::int64_t items) {
    std::filesystem::create_directories(folder);
    const SqliteOptions options{.path = folder + "/bench.db", .runtime_dir = folder};
    SystemRandom random;
    if (!std::filesystem::exists(options.path)) {
      must(init_schema(options.path, random));
    }
    store_ = must(open_sqlite(options));
    alice_ = make_alice(*store_);
    pairing_ = make_pairing(*store_, alice_, "bench");
    fill(options.path, alice_, pairing_, items);
    must(store_->checkpoint());
  }

  void run() {
    std::printf("%-44s %9s %9s %9s %9s %6s\n", "", "us cpu", "us wall", "statem.", "rows", "scans");
    quiet_session();
    newcomer();
    insert();
    look_up();
    read();
    change();
    stage();
    session();
    std::printf("longest write transaction %llu us\n",
                static_cast<unsigned long long>(store_->counters().longest_transaction_us));
  }

 private:
  template <class Work>
  void in_batches(store::Access access, Work work) {
    for (std::size_t at = 0; at < Count; at += Batch) {
      const auto unit = must(store_->begin(alice_, access));
      work(*unit, at);
      if (access == store::Access::Write) {
        must(unit->commit());
      }
    }
  }

  /// What both sides of a session ask for where nothing changed, in three messages.
  void quiet_session() {
    store::Session session;
    session.handle = std::string(32, 'q');
    session.state = std::string(400, 's');
    session.reply = std::string(2000, 'r');
    measure("session without changes", 1, *store_, [&] {
      for (int message = 1; message <= 3; ++message) {
        const auto unit = must(store_->begin(alice_, store::Access::Write));
        must(unit->session(session.handle));
        auto pairing = must(unit->find_pairing("bench", 0, "contacts", "contacts"));
        const store::Revision upto = must(unit->collection("contacts"))->rev;
        must(unit->open_maps(pairing->id, 1 << 30, 0, 0, 200));
        must(unit->feed({.collection = "contacts",
                         .after = upto,
                         .upto = upto,
                         .skip = {},
                         .pairing = pairing->id,
                         .limit = 200}));
        must(unit->staged(pairing->id, store::ChangeOp::Delete, "", 50));
        must(unit->drop_hints(pairing->id, 1, 1000));
        pairing->seen = upto;
        session.last_msg = message;
        must(unit->put_pairing(*pairing));
        must(unit->put_session(session));
        must(unit->commit());
      }
    });
  }

  /// The first sync of somebody who has nothing yet, beside what others have.
  void newcomer() {
    const store::Owner owner = must(store_->owner("here", "newcomer"));
    const store::PairingId pairing = make_pairing(*store_, owner.id, "bench");
    measure("first 5000 contacts of a new owner", Count, *store_, [&] {
      for (std::size_t at = 0; at < Count; at += Batch) {
        const auto unit = must(store_->begin(owner.id, store::Access::Write));
        Contacts contacts(*unit, Batch, at);
        must(unit->find_keys("contacts", contacts.uid_keys));
        must(unit->write_items(contacts.writes, {}, 1));
        must(unit->put_keys("contacts", contacts.keys));
        must(unit->put_maps(pairing, contacts.maps));
        must(unit->commit());
      }
    });
    must(store_->checkpoint());
  }

  void insert() {
    measure("insert a contact, 2 keys, map row", Count, *store_, [&] {
      in_batches(store::Access::Write, [&](store::UnitOfWork& unit, std::size_t at) {
        Contacts contacts(unit, Batch, at);
        must(unit.write_items(contacts.writes, {}, 1));
        must(unit.put_keys("contacts", contacts.keys));
        must(unit.put_maps(pairing_, contacts.maps));
        all_.append(contacts);
      });
    });
    must(store_->checkpoint());
  }

  void look_up() {
    measure("find_keys (uid)", Count, *store_, [&] {
      in_batches(store::Access::Read, [&](store::UnitOfWork& unit, std::size_t at) {
        must(unit.find_keys("contacts", std::span(all_.uid_keys).subspan(at, Batch)));
      });
    });
    measure("maps_by_peer", Count, *store_, [&] {
      in_batches(store::Access::Read, [&](store::UnitOfWork& unit, std::size_t at) {
        must(unit.maps_by_peer(pairing_, std::span(all_.peer_ids).subspan(at, Batch)));
      });
    });
    measure("maps_of", Count, *store_, [&] {
      in_batches(store::Access::Read, [&](store::UnitOfWork& unit, std::size_t at) {
        must(unit.maps_of(pairing_, std::span(all_.ids).subspan(at, Batch)));
      });
    });
    measure("items", Count, *store_, [&] {
      in_batches(store::Access::Read, [&](store::UnitOfWork& unit, std::size_t at) {
        must(unit.items(std::span(all_.ids).subspan(at, Batch)));
      });
    });
  }

  store::Revision rev() {
    return must(must(store_->begin(alice_, store::Access::Read))->collection("contacts"))->rev;
  }

  void read() {
    const store::Revision upto = rev();
    measure("feed of 5000 in pages of 200", Count, *store_, [&] {
      store::FeedQuery query{.collection = "contacts",
                             .after = all_.first_rev - 1,
                             .upto = upto,
                             .skip = {},
                             .pairing = pairing_,
                             .limit = 200};
      for (bool more = true; more;) {
        const auto rows = must(must(store_->begin(alice_, store::Access::Read))->feed(query));
        more = !rows.empty();
        query.after = more ? rows.back().rev : query.after;
      }
    });
    measure("feed of nothing", 1000, *store_, [&] {
      for (int i = 0; i < 1000; ++i) {
        must(must(store_->begin(alice_, store::Access::Read))
                 ->feed({.collection = "contacts",
                         .after = upto,
                         .upto = upto,
                         .skip = {},
                         .pairing = pairing_,
                         .limit = 200}));
      }
    });
    measure("open_maps of nothing", 1000, *store_, [&] {
      for (int i = 0; i < 1000; ++i) {
        must(must(store_->begin(alice_, store::Access::Read))
                 ->open_maps(pairing_, 1 << 30, 0, 0, 200));
      }
    });
    page("first page of 200 by name", "");
    page("first page of a frequent word", "frequent");
    page("first page of a rare word", "rare");
    measure("find_weak, one key", 1, *store_, [&] {
      const std::uint64_t key = 4711;
      must(must(store_->begin(alice_, store::Access::Read))->find_weak("contacts", {&key, 1}));
    });
  }

  void page(const char* what, const char* search) {
    measure(what, 1, *store_, [&] {
      must(must(store_->begin(alice_, store::Access::Read))
               ->page({.collection = "contacts",
                       .after_key = "",
                       .after_id = 0,
                       .search = search,
                       .limit = 200}));
    });
  }

  void change() {
    measure("update a contact, keep its version", Count, *store_, [&] {
      in_batches(store::Access::Write, [&](store::UnitOfWork& unit, std::size_t at) {
        must(unit.write_items(all_.updates(unit, at, Batch), {}, 2));
      });
    });
    must(store_->checkpoint());
    measure("map row confirmed again", Count, *store_, [&] {
      in_batches(store::Access::Write, [&](store::UnitOfWork& unit, std::size_t at) {
        must(unit.put_maps(pairing_, std::span(all_.maps).subspan(at, Batch)));
      });
    });
    must(store_->checkpoint());
  }

  void stage() {
    measure("put_staged", Count, *store_, [&] {
      in_batches(store::Access::Write, [&](store::UnitOfWork& unit, std::size_t at) {
        must(unit.put_staged(pairing_, std::span(all_.staged).subspan(at, Batch)));
      });
    });
    measure("staged, in pages of 200", Count, *store_, [&] {
      std::string after;
      for (bool more = true; more;) {
        const auto rows = must(must(store_->begin(alice_, store::Access::Read))
                                   ->staged(pairing_, store::ChangeOp::Add, after, 200));
        more = !rows.empty();
        after = more ? rows.back().peer_id : after;
      }
    });
    measure("drop_staged", Count, *store_, [&] {
      in_batches(store::Access::Write, [&](store::UnitOfWork& unit, std::size_t at) {
        must(unit.drop_staged(pairing_, std::span(all_.peer_ids).subspan(at, Batch)));
      });
    });
    must(store_->checkpoint());
  }

  void session() {
    store::Session session;
    session.handle = std::string(32, 'a');
    session.device = "device";
    session.state = std::string(2000, 's');
    session.reply = std::string(6000, 'r');
    measure("message: begin, session, put_session, commit", 1000, *store_, [&] {
      for (int i = 0; i < 1000; ++i) {
        const auto unit = must(store_->begin(alice_, store::Access::Write));
        must(unit->session(session.handle));
        session.last_msg = i;
        must(unit->put_session(session));
        must(unit->commit());
      }
    });
    measure("begin and end of a read", 10000, *store_, [&] {
      for (int i = 0; i < 10000; ++i) {
        must(store_->begin(alice_, store::Access::Read));
      }
    });
  }

  std::unique_ptr<SqliteStore> store_;
  store::OwnerId alice_ = 0;
  store::PairingId pairing_ = 0;
  Contacts all_;
};

}  // namespace
}  // namespace pim::sql::testing

int main(int argc, char** argv) {
  const std::string folder =
      argc > 1 ? argv[1] : (std::filesystem::temp_directory_path() / "pim-sql-bench").string();
  const long long items = argc > 2 ? std::atoll(argv[2]) : 0;
  pim::sql::testing::Bench(folder, items).run();
  return 0;
}
