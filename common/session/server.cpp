// SPDX-License-Identifier: Apache-2.0
#include "common/session/server.h"

#include <algorithm>
#include <optional>

#include "common/base/text.h"
#include "common/session/alert_kinds.h"
#include "common/session/capabilities.h"
#include "common/session/handle.h"
#include "common/session/rivals.h"
#include "common/session/server_turn.h"
#include "common/session/sign_in.h"
#include "common/session/simple_reply.h"
#include "common/sync/relation.h"
#include "common/syncml/credential.h"
#include "common/syncml/decode.h"
#include "common/syncml/status.h"

namespace pim::session {

namespace code = syncml::status;

namespace {

constexpr Seconds BusyRetry = 5;
constexpr int MaxTries = 3;

ServerReply http(int status, Seconds retry_after = 0) {
  ServerReply reply;
  reply.status = status;
  reply.retry_after = retry_after;
  return reply;
}

ServerReply syncml_reply(std::string body) {
  ServerReply reply;
  reply.content_type = syncml::content_type_of(syncml::encoding_of(body));
  reply.body = std::move(body);
  return reply;
}

ServerReply http_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::TooLarge: return http(413);
    case ErrorCode::Unsupported: return http(415);
    case ErrorCode::Malformed: return http(400);
    case ErrorCode::Busy:
    case ErrorCode::Unavailable:
    case ErrorCode::Unknown:
    case ErrorCode::Full: return http(503, BusyRetry);
    default: return http(500);
  }
}

/// The collections that a message's Alerts open a sync of.
std::vector<std::string> alerted(const syncml::Message& message) {
  std::vector<std::string> names;
  for (const auto& command : message.body) {
    const auto* alert = std::get_if<syncml::AlertCmd>(&command);
    if (alert == nullptr || !alert::opens_datastore(alert->code)) {
      continue;
    }
    for (const syncml::Item& item : alert->items) {
      names.push_back(
          datastore_name(item.target.value_or(item.source.value_or(syncml::Location{})).uri));
    }
  }
  return names;
}

/// One request on its way through the server role.
class Exchange {
 public:
  Exchange(store::Store& store, const Clock& clock, Random& random, LogSink& log,
           const ServerConfig& config, const ServerRequest& request, Authenticator& authenticator)
      : store_(store),
        clock_(clock),
        random_(random),
        log_(log),
        config_(config),
        request_(request),
        authenticator_(authenticator) {}

  ServerReply run();

 private:
  std::optional<ServerReply> read();
  std::optional<ServerReply> sign_in();
  ServerReply refuse(const SimpleReply& refused);
  std::optional<ServerReply> stored_reply();
  Result<bool> use_device(store::UnitOfWork& work, ServerState& state, TurnScene& scene);
  SimpleReply challenge(int code);
  ServerReply serve();
  Result<ServerReply> serve_once(sync::Care care);
  Result<std::optional<store::Session>> find_session(store::UnitOfWork& work);
  bool begins_anew(const store::Session& session) const;
  Result<bool> lacks_messages(store::UnitOfWork& work, store::Session& session);
  Result<bool> is_late_copy(store::UnitOfWork& work, const store::Session& session) const;
  Result<ServerReply> turn(store::UnitOfWork& work, store::Session session, sync::Care care);
  ServerReply simple(const SimpleReply& reply) const {
    return syncml_reply(write_simple(message_, encoding_, version_, reply));
  }
  ServerReply trouble(const Error& error) const;
  void log(LogLevel level, std::string_view tag, std::string_view text) const {
    log_.write(level, tag, text);
  }

  store::Store& store_;
  const Clock& clock_;
  Random& random_;
  LogSink& log_;
  const ServerConfig& config_;
  const ServerRequest& request_;
  Authenticator& authenticator_;

