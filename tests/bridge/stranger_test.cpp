// SPDX-License-Identifier: Apache-2.0
// Servers that say things in a way of their own: nothing is lost, and one word stops no run.
#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>

#include "common/syncml/decode.h"
#include "common/syncml/dev_inf.h"
#include "common/syncml/writer.h"
#include "tests/bridge/pair.h"

namespace pim::bridge::test {

class StrangerTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StrangerTest);
  CPPUNIT_TEST(a_sync_that_names_no_target_brings_its_changes);
  CPPUNIT_TEST(a_change_that_was_not_executed_is_not_delivered);
  CPPUNIT_TEST(what_is_to_leave_our_memory_only_stays);
  CPPUNIT_TEST(a_record_without_a_name_is_told_and_stops_nothing);
  CPPUNIT_TEST(a_record_with_a_name_too_long_is_told_and_stops_nothing);
  CPPUNIT_TEST(a_record_in_two_parts_is_one_record);
  CPPUNIT_TEST(a_record_whose_last_part_does_not_come_is_told_and_comes_again);
  CPPUNIT_TEST(a_collection_of_unknown_format_is_left_out_and_named);
  CPPUNIT_TEST(ours_does_not_go_over_an_edit_that_cannot_be_read);
  CPPUNIT_TEST(an_edit_that_is_read_at_last_is_taken_in);
  CPPUNIT_TEST(in_a_slow_sync_ours_does_not_go_beside_what_cannot_be_read);
  CPPUNIT_TEST(what_could_not_be_read_is_the_same_record_once_it_can);
  CPPUNIT_TEST(what_could_not_be_read_does_not_make_every_sync_slow);
  CPPUNIT_TEST(a_server_that_compares_everything_while_it_is_empty_is_filled);
  CPPUNIT_TEST(a_server_that_loses_the_relation_with_what_it_has_is_compared_anew);
  CPPUNIT_TEST_SUITE_END();

 public:
  /// Changes every Sync that the server sends.
  template <class Do>
  static Rewrite syncs(Do what) {
    return [what](syncml::Message& reply) {
      for (syncml::Command& command : reply.body) {
        if (auto* sync = std::get_if<syncml::SyncCmd>(&command)) {
          what(*sync);
        }
      }
    };
  }

  /// Changes every command of records that the server sends.
  template <class Do>
  static Rewrite changes(Do what) {
    return syncs([what](syncml::SyncCmd& sync) {
      for (auto& command : sync.commands) {
        what(std::get<syncml::ChangeCmd>(command));
      }
    });
  }

  void a_sync_that_names_no_target_brings_its_changes() {
    Pair pair;
    pair.there.import("A", pair.clock.now());
    pair.rewrite = syncs([](syncml::SyncCmd& sync) { sync.target.uri.clear(); });
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
  }

  void a_change_that_was_not_executed_is_not_delivered() {
    Pair pair;
    pair.here.import("A", pair.clock.now());
    pair.rewrite = [](syncml::Message& reply) {
      for (syncml::Command& command : reply.body) {
        auto* status = std::get_if<syncml::StatusCmd>(&command);
        if (status != nullptr && status->cmd == "Add") {
          status->code = 215;
        }
      }
    };
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("partly"), run.outcome);
    CPPUNIT_ASSERT_EQUAL(std::int64_t{215},
                         static_cast<std::int64_t>(pair.lines(run.number).at(0).status));
  }

  void what_is_to_leave_our_memory_only_stays() {
    Pair pair;
    pair.there.import("A", pair.clock.now());
    pair.sync();
    pair.there.remove("A", pair.clock.now());
    pair.rewrite = changes([](syncml::ChangeCmd& change) { change.soft_delete = true; });
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
  }

  /// Two records come, one of them under this name, or none.
  static void check_named(const std::optional<std::string>& name, int status) {
    Pair pair;
    pair.there.import("A", pair.clock.now());
    pair.there.import("B", pair.clock.now());
    pair.rewrite = changes([&](syncml::ChangeCmd& change) {
      syncml::Item& item = change.items.at(0);
      if (item.data && item.data->find("FN:A") != std::string::npos) {
        item.source = name ? std::optional(syncml::Location{*name, ""}) : std::nullopt;
      }
    });
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("partly"), run.outcome);
    CPPUNIT_ASSERT_EQUAL(status, static_cast<int>(pair.lines(run.number).at(0).status));
    CPPUNIT_ASSERT_EQUAL(std::string("B "), pair.here.names());
  }

  void a_record_without_a_name_is_told_and_stops_nothing() { check_named({}, 412); }

  void a_record_with_a_name_too_long_is_told_and_stops_nothing() {
    check_named(std::string(5'000, 's'), 414);
  }

  void a_record_in_two_parts_is_one_record() {
    Pair pair;
    pair.there.import("A", pair.clock.now());
    pair.rewrite = syncs([](syncml::SyncCmd& sync) {
      if (!sync.commands.empty()) {
        sync.commands.push_back(sync.commands.front());
        syncml::Item& first = std::get<syncml::ChangeCmd>(sync.commands.front()).items.at(0);
        auto& second = std::get<syncml::ChangeCmd>(sync.commands.back());
        first.more_data = true;
        first.meta.size = first.data->size();
        first.data->resize(30);
        second.cmd_id += "1";
        second.items.at(0).data->erase(0, 30);
      }
    });
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
    pair.rewrite = {};
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.there.names());
  }

  void a_record_whose_last_part_does_not_come_is_told_and_comes_again() {
    Pair pair;
    pair.there.import("A", pair.clock.now());
    pair.rewrite = changes([](syncml::ChangeCmd& change) { change.items.at(0).more_data = true; });
    const store::Run run = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("partly"), run.outcome);
    CPPUNIT_ASSERT_EQUAL(424, static_cast<int>(pair.lines(run.number).at(0).status));
    CPPUNIT_ASSERT_EQUAL(std::string(), pair.here.names());
    CPPUNIT_ASSERT(says_223(pair.sent.back()));
    pair.rewrite = {};
    pair.clock.time += 2 * 24 * 60 * 60;  // what was not taken goes again in a day
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
  }

  static bool says_223(const std::string& body) {
    const auto message = must(syncml::decode(syncml::encoding_of(body), body));
    return std::ranges::any_of(message.body, [](const syncml::Command& command) {
      const auto* alert = std::get_if<syncml::AlertCmd>(&command);
      return alert != nullptr && alert->code == syncml::EndMissing;
    });
  }

  void a_collection_of_unknown_format_is_left_out_and_named() {
    Pair pair;
    pair.there.import("A", pair.clock.now());
    pair.rewrite = [](syncml::Message& reply) {
      for (syncml::Command& command : reply.body) {
        auto* info = std::get_if<syncml::InfoCmd>(&command);
        if (info == nullptr || info->items.empty() || !info->items[0].dev_inf) {
          continue;
        }
        const syncml::Encoding encoding = syncml::encoding_of(*info->items[0].dev_inf);
        syncml::DevInf said = must(syncml::decode_dev_inf(encoding, *info->items[0].dev_inf));
        said.extensions.clear();
        for (syncml::Datastore& datastore : said.datastores) {
          if (datastore.source_ref.find("notes") != std::string::npos) {
            datastore.rx_pref = {"text/x-strange", "1"};
            datastore.rx = {};
          }
        }
        info->items[0].dev_inf = syncml::encode_dev_inf(encoding, syncml::Version::V12, said);
      }
    };
    const store::Run run = pair.sync_of(pair.connect("there", "notes,contacts"));
    CPPUNIT_ASSERT_EQUAL(std::string("partly"), run.outcome);
    CPPUNIT_ASSERT(run.sentence.find("'notes'") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
  }

  /// A server that is no portal of ours; what it sends of A cannot be read where `garbles` says so.
  static Rewrite foreign(const bool& garbles) {
    return [&garbles](syncml::Message& reply) {
      for (syncml::Command& command : reply.body) {
        if (auto* info = std::get_if<syncml::InfoCmd>(&command);
            info != nullptr && !info->items.empty() && info->items[0].dev_inf) {
          std::string& octets = *info->items[0].dev_inf;
          const syncml::Encoding encoding = syncml::encoding_of(octets);
          syncml::DevInf said = must(syncml::decode_dev_inf(encoding, octets));
          said.extensions.clear();
          octets = syncml::encode_dev_inf(encoding, syncml::Version::V12, said);
        }
      }
      if (garbles) {
        changes([](syncml::ChangeCmd& change) {
          std::string& record = *change.items.at(0).data;
          record.replace(record.find("VERSION:") + 8, 3, "9.0");
        })(reply);
      }
    };
  }
  /// Both hold A, which has been taken in from a foreign server.
  void share(Pair& pair) {
    pair.there.import("A", pair.clock.now());
    pair.rewrite = foreign(garbles);
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
  }
  /// What went there of the next run.
  static Counts there(Pair& pair, const std::string& mode, const std::string& outcome) {
    pair.clock.time += 10;
    const store::Run run = pair.sync(mode);
    CPPUNIT_ASSERT_EQUAL(outcome, run.outcome);
    return pair.result(run.number).collections.at(0).there;
  }
  bool garbles = false;

  void ours_does_not_go_over_an_edit_that_cannot_be_read() {
    Pair pair;
    share(pair);
    pair.there.import("A", pair.clock.time += 10, "theirs");
    pair.here.import("A", pair.clock.time += 10, "ours");
    garbles = true;
    CPPUNIT_ASSERT(there(pair, "two-way", "partly") == Counts{});
    CPPUNIT_ASSERT(there(pair, "two-way", "done") == Counts{});
    CPPUNIT_ASSERT(pair.there.content("A").find("NOTE:theirs") != std::string::npos);
  }

  void an_edit_that_is_read_at_last_is_taken_in() {
    Pair pair;
    share(pair);
    pair.there.import("A", pair.clock.time += 10, "theirs");
    garbles = true;
    there(pair, "two-way", "partly");
    garbles = false;
    pair.there.import("A", pair.clock.time += 10, "later");
    there(pair, "two-way", "done");
    CPPUNIT_ASSERT(pair.here.content("A").find("NOTE:later") != std::string::npos);
  }

  void in_a_slow_sync_ours_does_not_go_beside_what_cannot_be_read() {
    Pair pair;
    share(pair);
    garbles = true;
    CPPUNIT_ASSERT(there(pair, "slow", "partly") == Counts{});
  }

  void what_could_not_be_read_is_the_same_record_once_it_can() {
    Pair pair;
    share(pair);
    garbles = true;
    there(pair, "slow", "partly");
    garbles = false;
    pair.there.import("A", pair.clock.time += 10, "theirs");
    CPPUNIT_ASSERT(there(pair, "two-way", "done") == Counts{});
    CPPUNIT_ASSERT_EQUAL(std::string("A "), pair.here.names());
    CPPUNIT_ASSERT(pair.here.content("A").find("NOTE:theirs") != std::string::npos);
  }

  void what_could_not_be_read_does_not_make_every_sync_slow() {
    Pair pair;
    share(pair);
    garbles = true;
    there(pair, "slow", "partly");
    // a slow one would bring it once more, and it still cannot be read
    CPPUNIT_ASSERT(there(pair, "two-way", "done") == Counts{});
  }

  /// A server that is no portal, and makes a fast sync a slow one where `when` says so.
  template <class When>
  static Rewrite slow_where(When when) {
    return [when](syncml::Message& reply) {
      for (syncml::Command& command : reply.body) {
        if (auto* info = std::get_if<syncml::InfoCmd>(&command);
            info != nullptr && !info->items.empty() && info->items[0].dev_inf) {
          const auto encoding = syncml::encoding_of(*info->items[0].dev_inf);
          auto said = must(syncml::decode_dev_inf(encoding, *info->items[0].dev_inf));
          said.extensions.clear();
          info->items[0].dev_inf = syncml::encode_dev_inf(encoding, syncml::Version::V12, said);
        }
        if (!when()) {
          continue;
        }
        if (auto* alert = std::get_if<syncml::AlertCmd>(&command);
            alert != nullptr && alert->code == 200) {
          alert->code = 201;
        }
        if (auto* status = std::get_if<syncml::StatusCmd>(&command);
            status != nullptr && status->cmd == "Alert" && status->code == 200) {
          status->code = 508;
        }
      }
    };
  }

  void a_server_that_compares_everything_while_it_is_empty_is_filled() {
    Pair pair;
    pair.here.import("A", pair.clock.now());
    pair.here.import("B", pair.clock.now());
    pair.rewrite = slow_where([&] { return pair.there.names().empty(); });
    const store::Run first = pair.sync();
    CPPUNIT_ASSERT_EQUAL_MESSAGE(first.sentence, std::string("done"), first.outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("A B "), pair.there.names());
    CPPUNIT_ASSERT_EQUAL(std::string("A B "), pair.here.names());
    pair.clock.time += 10;
    const store::Run second = pair.sync();
    CPPUNIT_ASSERT_EQUAL(std::string("done"), second.outcome);
    CPPUNIT_ASSERT(!pair.result(second.number).slow);
    CPPUNIT_ASSERT(pair.lines(second.number).empty());
    CPPUNIT_ASSERT_EQUAL(std::string("A B "), pair.there.names());
    pair.here.remove("A", pair.clock.now());
    pair.clock.time += 10;
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT_EQUAL(std::string("B "), pair.there.names());
  }

  void a_server_that_loses_the_relation_with_what_it_has_is_compared_anew() {
    Pair pair;
    pair.here.import("A", pair.clock.now());
    pair.there.import("B", pair.clock.now());
    bool turned = false;  // once, and not before the session that sends
    pair.rewrite = [&turned](syncml::Message& reply) {
      const bool fast = std::ranges::any_of(reply.body, [](const syncml::Command& command) {
        const auto* alert = std::get_if<syncml::AlertCmd>(&command);
        return alert != nullptr && alert->code == 200;
      });
      const bool now = fast && !turned;
      turned = turned || fast;
      slow_where([now] { return now; })(reply);
    };
    CPPUNIT_ASSERT_EQUAL(std::string("done"), pair.sync().outcome);
    CPPUNIT_ASSERT(turned);
    CPPUNIT_ASSERT_EQUAL(std::string("A B "), pair.there.names());
    CPPUNIT_ASSERT_EQUAL(std::string("A B "), pair.here.names());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(StrangerTest);

}  // namespace pim::bridge::test
