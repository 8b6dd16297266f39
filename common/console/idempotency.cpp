// SPDX-License-Identifier: Apache-2.0
#include "common/console/idempotency.h"

#include <algorithm>

#include "common/base/digest.h"
#include "common/base/limits.h"
#include "common/base/pack.h"
#include "common/base/text.h"

namespace pim::console {

Outcome<IdempotencyKey> IdempotencyKey::read(const Call& call) {
  const Request& request = call.request;
  const std::string& text = request.idempotency_key;
  const bool printable =
      std::all_of(text.begin(), text.end(), [](char sign) { return sign >= 0x20 && sign < 0x7f; });
  if (text.size() > limits::MaxIdempotencyKey || !printable) {
    return trouble(Trouble::WrongHeader,
                   "Idempotency-Key holds at most " + std::to_string(limits::MaxIdempotencyKey) +
                       " printable ASCII characters. Nothing was changed. Use a UUID.");
  }
  IdempotencyKey key;
  key.key_ = text;
  key.handle_ = hex_encode(sha256("idempotency-key\n" + text)).substr(0, 32);
  key.request_hash_ = sha256(Packer().s(request.method).s(request.path).s(request.body).octets());
  return key;
}

Outcome<std::optional<std::int64_t>> IdempotencyKey::made(store::UnitOfWork& work) const {
  if (key_.empty()) {
    return std::optional<std::int64_t>();
  }
  PIM_TRY(const auto row, work.session(handle_));
  if (!row) {
    return std::optional<std::int64_t>();
  }
  if (row->request_hash != request_hash_) {
    return trouble(Trouble::KeyReused,
                   "This Idempotency-Key came with another request before. Nothing was changed. "
                   "Use a new key for each request.");
  }
  Unpacker unpacker(row->state);
  const std::int64_t made = unpacker.i();
  PIM_CHECK(unpacker.finish("an idempotency key"));
  return std::optional(made);
}

Status IdempotencyKey::remember(store::UnitOfWork& work, std::int64_t made, Seconds now) const {
  if (key_.empty()) {
    return {};
  }
  store::Session row;
  row.handle = handle_;
  row.role = store::SessionRole::Client;
  row.device = "api";
  row.session_id = handle_;
  row.request_hash = request_hash_;
  row.state = Packer().i(made).octets();
  row.ended = true;
  row.updated_at = now;
  return work.put_session(row);
}

}  // namespace pim::console