  syncml::Message message_;
  syncml::Encoding encoding_ = syncml::Encoding::Xml;  ///< received, and so answered
  syncml::Version version_ = syncml::Version::V12;
  std::uint64_t msg_id_ = 0;
  std::string hash_;
  std::optional<Handle> handle_;
  std::optional<SignIn> sign_in_;
  std::optional<SignedIn> signed_in_;  ///< by this message
  store::OwnerId owner_ = 0;
  store::Portal portal_;
  PreparedChanges changes_;
};

ServerReply Exchange::run() {
  if (auto refused = read()) {
    return *refused;
  }
  auto portal = store_.portal(config_.portal, random_.hex(16));
  if (!portal) {
    return trouble(portal.error());
  }
  portal_ = std::move(*portal);
  if (auto refused = sign_in()) {
    return *refused;
  }
  changes_ = prepare_changes(message_, store_.key());
  return serve();
}

// ---------------------------------------------------------------- reading

std::optional<ServerReply> Exchange::read() {
  if (request_.body.size() > std::max(config_.max_msg_size, limits::FirstMsgSize)) {
    return http(413);
  }
  const auto encoding = syncml::recognise(request_.content_type, request_.body);
  if (!encoding) {
    return http_of(encoding.error());
  }
  encoding_ = *encoding;
  if (encoding_ == syncml::Encoding::Wbxml && !config_.wbxml) {
    log(LogLevel::Info, "SML0107", "a message in WBXML was refused, since that is switched off");
    return http(415);
  }
  auto message = syncml::decode(encoding_, request_.body);
  if (!message) {
    log(LogLevel::Info, "SML0101", "a message cannot be read: " + message.error().text());
    return http_of(message.error());
  }
  message_ = std::move(*message);
  const auto id = parse_unsigned(message_.header.msg_id);
  // "0" would be no message at all in the session's row, and one above cannot be told from it
  if (!id || *id == 0 || *id > INT64_MAX || message_.header.session_id.empty() ||
      message_.header.source.uri.empty()) {
    return http(400);
  }
  msg_id_ = *id;
  const auto version = syncml::version_of(message_.header);
  // whoever speaks a version that is switched off can read it; an unknown one is answered in our
  // newest (sync rule 10)
  version_ = version.value_or(config_.versions.front());
  if (std::ranges::find(config_.versions, version) == config_.versions.end()) {
    log(LogLevel::Info, "SML0106",
        "a message was refused, since its version of SyncML is " +
            std::string(version ? "switched off: " + syncml::ver_dtd_of(*version) : "unknown"));
    return simple(unsupported_version(message_.header, config_.versions));
  }
  hash_ = sha256(request_.body);
  return {};
}

std::optional<ServerReply> Exchange::sign_in() {
  const HashKey key = store_.key();
  if (!request_.handle.empty()) {
    handle_ = read_handle(key, request_.handle);
    if (!handle_) {
      return simple({code::SyncFailed});
    }
    owner_ = handle_->owner;
  }
  if (!message_.header.cred && handle_) {
    return {};
  }
  const auto checked =
      sign_in_.emplace(store_, config_, request_, authenticator_, message_, version_, clock_.now())
          .check();
  if (const auto* trouble = std::get_if<SignInTrouble>(&checked)) {
    if (trouble->retry_after > 0) {
      log(LogLevel::Info, "SML0105",
          "a sign-in was not looked at, since too many wrong ones came before");
      return http(503, trouble->retry_after);
    }
    log(LogLevel::Warning, "SML0104", "a sign-in could not be checked: " + trouble->error.text());
    return http(503, BusyRetry);
  }
  if (const auto* refused = std::get_if<SimpleReply>(&checked)) {
    return refuse(*refused);
  }
  signed_in_ = std::get<SignedIn>(checked);
  store::OwnerId owner = signed_in_->owner;
  if (owner == 0) {
    auto made = store_.owner(config_.portal, signed_in_->user);
    if (!made) {
      return trouble(made.error());
    }
    owner = made->id;
  }
  if (handle_ && owner != owner_) {
    return simple(challenge(code::InvalidCredentials));  // another user's session
  }
  owner_ = owner;
  return {};
}

