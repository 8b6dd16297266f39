// SPDX-License-Identifier: Apache-2.0
#include "mod_syncml/metrics.h"

namespace pim::mod_syncml {
namespace {

constexpr std::string_view Begun = "syncml_sessions_begun_total";
constexpr std::string_view BegunHelp = "Sessions that began.";
constexpr std::string_view Ended = "syncml_sessions_ended_total";
constexpr std::string_view EndedHelp = "Sessions that came to a good end.";

constexpr std::array<httpd::Series, static_cast<std::size_t>(Count::End)> Table = {{
    {"syncml_messages_total", R"(encoding="xml")", "Messages that were answered."},
    {"syncml_messages_total", R"(encoding="wbxml")", "Messages that were answered."},
    {"syncml_message_bytes_total", R"(direction="in")", "Octets of messages."},
    {"syncml_message_bytes_total", R"(direction="out")", "Octets of messages."},
    {Begun, R"(version="1.0",encoding="xml")", BegunHelp},
    {Begun, R"(version="1.0",encoding="wbxml")", BegunHelp},
    {Begun, R"(version="1.1",encoding="xml")", BegunHelp},
    {Begun, R"(version="1.1",encoding="wbxml")", BegunHelp},
    {Begun, R"(version="1.2",encoding="xml")", BegunHelp},
    {Begun, R"(version="1.2",encoding="wbxml")", BegunHelp},
    {Ended, R"(version="1.0",encoding="xml")", EndedHelp},
    {Ended, R"(version="1.0",encoding="wbxml")", EndedHelp},
    {Ended, R"(version="1.1",encoding="xml")", EndedHelp},
    {Ended, R"(version="1.1",encoding="wbxml")", EndedHelp},
    {Ended, R"(version="1.2",encoding="xml")", EndedHelp},
    {Ended, R"(version="1.2",encoding="wbxml")", EndedHelp},
    {"syncml_slow_syncs_total", "", "Datastores compared whole, in sessions with a good end."},
    {"syncml_items_total", R"(direction="in",op="added")", "Records of ended sessions."},
    {"syncml_items_total", R"(direction="in",op="updated")", "Records of ended sessions."},
    {"syncml_items_total", R"(direction="in",op="deleted")", "Records of ended sessions."},
    {"syncml_items_total", R"(direction="in",op="failed")", "Records of ended sessions."},
    {"syncml_items_total", R"(direction="out",op="sent")", "Records of ended sessions."},
    {"syncml_items_total", R"(direction="out",op="failed")", "Records of ended sessions."},
    {"syncml_guard_trips_total", "", "Sessions whose deletions wait for a person."},
    {"syncml_auth_failures_total", "", "Sign-ins that were refused."},
    {"syncml_auth_delayed_total", "",
     "Sign-ins not looked at, since too many wrong ones came before."},
    {"syncml_refused_total", R"(reason="unreadable")", "Messages that were not served."},
    {"syncml_refused_total", R"(reason="body")", "Messages that were not served."},
    {"syncml_refused_total", R"(reason="clear-text")", "Messages that were not served."},
    {"syncml_refused_total", R"(reason="busy")", "Messages that were not served."},
    {"syncml_refused_total", R"(reason="version")", "Messages that were not served."},
    {"syncml_refused_total", R"(reason="wbxml-off")", "Messages that were not served."},
    {"syncml_store_errors_total", "", "Messages that the store could not serve."},
}};

constexpr httpd::Series MessageSeconds = {"syncml_message_duration_seconds", "",
                                          "From the message read to its answer.", "histogram"};

constexpr httpd::Series OpenSessions = {
    "syncml_sessions_active", "",
    "Sessions that have not ended and were heard of within ten minutes.", "gauge"};

/// By the number of the tag: the tag itself stands with its message.
struct Tagged {
  std::string_view number;
  Count what;
};
constexpr std::array<Tagged, 10> ByTag = {{{"0001", Count::StoreErrors},
                                           {"0006", Count::ClearText},
                                           {"0008", Count::BodiesRefused},
                                           {"0101", Count::Unreadable},
                                           {"0102", Count::SignInsRefused},
                                           {"0103", Count::StoreErrors},
                                           {"0105", Count::SignInsDelayed},
                                           {"0106", Count::OtherVersion},
                                           {"0107", Count::OtherForm},
                                           {"0121", Count::GuardTrips}}};

}  // namespace

void Metrics::take(const session::ServerRequest& request,
                   const session::ServerReply& reply) noexcept {
  if (reply.status == 503) {
    add(Count::Busy);
  }
  if (reply.body.empty()) {
    return;
  }
  const bool wbxml = reply.content_type.find("wbxml") != std::string::npos;
  add(wbxml ? Count::MessagesWbxml : Count::MessagesXml);
  add(Count::BytesIn, request.body.size());
  add(Count::BytesOut, reply.body.size());
  const std::size_t form =
      2 * static_cast<std::size_t>(reply.version.value_or(syncml::Version::V12)) + (wbxml ? 1 : 0);
  const auto of_form = [form](Count first) {
    return static_cast<Count>(static_cast<std::size_t>(first) + form);
  };
  if (reply.began) {
    add(of_form(Count::SessionsBegun));
  }
  if (reply.seen_before != 0) {
    open_sessions.drop(reply.seen_before);
  }
  if (reply.seen != 0) {
    open_sessions.add(reply.seen);
  }
  if (!reply.ended) {
    return;
  }
  const session::SessionTotals& totals = *reply.ended;
  add(of_form(Count::SessionsEnded));
  add(Count::SlowSyncs, totals.slow_syncs);
  add(Count::ItemsInAdded, totals.added);
  add(Count::ItemsInUpdated, totals.updated);
  add(Count::ItemsInDeleted, totals.deleted);
  add(Count::ItemsInFailed, totals.failed);
  add(Count::ItemsOut, totals.sent);
  add(Count::ItemsOutFailed, totals.send_failed);
}

std::uint64_t Metrics::sessions(Count what) const noexcept {
  std::uint64_t total = 0;
  for (std::size_t form = 0; form < Forms; ++form) {
    total += cells[static_cast<std::size_t>(what) + form];
  }
  return total;
}

std::string Metrics::text(Seconds now) const {
  std::string text;
  httpd::append_table(text, Table, cells);
  httpd::append_family(text, OpenSessions);
  httpd::append_sample(text, OpenSessions.family, "", open_sessions.count(now));
  message_seconds.append(text, MessageSeconds);
  return text;
}

void CountingLog::write(LogLevel level, std::string_view tag, std::string_view message) {
  log_.write(level, tag, message);
  if (metrics_ == nullptr || !tag.starts_with("SML")) {
    return;
  }
  for (const Tagged& tagged : ByTag) {
    if (tag.substr(3) == tagged.number && level <= LogLevel::Info) {
      const bool good_news = level == LogLevel::Notice && tagged.what == Count::StoreErrors;
      metrics_->add(tagged.what, good_news ? 0 : 1);
    }
  }
}

}  // namespace pim::mod_syncml
