// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/net/test_certificate.h"

namespace pim::net {

/// What a request came in as.
struct SeenRequest {
  std::string head;  ///< request line and fields, CRLF at line ends
  std::string body;
};

/// How the server answers: octets to send, then go on, hang up, or say nothing more until the
/// client hangs up.
struct Answer {
  enum class Then { KeepAlive, Close, Silence };
  std::string octets;
  Then then = Then::KeepAlive;
};

/// A whole HTTP reply.
Answer reply(int status, std::string_view content_type, std::string_view body,
             std::string_view more_fields = {});

/// A web server in this process, on a free port of 127.0.0.1, plain or TLS. Ends with its object.
class LoopbackServer {
 public:
  using Handler = std::function<Answer(const SeenRequest&)>;
  explicit LoopbackServer(Handler handler);
  LoopbackServer(Handler handler, const Identity& identity, int highest_tls = 0);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  int port() const { return port_; }
  std::string url(std::string_view host = "127.0.0.1") const;
  int connections() const { return connections_; }
  std::vector<SeenRequest> requests() const;

 private:
  class Channel;
  void start();
  void accept_loop();
  void serve(int fd);
  bool answer_one(Channel& channel, std::string& pending);

  Handler handler_;
  SSL_CTX* tls_ = nullptr;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  mutable std::mutex mutex_;
  std::vector<SeenRequest> requests_;
  std::vector<int> open_;
  std::vector<std::thread> workers_;
  std::thread acceptor_;
};

}  // namespace pim::net
