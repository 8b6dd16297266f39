// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>

#include "tests/bench/portal.h"

namespace pim::bench {

namespace {

constexpr std::size_t RowsPerTransaction = 500;

struct Database {
  explicit Database(const std::string& path) {
    if (sqlite3_open(path.c_str(), &handle) != SQLITE_OK) {
      throw std::runtime_error("the floor's database cannot be opened");
    }
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    run("CREATE TABLE item (id INTEGER PRIMARY KEY, rev INTEGER, uid TEXT, content BLOB)");
  }
  ~Database() { sqlite3_close(handle); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  void run(const char* sql) { sqlite3_exec(handle, sql, nullptr, nullptr, nullptr); }
  sqlite3* handle = nullptr;
};

class Insert {
 public:
  explicit Insert(Database& base) : base_(base) {
    sqlite3_prepare_v2(base.handle, "INSERT INTO item VALUES (?, ?, ?, ?)", -1, &statement_,
                       nullptr);
    base_.run("BEGIN IMMEDIATE");
  }
  ~Insert() {
    base_.run("COMMIT");
    sqlite3_finalize(statement_);
  }
  Insert(const Insert&) = delete;
  Insert& operator=(const Insert&) = delete;
  void row(const char* octets, int size) {
    ++rows_;
    const std::string uid = "uid-" + std::to_string(rows_);
    sqlite3_bind_int64(statement_, 1, rows_);
    sqlite3_bind_int64(statement_, 2, rows_);
    sqlite3_bind_text(statement_, 3, uid.data(), static_cast<int>(uid.size()), SQLITE_STATIC);
    sqlite3_bind_blob(statement_, 4, octets, size, SQLITE_STATIC);
    sqlite3_step(statement_);
    sqlite3_reset(statement_);
    if (static_cast<std::size_t>(rows_) % RowsPerTransaction == 0) {
      base_.run("COMMIT");
      base_.run("BEGIN IMMEDIATE");
    }
  }

 private:
  Database& base_;
  sqlite3_stmt* statement_ = nullptr;
  sqlite3_int64 rows_ = 0;
};

bool read_whole(int socket, char* at, std::size_t size) {
  while (size > 0) {
    const ssize_t got = read(socket, at, size);
    if (got <= 0) {
      return false;
    }
    at += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

double receive(int listener, Database& into) {
  const double before = thread_cpu();
  const int socket = accept(listener, nullptr, nullptr);
  {
    Insert insert(into);
    std::uint32_t size = 0;
    std::vector<char> octets;
    while (read_whole(socket, reinterpret_cast<char*>(&size), sizeof size)) {
      octets.resize(size);
      read_whole(socket, octets.data(), size);
      insert.row(octets.data(), static_cast<int>(size));
    }
  }
  close(socket);
  return thread_cpu() - before;
}

void send_all(int socket, const std::string& buffer) {
  std::size_t at = 0;
  while (at < buffer.size()) {
    const ssize_t put = write(socket, buffer.data() + at, buffer.size() - at);
    if (put <= 0) {
      throw std::runtime_error("the floor's socket was closed");
    }
    at += static_cast<std::size_t>(put);
  }
}

void send_rows(int socket, Database& from) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(from.handle, "SELECT content FROM item ORDER BY rev", -1, &statement, nullptr);
  std::string buffer;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    const auto size = static_cast<std::uint32_t>(sqlite3_column_bytes(statement, 0));
    buffer.append(reinterpret_cast<const char*>(&size), sizeof size);
    buffer.append(static_cast<const char*>(sqlite3_column_blob(statement, 0)), size);
    if (buffer.size() > 256 * 1024) {
      send_all(socket, buffer);
      buffer.clear();
    }
  }
  send_all(socket, buffer);
  sqlite3_finalize(statement);
}

}  // namespace

double floor_cost(const std::filesystem::path& folder, const std::vector<std::string>& cards) {
  Database from((folder / "floor-from.db").string());
  Database into((folder / "floor-into.db").string());
  {
    Insert insert(from);
    for (const std::string& card : cards) {
      insert.row(card.data(), static_cast<int>(card.size()));
    }
  }
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      listen(listener, 1) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error("no loopback socket for the floor");
  }
  double received = 0;
  std::thread receiver([&] { received = receive(listener, into); });
  const double before = thread_cpu();
  const int sender = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(sender, reinterpret_cast<sockaddr*>(&address), size) != 0) {
    throw std::runtime_error("the floor's receiver is not there");
  }
  send_rows(sender, from);
  close(sender);
  const double sent = thread_cpu() - before;
  receiver.join();
  close(listener);
  return sent + received;
}

}  // namespace pim::bench
