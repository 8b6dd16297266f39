// SPDX-License-Identifier: Apache-2.0
#include "mod_syncml/metrics.h"

namespace pim::mod_syncml {
namespace {

constexpr std::array<httpd::Series, static_cast<std::size_t>(Count::End)> Table = {{
    {"syncml_messages_total", R"(encoding="xml")", "Messages that were answered."},
    {"syncml_messages_total", R"(encoding="wbxml")", "Messages that were answered."},
    {"syncml_message_bytes_total", R"(direction="in")", "Octets of messages."},
    {"syncml_message_bytes_total", R"(direction="out")", "Octets of messages."},
    {"syncml_sessions_begun_total", "", "Sessions that began."},
    {"syncml_sessions_ended_total", "", "Sessions that came to a good end."},
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
    {"syncml_store_errors_total", "", "Messages that the store could not serve."},
}};

constexpr httpd::Series MessageSeconds = {"syncml_message_duration_seconds", "",
                                          "From the message read to its answer.", "histogram"};

/// By the number of the tag: the tag itself stands with its message.
struct Tagged {
  std::string_view number;
  Count what;
};
constexpr std::array<Tagged, 8> ByTag = {{{"0001", Count::StoreErrors},
                                          {"0006", Count::ClearText},
                                          {"0008", Count::BodiesRefused},
                                          {"0101", Count::Unreadable},
                                          {"0102", Count::SignInsRefused},
                                          {"0103", Count::StoreErrors},
                                          {"0105", Count::SignInsDelayed},
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
  if (reply.began) {
    add(Count::SessionsBegun);
  }
  if (!reply.ended) {
    return;
  }
  const session::SessionTotals& totals = *reply.ended;
  add(Count::SessionsEnded);
  add(Count::SlowSyncs, totals.slow_syncs);
  add(Count::ItemsInAdded, totals.added);
  add(Count::ItemsInUpdated, totals.updated);
  add(Count::ItemsInDeleted, totals.deleted);
  add(Count::ItemsInFailed, totals.failed);
  add(Count::ItemsOut, totals.sent);
  add(Count::ItemsOutFailed, totals.send_failed);
}

std::string Metrics::text() const {
  std::string text;
  httpd::append_table(text, Table, cells);
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
