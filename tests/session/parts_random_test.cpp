// SPDX-License-Identifier: Apache-2.0
// Random histories of a series between the portal, a device that knows no exceptions and one that
// does, with sessions that go wrong: in the end all of them show what their users have made of it.
#include <cppunit/extensions/HelperMacros.h>

#include <random>

#include "tests/session/series_world.h"

namespace pim::session::test {

namespace {

constexpr const char* Weekly = "RRULE:FREQ=WEEKLY";
constexpr const char* OldWeekly = "RRULE:W1 TU";
const std::vector<std::string> Days = {"20260512", "20260519", "20260526", "20260602"};

/// One life of a calendar.
class History {
 public:
  explicit History(unsigned seed) : dice_(seed), name_("seed " + std::to_string(seed)) {
    plan_.exceptions["20260512"] = {"first", "20260513T180000"};
    world_.import(plan_.record());
  }

  void run(int rounds) {
    meet();
    check("at first");
    for (int round = 1; round <= rounds; ++round) {
      const std::string where = "round " + std::to_string(round);
      old_deleted_ = false;
      portal_ = plan_;
      modern_plan_ = plan_;
      log_ += where + ":";
      if (one_in(12)) {
        erase();
      } else {
        edit_some();
      }
      for (int faulty = 0; faulty < 2; ++faulty) {
        old_.sync(way());
        modern_.sync(one_in(4) && plan_.series ? Phone::Way{.slow = true} : Phone::Way{});
      }
      meet();
      check(where);
      if (!plan_.series) {
        return;
      }
    }
  }

 private:
  bool one_in(unsigned count) { return dice_() % count == 0; }
  std::string word() { return "w" + std::to_string(++words_); }

  Phone::Way way() {
    Phone::Way way;
    way.slow = one_in(4) && !old_deleted_;  // a slow session knows of no deletion
    way.lose_reply = one_in(5);
    way.lose_answer = !way.lose_reply && one_in(5);
    return way;
  }

  void meet() {
    for (int i = 0; i < 2; ++i) {
      old_.sync();
      modern_.sync();
    }
  }

  void check(const std::string& where) {
    const std::string text = name_ + " " + where + " after\n" + log_;
    CPPUNIT_ASSERT_EQUAL_MESSAGE(text + "portal", joined(plan_.shown(true)),
                                 joined(world_.shown()));
    CPPUNIT_ASSERT_EQUAL_MESSAGE(text + "old device", joined(plan_.shown(false)),
                                 joined(shown_by(old_)));
    CPPUNIT_ASSERT_EQUAL_MESSAGE(text + "modern device", joined(plan_.shown(true)),
                                 joined(shown_by(modern_)));
    old_.sync();
    CPPUNIT_ASSERT_EQUAL_MESSAGE(text + "the server goes on sending", std::size_t{0},
                                 old_.got.size());
  }

  // ---- edits: each thing by one side in one round, so that there is no doubt what is meant

  enum class Who : unsigned { Portal, Modern, Old };
  /// In a round that moves the series, a device that names its dates would mean other ones.
  Who who(bool old_can) {
    const Who by = static_cast<Who>(dice_() % (old_can ? 3 : 2));
    return by == Who::Modern && moves_ ? Who::Portal : by;
  }

  /// Makes an edit in the plan, and in the copy of the side that makes it.
  template <class Edit>
  void apply(Who who, Edit edit) {
    edit(plan_);
    if (who == Who::Portal) {
      edit(portal_);
      portal_wrote_ = true;
    } else if (who == Who::Modern) {
      edit(modern_plan_);
      modern_wrote_ = true;
    }
  }
  void on_old(const std::string& text, const std::string& line, const std::string& value) {
    const std::string luid = old_.with(text);
    std::string record = old_.records.at(luid);
    const std::size_t at = record.find("\n" + line);
    const std::size_t end = record.find("\r\n", at);
    old_.edit(luid, record.replace(at + 1, end - at - 1, line + ":" + value));
  }

  void edit_some() {
    portal_wrote_ = modern_wrote_ = false;
    moves_ = one_in(6);
    if (moves_) {
      move_series();
    }
    if (one_in(3)) {
      rename_series();
    }
    for (const std::string& day : Days) {
      if (one_in(2)) {
        edit_day(day);
      }
    }
    if (one_in(3)) {
      edit_single();
    }
    if (portal_wrote_) {
      world_.write(portal_);
    }
    if (modern_wrote_) {
      modern_.edit(modern_.with(Weekly), modern_plan_.record());
    }
    log_ += "\n";
  }

