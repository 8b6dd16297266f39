// SPDX-License-Identifier: Apache-2.0
#include "common/bridge/run_detail.h"

#include <algorithm>

#include "common/base/pack.h"

namespace pim::bridge {

namespace {
constexpr std::uint64_t Layout = 6;
// What runs lack that were made before there was such a thing.
constexpr std::uint64_t WithoutEmpty = 5;
constexpr std::uint64_t WithoutGeneration = 4;
constexpr std::uint64_t WithoutTally = 3;
constexpr std::uint64_t WithoutPolicy = 2;
}  // namespace

std::string_view name_of(RunPhase phase) {
  switch (phase) {
    case RunPhase::Begin:
    case RunPhase::Receive: return "receive";
    case RunPhase::Plan: return "plan";
    case RunPhase::Apply: return "apply";
    case RunPhase::SendBegin:
    case RunPhase::Send: return "send";
    case RunPhase::Settle: return "apply";
  }
  return "receive";
}

std::string RunDetail::pack() const {
  Packer packer;
  packer.u(Layout)
      .u(static_cast<std::uint64_t>(phase))
      .s(handle)
      .b(portal)
      .b(adopted)
      .b(force_slow)
      .i(tries)
      .i(waits)
      .i(restarts)
      .u(lines)
      .u(static_cast<std::uint64_t>(policy));
  packer.u(skipped.size());
  for (const std::string& name : skipped) {
    packer.s(name);
  }
  packer.u(collections.size());
  for (const RunCollection& one : collections) {
    packer.s(one.collection)
        .i(one.pairing)
        .b(one.slow)
        .b(one.same_epoch)
        .b(one.had_records)
        .i(one.rev)
        .u(one.generation)
        .u(static_cast<std::uint64_t>(one.cursor.op))
        .s(one.cursor.peer);
    one.tally.pack(packer);
    packer.b(one.empty_there);
  }
  return std::move(packer).octets();
}

Result<RunDetail> RunDetail::unpack(std::string_view octets) {
  RunDetail detail;
  if (octets.empty()) {
    return detail;
  }
  Unpacker unpacker(octets);
  const std::uint64_t layout = unpacker.u();
  if (layout < WithoutPolicy || layout > Layout) {
    return fail(ErrorCode::Corrupt, "The run was saved by another version of the module.");
  }
  detail.phase = static_cast<RunPhase>(std::min<std::uint64_t>(unpacker.u(), 6));
  detail.handle = unpacker.s();
  detail.portal = unpacker.b();
  detail.adopted = unpacker.b();
  detail.force_slow = unpacker.b();
  detail.tries = static_cast<int>(unpacker.i());
  detail.waits = static_cast<int>(unpacker.i());
  detail.restarts = static_cast<int>(unpacker.i());
  detail.lines = unpacker.u();
  if (layout > WithoutPolicy) {
    detail.policy = static_cast<sync::Policy>(std::min<std::uint64_t>(unpacker.u(), 4));
  }
  for (std::uint64_t n = std::min<std::uint64_t>(unpacker.u(), 64); n > 0; --n) {
    detail.skipped.push_back(unpacker.s());
  }
  for (std::uint64_t n = std::min<std::uint64_t>(unpacker.u(), 64); n > 0; --n) {
    RunCollection one;
    one.collection = unpacker.s();
    one.pairing = unpacker.i();
    one.slow = unpacker.b();
    one.same_epoch = unpacker.b();
    one.had_records = unpacker.b();
    if (layout > WithoutGeneration) {
      one.rev = unpacker.i();
      one.generation = unpacker.u();
    }
    one.cursor.op = static_cast<store::ChangeOp>(std::min<std::uint64_t>(unpacker.u(), 2));
    one.cursor.peer = unpacker.s();
    if (layout > WithoutTally) {
      one.tally = sync::ValueTally::unpack(unpacker);
    }
    if (layout > WithoutEmpty) {
      one.empty_there = unpacker.b();
    }
    detail.collections.push_back(std::move(one));
  }
  PIM_CHECK(unpacker.finish("run detail"));
  return detail;
}

}  // namespace pim::bridge
