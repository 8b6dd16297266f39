// SPDX-License-Identifier: Apache-2.0
#include "common/sql/pairing_state.h"

#include "common/base/pack.h"

namespace pim::sql {
namespace {

/// Raised when fields are added; older blobs are then read with those fields at their defaults.
constexpr std::uint64_t Format = 6;
constexpr std::uint64_t WithStageSlow = 2;
constexpr std::uint64_t WithParts = 3;
constexpr std::uint64_t WithOtherLife = 4;
constexpr std::uint64_t WithOpen = 5;

void pack(Packer& packer, const std::optional<store::AnchorPair>& anchors) {
  packer.b(anchors.has_value());
  if (anchors) {
    packer.s(anchors->mine).s(anchors->theirs).i(anchors->before).i(anchors->after);
    packer.b(anchors->good);
  }
}

std::optional<store::AnchorPair> unpack_anchors(Unpacker& unpacker) {
  if (!unpacker.b()) {
    return std::nullopt;
  }
  store::AnchorPair anchors;
  anchors.mine = unpacker.s();
  anchors.theirs = unpacker.s();
  anchors.before = unpacker.i();
  anchors.after = unpacker.i();
  anchors.good = unpacker.b();
  return anchors;
}

void pack(Packer& packer, const std::vector<std::string>& names) {
  packer.u(names.size());
  for (const std::string& each : names) {
    packer.s(each);
  }
}

/// Calls `read` as often as the octets say; after a fault the Unpacker ends the loop.
template <class Read>
void repeat(Unpacker& unpacker, Read read) {
  const std::uint64_t count = unpacker.u();
  for (std::uint64_t i = 0; i < count && unpacker.ok(); ++i) {
    read();
  }
}

std::vector<std::string> unpack_names(Unpacker& unpacker) {
  std::vector<std::string> names;
  repeat(unpacker, [&] { names.push_back(unpacker.s()); });
  return names;
}

}  // namespace

std::string pack_pairing_state(const store::Pairing& pairing) {
  Packer packer;
  packer.u(Format);
  pack(packer, pairing.accepted);
  pack(packer, pairing.current);
  pack(packer, pairing.touched_deletes);
  pack(packer, pairing.repeat_deletes);
  packer.u(pairing.skip.size());
  for (const store::RevisionRange& each : pairing.skip) {
    packer.i(each.first).i(each.last);
  }
  packer.u(pairing.hint_floor);
  packer.b(pairing.resend_above.has_value()).i(pairing.resend_above.value_or(0));
  packer.u(pairing.unconfirmed_maps.size());
  for (const auto& [theirs, ours] : pairing.unconfirmed_maps) {
    packer.s(theirs).s(ours);
  }
  packer.b(pairing.stage_slow);
  packer.b(pairing.parts);
  packer.b(pairing.other_life);
  packer.b(pairing.current && pairing.current->open);
  packer.u(pairing.said.size());
  for (const store::Said& said : pairing.said) {
    packer.s(said.next).s(said.in);
  }
  packer.s(pairing.heard).s(pairing.heard_in);
  return std::move(packer).octets();
}

Status unpack_pairing_state(std::string_view octets, store::Pairing& pairing) {
  Unpacker unpacker(octets);
  const std::uint64_t format = unpacker.u();
  if (format == 0 || format > Format) {
    return fail(ErrorCode::Corrupt, "a pairing's state has a form this program does not know");
  }
  pairing.accepted = unpack_anchors(unpacker);
  pairing.current = unpack_anchors(unpacker);
  pairing.touched_deletes = unpack_names(unpacker);
  pairing.repeat_deletes = unpack_names(unpacker);
  repeat(unpacker, [&] {
    const store::Revision first = unpacker.i();
    pairing.skip.push_back({first, unpacker.i()});
  });
  pairing.hint_floor = unpacker.u();
  const bool resend = unpacker.b();
  const store::Revision above = unpacker.i();
  pairing.resend_above = resend ? std::optional(above) : std::nullopt;
  repeat(unpacker, [&] {
    std::string theirs = unpacker.s();
    pairing.unconfirmed_maps.emplace_back(std::move(theirs), unpacker.s());
  });
  pairing.stage_slow = format >= WithStageSlow && unpacker.b();
  pairing.parts = format >= WithParts && unpacker.b();
  pairing.other_life = format >= WithOtherLife && unpacker.b();
  const bool open = format >= WithOpen && unpacker.b();
  if (pairing.current) {
    pairing.current->open = open;
  }
  if (format >= Format) {
    repeat(unpacker, [&] {
      std::string next = unpacker.s();
      pairing.said.push_back({std::move(next), unpacker.s()});
    });
    pairing.heard = unpacker.s();
    pairing.heard_in = unpacker.s();
  }
  return unpacker.finish("a pairing's state");
}

}  // namespace pim::sql
