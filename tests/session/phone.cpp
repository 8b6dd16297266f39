// SPDX-License-Identifier: Apache-2.0
#include "tests/session/phone.h"

#include <cppunit/TestAssert.h>

#include <algorithm>

namespace pim::session::test {

using syncml::ChangeKind;

Phone::Phone(Terminal& server, std::string id, const std::string& version)
    : server_(server), id_(std::move(id)) {
  speak(version);
}

void Phone::speak(const std::string& version) {
  version_ = version;
  type_ = version == "1.0" ? "text/x-vcalendar" : "text/calendar";
}

void Phone::reset() {
  records.clear();
  pending_.clear();
  maps_.clear();
  last_.clear();
}

syncml::DevInf Phone::information() const {
  return device_of(id_, "./" + server_.collection, {type_, version_});
}

void Phone::header(unsigned msg) {
  server_.header(id_ + "." + std::to_string(session_), msg);
  server_.message.header.source.uri = id_;
}

std::string Phone::add(const std::string& record) {
  const std::string luid = std::to_string(next_++);
  records[luid] = record;
  pending_[luid] = ChangeKind::Add;
  return luid;
}

void Phone::edit(const std::string& luid, const std::string& record) {
  records.at(luid) = record;
  pending_.try_emplace(luid, ChangeKind::Replace);
}

void Phone::remove(const std::string& luid) {
  records.erase(luid);
  const auto known = pending_.find(luid);
  if (known != pending_.end() && known->second == ChangeKind::Add) {
    pending_.erase(known);
    return;
  }
  pending_[luid] = ChangeKind::Delete;
}

std::size_t Phone::count(const std::string& text) const {
  std::size_t found = 0;
  for (const auto& [luid, record] : records) {
    found += record.find(text) != std::string::npos ? 1U : 0U;
  }
  return found;
}

std::string Phone::with(const std::string& text) const {
  CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::size_t{1}, count(text));
  for (const auto& [luid, record] : records) {
    if (record.find(text) != std::string::npos) {
      return luid;
    }
  }
  return {};
}

void Phone::take(const syncml::ChangeCmd& change, unsigned msg, bool refuse_adds) {
  const syncml::Item& item = change.items.at(0);
  Answer answer{msg, static_cast<unsigned>(std::stoul(change.cmd_id)), "", 200};
  switch (change.kind) {
    case ChangeKind::Add:
      answer.name = "Add";
      if (refuse_adds) {
        answer.code = 420;
        break;
      }
      answer.code = 201;
      maps_.emplace_back(item.source->uri, std::to_string(next_));
      records[std::to_string(next_++)] = *item.data;
      break;
    case ChangeKind::Delete:
      answer.name = "Delete";
      answer.code = records.erase(item.target->uri) != 0 ? 200 : 211;
      break;
    default:
      answer.name = "Replace";
      if (records.contains(item.target->uri)) {
        records[item.target->uri] = *item.data;
      } else if (adds_what_it_lacks) {
        answer.code = 201;
        maps_.emplace_back(item.target->uri, std::to_string(next_));
        records[std::to_string(next_++)] = *item.data;
      } else {
        answer.code = 404;
      }
  }
  got.push_back(answer.name);
  answers_.push_back(std::move(answer));
}

void Phone::sync(Way way) {
  ++session_;
  const std::string next = "a" + std::to_string(session_);
  server_.handle.clear();
  server_.clock.time += 10;
  server_.type = type_;
  got.clear();
  answers_.clear();
  header(1);
  server_.sign_in();
  server_.put(information());
  server_.alert(way.slow || last_.empty() ? 201 : 200, last_, next);
  server_.final();
  server_.send();
  const bool slow = way.slow || last_.empty() || server_.status("Alert") == 508;
  header(2);
  for (const auto& [ours, luid] : maps_) {
    server_.map(ours, luid);
  }
  server_.sync();
  if (slow) {
    for (const auto& [luid, record] : records) {
      server_.change(ChangeKind::Replace, luid, record);
    }
  } else {
    std::vector<std::pair<std::string, ChangeKind>> changes(pending_.begin(), pending_.end());
    if (way.backwards) {
      std::ranges::reverse(changes);
    }
    for (const auto& [luid, kind] : changes) {
      server_.change(kind, luid, kind == ChangeKind::Delete ? "" : records.at(luid));
    }
  }
  if (way.break_off) {
    server_.send();
    pending_.clear();
    return;
  }
  server_.final();
  server_.send();
  if (way.lose_reply) {
    return;
  }
  pending_.clear();
  maps_.clear();
  for (unsigned msg = 2; !server_.received().empty() || msg == 2; ++msg) {
    for (const syncml::ChangeCmd& change : server_.received()) {
      take(change, msg, way.refuse_adds);
    }
    if (way.lose_answer) {
      return;
    }
    header(msg + 1);
    server_.answer(msg, 0, "SyncHdr", 200);
    for (const Answer& answer : answers_) {
      server_.answer(answer.msg, answer.cmd, answer.name, answer.code);
    }
    answers_.clear();
    for (const auto& [ours, luid] : maps_) {
      server_.map(ours, luid);
    }
    server_.final();
    server_.send();
    maps_.clear();
  }
  last_ = next;
}

}  // namespace pim::session::test