/// A message whose reply was lost comes again with a nonce that was used meanwhile: its octets are
/// answered as before, whatever became of the nonce (sync rule 8).
ServerReply Exchange::refuse(const SimpleReply& refused) {
  if (auto again = stored_reply()) {
    return *again;
  }
  if (message_.header.cred) {
    log(LogLevel::Info, "SML0102",
        request_.open_line ? "a sign-in was refused: it needs https, or a digest of a "
                             "device's password"
                           : "a sign-in was refused");
  }
  return simple(refused);
}

std::optional<ServerReply> Exchange::stored_reply() {
  const auto owner = handle_ ? store_.find_owner(owner_)
                             : store_.find_owner(config_.portal, message_.header.source.name);
  if (!owner || !*owner) {
    return {};
  }
  auto work = store_.begin((*owner)->id, store::Access::Read);
  if (!work) {
    return {};
  }
  auto session = handle_
                     ? (*work)->session(handle_->id)
                     : (*work)->find_session(store::SessionRole::Server, message_.header.source.uri,
                                             message_.header.session_id);
  const bool same = session && *session && (*session)->request_hash == hash_ &&
                    (*session)->last_msg == static_cast<std::int64_t>(msg_id_) &&
                    (*session)->device == message_.header.source.uri;
  return same ? std::optional(syncml_reply(std::move((*session)->reply))) : std::nullopt;
}

// ---------------------------------------------------------------- serving

ServerReply Exchange::trouble(const Error& error) const {
  switch (error.code) {
    case ErrorCode::Busy:
      if (handle_) {
        return simple({code::Busy, false});  // a 503 would kill a phone's session
      }
      return http(503, BusyRetry);
    case ErrorCode::Cancelled:
    case ErrorCode::NotFound: return simple({code::SyncFailed});
    default: break;
  }
  log(LogLevel::Error, "SML0103", "a message could not be served: " + error.text());
  return http_of(error);
}

ServerReply Exchange::serve() {
  sync::Care care = sync::Care::Batch;
  for (int tried = 1;; ++tried) {
    auto reply = serve_once(care);
    if (reply) {
      return std::move(*reply);
    }
    const ErrorCode error = reply.error().code;
    if (error == ErrorCode::Refused && care == sync::Care::Batch) {
      care = sync::Care::EachAlone;  // one bad record never stops the others
    } else if (error == ErrorCode::Unknown && tried < MaxTries) {
      continue;  // committed or not: the session row tells on the next try
    } else if (error != ErrorCode::Conflict || tried >= MaxTries) {
      return trouble(reply.error());
    }
  }
}

Result<std::optional<store::Session>> Exchange::find_session(store::UnitOfWork& work) {
  if (handle_) {
    PIM_TRY(auto session, work.session(handle_->id));
    if (!session || session->device != message_.header.source.uri ||
        session->session_id != message_.header.session_id) {
      return fail(ErrorCode::NotFound, "There is no such session.");
    }
    return session;
  }
  // a lost first reply, or a client that ignores RespURI (sync rules 8, 9)
  PIM_TRY(auto session, work.find_session(store::SessionRole::Server, message_.header.source.uri,
                                          message_.header.session_id));
  const Seconds now = clock_.now();
  if (session && session->request_hash != hash_) {
    PIM_TRY(const bool late, is_late_copy(work, *session));
    if (late) {
      return fail(ErrorCode::Busy, "A later session of this device is under way.");
    }
  }
  if (session && (session->updated_at + config_.session_timeout < now ||
                  static_cast<std::int64_t>(msg_id_) < session->last_msg ||
                  (session->ended && session->request_hash != hash_))) {
    session.reset();
  }
  if (session && session->request_hash != hash_ && begins_anew(*session)) {
    session.reset();
  }
  return session;
}

/// A message that opens what the session has left behind it is the first of another one, under the
/// same SessionID: after a challenge that is the second or third message of the device, while the
/// session before it broke at its first.
bool Exchange::begins_anew(const store::Session& session) const {
  const auto opened = alerted(message_);
  if (opened.empty()) {
    return false;
  }
  const auto state = ServerState::unpack(session.state);
  return state && (state->phase != ServerPhase::Init ||
                   std::ranges::any_of(state->links, [&opened](const Link& link) {
                     return std::ranges::find(opened, link.collection) != opened.end();
                   }));
}

