// SPDX-License-Identifier: Apache-2.0
#include "tests/postgresql/cutting_proxy.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <string_view>
#include <utility>

namespace pim::sql::testing {
namespace {

constexpr int PollMs = 50;
constexpr std::string_view Commit("COMMIT\0", 7);

using Buffer = std::array<char, 65536>;

/// What has come, or nothing at the end.
std::string_view receive(int from, Buffer& buffer) {
  const ssize_t count = ::recv(from, buffer.data(), buffer.size(), 0);
  return {buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
}

bool send_all(int to, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t count = ::send(to, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (count <= 0) {
      return false;
    }
    octets.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

int connect_to(const std::string& path) {
  const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  // The socket interface takes every kind of address as this one.
  if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(server);
    return -1;
  }
  return server;
}

bool readable(int file) {
  pollfd waiting{file, POLLIN, 0};
  return ::poll(&waiting, 1, PollMs) > 0;
}

}  // namespace

CuttingProxy::CuttingProxy(std::string server) : server_(std::move(server)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, any, size) == 0 && ::listen(listener_, 64) == 0 &&
      ::getsockname(listener_, any, &size) == 0) {
    port_ = ntohs(address.sin_port);
  }
  acceptor_ = std::thread([this] { accept_all(); });
}

CuttingProxy::~CuttingProxy() {
  stopping_.store(true);
  acceptor_.join();
  for (std::thread& each : carriers_) {
    each.join();
  }
  ::close(listener_);
}

void CuttingProxy::accept_all() {
  while (!stopping_.load()) {
    if (readable(listener_)) {
      const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client >= 0) {
        carriers_.emplace_back([this, client] { carry(client); });
      }
    }
  }
}

void CuttingProxy::carry(int client) {
  const int server = connect_to(server_);
  Buffer buffer;
  bool silent = false;  // from here on the server's answers go nowhere
  bool open = server >= 0;
  while (open && !stopping_.load()) {
    std::array<pollfd, 2> waiting{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
    if (::poll(waiting.data(), waiting.size(), PollMs) <= 0) {
      continue;
    }
    if (waiting[1].revents != 0) {
      const std::string_view answer = receive(server, buffer);
      open = !answer.empty() && !silent && send_all(client, answer);
    }
    if (open && waiting[0].revents != 0) {
      const std::string_view request = receive(client, buffer);
      const bool commits = request.find(Commit) != std::string_view::npos;
      const Cut cut = commits ? cut_.exchange(Cut::Never) : Cut::Never;
      cuts_ += cut != Cut::Never ? 1 : 0;
      open = !request.empty() && cut != Cut::BeforeCommit && send_all(server, request) &&
             cut != Cut::AfterCommit;
      silent = cut == Cut::BeforeReply;
    }
  }
  ::close(client);
  ::close(server);
}

}  // namespace pim::sql::testing
