// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/network.h"

#include <array>
#include <utility>

#include "tests/simulation/portal.h"

namespace pim::sim {
namespace {

constexpr std::size_t RequestsKept = 4;
constexpr std::string_view Scheme = "https://";

std::string host_of(const std::string& url) {
  const std::string rest = url.substr(std::min(Scheme.size(), url.size()));
  return rest.substr(0, rest.find('/'));
}

/// What follows "/syncml/".
std::string handle_of(const std::string& url) {
  constexpr std::string_view Path = "/syncml/";
  const auto at = url.find(Path);
  return at == std::string::npos ? "" : url.substr(at + Path.size());
}

Failure lost() {
  return fail(ErrorCode::Unavailable, "The connection was lost.");
}

}  // namespace

struct Network::Wire final : Transport {
  Wire(Network& network, std::string name) : network_(network), name_(std::move(name)) {}
  Result<HttpReply> post(const HttpRequest& request) override {
    return network_.exchange(name_, request);
  }
  Network& network_;
  std::string name_;
};

Network::Network(Trace& trace) : trace_(trace) {}
Network::~Network() = default;

Transport& Network::wire_of(const std::string& name) {
  auto& wire = wires_[name];
  if (!wire) {
    wire = std::make_unique<Wire>(*this, name);
  }
  return *wire;
}

void Network::attach(Portal& portal) {
  portals_[portal.name()] = &portal;
}

void Network::note(const std::string& who, std::string_view body) {
  trace_.mix(body);
  changes_ += changes_in(body);
  if (trace_.printing()) {
    trace_.line("    " + who + " " + brief(body));
  }
}

HttpReply Network::deliver(Portal& portal, const HttpRequest& request) {
  const session::ServerReply reply = portal.handle(request, handle_of(request.url));
  HttpReply http;
  http.status = reply.status;
  http.content_type = reply.content_type;
  http.body = reply.body;
  http.retry_after = reply.retry_after;
  http.url = request.url;
  note(portal.name() + " " + std::to_string(reply.status), reply.body);
  return http;
}

void Network::watch(const std::string& from, const HttpReply& reply, const Fault& fault) {
  const auto client = portals_.find(from);
  if (client != portals_.end() && reply.body.size() > client->second->message_size()) {
    complaint_ = "oversize: " + std::to_string(reply.body.size()) + " octets to " + from;
  }
  if (reply.status == 500 && fault.kind == FaultKind::None) {
    complaint_ = "HTTP 500 to " + from;
  }
}

Result<HttpReply> Network::deliver_with(const Fault& fault, Portal& portal,
                                        const HttpRequest& request) {
  switch (fault.kind) {
    case FaultKind::LoseRequest: return lost();
    case FaultKind::BadGateway: {
      HttpReply reply;
      reply.status = 502;
      reply.content_type = "text/html";
      reply.body = "<html><body>Bad Gateway</body></html>";
      reply.url = request.url;
      return reply;
    }
    case FaultKind::CutRequest: {
      HttpRequest half = request;
      half.body.resize(half.body.size() / 2);
      deliver(portal, half);
      return lost();
    }
    case FaultKind::LoseReply: deliver(portal, request); return lost();
    case FaultKind::CutReply: {
      HttpReply reply = deliver(portal, request);
      reply.body.resize(reply.body.size() / 2);
      return reply;
    }
    case FaultKind::Duplicate: deliver(portal, request); return deliver(portal, request);
    case FaultKind::ServerCrash:
      portal.disk().arm(fault.kind, fault.n);
      deliver(portal, request);
      portal.disk().disarm();
      return lost();
    case FaultKind::ServerError:
    case FaultKind::ServerUnknown: {
      portal.disk().arm(fault.kind, fault.n);
      HttpReply reply = deliver(portal, request);
      portal.disk().disarm();
      return reply;
    }
    default: return deliver(portal, request);
  }
}

Result<HttpReply> Network::exchange(const std::string& from, const HttpRequest& request) {
  const Fault fault = std::exchange(fault_, {});
  const std::string host = host_of(request.url);
  const auto portal = portals_.find(host);
  if (portal == portals_.end()) {
    return fail(ErrorCode::Unavailable, "There is no host " + host + ".");
  }
  auto& seen = seen_[from + ">" + host];
  seen.push_back(request);
  if (seen.size() > RequestsKept) {
    seen.pop_front();
  }
  note(from + " ->", request.body);
  if (meanwhile_) {
    meanwhile_(Step::When::During);
  }
  auto reply = deliver_with(fault, *portal->second, request);
  if (reply) {
    watch(from, *reply, fault);
  } else if (trace_.printing()) {
    trace_.line("    (" + std::string(word_of(fault.kind)) + ")");
  }
  if (meanwhile_) {
    meanwhile_(Step::When::After);
  }
  return reply;
}

void Network::late(const std::string& from, const std::string& host, int back) {
  const auto seen = seen_.find(from + ">" + host);
  const auto portal = portals_.find(host);
  if (seen == seen_.end() || portal == portals_.end() || seen->second.empty()) {
    return;
  }
  const auto index = static_cast<std::size_t>(back) % seen->second.size();
  const HttpRequest copy = seen->second[seen->second.size() - 1 - index];
  note(from + " late ->", copy.body);
  deliver(*portal->second, copy);
}

std::size_t Network::take_changes() {
  return std::exchange(changes_, 0);
}

}  // namespace pim::sim