/// The very octets that opened an older session, while a later one is at work: a copy that was long
/// under way. It must not take the relation from the living one. A device that really begins anew
/// with the same octets comes again, and finds the other one at rest.
Result<bool> Exchange::is_late_copy(store::UnitOfWork& work, const store::Session& session) const {
  const auto state = ServerState::unpack(session.state);
  if (!state || state->opened_by != hash_) {
    return false;
  }
  for (const Link& link : state->links) {
    PIM_TRY(auto pairing, work.pairing(link.pairing));
    if (!pairing || pairing->session.empty() || pairing->session == session.handle) {
      continue;
    }
    PIM_TRY(auto other, work.session(pairing->session));
    if (other && at_work(*other, clock_.now())) {
      return true;
    }
  }
  return false;
}

/// A portal counts its messages one by one: what is missing here was answered by the store that
/// this one was put back from (sync rule 17). That session is over.
Result<bool> Exchange::lacks_messages(store::UnitOfWork& work, store::Session& session) {
  if (static_cast<std::int64_t>(msg_id_) == session.last_msg + 1) {
    return false;
  }
  const auto state = ServerState::unpack(session.state);
  if (!state || !state->portal) {
    return false;
  }
  for (const Link& link : state->links) {
    PIM_TRY(auto pairing, work.pairing(link.pairing));
    if (pairing) {
      sync::note_put_back(*pairing, "");
      PIM_CHECK(work.put_pairing(*pairing));
    }
  }
  session.ended = true;
  PIM_CHECK(work.put_session(session));
  PIM_CHECK(work.commit());
  log(LogLevel::Warning, "SML0123",
      "the store was put back: another portal goes on with a session of which it lacks messages; "
      "all records are compared");
  return true;
}

Result<ServerReply> Exchange::serve_once(sync::Care care) {
  PIM_TRY(auto work, store_.begin(owner_, store::Access::Write));
  PIM_TRY(auto found, find_session(*work));
  if (found) {
    const auto id = static_cast<std::int64_t>(msg_id_);
    if (id == found->last_msg && found->request_hash == hash_) {
      return syncml_reply(std::move(found->reply));  // said once, whatever happens
    }
    if (id <= found->last_msg && (handle_ || found->last_msg != 0)) {
      if (handle_) {
        return simple({code::BadRequest, false});
      }
      found.reset();  // the same SessionID used anew
    }
  }
  if (found) {
    PIM_TRY(const bool lacks, lacks_messages(*work, *found));
    if (lacks) {
      return simple({code::SyncFailed});
    }
  }
  if (!found) {
    if (!signed_in_) {
      return simple(challenge(code::MissingCredentials));
    }
    PIM_TRY(const std::size_t open, work->count_sessions(clock_.now() - config_.session_timeout));
    if (open >= static_cast<std::size_t>(config_.max_sessions_per_owner)) {
      return http(503, BusyRetry);
    }
    found.emplace();
    found->handle = new_handle(random_, owner_).id;
    found->device = message_.header.source.uri;
    found->session_id = message_.header.session_id;
  }
  return turn(*work, std::move(*found), care);
}

SimpleReply Exchange::challenge(int code) {
  if (!sign_in_) {
    sign_in_.emplace(store_, config_, request_, authenticator_, message_, version_, clock_.now());
  }
  return sign_in_->challenge(code);
}

