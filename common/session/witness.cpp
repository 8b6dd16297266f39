// SPDX-License-Identifier: Apache-2.0
#include "common/session/witness.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/sync/relation.h"

namespace pim::session {
namespace {

constexpr std::string_view PutBack = "X-PIMSYNC put-back";
constexpr std::string_view HeardMark = "X-PIMSYNC heard=";

/// A client's row does not count its first request, which is there from the start.
std::uint64_t messages_of(const store::Session& session) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(session.last_msg, 1));
}

}  // namespace

void PortalWords::write(std::vector<std::string>& emi) const {
  if (put_back) {
    emi.emplace_back(PutBack);
  }
  if (heard) {
    emi.push_back(std::string(HeardMark) + heard->next + '/' + std::to_string(heard->messages));
  }
}

PortalWords PortalWords::read(const std::vector<std::string>& emi) {
  PortalWords words;
  for (const std::string& text : emi) {
    words.put_back = words.put_back || text == PutBack;
    const std::size_t slash = text.rfind('/');
    if (!text.starts_with(HeardMark) || slash == std::string::npos) {
      continue;
    }
    if (const auto messages = parse_unsigned(text.substr(slash + 1))) {
      words.heard = Heard{text.substr(HeardMark.size(), slash - HeardMark.size()), *messages};
    }
  }
  return words;
}

void PortalWords::pack(Packer& packer) const {
  const Heard none;
  const Heard& said = heard ? *heard : none;
  packer.b(put_back).b(heard.has_value()).s(said.next).u(said.messages);
}

PortalWords PortalWords::unpack(Unpacker& unpacker) {
  PortalWords words;
  words.put_back = unpacker.b();
  const bool said = unpacker.b();
  Heard heard;
  heard.next = unpacker.s();
  heard.messages = unpacker.u();
  if (said) {
    words.heard = std::move(heard);
  }
  return words;
}

Result<Heard> heard_of(store::UnitOfWork& work, const store::Pairing& pairing) {
  Heard heard{pairing.heard, 0};
  if (pairing.heard_in.empty()) {
    return heard;
  }
  PIM_TRY(const auto session, work.session(pairing.heard_in));
  if (session) {
    // both sides count alike; whether the last request of a client was answered is not asked here
    const std::uint64_t under_way = session->role == store::SessionRole::Client ? 1 : 0;
    heard.messages = messages_of(*session) - under_way;
  }
  return heard;
}

Result<bool> knows_said(store::UnitOfWork& work, const store::Pairing& pairing,
                        const Heard& heard) {
  const auto handle = sync::said_in(pairing, heard.next);
  if (!handle || handle->empty()) {
    return handle.has_value();
  }
  PIM_TRY(const auto session, work.session(*handle));
  return !session || heard.messages <= messages_of(*session);
}

}  // namespace pim::session
