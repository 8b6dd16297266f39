// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/base/transport.h"
#include "tests/simulation/environment.h"
#include "tests/simulation/script.h"

namespace pim::sim {

class Portal;

/// The wires between all parties: real octets, and one fault per exchange where one was ordered.
class Network {
 public:
  /// Called while an exchange waits: before the server sees the request, and after its answer.
  using Meanwhile = std::function<void(Step::When)>;

  explicit Network(Trace& trace);
  ~Network();
  /// The Transport of one portal; lives as long as the network.
  Transport& wire_of(const std::string& name);
  void attach(Portal& portal);
  void on_wait(Meanwhile meanwhile) { meanwhile_ = std::move(meanwhile); }

  /// The next exchange meets this.
  void order(FaultKind kind, int n) { fault_ = {kind, n}; }
  Result<HttpReply> exchange(const std::string& from, const HttpRequest& request);
  /// A copy of the `back`-th last request from there arrives; nobody reads the answer.
  void late(const std::string& from, const std::string& host, int back);

  /// Add, Replace and Delete commands that went over any wire since the last call.
  std::size_t take_changes();
  /// What no server may do (a message above the client's size, a plain 500); empty = nothing.
  const std::string& complaint() const { return complaint_; }

 private:
  struct Fault {
    FaultKind kind = FaultKind::None;
    int n = 0;
  };
  struct Wire;

  HttpReply deliver(Portal& portal, const HttpRequest& request);
  Result<HttpReply> deliver_with(const Fault& fault, Portal& portal, const HttpRequest& request);
  void watch(const std::string& from, const HttpReply& reply, const Fault& fault);
  void note(const std::string& who, std::string_view body);

  Trace& trace_;
  std::map<std::string, std::unique_ptr<Wire>> wires_;
  std::map<std::string, Portal*> portals_;
  std::map<std::string, std::deque<HttpRequest>> seen_;  ///< by "from>host", newest last
  Meanwhile meanwhile_;
  Fault fault_;
  std::size_t changes_ = 0;
  std::string complaint_;
};

/// One line for people: what a message says. "?" where it cannot be read.
std::string brief(std::string_view body);
/// How many changes a message brings, in XML or WBXML.
std::size_t changes_in(std::string_view body);

}  // namespace pim::sim