/// The device's password as the transaction sees it: false where it was revoked meanwhile, is bound
/// to another device, or its nonce was used by somebody faster. The nonce is spent here, and the
/// next one is made.
Result<bool> Exchange::use_device(store::UnitOfWork& work, ServerState& state, TurnScene& scene) {
  if (signed_in_) {
    state.device_password = signed_in_->device ? signed_in_->device->number : 0;
  }
  if (state.device_password == 0) {
    return true;
  }
  PIM_TRY(auto devices, work.devices());
  const auto row = std::ranges::find(devices, state.device_password, &store::Device::number);
  if (row == devices.end() || (!row->device.empty() && row->device != state.device)) {
    return false;
  }
  if (!signed_in_) {
    return true;
  }
  const store::Device& looked_at = *signed_in_->device;
  if (signed_in_->digest) {
    if (row->nonce != looked_at.nonce || row->used_slot != looked_at.used_slot) {
      return false;
    }
    row->used_slot = std::max(row->used_slot, signed_in_->slot);
    row->nonce = random_.hex(8);
    scene.chal = chal(syncml::AuthMd5, base64_encode(row->nonce));
  }
  row->device = state.device;
  row->used_at = clock_.now();
  PIM_TRY([[maybe_unused]] const auto number, work.put_device(*row));
  return true;
}

Result<ServerReply> Exchange::turn(store::UnitOfWork& work, store::Session session,
                                   sync::Care care) {
  ServerState state;
  const bool first = session.state.empty();
  const bool ended_before = session.ended;
  const Seconds seen_before = first || ended_before ? 0 : session.updated_at;
  if (first) {
    state.version = version_;
    state.user = signed_in_->user;
    state.device = message_.header.source.uri;
    state.session_id = message_.header.session_id;
    state.target = message_.header.target.uri;
    state.opened_by = hash_;
  } else {
    PIM_TRY(state, ServerState::unpack(session.state));
    if (state.version != version_) {
      SimpleReply refused = unsupported_version(message_.header, config_.versions);
      refused.code = code::UnsupportedProtocol;
      return simple(refused);
    }
    if (!handle_) {
      if (!signed_in_ || signed_in_->user != state.user) {
        return simple(challenge(code::InvalidCredentials));
      }
      state.sign_in_each = true;
    }
  }
  TurnScene scene{store_,
                  work,
                  config_,
                  log_,
                  portal_,
                  clock_.now(),
                  session.handle,
                  "",
                  encoding_,
                  signed_in_ ? code::Authenticated : code::Done,
                  {},
                  care};
  if (state.sign_in_each) {
    scene.header_status = code::Done;
    scene.chal = chal(syncml::AuthBasic, "");
  }
  PIM_TRY(const bool valid, use_device(work, state, scene));
  if (!valid) {
    return simple(challenge(code::InvalidCredentials));
  }
  if (first) {
    scene.resp_uri = request_.url + "/" + write_handle(store_.key(), {session.handle, owner_});
  }
  ServerTurn turn(std::move(scene), state, message_, changes_);
  PIM_TRY(std::string body, turn.run());
  session.last_msg = static_cast<std::int64_t>(msg_id_);
  session.request_hash = hash_;
  session.state = state.pack();
  session.reply = body;
  session.ended = state.phase == ServerPhase::Ended;
  session.updated_at = clock_.now();
  PIM_CHECK(work.put_session(session));
  PIM_CHECK(work.commit());
  ServerReply reply = syncml_reply(std::move(body));
  reply.device = state.device;
  reply.summary = turn.summary();
  reply.began = first;
  reply.version = version_;
  reply.seen_before = seen_before;
  reply.seen = session.ended ? 0 : session.updated_at;
  if (session.ended && !ended_before) {
    reply.ended = turn.totals();
  }
  return reply;
}

}  // namespace

Result<std::string> Authenticator::unseal(std::string_view, std::string_view) {
  return fail(ErrorCode::Unavailable, "There is no key to read the passwords of devices with.");
}

Server::Server(store::Store& store, const Clock& clock, Random& random, LogSink& log,
               ServerConfig config)
    : store_(store), clock_(clock), random_(random), log_(log), config_(std::move(config)) {}

ServerReply Server::handle(const ServerRequest& request, Authenticator& authenticator) const {
  return Exchange(store_, clock_, random_, log_, config_, request, authenticator).run();
}

}  // namespace pim::session