  void rename_series() {
    const std::string to = word();
    const Who by = who(true);
    if (by == Who::Old) {
      on_old(OldWeekly, "SUMMARY", to);
    }
    apply(by, [&](Plan& plan) { plan.summary = to; });
    log_ += " series " + to + side(by);
  }

  void edit_day(const std::string& day) {
    const auto known = plan_.exceptions.find(day);
    if (plan_.excluded.contains(day)) {
      return;
    }
    if (known == plan_.exceptions.end()) {
      const Plan::Exception made{word(), day + "T150000"};
      const Who by = who(false);
      apply(by, [&](Plan& plan) { plan.exceptions[day] = made; });
      log_ += " new " + day + " " + made.summary + side(by);
      return;
    }
    const std::string before = "SUMMARY:" + known->second.summary + "\r";
    Who by = who(true);
    if (one_in(5)) {
      // a device that was only told of the exception removes nothing by leaving it out
      // (sync rule 24)
      by = by == Who::Modern ? Who::Portal : by;
      if (by == Who::Old) {
        old_.remove(old_.with(before));
        old_deleted_ = true;
      }
      apply(by, [&](Plan& plan) {
        plan.exceptions.erase(day);
        plan.excluded.insert(day);
      });
      log_ += " exclude " + day + side(by);
      return;
    }
    const std::string to = word();
    edited_on_old_.erase(day);
    if (by == Who::Old) {
      on_old(before, "SUMMARY", to);
      edited_on_old_.insert(day);
    }
    apply(by, [&](Plan& plan) { plan.exceptions[day].summary = to; });
    log_ += " edit " + day + " " + to + side(by);
  }

  /// By the old device only: all kinds of records pass each other.
  void edit_single() {
    const std::string to = word();
    if (!plan_.singles.empty() && one_in(2)) {
      const std::string before = plan_.singles.begin()->first;
      const std::string luid = old_.with("SUMMARY:" + before + "\r");
      if (one_in(3)) {
        old_.remove(luid);
        old_deleted_ = true;
      } else {
        on_old("SUMMARY:" + before + "\r", "SUMMARY", to);
        plan_.singles[to] = plan_.singles[before];
      }
      plan_.singles.erase(before);
      log_ += " single " + before + " " + to;
      return;
    }
    old_.add("BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\nSUMMARY:" + to +
             "\r\nDTSTART:20260701T090000\r\nDTEND:20260701T100000\r\nEND:VEVENT\r\n"
             "END:VCALENDAR\r\n");
    plan_.singles[to] = "20260701T090000";
    log_ += " new single " + to;
  }

  void move_series() {
    const std::string to = std::to_string(10 + dice_() % 5);
    apply(Who::Portal, [&](Plan& plan) { plan.hour = to; });
    log_ += " move to " + to;
  }

  void erase() {
    moves_ = false;
    const Who by = who(true);
    if (by == Who::Portal) {
      world_.erase();
    } else {
      Phone& phone = by == Who::Old ? old_ : modern_;
      phone.remove(phone.with(by == Who::Old ? OldWeekly : Weekly));
      old_deleted_ = by == Who::Old;
    }
    for (const auto& [day, exception] : plan_.exceptions) {
      if (by == Who::Old && edited_on_old_.contains(day)) {
        plan_.singles[exception.summary] = exception.start;  // what was edited is saved
      }
    }
    plan_.series = false;
    log_ += " erase" + side(by) + "\n";
  }

  static std::string side(Who who) {
    return who == Who::Portal ? " here" : who == Who::Modern ? " on modern" : " on old";
  }

  std::mt19937 dice_;
  std::string name_;
  std::string log_;
  SeriesWorld world_;
  Phone old_{world_.server, "IMEI:old", "1.0"};
  Phone modern_{world_.server, "IMEI:new", "2.0"};
  Plan plan_;
  Plan portal_;
  Plan modern_plan_;
  bool portal_wrote_ = false;
  bool modern_wrote_ = false;
  bool moves_ = false;
  bool old_deleted_ = false;
  std::set<std::string> edited_on_old_;  ///< days whose exception that device wrote last
  unsigned words_ = 0;
};

}  // namespace

class PartsRandomTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PartsRandomTest);
  CPPUNIT_TEST(every_history_ends_as_its_users_meant_it);
  CPPUNIT_TEST_SUITE_END();

 public:
  void every_history_ends_as_its_users_meant_it() {
    constexpr unsigned Histories = 60;
    constexpr int Rounds = 10;
    for (unsigned seed = 1; seed <= Histories; ++seed) {
      History(seed).run(Rounds);
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(PartsRandomTest);

}  // namespace pim::session::test
