// SPDX-License-Identifier: Apache-2.0
#include "tests/net/loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <stdexcept>

#include "common/base/text.h"

namespace pim::net {
namespace {

std::size_t length_of_body(const std::string& head) {
  const std::string lower = to_lower_ascii(head);
  const std::size_t at = lower.find("content-length:");
  if (at == std::string::npos) {
    return 0;
  }
  const std::size_t begin = lower.find_first_of("0123456789", at);
  return std::stoul(lower.substr(begin));
}

}  // namespace

Answer reply(int status, std::string_view content_type, std::string_view body,
             std::string_view more_fields) {
  std::string octets = "HTTP/1.1 " + std::to_string(status) + " Said\r\nContent-Type: ";
  octets.append(content_type).append("\r\n").append(more_fields);
  octets += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  octets.append(body);
  return {octets, Answer::Then::KeepAlive};
}

/// One connection's octets, through TLS or not.
class LoopbackServer::Channel {
 public:
  Channel(int fd, SSL_CTX* context) : fd_(fd) {
    if (context != nullptr) {
      tls_ = SSL_new(context);
      SSL_set_fd(tls_, fd);
      ready_ = SSL_accept(tls_) == 1;
    }
  }
  ~Channel() { SSL_free(tls_); }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  bool ready() const { return ready_; }
  /// Appends what comes; false at the end.
  bool read(std::string& into) {
    char buffer[16384];
    const ssize_t got = tls_ != nullptr ? SSL_read(tls_, buffer, sizeof buffer)
                                        : ::recv(fd_, buffer, sizeof buffer, 0);
    if (got <= 0) {
      return false;
    }
    into.append(buffer, static_cast<std::size_t>(got));
    return true;
  }
  bool write(std::string_view octets) {
    while (!octets.empty()) {
      const ssize_t sent = tls_ != nullptr
                               ? SSL_write(tls_, octets.data(), static_cast<int>(octets.size()))
                               : ::send(fd_, octets.data(), octets.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        return false;
      }
      octets.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

 private:
  int fd_;
  SSL* tls_ = nullptr;
  bool ready_ = true;
};

LoopbackServer::LoopbackServer(Handler handler) : handler_(std::move(handler)) {
  start();
}

LoopbackServer::LoopbackServer(Handler handler, const Identity& identity, int highest_tls)
    : handler_(std::move(handler)), tls_(SSL_CTX_new(TLS_server_method())) {
  SSL_CTX_use_certificate(tls_, identity.certificate.get());
  SSL_CTX_use_PrivateKey(tls_, identity.key.get());
  if (highest_tls != 0) {
    SSL_CTX_set_security_level(tls_, 0);
    SSL_CTX_set_min_proto_version(tls_, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(tls_, highest_tls);
  }
  start();
}

LoopbackServer::~LoopbackServer() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::scoped_lock lock(mutex_);
    for (const int fd : open_) {
      ::shutdown(fd, SHUT_RDWR);
    }
  }
  for (std::thread& worker : workers_) {
    worker.join();
  }
  ::close(listener_);
  SSL_CTX_free(tls_);
}

std::string LoopbackServer::url(std::string_view host) const {
  return std::string(tls_ != nullptr ? "https://" : "http://") + std::string(host) + ":" +
         std::to_string(port_) + "/syncml";
}

std::vector<SeenRequest> LoopbackServer::requests() const {
  const std::scoped_lock lock(mutex_);
  return requests_;
}

void LoopbackServer::start() {
  ::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to sockets that the other side has closed
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0 ||
      ::getsockname(listener_, generic, &size) != 0) {
    throw std::runtime_error("no loopback port");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_loop(); });
}

void LoopbackServer::accept_loop() {
  while (!stopping_) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) {
      continue;
    }
    ++connections_;
    const std::scoped_lock lock(mutex_);
    open_.push_back(fd);
    workers_.emplace_back([this, fd] { serve(fd); });
  }
}

void LoopbackServer::serve(int fd) {
  {
    Channel channel(fd, tls_);
    std::string pending;
    while (channel.ready() && answer_one(channel, pending)) {
    }
  }
  const std::scoped_lock lock(mutex_);
  std::erase(open_, fd);
  ::close(fd);
}

bool LoopbackServer::answer_one(Channel& channel, std::string& pending) {
  std::size_t end = 0;
  while ((end = pending.find("\r\n\r\n")) == std::string::npos) {
    if (!channel.read(pending)) {
      return false;
    }
    if (!pending.starts_with('P')) {  // as web servers do with a TLS hello at their plain port
      channel.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
      return false;
    }
  }
  SeenRequest request{pending.substr(0, end + 2), {}};
  const std::size_t whole = end + 4 + length_of_body(request.head);
  while (pending.size() < whole) {
    if (!channel.read(pending)) {
      return false;
    }
  }
  request.body = pending.substr(end + 4, whole - end - 4);
  pending.erase(0, whole);
  {
    const std::scoped_lock lock(mutex_);
    requests_.push_back(request);
  }
  const Answer answer = handler_(request);
  channel.write(answer.octets);
  if (answer.then == Answer::Then::Silence) {
    while (channel.read(pending)) {
    }
  }
  return answer.then == Answer::Then::KeepAlive;
}

}  // namespace pim::net
